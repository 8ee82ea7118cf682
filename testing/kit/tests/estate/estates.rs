//! The inventories of all examples, compiled and read once for all tests.

use std::rc::Rc;
use std::sync::LazyLock;

use polder::Compiled;
use polder::design::{Component, Site};
use polder_cloud::{Index, ResourceId, Stack, StackScope};
use polder_inventory::access::AccountId;
use polder_inventory::model::Origin;
use polder_inventory::{EntryId, Inventory, SourceId};
use polder_testkit::{EXAMPLES, compiled};

/// An example: its compilation, and its inventory.
pub(crate) struct Estate {
    pub(crate) name: &'static str,
    pub(crate) compiled: Compiled,
    pub(crate) inventory: Inventory,
}

/// All examples, in the order of [`EXAMPLES`].
pub(crate) fn all() -> &'static [Estate] {
    static ALL: LazyLock<Vec<Estate>> =
        LazyLock::new(|| EXAMPLES.iter().map(|(name, text)| Estate::of(name, text)).collect());
    &ALL
}

impl Estate {
    fn of(name: &'static str, text: &str) -> Estate {
        let compiled = compiled(name, text);
        let origin = |id: ResourceId| origin(&compiled, id).map(Rc::new);
        let inventory = polder_aws_inventory::read(&Index::new(&compiled.cloud), &origin);
        Estate { name, compiled, inventory }
    }

    /// The part of the design that a resource belongs to, as [`label`] writes it. Empty where the design has
    /// none.
    pub(crate) fn component(&self, source: SourceId) -> &str {
        let origin = self.inventory.sources[source].origin;
        origin.map_or("", |origin| self.inventory.origins[origin].component.as_str())
    }

    /// The site that a resource belongs to.
    pub(crate) fn site(&self, source: SourceId) -> Option<&str> {
        let origin = self.inventory.sources[source].origin?;
        self.inventory.origins[origin].site.as_deref()
    }

    /// The site that a stack belongs to.
    pub(crate) fn site_of(&self, stack: &Stack) -> Option<&Site> {
        let StackScope::Site { region, cell } = &stack.key.scope else { return None };
        let design = &self.compiled.design;
        design.sites.iter().find(|site| site.region == **region && design.cells[site.cell].name == **cell)
    }

    /// The account with this name.
    pub(crate) fn account(&self, name: &str) -> AccountId {
        let mut accounts = self.inventory.access.accounts.iter();
        accounts.find(|(_, it)| it.name == name).unwrap_or_else(|| panic!("an account {name}")).0
    }

    /// The account that a resource is in.
    pub(crate) fn account_of(&self, source: SourceId) -> AccountId {
        let location = &self.inventory.locations[self.inventory.sources[source].location];
        location.account.id().expect("an account")
    }

    /// Stack and address of the resource of an entry, for messages.
    pub(crate) fn address(&self, entry: impl Into<EntryId>) -> String {
        let source = self.inventory.source_of(entry);
        source
            .map_or_else(String::new, |source| format!("{}: {}:{}", self.name, source.stack, source.address))
    }
}

/// A component as the origins of these inventories write it.
pub(crate) fn label(component: impl Into<Component>) -> String {
    format!("{:?}", component.into())
}

fn origin(compiled: &Compiled, id: ResourceId) -> Option<Origin> {
    let design = &compiled.design;
    let origin = compiled.origins.of(id.stack, usize::try_from(id.index).ok()?)?;
    Some(Origin {
        account: design.accounts[origin.account].name.as_str().into(),
        region: Some(origin.region.into()),
        cell: origin.cell.map(|cell| design.cells[cell].name.as_str().into()),
        site: origin.site.map(|site| design.sites[site].name.as_str().into()),
        component: origin
            .component
            .map(|component| label(component.clone()))
            .unwrap_or_default()
            .as_str()
            .into(),
    })
}
