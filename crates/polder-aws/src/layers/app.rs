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
    let app_context = context.app_context(&s, site, &variation);
    let app = match context.design.compute {
        ComputeEngine::ServerlessContainers | ComputeEngine::ContainersOnMachines => ecs::lower(&app_context),
        ComputeEngine::Kubernetes => eks::lower(&app_context),
    };
    context.add(s);
    context.handles.app.insert(site.id, app);
}

fn log(app_context: &AppContext<'_>, process: &Process) -> Handle {
    app_context.s.file(
        "logs",
        "One log group for each process, so that permission to read one does not include the others.",
    );
    log_group(
        app_context.s,
        LogGroup {
            resource: process.name(),
            name: text!["/", local("name"), format!("/{}", process.name())],
            key: &app_context.base.keys.logs,
            retention: app_context.design.retention.logs,
            site: app_context.site,
        },
    )
}
