//! The inventory of a platform, with the part of the design that each resource is of.

use std::cell::RefCell;
use std::collections::BTreeMap;

use polder_cloud::{Index, ResourceId, StackId, StackScope};
use polder_design::Component;
use polder_inventory::Inventory;
use polder_inventory::model::{Origin, Text};

use crate::compile::Compiled;
use crate::part;

/// What engines read: the resources of a platform in neutral terms.
pub fn inventory(compiled: &Compiled) -> Inventory {
    let index = Index::new(&compiled.cloud);
    let origins = Origins { compiled, known: RefCell::default() };
    polder_aws_inventory::read(&index, &|id| origins.of(id))
}

/// Origins in the words of the inventory. Those of a stack that are of one part are put into words once.
struct Origins<'c> {
    compiled: &'c Compiled,
    /// By the address of the component: resources of one part share it.
    known: RefCell<BTreeMap<(StackId, Option<*const Component>), Origin>>,
}

impl Origins<'_> {
    fn of(&self, id: ResourceId) -> Option<Origin> {
        let Compiled { design, cloud, origins, .. } = self.compiled;
        let origin = origins.of(id.stack, id.index as usize)?;
        let mut known = self.known.borrow_mut();
        let component = origin.component.map(std::ptr::from_ref);
        let said = known.entry((id.stack, component)).or_insert_with(|| {
            let global = cloud.stack(id.stack).is_some_and(|stack| stack.key.scope == StackScope::Global);
            let component = origin.component.map(|component| part::component(design, component));
            Origin {
                account: Text::new(&design.accounts[origin.account].name),
                region: (!global).then(|| Text::new(origin.region)),
                cell: origin.cell.map(|cell| Text::new(&design.cells[cell].name)),
                site: origin.site.map(|site| Text::new(&design.sites[site].name)),
                // A layer is a part, too: the design has none that is less.
                component: component.map_or(Text::new_static(origin.layer.name()), Text::from),
            }
        });
        Some(said.clone())
    }
}
