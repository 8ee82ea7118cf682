//! Layer `app` of a site: containers and their roles.

mod ecs;
mod eks;
#[cfg(test)]
mod eks_tests;
#[cfg(test)]
mod machine_tests;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use polder_cloud::{Handle, Layer, text};
use polder_design::{ComputeEngine, Process, Site};

use crate::context::Context;
use crate::log_group::{LogGroup, log_group};
use crate::names::local;
use crate::variation::Variation;
use crate::workplace::Workplace;

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::App, "Containers and their roles.");
    let design = context.design;
    let variation =
        Rc::clone(context.handles.variation.get_or_insert_with(|| Rc::new(Variation::of(design))));
    let handles = &context.handles;
    // Sites are lowered in their order, layer by layer: this is the index of the site.
    let index = handles.app.len();
    let place = Workplace {
        s: &s,
        design,
        site,
        variation: &variation,
        shared: &handles.shared[&(site.account, site.region.clone())],
        base: &handles.base[index],
        network: &handles.network[index],
        data: &handles.data[index],
        edge: &handles.edge[index],
    };
    let app = match design.compute {
        ComputeEngine::EcsFargate | ComputeEngine::EcsEc2 => ecs::lower(&place),
        ComputeEngine::Eks => eks::lower(&place),
    };
    context.cloud.add(s);
    context.handles.app.push(app);
}

fn log(place: &Workplace<'_>, process: &Process) -> Handle {
    place.s.file("logs", "One log for each process, so that a right to read one is no right to read all.");
    log_group(
        place.s,
        LogGroup {
            resource: process.name(),
            name: text!["/", local("name"), format!("/{}", process.name())],
            key: &place.base.keys.logs,
            retention: place.design.retention.logs,
            site: place.site,
        },
    )
}
