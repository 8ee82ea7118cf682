//! Jobs: what runs once and ends.

use k8s_openapi::api::batch::v1::{Job, JobSpec};
use polder_design::Service;

use crate::metadata::SiteContext;
use crate::workload::pod::pod;

/// How long an ended job can be looked at, in seconds.
const KEPT_SECONDS: i32 = 86_400;

/// How often a job that may be interrupted is tried again. Others are not: what was done half-way is looked at first.
const TRIES: i32 = 3;

/// The job; none where the site wants none, as a database that only follows wants no migration.
pub(crate) fn job(place: &SiteContext<'_>, service: &Service) -> Option<Job> {
    if service.scaling.desired == 0 {
        return None;
    }
    let spec = JobSpec {
        backoff_limit: Some(if service.interruptible { TRIES } else { 0 }),
        completions: Some(1),
        parallelism: Some(1),
        // Never two at a time: another one starts when the last one is gone.
        pod_replacement_policy: Some("Failed".to_owned()),
        ttl_seconds_after_finished: Some(KEPT_SECONDS),
        template: place.template(&service.process, pod(place, service, "Never")),
        ..JobSpec::default()
    };
    Some(Job { metadata: place.meta_of(&service.process), spec: Some(spec), status: None })
}
