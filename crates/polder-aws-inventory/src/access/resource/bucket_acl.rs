//! Access control lists of buckets as policies: `aws_s3_bucket_acl`, and `acl` and `grant` of older buckets.
//! Lists without effect are left out: all where the bucket has disabled them, and public ones where the
//! bucket or the account ignores those.
//!
//! Source: AWS, S3 User Guide, "Access control list (ACL) overview": canned lists, predefined groups, and "Mapping of ACL
//! permissions and access policy permissions".

use std::collections::BTreeSet;

use polder_cloud::View;
use polder_inventory::Inventory;
use polder_inventory::access::{
    AccountId, Actions, Condition, ConditionOperator, Effect, PolicyRole, PrincipalPattern, Principals,
    Quantifier, Resources, Setting, Statement,
};
use polder_inventory::model::{Attribute, Known, Link, Pattern, Piece, Reason, Set, Text};
use polder_inventory::stores::{Bucket, Store, StoreId, StoreKind};

use crate::access::document::Read;
use crate::link::ByName;
use crate::reader::Reader;

/// Who a permission is granted to.
#[derive(Clone, Debug)]
enum Grantee {
    Everyone,
    /// Every principal with credentials of an AWS account.
    AnyAccount,
    One(PrincipalPattern),
}

/// What canned lists grant to others than the owner.
const CANNED: &[(&str, Group, &[&str])] = &[
    ("public-read", Group::Everyone, &["READ"]),
    ("public-read-write", Group::Everyone, &["READ", "WRITE"]),
    ("authenticated-read", Group::AnyAccount, &["READ"]),
    ("log-delivery-write", Group::LogDelivery, &["WRITE", "READ_ACP"]),
];

/// Groups that the provider defines.
#[derive(Clone, Copy)]
enum Group {
    Everyone,
    AnyAccount,
    LogDelivery,
}

/// The same by the ends of their URIs.
const GROUPS: [(&str, Group); 3] = [
    ("/global/AllUsers", Group::Everyone),
    ("/global/AuthenticatedUsers", Group::AnyAccount),
    ("/s3/LogDelivery", Group::LogDelivery),
];

/// Configurations may name a bucket instead of referring to it.
const NAMES: &[ByName] = &[("aws_s3_bucket", "bucket")];

/// Reads the lists of all buckets, after buckets and settings of accounts have been read.
pub(crate) fn read_all(reader: &mut Reader<'_, '_>) {
    let index = reader.index;
    let views = |kind| index.of_kind(kind).iter().filter_map(|id| index.view(*id)).filter(View::is_managed);
    let mut done = BTreeSet::new();
    for view in views("aws_s3_bucket_acl") {
        let bucket: Option<Link<StoreId>> = reader.link_by_name(view, "bucket", "bucket", NAMES);
        if let Some(Link::To(bucket)) = bucket {
            done.insert(bucket);
            let grants = view.block("access_control_policy").map_or_else(Vec::new, |it| it.blocks("grant"));
            add(reader, view, bucket, &grants, None);
        }
    }
    for view in views("aws_s3_bucket") {
        // States repeat in the bucket what a separate resource sets.
        if let Some(bucket) = reader.id::<StoreId>(view.id()).filter(|bucket| !done.contains(bucket)) {
            let grants = view.blocks("grant");
            add(reader, view, bucket, &grants, Some(Text::new_static("acl")));
        }
    }
}

fn add<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    bucket: StoreId,
    grants: &[View<'_, 'a>],
    part: Option<Text>,
) {
    let Some(store) = reader.inventory.stores.stores.get(bucket) else { return };
    let StoreKind::Bucket(settings) = &store.kind else { return };
    // A new bucket has neither lists nor public access by default. Where a configuration sets a list, the bucket is older or AWS
    // rejects the list: a default does not make it harmless.
    let own = |field: &str| is_configured(&reader.inventory, bucket, field);
    if settings.acls_enabled == Known::Value(false) && own("kind.acls_enabled") {
        return;
    }
    let ignores_public = ignores_public(&reader.inventory, store, settings, own("kind.public_access"));
    let mut given = canned(view);
    for grant in grants {
        given.extend(granted(*grant));
    }
    let public = |grantee: &Grantee| matches!(grantee, Grantee::Everyone | Grantee::AnyAccount);
    given.retain(|(grantee, _)| !(ignores_public && public(grantee)));
    let statements: Vec<Statement> = given
        .into_iter()
        .flat_map(|(grantee, permission)| statements(bucket, &grantee, &permission))
        .collect();
    if !statements.is_empty() {
        let name = Known::Value(Some(Text::new_static("acl")));
        let to = Link::To(bucket.into());
        reader.inline_policy(view, part, name, Read::of(statements), to, PolicyRole::Resource);
    }
}

/// Whether a resource sets a field of a bucket.
fn is_configured(inventory: &Inventory, bucket: StoreId, field: &str) -> bool {
    let mut all = inventory.coverage.contributions.values();
    all.any(|it| it.to == Link::To(bucket.into()) && it.fields.iter().any(|known| **known == *field))
}

/// Whether the bucket or its account ignores public lists.
fn ignores_public(inventory: &Inventory, store: &Store, bucket: &Bucket, is_configured: bool) -> bool {
    let by_bucket =
        is_configured && bucket.public_access.value().is_some_and(|block| block.ignores_public_acls);
    let account = |source| inventory.locations[inventory.sources[source].location].account.id();
    let own: Option<AccountId> = account(store.source);
    let mut settings = inventory.access.account_settings.values();
    by_bucket
        || settings.any(|setting| {
            let ignores = matches!(
                &setting.setting,
                Setting::BlockPublicBuckets(Known::Value(block)) if block.ignores_public_acls
            );
            ignores && own.is_some() && account(setting.source) == own
        })
}

fn group(group: Group) -> Grantee {
    match group {
        Group::Everyone => Grantee::Everyone,
        Group::AnyAccount => Grantee::AnyAccount,
        Group::LogDelivery => Grantee::One(PrincipalPattern::Service("logging.s3.amazonaws.com".into())),
    }
}

fn canned(view: View<'_, '_>) -> Vec<(Grantee, Text)> {
    let Some(name) = view.text("acl") else { return vec![] };
    if name == "aws-exec-read" {
        let unknown = Grantee::One(PrincipalPattern::Unknown(Reason::AttributeNotModelled));
        return vec![(unknown, Text::new_static("READ"))];
    }
    let found = CANNED.iter().filter(|(known, ..)| *known == name);
    found
        .flat_map(|(_, of, permissions)| permissions.iter().map(|it| (group(*of), Text::new_static(it))))
        .collect()
}

/// A grant: its grantee is in a nested block, or in older buckets next to its permissions.
fn granted(grant: View<'_, '_>) -> Vec<(Grantee, Text)> {
    let who = grant.block("grantee").unwrap_or(grant);
    let uri = who.text("uri").filter(|uri| !uri.is_empty());
    let id = who.text("id").filter(|id| !id.is_empty());
    let known = uri.as_deref().and_then(|uri| GROUPS.iter().find(|(end, _)| uri.ends_with(end)));
    let grantee = match (known, id) {
        (Some((_, of)), _) => group(*of),
        (None, Some(id)) => Grantee::One(PrincipalPattern::Canonical(Text::from(id))),
        (None, None) => Grantee::One(PrincipalPattern::Unknown(Reason::NotUnderstood)),
    };
    let permissions = grant.texts("permission").into_iter().chain(grant.texts("permissions"));
    permissions.map(|permission| (grantee.clone(), Text::from(permission))).collect()
}

/// The actions that a permission allows: on the bucket, and on the objects in it.
fn statements(bucket: StoreId, grantee: &Grantee, permission: &str) -> Vec<Statement> {
    let on_bucket: &[&str] = match permission {
        "READ" => &["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"],
        "READ_ACP" => &["s3:GetBucketAcl"],
        "WRITE_ACP" => &["s3:PutBucketAcl"],
        "FULL_CONTROL" => &[
            "s3:ListBucket",
            "s3:ListBucketVersions",
            "s3:ListBucketMultipartUploads",
            "s3:GetBucketAcl",
            "s3:PutBucketAcl",
        ],
        _ => &[],
    };
    let on_objects: &[&str] =
        if matches!(permission, "WRITE" | "FULL_CONTROL") { &["s3:PutObject"] } else { &[] };
    let itself = Piece::Attribute { entry: bucket.into(), attribute: Attribute::Identifier };
    let inside = Pattern::of([itself.clone(), Piece::Literal("/".into()), Piece::AnyRun]);
    let both = [(on_bucket, Pattern::of([itself])), (on_objects, inside)];
    let some = both.into_iter().filter(|(actions, _)| !actions.is_empty());
    some.map(|(actions, resource)| statement(grantee, actions, resource)).collect()
}

fn statement(grantee: &Grantee, actions: &[&'static str], resource: Pattern) -> Statement {
    let (who, conditions) = match grantee {
        Grantee::Everyone => (PrincipalPattern::Anyone, vec![]),
        // Requests without credentials belong to no account.
        Grantee::AnyAccount => (
            PrincipalPattern::Anyone,
            vec![Condition {
                operator: ConditionOperator::Absent,
                if_exists: false,
                quantifier: Quantifier::Single,
                key: Text::new_static("aws:PrincipalAccount"),
                values: Known::Value(Set::from([Pattern::literal("false")])),
            }],
        ),
        Grantee::One(who) => (who.clone(), vec![]),
    };
    Statement {
        name: None,
        effect: Effect::Allow,
        principals: Some(Principals::Only(Known::Value(Set::from([who])))),
        actions: Actions::Only(Known::Value(actions.iter().map(|it| Text::new_static(it)).collect())),
        resources: Some(Resources::Only(Known::Value(Set::from([resource])))),
        conditions: conditions.into(),
    }
}
