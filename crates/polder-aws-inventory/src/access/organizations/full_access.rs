//! The policies that AWS attaches everywhere by default, which allow everything.
//!
//! Source: AWS, Organizations User Guide, "SCP evaluation" and "RCP evaluation": once a type is enabled,
//! `FullAWSAccess` or `RCPFullAWSAccess` is attached to the root, each unit and each account. The graph does
//! not show whether it was detached later.

use polder_cloud::View;
use polder_inventory::access::{
    AccountId, Actions, Effect, OrganizationId, PolicyForm, PolicyId, PolicyRole, PrincipalPattern,
    Principals, Resources, Statement, UnitId,
};
use polder_inventory::model::{Known, Link, Pattern, Set, Text};
use polder_inventory::{EntryId, SourceId};

use crate::access::document::Read;
use crate::reader::Reader;

/// One of the two policies.
#[derive(Clone, Copy)]
pub(crate) struct FullAccess {
    id: &'static str,
    name: &'static str,
    switched_on_by: &'static str,
    /// What a policy of this type does.
    pub(crate) role: PolicyRole,
}

const ALL: [FullAccess; 2] = [
    FullAccess {
        id: "p-FullAWSAccess",
        name: "FullAWSAccess",
        switched_on_by: "SERVICE_CONTROL_POLICY",
        role: PolicyRole::ServiceControl,
    },
    FullAccess {
        id: "p-RCPFullAWSAccess",
        name: "RCPFullAWSAccess",
        switched_on_by: "RESOURCE_CONTROL_POLICY",
        role: PolicyRole::ResourceControl,
    },
];

impl FullAccess {
    /// The policy with this ID.
    pub(crate) fn with_id(id: &str) -> Option<FullAccess> {
        ALL.into_iter().find(|known| known.id == id)
    }

    /// Adds it.
    pub(crate) fn add(self, reader: &mut Reader<'_, '_>, source: SourceId) -> PolicyId {
        let anyone = Principals::Only(Known::Value(Set::from([PrincipalPattern::Anyone])));
        let statement = Statement {
            name: None,
            effect: Effect::Allow,
            principals: (self.role == PolicyRole::ResourceControl).then_some(anyone),
            actions: Actions::Only(Known::Value(Set::from([Text::new_static("*")]))),
            resources: Some(Resources::Only(Known::Value(Set::from([Pattern::wildcards("*")])))),
            conditions: Set::default(),
        };
        let name = Known::Value(Some(Text::new_static(self.name)));
        reader.add_policy(source, name, PolicyForm::ProviderManaged, Read::of(vec![statement]))
    }
}

/// Attaches them to the root, units and accounts of each organization of the estate. Except to the management
/// account, to which these policies do not apply.
pub(crate) fn attach_everywhere(reader: &mut Reader<'_, '_>) {
    let index = reader.index;
    let organizations = index.of_kind("aws_organizations_organization").iter();
    for view in organizations.filter_map(|id| index.view(*id)).filter(View::is_managed) {
        let Some(id) = reader.id::<OrganizationId>(view.id()) else { continue };
        let Link::To(root) = reader.inventory.access.organizations[id].root else { continue };
        let places = places(reader, root);
        for full in ALL {
            let types = &reader.inventory.access.organizations[id].policy_types;
            if !types.value().is_some_and(|types| types.contains(&Text::new_static(full.switched_on_by))) {
                continue;
            }
            for (place, entry) in [(view, root.into())].iter().chain(&places) {
                let source = reader.part(*place, Text::new_static(full.name));
                let policy = full.add(reader, source);
                reader.attach(source, Link::To(policy), Link::To(*entry), full.role);
            }
        }
    }
}

/// Units and accounts below a root, with their resources.
fn places<'i, 'a>(reader: &Reader<'i, 'a>, root: UnitId) -> Vec<(View<'i, 'a>, EntryId)> {
    let access = &reader.inventory.access;
    let below = |mut unit: Link<UnitId>| {
        // A unit cannot be its own ancestor; the loop ends even if the graph contradicts that.
        for _ in 0..=access.units.len() {
            match unit {
                Link::To(id) if id == root => return true,
                Link::To(id) => match access.units.get(id).and_then(|unit| unit.parent) {
                    Some(parent) => unit = parent,
                    None => return false,
                },
                Link::Outside(_) | Link::Unknown(_) => return false,
            }
        }
        false
    };
    let index = reader.index;
    let kind =
        |kind: &str| index.of_kind(kind).iter().filter_map(|id| index.view(*id)).filter(View::is_managed);
    let units = kind("aws_organizations_organizational_unit").filter_map(|view| {
        let id: UnitId = reader.id(view.id())?;
        below(Link::To(id)).then_some((view, id.into()))
    });
    let accounts = kind("aws_organizations_account").filter_map(|view| {
        let id: AccountId = reader.id(view.id())?;
        below(access.accounts.get(id)?.unit).then_some((view, id.into()))
    });
    units.chain(accounts).collect()
}
