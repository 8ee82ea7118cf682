//! The load of a site's processes, on any engine: the same quantities from different metrics.

use polder_cloud::Handle;
use polder_design::Process;

use crate::handles::{App, Engine};
use crate::observability::cloudwatch_metric::{self, Metric, pods};

/// The metrics of a process.
pub(crate) struct Load {
    /// CPU, in percent of what is reserved.
    pub(crate) cpu: Metric,
    /// Memory, in percent of what is reserved.
    pub(crate) memory: Metric,
    /// The desired number of tasks.
    pub(crate) desired: Metric,
    /// The number of running tasks.
    pub(crate) running: Metric,
}

/// The load of a process that runs all the time.
pub(crate) fn load(app: &App, process: &Process) -> Load {
    match &app.engine {
        Engine::Ecs { cluster, services, .. } => of_service(cluster, &services[process]),
        Engine::Eks { cluster } => of_pods(cluster, process),
    }
}

fn of_service(cluster: &Handle, service: &Handle) -> Load {
    Load {
        cpu: cloudwatch_metric::service(cluster, service, "CPUUtilization", "Average"),
        memory: cloudwatch_metric::service(cluster, service, "MemoryUtilization", "Maximum"),
        desired: cloudwatch_metric::tasks(cluster, service, "DesiredTaskCount", "Maximum"),
        running: cloudwatch_metric::tasks(cluster, service, "RunningTaskCount", "Maximum"),
    }
}

/// The limits of a pod, for CPU and memory, are its reservation.
fn of_pods(cluster: &Handle, process: &Process) -> Load {
    let metric = |name, stat| pods(cluster, process.name(), name, stat);
    Load {
        cpu: metric("pod_cpu_utilization_over_pod_limit", "Average"),
        memory: metric("pod_memory_utilization_over_pod_limit", "Maximum"),
        desired: metric("replicas_desired", "Maximum"),
        running: metric("replicas_ready", "Maximum"),
    }
}
