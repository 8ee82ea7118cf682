//! The properties of an estate's network, with verdicts.

mod flows;
mod isolation;
mod forwarding;
mod public_endpoints;
mod found;
mod surplus;
mod unresolved;
mod view;
mod witness;
mod certificate;

use polder_inventory::Inventory;
use polder_verdict::Property;

use crate::engine::Engine;
use crate::need::Need;

use self::view::View;

pub(crate) use self::certificate::certificate;

/// Every property, in the order of their identifiers. Without needs, as in an estate without a design, there are no properties
/// about flows.
pub fn prove(inventory: &Inventory, needs: &[Need]) -> Vec<Property> {
    let engine = Engine::new(inventory);
    let view = View::of(&engine);
    let mut all = isolation::properties(&view);
    all.extend(flows::properties(&view, needs));
    all.extend(surplus::properties(&view, needs));
    polder_verdict::sort(&mut all);
    all
}
