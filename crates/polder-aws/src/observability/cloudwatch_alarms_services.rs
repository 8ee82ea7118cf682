//! Alarms of a site's services: CPU, memory and missing tasks.

use polder_cloud::Handle;
use polder_design::{AlarmTiming, Objective, Party, Process, Service};

use crate::handles::Engine;
use crate::observability::cloudwatch_load::{Load, load};
use crate::observability::cloudwatch_log_metric_filter;
use crate::observability::cloudwatch_metric::{self, pods};
use crate::observability::cloudwatch_metric_alarm::{Alarm, Limit, Watched};
use crate::observability::observability_context::ObservabilityContext;

/// The target of the autoscaler is lower. A service above this for a quarter of an hour has its maximum of
/// tasks.
const CPU_PERCENT: u64 = 90;

/// A task is killed at 100.
const MEMORY_PERCENT: u64 = 90;

/// Error lines in five minutes. Single ones are invalid requests of clients; this many are a fault of the
/// shop.
const ERRORS: u64 = 50;

/// Writes the alarms of the services.
pub(crate) fn alarms(watch: &ObservabilityContext<'_>) {
    watch.s.file(
        "cloudwatch_metric_alarm_services",
        "Alarms of the services. The autoscaler and the scheduler fix most problems automatically: an alarm\n\
         says that they could not.",
    );
    for service in &watch.site.services {
        let _process = watch.s.part(Party::Process(service.process.clone()));
        let load = load(watch.app, &service.process);
        missing_tasks(watch, service, &load);
        resources(watch, service, load);
        errors(watch, &service.process);
    }
    if let Engine::Eks { cluster } = &watch.app.engine {
        let _cluster = watch.s.part(Party::Cluster);
        pods_that_wait(watch, cluster);
        jobs_that_failed(watch, cluster);
    }
}

fn resources(watch: &ObservabilityContext<'_>, of: &Service, load: Load) {
    let name = of.process.name();
    watch.alarm(
        Objective::Capacity,
        &Alarm::new(
            format!("{}_cpu", plain(name)),
            Watched::One(load.cpu),
            Limit::Above(CPU_PERCENT.into()),
            format!(
                "{name} is short of CPU and the autoscaler is at its limit. Raise its maximum number of \
                 tasks in the platform file, or the size of each."
            ),
        ),
    );
    watch.alarm(
        Objective::Capacity,
        &Alarm::new(
            format!("{}_memory", plain(name)),
            Watched::One(load.memory),
            Limit::Above(MEMORY_PERCENT.into()),
            format!(
                "A task of {name} is about to run out of memory. Give each task more in the platform file."
            ),
        ),
    );
}

/// Fewer tasks than there should be, for longer than a task takes to start.
fn missing_tasks(watch: &ObservabilityContext<'_>, of: &Service, load: &Load) {
    let name = of.process.name();
    let metrics =
        vec![("desired".to_owned(), load.desired.clone()), ("running".to_owned(), load.running.clone())];
    let patience = watch.design.timings.alarms.missing_tasks.as_seconds() / 60;
    let patience = of.start_grace.as_seconds().div_ceil(60).saturating_add(patience);
    let what = if of.scaling.singleton {
        "No scheduled work is done meanwhile: no order expires and no price is recalculated."
    } else {
        "The others carry its load."
    };
    watch.alarm(
        Objective::Availability,
        &Alarm::new(
            format!("{}_tasks", plain(name)),
            Watched::Formula("desired - FILL(running, 0)", metrics),
            Limit::Above(0.into()),
            format!(
                "{name} has had fewer tasks than it should for {patience} minutes. {what} Read the service's \
                 events for the reason: no image, no secret, no capacity."
            ),
        )
        .after(AlarmTiming::minutes_in_a_row(patience))
        // A service without tasks has no data: outside the hours of the cell, and in a pilot light.
        .silence_is_alarming_unless(watch.stops() || of.scaling.desired == 0),
    );
}

/// Pods that are not scheduled: the pools are at their maximum, or AWS has no capacity of their instance
/// types.
fn pods_that_wait(watch: &ObservabilityContext<'_>, cluster: &Handle) {
    let waiting = cloudwatch_metric::cluster(cluster, "pod_status_pending", "Minimum");
    watch.alarm(
        Objective::Capacity,
        &Alarm::new(
            "cluster_pending",
            Watched::One(waiting),
            Limit::Above(0.into()),
            "Pods have been pending for a quarter of an hour. Read their events: the pools are at their \
             maximum, the region has no capacity of their instance types, or the autoscaler does not run.",
        ),
    );
    let failed = cloudwatch_metric::cluster(cluster, "cluster_failed_node_count", "Maximum");
    watch.alarm(
        Objective::Capacity,
        &Alarm::new(
            "cluster_machines",
            Watched::One(failed),
            Limit::Above(0.into()),
            "A node of the cluster is unhealthy and AWS has not replaced it yet. Its pods run elsewhere by \
             now; read the health issues of its node group.",
        ),
    );
}

/// A job runs once, and a migration that failed must be noticed before the deployment. ECS reports it by an
/// event, Kubernetes by a metric.
fn jobs_that_failed(watch: &ObservabilityContext<'_>, cluster: &Handle) {
    for job in &watch.site.jobs {
        let _process = watch.s.part(Party::Process(job.process.clone()));
        let name = job.process.name();
        watch.alarm(
            Objective::Availability,
            &Alarm::new(
                format!("{}_failed", plain(name)),
                Watched::One(pods(cluster, name, "pod_status_failed", "Maximum")),
                Limit::Above(0.into()),
                format!(
                    "The job {name} ended with an error. Read its log before the services get a new version: \
                     they may need what the job should have done."
                ),
            )
            .after(watch.design.timings.alarms.pod_failed),
        );
    }
}

fn errors(watch: &ObservabilityContext<'_>, process: &Process) {
    let Some(group) = watch.app.log_groups.get(process).filter(|_| process.is_saleor()) else { return };
    let errors = cloudwatch_log_metric_filter::errors(watch.s, process, group);
    watch.alarm(
        Objective::Availability,
        &Alarm::new(
            format!("{}_errors", plain(process.name())),
            Watched::One(errors),
            Limit::Above(ERRORS.into()),
            format!(
                "{} logs many errors. Read them with the saved query; they name the failing task.",
                process.name()
            ),
        ),
    );
}

fn plain(name: &str) -> String {
    name.replace('-', "_")
}
