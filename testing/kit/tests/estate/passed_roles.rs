//! The pipeline of an account may pass to services the roles that its resources refer to, and no others.

use std::collections::BTreeMap;

use polder::design::delivery::Phase;
use polder_cloud::{Index, ResourceId};
use polder_inventory::access::{
    PolicyRole, PrincipalId, PrincipalKind, PrincipalPattern, Principals, Statement,
};
use polder_inventory::model::Known;

use crate::escalation::may;
use crate::estates::Estate;
use crate::pipeline::{Role, iam, roles};

/// Attributes that refer to a role without passing it to a service: documents, which the service evaluates, and the
/// principal of an access entry.
const NOT_PASSED: [&str; 5] = ["access_policies", "assume_role_policy", "content", "policy", "principal_arn"];

/// A resource that receives a role.
struct Passed {
    /// Where, for messages.
    place: String,
    /// Its kind and attribute.
    what: (String, String),
    role: PrincipalId,
}

fn passed(estate: &Estate) -> Vec<Passed> {
    let (inventory, cloud) = (&estate.inventory, &estate.compiled.cloud);
    let index = Index::new(cloud);
    let at = |id: ResourceId| {
        let view = index.view(id).expect("a resource");
        (view.stack().key.to_string(), view.address().to_string())
    };
    let principals: BTreeMap<(String, String), PrincipalId> = inventory
        .access
        .principals
        .iter()
        .map(|(id, it)| {
            let source = &inventory.sources[it.source];
            ((source.stack.to_string(), source.address.to_string()), id)
        })
        .collect();
    let mut found = vec![];
    for kind in ["aws_iam_role", "aws_iam_service_linked_role"] {
        for id in index.of_kind(kind) {
            let Some(role) = principals.get(&at(*id)) else { continue };
            for referrer in index.referrers(*id) {
                let from = index.view(referrer.from).expect("a resource");
                let policies = from.kind().starts_with("aws_iam_role");
                let passed = !policies && !NOT_PASSED.contains(&referrer.path.first());
                if passed && ["arn", "id", "name"].contains(&referrer.attribute) {
                    let (stack, address) = at(referrer.from);
                    found.push(Passed {
                        place: format!("{}: {stack}:{address} {}", estate.name, referrer.path),
                        what: (from.kind().to_owned(), referrer.path.first().to_owned()),
                        role: *role,
                    });
                }
            }
        }
    }
    found
}

/// The services that may assume a role.
fn services(trust: &[&Statement]) -> Vec<String> {
    let principals = trust.iter().filter_map(|it| match &it.principals {
        Some(Principals::Only(Known::Value(principals))) => Some(principals),
        _ => None,
    });
    let services = principals.flat_map(|it| it.iter()).filter_map(|it| match it {
        PrincipalPattern::Service(name) => Some(name.to_string()),
        _ => None,
    });
    services.collect()
}

/// The ARN of a role, and the services that it can be passed to.
fn arn_and_services(of: &Role<'_>, id: PrincipalId) -> (String, Vec<String>) {
    let PrincipalKind::Role { service_linked, .. } = &of.estate.inventory.access.principals[id].kind else {
        panic!("{id:?} is no role")
    };
    match service_linked {
        Some(Known::Value(service)) => {
            let arn = of.iam(&format!("role/aws-service-role/{service}/AWSServiceRoleForSomething"));
            (arn, vec![service.to_string()])
        }
        Some(Known::Unknown(reason)) => panic!("{reason:?}"),
        None => (of.policies.arn(id), services(&of.policies.statements(id, PolicyRole::Trust))),
    }
}

#[test]
fn a_pipeline_may_pass_the_roles_of_its_resources_to_their_services() {
    let mut kinds = BTreeMap::new();
    for role in roles(Phase::Apply) {
        let inventory = &role.estate.inventory;
        for passed in passed(role.estate) {
            let source = inventory.access.principals[passed.role].source;
            // People apply the replication of the state: the pipeline may not pass its role.
            let by_hand = inventory.sources[source].stack.ends_with("/state");
            if role.estate.account_of(source) != role.account || by_hand {
                continue;
            }
            let (arn, services) = arn_and_services(&role, passed.role);
            assert!(!services.is_empty(), "{}: no service may assume {arn}", passed.place);
            for service in services {
                let pass = iam("iam:PassRole", arn.as_str());
                assert!(
                    role.may(&pass.with("iam:PassedToService", [service.as_str()])),
                    "{}: {arn} to {service}",
                    passed.place
                );
            }
            *kinds.entry(passed.what).or_insert(0_usize) += 1;
        }
    }
    // The recorder is one of them: its role is a service-linked role.
    let recorder = ("aws_config_configuration_recorder".to_owned(), "role_arn".to_owned());
    assert!(kinds.contains_key(&recorder) && kinds.len() >= 15, "{kinds:?}");
}

/// Service-linked roles can have permissions that the pipeline lacks: it passes none but the recorder's.
#[test]
fn a_pipeline_passes_no_other_service_linked_role() {
    for role in roles(Phase::Apply) {
        for (path, service) in [
            ("organizations.amazonaws.com/AWSServiceRoleForOrganizations", "config.amazonaws.com"),
            ("config.amazonaws.com/AWSServiceRoleForConfig", "lambda.amazonaws.com"),
            ("sso.amazonaws.com/AWSServiceRoleForSSO", "sso.amazonaws.com"),
        ] {
            let arn = role.iam(&format!("role/aws-service-role/{path}"));
            let pass = iam("iam:PassRole", arn).with("iam:PassedToService", [service]);
            for (who, may) in may(&role, &pass) {
                assert!(!may, "{}: {who} passes {path} to {service}", role.name());
            }
        }
    }
}
