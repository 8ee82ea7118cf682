//! Alarms of a site's services: too little to work with, and too few of them.

use polder_cloud::Handle;
use polder_design::{Process, Service};
use polder_units::Duration;

use crate::cloudwatch_log_metric_filter;
use crate::cloudwatch_metric::{service, tasks};
use crate::cloudwatch_metric_alarm::{Alarm, Limit, Watched};
use crate::cloudwatch_watch::{Objective, Watch};

/// The autoscaler aims lower. Whoever stays above this for a quarter of an hour has all the tasks it may have.
const CPU_PERCENT: u64 = 90;

/// A task is killed at 100.
const MEMORY_PERCENT: u64 = 90;

/// Error lines in five minutes. Single ones are bad requests of somebody else; this many are a fault of the shop.
const ERRORS: u64 = 50;

/// Writes the alarms of the services.
pub(crate) fn alarms(watch: &Watch<'_>) {
    watch.s.file(
        "cloudwatch_metric_alarm_services",
        "Alarms of the services. The autoscaler and the scheduler mend most of what happens here by themselves:\n\
         an alarm says that they could not.",
    );
    for service in &watch.site.services {
        let Some(handle) = watch.app.services.get(&service.process) else { continue };
        resources(watch, service, handle);
        missing_tasks(watch, service, handle);
        errors(watch, &service.process);
    }
}

fn resources(watch: &Watch<'_>, of: &Service, handle: &Handle) {
    let (name, cluster) = (of.process.name(), &watch.app.cluster);
    let cpu = service(cluster, handle, "CPUUtilization", "Average");
    watch.alarm(
        Objective::Capacity,
        &Alarm::new(
            format!("{}_cpu", plain(name)),
            Watched::One(cpu),
            Limit::Above(CPU_PERCENT.into()),
            format!(
                "{name} is short of CPU and the autoscaler cannot help any more. Raise its most tasks in the platform \
                 file, or the size of each."
            ),
        ),
    );
    let memory = service(cluster, handle, "MemoryUtilization", "Maximum");
    watch.alarm(
        Objective::Capacity,
        &Alarm::new(
            format!("{}_memory", plain(name)),
            Watched::One(memory),
            Limit::Above(MEMORY_PERCENT.into()),
            format!("A task of {name} is about to be killed for its memory. Give each task more in the platform file."),
        ),
    );
}

/// Fewer tasks than there should be, for longer than a task takes to start.
fn missing_tasks(watch: &Watch<'_>, of: &Service, handle: &Handle) {
    let (name, cluster) = (of.process.name(), &watch.app.cluster);
    let count = |metric| tasks(cluster, handle, metric, "Maximum");
    let metrics = vec![
        ("desired".to_owned(), count("DesiredTaskCount")),
        ("running".to_owned(), count("RunningTaskCount")),
    ];
    let patience = of.start_grace.as_seconds().div_ceil(60).saturating_add(5);
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
                "{name} has had fewer tasks than it should for {patience} minutes. {what} See the service's events for \
                 why none starts: no image, no secret, no capacity."
            ),
        )
        .after(Duration::minutes(1), patience, patience)
        .silence_is_alarming(),
    );
}

fn errors(watch: &Watch<'_>, process: &Process) {
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
