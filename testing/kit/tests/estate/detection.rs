//! What watches the estate can read what it should, and tells people.

use polder::design::BucketKind;
use polder_cloud::{Document, Index, Resource, Stack, Value};
use polder_inventory::access::PolicyRole;
use polder_inventory::model::Link;
use polder_inventory::stores::{Encryption, StoreKind};

use crate::estates::{Estate, all};
use crate::evaluator::{Policies, Request};

/// All estates with an organization: without one nothing of this kind watches.
fn watched() -> impl Iterator<Item = &'static Estate> {
    all().iter().filter(|estate| !estate.inventory.access.organizations.is_empty())
}

/// All resources of a kind with their stacks.
fn made<'a>(estate: &'a Estate, kind: &'a str) -> impl Iterator<Item = (&'a Stack, &'a Resource)> {
    let stacks = estate.compiled.cloud.stacks.iter();
    let all = stacks.flat_map(|stack| stack.managed().map(move |resource| (stack, resource)));
    all.filter(move |(_, resource)| resource.address.kind == kind)
}

/// Macie reads objects with its service-linked role. A key that does not admit the role leaves every object unread.
#[test]
fn macie_can_decrypt_what_it_searches() {
    let mut seen = 0;
    for estate in watched() {
        let (policies, inventory) = (Policies::of(&estate.inventory), &estate.inventory);
        for (id, store) in inventory.stores.stores.iter() {
            let personal = [BucketKind::Media, BucketKind::Private];
            let of = personal.map(|kind| crate::estates::label(polder::design::Party::Bucket(kind)));
            let is_searched = matches!(store.kind, StoreKind::Bucket(_))
                && of.iter().any(|of| estate.component(store.source) == of);
            let Some(region) = region(estate, store.source).filter(|_| is_searched) else { continue };
            let Encryption::Key(Link::To(key)) = store.encryption else { panic!("{}", estate.address(id)) };
            let location = &inventory.locations[inventory.sources[store.source].location];
            let account = policies.account(location.account.id().expect("an account"));
            let statements = policies.statements(key, PolicyRole::Key);
            let ask = |account: &str, role: &str| {
                let request = Request::new("kms:Decrypt", policies.arn(key))
                    .with("aws:PrincipalArn", [format!("arn:aws:iam::{account}:role/{role}")])
                    .with("kms:CallerAccount", [account]);
                // The statement for the account itself admits whom IAM policies admit; the role has none of ours.
                let foreign: Vec<_> =
                    statements.iter().copied().filter(|it| !it.conditions.is_empty()).collect();
                policies.allow(&foreign, &request)
            };
            let role = "aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie";
            let offered = estate.compiled.design.region_has(&region, |traits| traits.finds_personal_data);
            assert_eq!(ask(&account, role), offered, "{}", estate.address(id));
            assert!(!ask(&account, "another"), "{}", estate.address(id));
            assert!(!ask("999999999999", role), "{}", estate.address(id));
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

fn region(estate: &Estate, source: polder_inventory::SourceId) -> Option<String> {
    let location = &estate.inventory.locations[estate.inventory.sources[source].location];
    location.region.value().and_then(|region| region.as_deref()).map(str::to_owned)
}

/// Results that only Macie keeps are gone after 90 days.
#[test]
fn macie_keeps_what_it_finds() {
    for estate in watched() {
        let design = &estate.compiled.design;
        for (stack, job) in made(estate, "aws_macie2_classification_job") {
            let opt_in = |region: &str| design.region_has(region, |traits| traits.must_be_enabled);
            let can = &*stack.region == design.state.region
                || !(opt_in(&stack.region) || opt_in(&design.state.region));
            let export = stack.find("aws_macie2_classification_export_configuration.main");
            assert_eq!(export.is_some(), can, "{}:{}", stack.key, job.address);
        }
        let index = Index::new(&estate.compiled.cloud);
        for (stack, export) in made(estate, "aws_macie2_classification_export_configuration") {
            let destination = export.body.blocks("s3_destination").next().expect("a destination");
            let Some(Value::Reference(bucket)) = destination.get("bucket_name") else {
                panic!("{}", stack.key)
            };
            let home = stack.target(bucket).and_then(|id| estate.compiled.cloud.stack(id)).expect("a stack");
            let policy = index.find(home.id, &home.find("aws_s3_bucket_policy.macie").expect("one").address);
            assert!(policy.is_some(), "{}", stack.key);
        }
    }
}

/// The text of a document, for searching.
fn written(value: Option<&Value>) -> String {
    match value {
        Some(Value::Document(document)) => match &**document {
            Document::Json(body) => format!("{body:?}"),
            other => format!("{other:?}"),
        },
        other => format!("{other:?}"),
    }
}
