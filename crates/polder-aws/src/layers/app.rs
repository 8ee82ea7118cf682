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
use polder_design::{ComputeEngine, Design, Process, Site};

use crate::compute::app_context::AppContext;
use crate::context::Context;
use crate::draft::Draft;
use crate::layers::jobs;
use crate::names::{local, site_key};
use crate::observability::cloudwatch_log_group::{LogGroup, log_group};

pub(crate) fn lower(context: &mut Context<'_>, site: &Site) {
    let s = context.site_stack(site, Layer::App, "Containers and their roles.");
    let jobs = context.handles.jobs.get(&site.id).cloned().unwrap_or_default();
    after_migrations(&s, context.design, site);
    let variation = context.variation();
    let app_context = context.app_context(&s, site, &variation);
    let mut app = match context.design.compute {
        ComputeEngine::ServerlessContainers | ComputeEngine::ContainersOnMachines => ecs::lower(&app_context),
        ComputeEngine::Kubernetes => eks::lower(&app_context),
    };
    app.log_groups.extend(jobs);
    context.add(s);
    context.handles.app.insert(site.id, app);
}

/// Orders the services after the jobs of their release. Where the database is a replica, they also wait for the services
/// of the site with the writer, which come after the migration.
fn after_migrations(s: &Draft, design: &Design, site: &Site) {
    if !jobs::exist(design.compute) {
        return;
    }
    s.after(&site_key(design, site, Layer::Jobs));
    if let Some(writer) = site.database.follows {
        s.after(&site_key(design, &design.sites[writer], Layer::App));
    }
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
