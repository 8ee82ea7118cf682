//! Layer `app` of a site: containers and their roles.

mod ecs;
mod eks;
#[cfg(test)]
mod eks_tests;
#[cfg(test)]
mod machine_tests;
#[cfg(test)]
mod tests;

use polder_cloud::{Handle, Layer, text};
use polder_design::{ComputeEngine, Process, Site};

use crate::compute::app_context::AppContext;
use crate::context::Context;
use crate::names::local;
use crate::observability::cloudwatch_log_group::{LogGroup, log_group};

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::App, "Containers and their roles.");
    let variation = context.variation();
    let place = context.app_context(&s, site, &variation);
    let app = match context.design.compute {
        ComputeEngine::ServerlessContainers | ComputeEngine::ContainersOnMachines => ecs::lower(&place),
        ComputeEngine::Kubernetes => eks::lower(&place),
    };
    context.add(s);
    context.handles.app.insert(site.id, app);
}

fn log(place: &AppContext<'_>, process: &Process) -> Handle {
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
