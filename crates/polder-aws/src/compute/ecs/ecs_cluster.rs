//! `aws_ecs_cluster`: where the containers of a site run.

use polder_cloud::{Handle, Value, body, text};
use polder_design::{MachineKind, Service};

use crate::compute::app_context::AppContext;
use crate::compute::ecs::ecs_capacity_provider::pools;
use crate::handles::Pool;
use crate::names::{local, named};
use crate::observability::cloudwatch_log_group::{LogGroup, log_group};

/// The cluster of a site.
pub(crate) struct Cluster {
    /// `aws_ecs_cluster`.
    pub(crate) cluster: Handle,
    /// `aws_ecs_cluster_capacity_providers`: services depend on it.
    pub(crate) providers: Handle,
    /// The machine pools; empty on Fargate.
    pub(crate) pools: Vec<Pool>,
}

impl Cluster {
    /// The capacity provider of a service or job.
    pub(crate) fn capacity(&self, service: &Service) -> Value {
        capacity(&self.pools, MachineKind::of(service))
    }
}

/// The name of the capacity provider for a kind of machine.
fn capacity(pools: &[Pool], kind: MachineKind) -> Value {
    let pool = pools.iter().find(|pool| pool.kind == kind);
    pool.map_or_else(
        || match kind {
            MachineKind::Steady => "FARGATE".into(),
            MachineKind::Interruptible => "FARGATE_SPOT".into(),
        },
        |pool| pool.provider.name(),
    )
}

/// The comment at the head of the file.
const WHY: &str = "The cluster of the containers. ECS Exec is disabled in all services. Should somebody enable it in an\n\
    emergency, each session is logged here.";

/// The comment at the head of the file of jobs.
const WHY_OF_JOBS: &str = "The cluster of the jobs. They run on Fargate, before the services of a release and before there are any.";

/// Writes the cluster of the jobs of a site. Jobs request Fargate themselves: the cluster has no capacity of its own.
pub(crate) fn jobs_cluster(context: &AppContext<'_>) -> Handle {
    context.s.file("cluster", WHY_OF_JOBS);
    cluster(context, named("-jobs"), text!["/", local("name"), "/jobs/shell-sessions"])
}

/// A cluster whose shell sessions are logged, should somebody enable them.
fn cluster(context: &AppContext<'_>, name: Value, sessions: Value) -> Handle {
    let (s, key) = (context.s, &context.base.keys.logs);
    let sessions = log_group(
        s,
        LogGroup {
            resource: "shell_sessions",
            name: sessions,
            key,
            retention: context.design.retention.audit_logs,
            site: context.site,
        },
    );
    s.resource(
        "aws_ecs_cluster",
        "main",
        body! {
            name = name;
            setting {
                name = "containerInsights";
                value = "enabled";
            }
            configuration {
                execute_command_configuration {
                    kms_key_id = key.arn();
                    logging = "OVERRIDE";
                    log_configuration {
                        cloud_watch_encryption_enabled = true;
                        cloud_watch_log_group_name = sessions.name();
                    }
                }
            }
        },
    )
}

/// Writes the cluster of a site.
pub(crate) fn ecs_cluster(context: &AppContext<'_>) -> Cluster {
    let s = context.s;
    s.file("cluster", WHY);
    let cluster = cluster(context, local("name"), text!["/", local("name"), "/shell-sessions"]);
    let pools = pools(context, &cluster);
    s.file("cluster", WHY);
    let providers = s.resource(
        "aws_ecs_cluster_capacity_providers",
        "main",
        body! {
            cluster_name = cluster.name();
            capacity_providers = MachineKind::ALL.map(|kind| capacity(&pools, kind));
            /// Spot capacity can be interrupted at any time: only interruptible services request it.
            default_capacity_provider_strategy {
                capacity_provider = capacity(&pools, MachineKind::Steady);
                weight = 1;
            }
        },
    );
    s.output("cluster", "Name of the cluster that containers run in.", cluster.name());
    Cluster { cluster, providers, pools }
}
