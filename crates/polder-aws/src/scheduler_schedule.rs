//! `aws_scheduler_schedule`: stops a database outside of its hours and starts it again, and starts functions each day.
//!
//! The database is there before the services that ask it, and goes after them.

use polder_cloud::{Document, Handle, Policy, allow, body, text};
use polder_design::{FunctionKind, Hours};

use crate::database::Database;
use crate::grants;
use crate::iam_service_role::{SCHEDULER, role};
use crate::names::{arn_here, local, named};
use crate::place::Place;
use crate::workplace::Workplace;
use crate::{cron, variation::identifier};

/// Minutes that a database takes to start. Measured ones take about ten.
const START_MINUTES: u16 = 20;

/// Minutes that the services have to end what they do.
const STOP_MINUTES: u16 = 15;

/// Runs `database` in `hours` alone.
pub(crate) fn database_hours(place: &Place<'_>, database: &Database, hours: &Hours) {
    let Place { s, base, .. } = *place;
    s.file(
        "hours",
        "The database runs in the hours of its cell alone: it starts before the services and stops after them.\n\
         RDS starts a stopped database by itself after seven days, so that it gets its patches. A database that\n\
         is started or stopped already refuses the call, and nothing comes of it.",
    );
    let (kind, input) = database.as_api_knows_it();
    s.local("database_starts_at", cron::at(hours.from.saturating_sub(START_MINUTES), hours.days));
    s.local("database_stops_at", cron::at(hours.to.saturating_add(STOP_MINUTES), hours.days));
    s.local("clock", &hours.zone);
    let role = role(s, "database_hours", "-hours", SCHEDULER, "Starts and stops the database at its hours.");
    let statements = [
        allow("StartAndStop")
            .actions([format!("rds:Start{kind}"), format!("rds:Stop{kind}")])
            .on(database.arn()),
        // The scheduler reads what it is to call in the name of the role.
        allow("ReadSchedules").actions(["kms:Decrypt"]).on(base.keys.database.arn()).when(
            "ArnLike",
            "kms:EncryptionContext:aws:scheduler:schedule:arn",
            [arn_here("scheduler", text!["schedule/", named("-hours"), "/*"])],
        ),
    ];
    s.resource(
        "aws_iam_role_policy",
        "database_hours",
        body! {
            name = "start-and-stop";
            role = role.id();
            policy = Policy::of(statements);
        },
    );
    let group = s.resource("aws_scheduler_schedule_group", "main", body! { name = named("-hours"); });
    for (what, at) in [("start", "database_starts_at"), ("stop", "database_stops_at")] {
        s.resource(
            "aws_scheduler_schedule",
            format!("database_{what}"),
            body! {
                name = format!("database-{what}");
                group_name = group.name();
                schedule_expression = local(at);
                schedule_expression_timezone = local("clock");
                kms_key_arn = base.keys.database.arn();
                flexible_time_window {
                    mode = "OFF";
                }
                target {
                    arn = format!("arn:aws:scheduler:::aws-sdk:rds:{what}{kind}");
                    role_arn = role.arn();
                    input = Document::Json(input.clone());
                    retry_policy {
                        maximum_event_age_in_seconds = 3600;
                        maximum_retry_attempts = 10;
                    }
                }
            },
        );
    }
}

/// Starts `function` once a day, if it is enabled.
pub(crate) fn starts_daily(
    place: &Workplace<'_>,
    kind: FunctionKind,
    function: &Handle,
    minute: u16,
    enabled: bool,
) {
    let (s, key) = (place.s, &place.base.keys.events);
    s.file(
        "schedule",
        "What starts functions by the clock. A schedule that is off waits for its function to be able to decide\n\
         something: an alarm that is raised each day is soon read by nobody.",
    );
    let role = role(s, "clock", "-clock", SCHEDULER, "Starts functions at their times.");
    let statements = grants::clock(place, kind, function).into_iter().chain([
        // The scheduler reads what it is to call in the name of the role.
        allow("ReadSchedules").actions(["kms:Decrypt"]).on(key.arn()).when(
            "ArnLike",
            "kms:EncryptionContext:aws:scheduler:schedule:arn",
            [arn_here("scheduler", text!["schedule/", named("-functions"), "/*"])],
        ),
    ]);
    s.resource(
        "aws_iam_role_policy",
        "clock",
        body! {
            name = "start-functions";
            role = role.id();
            policy = Policy::of(statements);
        },
    );
    let group = s.resource("aws_scheduler_schedule_group", "main", body! { name = named("-functions"); });
    s.resource(
        "aws_scheduler_schedule",
        identifier(kind.name()),
        body! {
            name = kind.name();
            group_name = group.name();
            state = if enabled { "ENABLED" } else { "DISABLED" };
            schedule_expression = cron::daily(minute);
            schedule_expression_timezone = "UTC";
            kms_key_arn = key.arn();
            flexible_time_window {
                mode = "FLEXIBLE";
                maximum_window_in_minutes = 15;
            }
            target {
                arn = function.arn();
                role_arn = role.arn();
                input = Document::Json(body! { format_version = 1; cell = local("cell"); });
                retry_policy {
                    maximum_event_age_in_seconds = 3600;
                    maximum_retry_attempts = 0;
                }
            }
        },
    );
}
