//! Stops the machines of a cluster outside of the hours of its cell, and starts them again.
//!
//! What adds machines for pods that wait would run on the very machines that stop: a cell with hours has none.

use polder_cloud::{Document, Handle, Policy, Value, allow, body, text};
use polder_design::{Hours, Machines};

use crate::cron;
use crate::iam_service_role::{SCHEDULER, role};
use crate::names::{arn_here, local, named};
use crate::workplace::Workplace;

/// Minutes that machines and what runs on them take to start.
const START_MINUTES: u16 = 10;

/// Runs the machines in the hours of the cell alone, when it has some. `groups` are those of the site's machines, in
/// their order.
pub(crate) fn eks_hours(place: &Workplace<'_>, cluster: &Handle, groups: &[Handle]) {
    let Some(hours) = place.hours() else { return };
    let s = place.s;
    s.file(
        "hours",
        "The machines run in the hours of the cell alone, and the pods with them. Whoever works longer sets the\n\
         number of a group by hand: it holds until the next stop. The hours stand in site.tf.",
    );
    times(place, hours);
    let role = role(s, "hours", "-nights", SCHEDULER, "Starts and stops the machines at their hours.");
    let key = &place.base.keys.logs;
    let statements = [
        allow("ChangeHowMany")
            .actions(["eks:UpdateNodegroupConfig"])
            .on(arn_here("eks", text!["nodegroup/", local("name"), "/*"])),
        // The scheduler reads what it is to call in the name of the role.
        allow("ReadSchedules").actions(["kms:Decrypt"]).on(key.arn()).when(
            "ArnLike",
            "kms:EncryptionContext:aws:scheduler:schedule:arn",
            [arn_here("scheduler", text!["schedule/", named("-machines"), "/*"])],
        ),
    ];
    s.resource(
        "aws_iam_role_policy",
        "hours",
        body! {
            name = "start-and-stop";
            role = role.id();
            policy = Policy::of(statements);
        },
    );
    let schedules = s.resource("aws_scheduler_schedule_group", "main", body! { name = named("-machines"); });
    for (machines, group) in place.site.machines.iter().zip(groups) {
        for (what, at) in [("start", "machines_start_at"), ("stop", "machines_stop_at")] {
            let input = input(place, machines, (cluster, group), what == "start");
            s.resource(
                "aws_scheduler_schedule",
                format!("{}_{what}", machines.kind.name()),
                body! {
                    name = format!("{}-{what}", machines.kind.name());
                    group_name = schedules.name();
                    schedule_expression = local(at);
                    schedule_expression_timezone = local("clock");
                    kms_key_arn = key.arn();
                    flexible_time_window {
                        mode = "OFF";
                    }
                    target {
                        arn = "arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig";
                        role_arn = role.arn();
                        input = input;
                        retry_policy {
                            maximum_event_age_in_seconds = 3600;
                            maximum_retry_attempts = 10;
                        }
                    }
                },
            );
        }
    }
}

fn times(place: &Workplace<'_>, hours: &Hours) {
    let s = place.s;
    s.local("machines_start_at", cron::at(hours.from.saturating_sub(START_MINUTES), hours.days));
    s.local("machines_stop_at", cron::at(hours.to, hours.days));
    s.local("clock", &hours.zone);
}

fn input(place: &Workplace<'_>, machines: &Machines, of: (&Handle, &Handle), start: bool) -> Value {
    let number = |what: &str, value: u64| match start {
        true => place.s.local(format!("{}_{what}", machines.kind.name()), value),
        false => Value::from(0),
    };
    let body = body! {
        ClusterName = of.0.name();
        NodegroupName = of.1.get("node_group_name");
        ScalingConfig = {
            MinSize = number("min", machines.min);
            DesiredSize = number("desired", machines.desired);
            MaxSize = place.s.local(format!("{}_max", machines.kind.name()), machines.max);
        };
    };
    Document::Json(body).into()
}
