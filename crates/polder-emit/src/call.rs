//! The call of a module.

use polder_cloud::{Links, Stack};
use polder_module::expression::{Body, Expression};
use polder_module::{Module, arguments};

use crate::{ephemeral, hcl};

/// The call of a module by a stack, `number` among its callers, with the module's `source`.
pub(crate) fn call(links: &Links, module: &Module, stack: &Stack, number: usize, source: String) -> String {
    let mut body = Body::default();
    body.set("source", Expression::text(source));
    if ephemeral::are_in(module) {
        body.set("providers", ephemeral::providers());
    }
    let mut given = Body::default();
    for (name, value) in arguments(links, module, stack, number) {
        given.set(name, value);
    }
    let gap = if given.items.is_empty() { "" } else { "\n" };
    let (source, given) = (hcl::items_of(&body), hcl::items_of(&given));
    format!("module \"{}\" {{\n{source}{gap}{given}}}\n", module.layer.name())
}
