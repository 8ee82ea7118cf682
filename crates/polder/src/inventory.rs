//! The inventory of a platform, with the origin of each resource in the design.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use polder_cloud::{Index, ResourceId, StackId, StackScope};
use polder_design::Component;
use polder_inventory::Inventory;
use polder_inventory::model::{Origin, Text};

use crate::compiled::Compiled;
use crate::part;

/// The inventory of a platform: its resources in provider-neutral terms.
pub fn inventory(compiled: &Compiled) -> Inventory {
    let index = Index::new(&compiled.cloud);
    let origins = Origins { compiled, known: RefCell::default() };
    polder_aws_inventory::read(&index, &|id| origins.of(id))
}

/// Converts origins to those of the inventory. Resources of one stack and one part share the result.
struct Origins<'c> {
    compiled: &'c Compiled,
    /// By the pointer to the component, which resources of one part share.
    known: RefCell<BTreeMap<(StackId, Option<*const Component>), Rc<Origin>>>,
}

impl Origins<'_> {
    fn of(&self, id: ResourceId) -> Option<Rc<Origin>> {
        let Compiled { design, cloud, origins, .. } = self.compiled;
        let origin = origins.of(id.stack, id.index as usize)?;
        let mut known = self.known.borrow_mut();
        let component = origin.component.map(std::ptr::from_ref);
        let converted = known.entry((id.stack, component)).or_insert_with(|| {
            let global = cloud.stack(id.stack).is_some_and(|stack| stack.key.scope == StackScope::Global);
            let component = origin.component.map(|component| part::component(design, component));
            Rc::new(Origin {
                account: Text::new(&design.accounts[origin.account].name),
                region: (!global).then(|| Text::new(origin.region)),
                cell: origin.cell.map(|cell| Text::new(&design.cells[cell].name)),
                site: origin.site.map(|site| Text::new(&design.sites[site].name)),
                // Resources without a part are of the layer as a whole.
                component: component.map_or(Text::new_static(origin.layer.name()), Text::from),
            })
        });
        Some(Rc::clone(converted))
    }
}
