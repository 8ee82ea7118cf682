//! Stops the machines of a cluster outside of the hours of its cell, and starts them again.
//!
//! What adds machines for pods that wait would run on the very machines that stop: a cell with hours has none.

use polder_cloud::{Body, Handle, Value, allow, body, text};
use polder_design::{Component, Hours, Machines};

use crate::compute::app_context::AppContext;
use crate::cron;
use crate::messaging::scheduler_schedule::{Call, Caller, schedules};
use crate::names::{arn_here, local};

/// Runs the machines in the hours of the cell alone, when it has some. `groups` are those of the site's machines, in
/// their order.
pub(crate) fn eks_hours(place: &AppContext<'_>, cluster: &Handle, groups: &[Handle]) {
    let Some(hours) = place.hours() else { return };
    let s = place.s;
    s.file(
        "hours",
        "The machines run in the hours of the cell alone, and the pods with them. Whoever works longer sets the\n\
         number of a group by hand: it holds until the next stop. The hours are variables.",
    );
    times(place, hours);
    let statement = allow("ChangeHowMany")
        .actions(["eks:UpdateNodegroupConfig"])
        .on(arn_here("eks", text!["nodegroup/", cluster.mention("name", local("name")), "/*"]));
    let schedules = schedules(
        s,
        &Caller {
            resource: "hours",
            role: "-nights",
            description: "Starts and stops the machines at their hours.",
            policy: "start-and-stop",
            group: "-machines",
        },
        vec![statement],
        &place.base.keys.logs,
    );
    for (machines, group) in place.site.machines.iter().zip(groups) {
        let _machines = s.part(Component::Machines(machines.kind));
        for (what, at) in [("start", "machines_start_at"), ("stop", "machines_stop_at")] {
            let input = input(place, machines, (cluster, group), what == "start");
            let target = "arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig";
            schedules.call(&format!("{}-{what}", machines.kind.name()), Call::on_time(at, target, input));
        }
    }
}

fn times(place: &AppContext<'_>, hours: &Hours) {
    let s = place.s;
    let starts = cron::earlier(hours.from, place.design.timings.scaling.machine_start);
    s.local("machines_start_at", cron::at(starts, hours.days));
    s.local("machines_stop_at", cron::at(hours.to, hours.days));
    s.local("clock", &hours.zone);
}

fn input(place: &AppContext<'_>, machines: &Machines, of: (&Handle, &Handle), start: bool) -> Body {
    let number = |what: &str, value: u64| match start {
        true => place.s.local(format!("{}_{what}", machines.kind.name()), value),
        false => Value::from(0),
    };
    body! {
        ClusterName = of.0.name();
        NodegroupName = of.1.get("node_group_name");
        ScalingConfig = {
            MinSize = number("min", machines.min);
            DesiredSize = number("desired", machines.desired);
            MaxSize = place.s.local(format!("{}_max", machines.kind.name()), machines.max);
        };
    }
}
