//! `aws_scheduler_schedule`: stops a database outside its hours and starts it again, and starts functions
//! each day.
//!
//! The database starts before the services that use it, and stops after them.

use std::collections::BTreeMap;

use polder_cloud::{Body, Document, Handle, Policy, Statement, Value, allow, body, text};
use polder_design::{FunctionKind, Hours, Party, Trigger};

use crate::compute::app_context::AppContext;
use crate::cron;
use crate::database::data_context::DataContext;
use crate::draft::Draft;
use crate::handles::Database;
use crate::iam::iam_role_policy;
use crate::iam::iam_service_role::{SCHEDULER, role};
use crate::names::{arn_here, identifier, local, named};

/// A schedule group for one purpose, with the role that its schedules assume.
pub(crate) struct Schedules<'a> {
    s: &'a Draft,
    key: &'a Handle,
    role: Handle,
    group: Handle,
}

/// The names and descriptions of a schedule group and its role.
pub(crate) struct Caller {
    /// The role's name in the stack.
    pub(crate) resource: &'static str,
    /// The suffix of the role's name in the account.
    pub(crate) role: &'static str,
    /// The role's description.
    pub(crate) description: &'static str,
    /// The name of the role's policy in the stack.
    pub(crate) policy: &'static str,
    /// The suffix of the name of the schedule group.
    pub(crate) group: &'static str,
}

/// A schedule.
pub(crate) struct Call {
    /// The schedule expression, as [`cron`] writes it.
    pub(crate) at: Value,
    /// The time zone.
    pub(crate) clock: Value,
    /// `ENABLED` or `DISABLED`; `None` for the default, which is enabled.
    pub(crate) state: Option<Value>,
    /// The flexible time window in minutes; `None` for none.
    pub(crate) late_by: Option<u64>,
    /// ARN of the target.
    pub(crate) target: Value,
    /// The target's input.
    pub(crate) input: Body,
    /// The number of retries.
    pub(crate) attempts: u64,
}

impl Call {
    /// At the minute that the local `at` says, in the time zone of the local `clock`, with retries.
    pub(crate) fn on_time(at: &'static str, target: impl Into<Value>, input: Body) -> Call {
        let (at, clock) = (local(at), local("clock"));
        Call { at, clock, state: None, late_by: None, target: target.into(), input, attempts: 10 }
    }
}

/// Opens a schedule group that `key` encrypts, and whose role may do what `statements` say.
pub(crate) fn schedules<'a>(
    s: &'a Draft,
    caller: &Caller,
    statements: Vec<Statement>,
    key: &'a Handle,
) -> Schedules<'a> {
    let role = role(s, caller.resource, caller.role, SCHEDULER, caller.description);
    let group = s.later("aws_scheduler_schedule_group", "main").mention("name", named(caller.group));
    let statements = statements.into_iter().chain([
        // EventBridge Scheduler decrypts the schedules with the role.
        allow("ReadSchedules").actions(["kms:Decrypt"]).on(key.arn()).when(
            "ArnLike",
            "kms:EncryptionContext:aws:scheduler:schedule:arn",
            [arn_here("scheduler", text!["schedule/", group, "/*"])],
        ),
    ]);
    s.resource(
        "aws_iam_role_policy",
        caller.resource,
        body! {
            name = caller.policy;
            role = role.id();
            policy = Policy::of(statements);
        },
    );
    let group = s.resource("aws_scheduler_schedule_group", "main", body! { name = named(caller.group); });
    Schedules { s, key, role, group }
}

impl Schedules<'_> {
    /// Writes a schedule.
    pub(crate) fn call(&self, name: &str, call: Call) {
        let late_by = call.late_by;
        self.s.resource(
            "aws_scheduler_schedule",
            identifier(name),
            body! {
                name = name.to_owned();
                group_name = self.group.name();
                state = call.state;
                schedule_expression = call.at;
                schedule_expression_timezone = call.clock;
                kms_key_arn = self.key.arn();
                flexible_time_window {
                    mode = if late_by.is_some() { "FLEXIBLE" } else { "OFF" };
                    maximum_window_in_minutes = late_by;
                }
                target {
                    arn = call.target;
                    role_arn = self.role.arn();
                    input = Document::Json(call.input);
                    retry_policy {
                        maximum_event_age_in_seconds = 3600;
                        maximum_retry_attempts = call.attempts;
                    }
                }
            },
        );
    }
}

/// Runs `database` in `hours` only.
pub(crate) fn database_hours(context: &DataContext<'_>, database: &Database, hours: &Hours) {
    let DataContext { s, base, .. } = *context;
    let scaling = &context.design.timings.scaling;
    s.file(
        "hours",
        "The database runs in the hours of its cell only: it starts before the services and stops after them.\n\
         RDS starts a stopped database automatically after seven days, to apply patches. Starting or stopping\n\
         it twice fails without consequences.",
    );
    let _database = s.part(Party::Database);
    let (kind, input) = database.as_api_knows_it();
    s.local("database_starts_at", cron::at(cron::earlier(hours.from, scaling.database_start), hours.days));
    s.local("database_stops_at", cron::at(cron::later(hours.to, scaling.database_stop), hours.days));
    s.local("clock", &hours.zone);
    let statement = allow("StartAndStop")
        .actions([format!("rds:Start{kind}"), format!("rds:Stop{kind}")])
        .on(database.arn());
    let schedules = schedules(
        s,
        &Caller {
            resource: "database_hours",
            role: "-hours",
            description: "Starts and stops the database on schedule.",
            policy: "start-and-stop",
            group: "-hours",
        },
        vec![statement],
        &base.keys.database,
    );
    for (what, at) in [("start", "database_starts_at"), ("stop", "database_stops_at")] {
        let target = format!("arn:aws:scheduler:::aws-sdk:rds:{what}{kind}");
        schedules.call(&format!("database-{what}"), Call::on_time(at, target, input.clone()));
    }
}

/// Starts functions on schedule, as their triggers say.
pub(crate) fn starts(context: &AppContext<'_>, functions: &BTreeMap<FunctionKind, Handle>) {
    let (s, key) = (context.s, &context.base.keys.events);
    let scheduled = context.site.functions.iter().filter_map(|function| match &function.trigger {
        Trigger::Daily { minute, hours, enabled } => {
            let daily = || cron::daily(*minute);
            let at = hours.as_ref().map_or_else(daily, |hours| cron::at(*minute, hours.days));
            Some((function.kind, at, hours.as_ref(), *enabled, Some(15)))
        }
        Trigger::Every { minutes, hours, enabled } => {
            let at = cron::every(*minutes, hours.as_ref());
            Some((function.kind, at, hours.as_ref(), *enabled, None))
        }
        Trigger::Queue { .. } | Trigger::Hand => None,
    });
    let scheduled: Vec<_> = scheduled.collect();
    if scheduled.is_empty() {
        return;
    }
    s.file(
        "schedule",
        "Schedules that invoke functions. Setup runner and probe run where the database is written. A\n\
         disabled schedule of the auditor belongs to a function that has no checks yet: an alarm that is raised\n\
         every day would soon be ignored.",
    );
    let schedules = {
        let _scheduler = s.part(Party::Scheduler);
        let caller = Caller {
            resource: "clock",
            role: "-clock",
            description: "Starts functions on schedule.",
            policy: "start-functions",
            group: "-functions",
        };
        schedules(s, &caller, iam_role_policy::clock(context, functions), key)
    };
    for (kind, at, hours, enabled, late_by) in scheduled {
        let _function = s.part(Party::Function(kind));
        let word = |what: &str| identifier(&format!("{}_{what}", kind.name()));
        let zone = hours.map_or("UTC".to_owned(), |hours| hours.zone.clone());
        let state = if enabled { "ENABLED" } else { "DISABLED" };
        schedules.call(
            kind.name(),
            Call {
                at: s.local(word("starts_at"), at),
                clock: s.local(word("clock"), zone),
                state: Some(s.local(word("schedule"), state)),
                late_by,
                target: functions[&kind].arn(),
                input: input(kind),
                attempts: 0,
            },
        );
    }
}

/// What a function is started with.
fn input(kind: FunctionKind) -> Body {
    match kind {
        FunctionKind::SetupRunner => body! { format_version = 1; action = "verify"; },
        FunctionKind::EventConsumer
        | FunctionKind::Auditor
        | FunctionKind::FailoverController
        | FunctionKind::ShopProbe => {
            body! { format_version = 1; cell = local("cell"); }
        }
    }
}
