//! `aws_iam_role` of a process: its execution role and its task role.

use polder_cloud::{Handle, Policy, Statement, Value, allow, body, text};
use polder_design::{ComputeEngine, Design, Service, Site};

use crate::compute::app_context::AppContext;
use crate::draft::Draft;
use crate::iam::iam_role_policy;
use crate::names::{account, arn_here, fitted, identifier};

/// The maximum length of a role's name.
const NAME_MAX: usize = 64;

/// The roles of a process.
pub(crate) struct Roles {
    /// The execution role: for starting it.
    pub(crate) execution: Handle,
    /// The task role: for its code.
    pub(crate) task: Handle,
    /// The policies of the roles: whatever uses the roles depends on them.
    pub(crate) policies: Vec<Handle>,
}

/// Writes the roles of a service or job.
pub(crate) fn roles(context: &AppContext<'_>, service: &Service, log_group: &Handle) -> Roles {
    context.s.file(
        "roles",
        "Two roles for each process: the execution role and the task role. Each has the permissions that the\n\
         declared flows of its process need, on exactly those resources.",
    );
    let name = service.process.name();
    let execution = iam_role_policy::execution(context, service, log_group);
    let starts = format!("Execution role of {name}");
    let (execution, starts) = role(context, service, "exec", starts, tasks_of_this_site(), execution);
    let (task, works) = task_role(context, service, tasks_of_this_site());
    Roles { execution, task, policies: starts.into_iter().chain(works).collect() }
}

/// The role for the code of a service or job, and its policy if it may do anything. `trust` is its trust
/// policy.
pub(crate) fn task_role(
    context: &AppContext<'_>,
    service: &Service,
    trust: Statement,
) -> (Handle, Option<Handle>) {
    let may = format!("Task role of {}", service.process.name());
    role(context, service, "task", may, trust, iam_role_policy::task(context, &service.process))
}

fn tasks_of_this_site() -> Statement {
    allow("TasksOfThisSite")
        .to_service("ecs-tasks.amazonaws.com")
        .actions(["sts:AssumeRole"])
        .when("StringEquals", "aws:SourceAccount", [account()])
        .when("ArnLike", "aws:SourceArn", [arn_here("ecs", "*")])
}

/// A role, and its policy if it may do anything.
fn role(
    context: &AppContext<'_>,
    service: &Service,
    kind: &'static str,
    description: String,
    trust: Statement,
    statements: Vec<Statement>,
) -> (Handle, Option<Handle>) {
    let s = context.s;
    let process = service.process.name();
    let resource = format!("{}_{kind}", identifier(process));
    let role = s.resource(
        "aws_iam_role",
        &resource,
        body! {
            name = text![prefix(s, context.design, context.site), format!("-{process}-{}", word(context.design, service, kind))];
            description = description;
            assume_role_policy = Policy::of([trust]);
        },
    );
    let policy = (!statements.is_empty()).then(|| {
        s.resource(
            "aws_iam_role_policy",
            resource,
            body! {
                name = "flows";
                role = role.id();
                policy = Policy::of(statements);
            },
        )
    });
    (role, policy)
}

/// The last word of a role's name. Jobs have a stack of their own on ECS, and had roles with the other words in the stack of the
/// services before: their new roles are created while the old ones exist.
fn word(design: &Design, service: &Service, kind: &'static str) -> &'static str {
    let own_stack = service.process.is_job() && design.compute != ComputeEngine::Kubernetes;
    match kind {
        "exec" if own_stack => "start",
        "task" if own_stack => "run",
        other => other,
    }
}

/// The prefix of the names of a site's roles. IAM names are unique in the account, so the region is in it; it
/// leaves room for the longest suffix.
pub(crate) fn prefix(s: &Draft, design: &Design, site: &Site) -> Value {
    let cell = &design.cells[site.cell].name;
    let full = format!("{}-{cell}-{}", design.name, site.region);
    let processes = site.services.iter().chain(&site.jobs).map(|service| service.process.name().len());
    // The role of instances is no longer: `-machine`.
    let suffix = processes.max().unwrap_or_default() + "--exec".len();
    s.local("role_prefix", fitted(&full, NAME_MAX.saturating_sub(suffix)))
}
