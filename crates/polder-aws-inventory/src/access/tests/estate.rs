//! Facts about the owner's platform that the inventory must contain.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::Index;
use polder_inventory::access::{
    ConditionOperator, PolicyRole, PrincipalId, PrincipalKind, PrincipalPattern, Principals, Resources,
};
use polder_inventory::model::{Known, Link, Pattern, Piece};
use polder_inventory::{EntryId, EntryIndex};
use polder_units::Duration;

use crate::estate::{owners, owners_cloud};

/// The entries that policies of a role are attached to, with the number of policies.
fn attached(role: PolicyRole) -> BTreeMap<EntryId, usize> {
    let mut found = BTreeMap::new();
    for attachment in owners().access.policy_attachments.values().filter(|it| it.role == role) {
        if let Link::To(to) = attachment.to {
            *found.entry(to).or_insert(0) += 1;
        }
    }
    found
}

#[test]
fn every_policy_of_the_graph_is_a_policy_with_statements() {
    let index = Index::new(owners_cloud());
    let known = owners().access.policies.values().filter(|policy| policy.statements.value().is_some());
    let read: BTreeSet<(&str, &str)> = known
        .map(|policy| {
            let source = &owners().sources[policy.source];
            (source.stack.as_str(), source.address.as_str())
        })
        .collect();
    let endpoints = !owners().networks.private_endpoints.is_empty();
    let mut missing = BTreeSet::new();
    for view in index.policies().iter().filter_map(|policy| index.view(policy.owner)) {
        let (stack, address) = (view.stack().key.to_string(), view.address().to_string());
        if (view.kind() != "aws_vpc_endpoint" || endpoints) && !read.contains(&(&*stack, &*address)) {
            missing.insert(format!("{stack}:{address}"));
        }
    }
    // A separate resource replaces this one when the accounts exist that it refers to.
    let replaced = "management/eu-west-3/shared/bootstrap:aws_kms_key.state";
    assert_eq!(missing, BTreeSet::from([replaced.to_owned()]));
}

#[test]
fn every_policy_has_an_effect_on_something() {
    let attached: BTreeSet<_> =
        owners().access.policy_attachments.values().filter_map(|attachment| attachment.policy.id()).collect();
    for (id, policy) in owners().access.policies.iter() {
        assert!(attached.contains(&id), "{:?}", owners().sources[policy.source].address);
    }
}

#[test]
fn every_attachment_leads_from_an_entry_to_an_entry() {
    for attachment in owners().access.policy_attachments.values() {
        let known = attachment.policy.id().is_some() && attachment.to.id().is_some();
        assert!(known, "{:?}", owners().sources[attachment.source].address);
    }
}

#[test]
fn a_policy_of_a_resource_names_that_resource_or_all() {
    let access = &owners().access;
    for attachment in access.policy_attachments.values().filter(|it| it.role == PolicyRole::Resource) {
        let Some(EntryId::Store(store)) = attachment.to.id() else { continue };
        let policy = &access.policies[attachment.policy.id().expect("a policy")];
        for statement in policy.statements.value().into_iter().flatten() {
            let Some(Resources::Only(Known::Value(patterns)) | Resources::AllBut(Known::Value(patterns))) =
                &statement.resources
            else {
                panic!("resources")
            };
            for pattern in patterns {
                let own = pattern.entries().eq([EntryId::Store(store)]);
                assert!(
                    own || pattern.is_anything(),
                    "{pattern:?} in {:?}",
                    owners().sources[policy.source].address
                );
            }
        }
    }
}

#[test]
fn every_condition_of_the_estate_is_understood() {
    for policy in owners().access.policies.values() {
        for statement in policy.statements.value().into_iter().flatten() {
            for condition in &statement.conditions {
                assert_ne!(condition.operator, ConditionOperator::Unknown, "{}", condition.key);
            }
        }
    }
}

#[test]
fn nobody_outside_of_the_estate_is_trusted_by_name() {
    for policy in owners().access.policies.values() {
        for statement in policy.statements.value().into_iter().flatten() {
            let Some(Principals::Only(Known::Value(who))) = &statement.principals else { continue };
            for one in who {
                let inside = match one {
                    PrincipalPattern::Account(Link::To(_))
                    | PrincipalPattern::Principal(Link::To(_))
                    | PrincipalPattern::Federated(Link::To(_))
                    | PrincipalPattern::Service(_) => true,
                    // Conditions and denials restrict it, which is a question of policy evaluation.
                    PrincipalPattern::Anyone => true,
                    // The two break-glass users are created outside Terraform.
                    PrincipalPattern::Identifier(pattern) => {
                        format!("{pattern:?}").contains(":user/break-glass-")
                    }
                    _ => false,
                };
                assert!(inside, "{one:?} in {:?}", owners().sources[policy.source].address);
            }
        }
    }
}

#[test]
fn every_role_is_trusted_once_and_only_the_pipelines_have_no_boundary() {
    let (trust, boundary) = (attached(PolicyRole::Trust), attached(PolicyRole::Boundary));
    let mut without = BTreeSet::new();
    for (id, principal) in owners().access.principals.iter() {
        if let PrincipalKind::Role { service_linked: None, .. } = &principal.kind {
            assert_eq!(trust.get(&id.into()), Some(&1), "{:?}", principal.name);
            if !boundary.contains_key(&id.into()) {
                without.insert(principal.name.value().expect("a name").to_string());
            }
        }
    }
    assert_eq!(
        without,
        // The role that replicates the state exists before the boundary.
        BTreeSet::from(
            ["saleor-eu-apply", "saleor-eu-break-glass", "saleor-eu-eu-central-1-copies", "saleor-eu-plan"]
                .map(str::to_owned)
        )
    );
}

#[test]
fn the_boundary_of_a_role_is_that_of_its_own_account() {
    let access = &owners().access;
    let account = |source| owners().locations[owners().sources[source].location].account;
    let mut checked = 0;
    for attachment in access.policy_attachments.values().filter(|it| it.role == PolicyRole::Boundary) {
        let policy = attachment.policy.id().expect("a policy of the estate");
        let role = attachment.to.id().and_then(PrincipalId::from_entry).expect("a role");
        assert_eq!(account(access.policies[policy].source), account(access.principals[role].source));
        checked += 1;
    }
    assert_eq!(checked, 176);
}

#[test]
fn every_key_is_renewed_each_year_and_has_one_policy_and_a_name() {
    let policies = attached(PolicyRole::Key);
    assert_eq!(policies.len(), owners().access.keys.len());
    for (id, key) in owners().access.keys.iter() {
        assert_eq!(policies.get(&id.into()), Some(&1));
        assert!(!key.aliases.is_empty());
        // DNSSEC keys cannot be rotated.
        let year = Known::Value(Some(Duration::days(365)));
        let signs = key.purpose != Known::Value(polder_inventory::access::KeyPurpose::Encrypt);
        assert!(signs || key.rotation == year, "{:?}", owners().sources[key.source].address);
    }
}

#[test]
fn each_account_is_bound_by_its_unit_and_the_root() {
    let access = &owners().access;
    let (service, resource) = (attached(PolicyRole::ServiceControl), attached(PolicyRole::ResourceControl));
    let managing: Vec<_> =
        access.accounts.values().filter(|it| it.management == Known::Value(true)).collect();
    assert_eq!(managing.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["management"]);
    for account in access.accounts.values().filter(|it| it.management == Known::Value(false)) {
        let mut unit = account.unit.id().expect("a unit");
        let mut depth = 0;
        while let Some(Link::To(parent)) = access.units[unit].parent {
            unit = parent;
            depth += 1;
        }
        assert_eq!(depth, 2, "{}", account.name);
        // The root has the policies for all accounts, in addition to those that AWS attaches.
        assert!(service[&unit.into()] > 1 && resource[&unit.into()] > 1);
    }
    assert_eq!(
        access.organizations.values().map(|it| it.central_root_access).collect::<Vec<_>>(),
        [Known::Value(true)]
    );
}

#[test]
fn people_get_into_accounts_by_groups_of_the_directory() {
    let access = &owners().access;
    assert!(!access.permission_assignments.is_empty());
    for assignment in access.permission_assignments.values() {
        assert!(assignment.account.id().is_some() && assignment.permission_set.id().is_some());
        let group = assignment.principal.id().expect("a group");
        assert_eq!(access.principals[group].kind, PrincipalKind::DirectoryGroup);
    }
    assert!(access.credentials.is_empty());
}

#[test]
fn an_identifier_that_ends_with_what_the_provider_makes_up_is_that_of_an_entry() {
    let access = &owners().access;
    let known: BTreeSet<&Pattern> = access.resource_names.values().map(|name| &name.identifier).collect();
    for policy in access.policies.values() {
        for statement in policy.statements.value().into_iter().flatten() {
            let Some(Resources::Only(Known::Value(patterns))) = &statement.resources else { continue };
            for pattern in patterns {
                let spelled = matches!(pattern.pieces(), [Piece::Literal(_), .., Piece::Unknown(_)]);
                assert!(!spelled || known.contains(pattern), "{pattern:?}");
            }
        }
    }
}
