//! The state and the archive of audit logs survive the loss of a region.

use polder_cloud::index::Resolved;
use polder_cloud::{Cloud, Document, Effect, Index, Policy, Resource, Stack, StackScope, Value};
use polder_design::Design;
use polder_facts::Facts;

use crate::examples::{self, EXAMPLES};

fn lowered(change: &str) -> (Design, Cloud) {
    let text = format!("{}\n[state]\n{change}\n", EXAMPLES[0].1);
    let platform = polder_spec::read(&text, Facts::embedded()).value.expect("no errors");
    let design = polder_design::design(&platform, Facts::embedded()).value.expect("no errors");
    let cloud = crate::lower(&design).cloud;
    (design, cloud)
}

fn of_kind<'a>(cloud: &'a Cloud, kind: &'a str) -> impl Iterator<Item = (&'a Stack, &'a Resource)> {
    let all = cloud.stacks.iter().flat_map(|stack| stack.managed().map(move |resource| (stack, resource)));
    all.filter(move |(_, resource)| resource.address.kind == kind)
}

fn policy(stack: &Stack, address: &str) -> Policy {
    let resource = stack.find(address).unwrap_or_else(|| panic!("{address} in {}", stack.key));
    let Some(Value::Document(document)) = resource.body.get("policy") else { panic!("{address}") };
    let Document::Policy(policy) = &**document else { panic!("{address}") };
    policy.clone()
}

/// Buckets of an account with a key hold states or audit logs. The others are access logs.
#[test]
fn every_bucket_of_the_state_and_the_archive_has_a_replica_in_another_region() {
    for (design, cloud) in examples::all() {
        let Some(region) = &design.state.replica_region else { continue };
        let index = Index::new(cloud);
        let mut replicated = vec![];
        for (stack, replication) in of_kind(cloud, "aws_s3_bucket_replication_configuration") {
            if matches!(stack.key.scope, StackScope::Site { .. }) {
                continue;
            }
            let view = index.find(stack.id, &replication.address).and_then(|id| index.view(id)).expect("it");
            let bucket = |value: Resolved<'_>| match value {
                Resolved::Attribute(attribute) => index.view(attribute.resource).expect("a bucket"),
                other => panic!("{other:?}"),
            };
            let from = bucket(view.get("bucket"));
            let rule = view.blocks("rule").into_iter().next().expect("a rule");
            let to =
                bucket(rule.blocks("destination").into_iter().next().expect("a destination").get("bucket"));
            assert_ne!(from.stack().region, to.stack().region, "{}", replication.address);
            let pair = [&*from.stack().region, &*to.stack().region];
            assert!(pair.contains(&region.as_str()) && pair.contains(&design.state.region.as_str()));
            replicated.push((from.stack().key.clone(), from.address().name.clone()));
        }
        for (stack, encryption) in of_kind(cloud, "aws_s3_bucket_server_side_encryption_configuration") {
            let name = &encryption.address.name;
            let with_key = format!("{:?}", encryption.body).contains("aws:kms");
            if matches!(stack.key.scope, StackScope::Site { .. }) || !with_key {
                continue;
            }
            let is_copy_of_archive = name.ends_with("_replica") && name != "state_replica";
            let has_replica = replicated.contains(&(stack.key.clone(), name.clone()));
            assert_eq!(has_replica, !is_copy_of_archive, "{name} of {}", stack.key);
            for kind in ["versioning", "public_access_block", "policy", "logging", "lifecycle_configuration"]
            {
                let address = format!("aws_s3_bucket_{kind}.{name}");
                assert!(cloud.stacks.iter().any(|stack| stack.find(&address).is_some()), "{address}");
            }
        }
        assert!(!replicated.is_empty(), "{}", design.name);
    }
}

/// The replica is as closed as the bucket: the same statements, on the other bucket.
#[test]
fn the_replica_of_the_state_is_as_closed_as_the_state() {
    let (design, cloud) = lowered("replica_region = \"eu-central-1\"");
    let stack = |region: &str| cloud.by_path(&format!("management/{region}/shared/state")).expect("a stack");
    let home = policy(stack(&design.state.region), "aws_s3_bucket_policy.state");
    let replica = policy(stack("eu-central-1"), "aws_s3_bucket_policy.state_replica");
    let shape = |policy: &Policy| -> Vec<_> {
        let statements = policy.statements.iter();
        statements
            .map(|it| {
                (it.sid.clone(), it.effect, it.actions.clone(), it.resources.len(), it.conditions.len())
            })
            .collect()
    };
    assert_eq!(shape(&home), shape(&replica));
    assert!(home.statements.iter().any(|it| it.effect == Effect::Deny));
}

/// Only the replication writes to the replica of the archive, and nobody deletes there.
#[test]
fn the_replica_of_the_archive_takes_replicas_only() {
    let (_, cloud) = examples::all().first().expect("the owner's platform");
    let stacks = cloud.stacks.iter().filter(|it| it.find("aws_s3_bucket.trail_replica").is_some());
    let [stack] = stacks.collect::<Vec<_>>()[..] else { panic!("one stack has the replica") };
    for name in ["trail_replica", "config_replica", "macie_replica"] {
        let policy = policy(stack, &format!("aws_s3_bucket_policy.{name}"));
        assert!(policy.statements.iter().all(|it| it.effect == Effect::Deny), "{name}");
        let denied: Vec<String> =
            policy.statements.iter().flat_map(|it| &it.actions).map(ToString::to_string).collect();
        for action in ["s3:DeleteObject", "s3:PutObject", "s3:ReplicateObject", "s3:GetObject*"] {
            assert!(denied.iter().any(|it| it == action), "{name}: {action}");
        }
    }
    assert!(stack.find("aws_s3_bucket_object_lock_configuration.trail_replica").is_some());
}

/// The keys of the states do not change with the bucket, nor does any resource.
#[test]
fn another_bucket_of_the_state_changes_the_backend_only() {
    let (design, primary) = lowered("active = \"primary\"");
    let (_, replica) = lowered("active = \"replica\"");
    let paths = |cloud: &Cloud| cloud.stacks.iter().map(|it| it.key.to_string()).collect::<Vec<_>>();
    assert_eq!(paths(&primary), paths(&replica));
    for (one, other) in primary.stacks.iter().zip(&replica.stacks) {
        assert_eq!(format!("{:?}", one.locals), format!("{:?}", other.locals), "{}", one.key);
        assert!(one.resources.iter().zip(&other.resources).all(|(one, other)| one.body == other.body));
    }
    assert_eq!(&*primary.backend.used().region, design.state.region.as_str());
    assert_eq!(Some(&*replica.backend.used().region), design.state.replica_region.as_deref());
    assert_ne!(primary.backend.used().bucket, replica.backend.used().bucket);
}

/// The loss of a primary region of production takes neither the state nor what collects findings with it.
#[test]
fn the_state_is_in_no_primary_region_of_production_where_the_platform_has_another() {
    let (design, _) = examples::all().first().expect("the owner's platform");
    let primaries = design.cells.iter().map(|cell| &design.sites[cell.primary]);
    let mut production = primaries.filter(|site| design.accounts[site.account].name == "production");
    assert!(production.all(|site| site.region != design.state.region));
}
