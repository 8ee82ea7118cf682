//! Access: organization policies on units, permission sets, grants that name entries, logs to another account.

use super::{finished, lines_about};
use crate::access::{
    Actions, Condition, ConditionOperator, Effect, PermissionAssignment, PermissionSet, Policy,
    PolicyAttachment, PolicyAttachmentId, PolicyForm, PolicyRole, Principal, PrincipalKind, PrincipalPattern,
    Principals, Quantifier, Resources, Statement, Unit, UnitId,
};
use crate::entries::EntryId;
use crate::index::Index;
use crate::model::{Attribute, Known, Link, Pattern, Piece};
use crate::observability::{LogKind, LogRoute};
use crate::stores::{LogStore, StoreKind};
use crate::tests::small::{Writer, function, seconds, text};

fn policy(writer: &mut Writer, address: &str, statement: Statement, to: EntryId, role: PolicyRole) {
    let source = writer.source(address);
    let statements = Known::Value([statement].into());
    let (name, version) = (Known::Value(None), text("2012-10-17"));
    let policy = Policy { source, name, form: PolicyForm::Inline, version, statements };
    let policy = Link::To(writer.all.access.policies.push(policy));
    writer.all.access.policy_attachments.push(PolicyAttachment { source, policy, to: Link::To(to), role });
}

fn only(actions: &[&str]) -> Actions {
    Actions::Only(Known::Value(actions.iter().map(|action| (*action).into()).collect()))
}

#[test]
fn a_policy_of_a_unit_reaches_the_accounts_below() {
    let mut writer = Writer::new("management", "management", "eu-central-1");
    let source = writer.source("unit.root");
    let root = writer.all.access.units.push(Unit { source, name: text("root"), parent: None });
    let source = writer.source("unit.workloads");
    let parent = Some(Link::To(root));
    let workloads = writer.all.access.units.push(Unit { source, name: text("workloads"), parent });
    let production = writer.account("production");
    writer.all.access.accounts.get_mut(production).expect("an account").unit = Link::To(workloads);
    let statement = Statement {
        name: Some("Region".into()),
        effect: Effect::Deny,
        principals: None,
        actions: Actions::AllBut(Known::Value(["iam:*".into(), "route53:*".into()].into())),
        resources: Some(Resources::Only(Known::Value([Pattern::wildcards("*")].into()))),
        conditions: [Condition {
            operator: ConditionOperator::StringNotEquals,
            if_exists: false,
            quantifier: Quantifier::Single,
            key: "aws:RequestedRegion".into(),
            values: Known::Value([Pattern::literal("eu-west-1")].into()),
        }]
        .into(),
    };
    policy(&mut writer, "policy.region", statement, root.into(), PolicyRole::ServiceControl);
    let inventory = finished(writer);
    let index = Index::of(&inventory);
    // Up from the account to the root, with the policies on the way.
    let mut unit: Option<UnitId> = inventory.access.accounts[production].unit.id();
    let mut policies: Vec<PolicyAttachmentId> = index.referring(production).collect();
    while let Some(id) = unit {
        policies.extend(index.referring::<PolicyAttachmentId>(id));
        unit = inventory.access.units[id].parent.and_then(|parent| parent.id());
    }
    assert_eq!(policies.len(), 1);
}

#[test]
fn a_permission_set_is_assigned_to_a_group_in_an_account() {
    let mut writer = Writer::new("management", "management", "eu-central-1");
    let source = writer.source("permission_set.auditor");
    let session_max = seconds(3_600);
    let set = PermissionSet { source, name: text("Auditor"), session_max };
    let set = writer.all.access.permission_sets.push(set);
    let source = writer.source("data.group.auditors");
    let kind = PrincipalKind::DirectoryGroup;
    let group = Principal { source, name: text("auditors"), path: text(""), kind };
    let group = writer.all.access.principals.push(group);
    let production = writer.account("production");
    let source = writer.source("assignment.auditor");
    let (permission_set, principal, account) = (Link::To(set), Link::To(group), Link::To(production));
    let assignment = PermissionAssignment { source, permission_set, principal, account };
    writer.all.access.permission_assignments.push(assignment);
    let inventory = finished(writer);
    insta::assert_snapshot!(lines_about(&inventory, "assignment.auditor"), @r#"
    access/permission_assignments/management:assignment.auditor/account = accounts production
    access/permission_assignments/management:assignment.auditor/permission_set = permission_sets management:permission_set.auditor
    access/permission_assignments/management:assignment.auditor/principal = principals management:data.group.auditors
    "#);
}

#[test]
fn a_statement_can_name_entries_and_exclude_principals() {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let log = || StoreKind::LogStore(LogStore { retention: Known::Value(None), class: text("standard") });
    let store = writer.store("log.main", None, log());
    let source = writer.source("role.reader");
    let kind = PrincipalKind::Role { session_max: seconds(3_600), service_linked: None };
    let role = Principal { source, name: text("reader"), path: text("/"), kind };
    let role = writer.all.access.principals.push(role);
    let streams = [
        Piece::Attribute { entry: store.into(), attribute: Attribute::Identifier },
        Piece::Literal(":".into()),
        Piece::AnyRun,
    ];
    let statement = Statement {
        name: None,
        effect: Effect::Deny,
        principals: Some(Principals::AllBut(Known::Value(
            [
                PrincipalPattern::Principal(Link::To(role)),
                PrincipalPattern::Service("logs.amazonaws.com".into()),
                PrincipalPattern::Account(Link::To(crate::model::Id::from_index(0))),
            ]
            .into(),
        ))),
        actions: only(&["logs:Get*", "logs:FilterLogEvents"]),
        resources: Some(Resources::Only(Known::Value([Pattern::of(streams)].into()))),
        conditions: [].into(),
    };
    policy(&mut writer, "log_policy.main", statement, store.into(), PolicyRole::Resource);
    let inventory = finished(writer);
    insta::assert_snapshot!(lines_about(&inventory, "access/policies/"), @r#"
    access/policies/one:log_policy.main/form = Inline
    access/policies/one:log_policy.main/name = none
    access/policies/one:log_policy.main/statements[0].actions = Only({"logs:FilterLogEvents", "logs:Get*"})
    access/policies/one:log_policy.main/statements[0].conditions = {}
    access/policies/one:log_policy.main/statements[0].effect = Deny
    access/policies/one:log_policy.main/statements[0].name = none
    access/policies/one:log_policy.main/statements[0].principals = AllBut({Account(accounts production), Principal(principals one:role.reader), Service("logs.amazonaws.com")})
    access/policies/one:log_policy.main/statements[0].resources = Only({Attribute{entry: stores one:log.main, attribute: Identifier} + ":" + AnyRun})
    access/policies/one:log_policy.main/version = "2012-10-17"
    "#);
    let index = Index::of(&inventory);
    // The reader's role is found from the policy that names it.
    let naming: Vec<EntryId> = index.referrers(role).collect();
    assert!(matches!(naming[..], [EntryId::Policy(_)]), "{naming:?}");
}

#[test]
fn logs_can_go_to_a_store_of_another_account() {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let from = function(&mut writer, "function.main", Link::Unknown(crate::model::Reason::NotGiven));
    let archive = writer.account("archive");
    let home = writer.location;
    writer.location = writer.location(archive, Some("eu-central-1"));
    let kind = StoreKind::LogStore(LogStore { retention: Known::Value(None), class: text("standard") });
    let store = writer.store("log.archive", None, kind);
    writer.location = home;
    let source = writer.source("log_delivery.main");
    writer.all.observability.log_routes.push(LogRoute {
        source,
        from: Link::To(from.into()),
        part: None,
        kind: LogKind::Application,
        to: Link::To(store.into()),
        prefix: Known::Value(None),
        identity: None,
        key: None,
        interval: Known::Value(None),
        fields: Known::Value(None),
        redacted: Known::Value([].into()),
        filter: Known::Value(None),
    });
    let inventory = finished(writer);
    let route = inventory.observability.log_routes.values().next().expect("a route");
    let account =
        |id: EntryId| inventory.locations[inventory.source_of(id).expect("a source").location].account;
    let ends = route.from.id().zip(route.to.id()).expect("both ends");
    assert_ne!(account(ends.0), account(ends.1));
    assert_eq!(account(ends.1), Link::To(archive));
}
