//! Layer `dns`, once: the zone of the domain.

use polder_cloud::{Layer, body};

use crate::context::Context;
use crate::handles::Dns;

pub(crate) fn lower(context: &mut Context<'_>) {
    let Some(cell) = context.design.cells.first() else { return };
    let s = context.global_stack(cell.account, Layer::Dns, "The zone of the domain.");
    s.file("zone", "The zone of the domain.");
    let zone = s.resource(
        "aws_route53_zone",
        "main",
        body! {
            name = s.local("domain", &context.design.domain);
        },
    );
    context.cloud.add(s);
    context.handles.dns = Some(Dns { zone });
}
