//! Workloads: pods and their containers, deployments, singletons, jobs, and scaling.

pub(crate) mod pod;
pub(crate) mod container; // the container of a process
pub(crate) mod probes; // startup, readiness and liveness probes
pub(crate) mod cache_proxy; // the sidecar that speaks to the cache
pub(crate) mod deployment;
pub(crate) mod stateful_set; // singletons
pub(crate) mod job; // migrations, static files
pub(crate) mod horizontal_pod_autoscaler;
pub(crate) mod pod_disruption_budget;
pub(crate) mod priority_class;
