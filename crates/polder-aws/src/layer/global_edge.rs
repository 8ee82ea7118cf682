//! Layer `edge`, once: distributions.

use polder_cloud::Layer;

use crate::context::Context;

pub(crate) fn lower(context: &mut Context<'_>) {
    let Some(cell) = context.design.cells.first() else { return };
    let s = context.global_stack(cell.account, Layer::Edge, "The world's entry.");
    context.cloud.add(s);
}
