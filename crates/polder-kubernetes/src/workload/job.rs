//! Jobs, which run once.

use k8s_openapi::api::batch::v1::{Job, JobSpec};
use polder_design::Service;

use crate::metadata::SiteContext;
use crate::workload::pod::pod;

/// How long a finished job is kept, in seconds.
const KEPT_SECONDS: i32 = 86_400;

/// Retries of an interruptible job. Others are not retried: a partial run must be investigated first.
const TRIES: i32 = 3;

/// The job; `None` if the site does not run it: a replica database needs no migration.
pub(crate) fn job(context: &SiteContext<'_>, service: &Service) -> Option<Job> {
    if service.scaling.desired == 0 {
        return None;
    }
    let spec = JobSpec {
        backoff_limit: Some(if service.interruptible { TRIES } else { 0 }),
        completions: Some(1),
        parallelism: Some(1),
        // Never two at a time: the next one starts after the last one has terminated.
        pod_replacement_policy: Some("Failed".to_owned()),
        ttl_seconds_after_finished: Some(KEPT_SECONDS),
        template: context.template(&service.process, pod(context, service, "Never")),
        ..JobSpec::default()
    };
    Some(Job { metadata: context.meta_of(&service.process), spec: Some(spec), status: None })
}
