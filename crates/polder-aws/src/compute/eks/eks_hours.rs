//! Stops the nodes of a cluster outside the hours of its cell, and starts them again.
//!
//! The cluster autoscaler would run on the very nodes that stop: a cell with hours has none.

use polder_cloud::{Body, Handle, Value, allow, body, text};
use polder_design::{Component, Hours, Machines};

use crate::compute::app_context::AppContext;
use crate::cron;
use crate::messaging::scheduler_schedule::{Call, Caller, schedules};
use crate::names::{arn_here, local};

/// Runs the nodes in the hours of the cell only, if it has some. `groups` are the site's node groups, in
/// their order.
pub(crate) fn eks_hours(context: &AppContext<'_>, cluster: &Handle, groups: &[Handle]) {
    let Some(hours) = context.hours() else { return };
    let s = context.s;
    s.file(
        "hours",
        "The nodes run in the hours of the cell only, and the pods with them. To work longer, set the size of\n\
         a node group by hand: it holds until the next stop. The hours are variables.",
    );
    times(context, hours);
    let statement = allow("ChangeHowMany")
        .actions(["eks:UpdateNodegroupConfig"])
        .on(arn_here("eks", text!["nodegroup/", cluster.mention("name", local("name")), "/*"]));
    let schedules = schedules(
        s,
        &Caller {
            resource: "hours",
            role: "-nights",
            description: "Starts and stops the nodes on schedule.",
            policy: "start-and-stop",
            group: "-machines",
        },
        vec![statement],
        &context.base.keys.logs,
    );
    for (machines, group) in context.site.machines.iter().zip(groups) {
        let _machines = s.part(Component::Machines(machines.kind));
        for (what, at) in [("start", "machines_start_at"), ("stop", "machines_stop_at")] {
            let input = input(context, machines, (cluster, group), what == "start");
            let target = "arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig";
            schedules.call(&format!("{}-{what}", machines.kind.name()), Call::on_time(at, target, input));
        }
    }
}

fn times(context: &AppContext<'_>, hours: &Hours) {
    let s = context.s;
    let starts = cron::earlier(hours.from, context.design.timings.scaling.machine_start);
    s.local("machines_start_at", cron::at(starts, hours.days));
    s.local("machines_stop_at", cron::at(hours.to, hours.days));
    s.local("clock", &hours.zone);
}

fn input(context: &AppContext<'_>, machines: &Machines, of: (&Handle, &Handle), start: bool) -> Body {
    let number = |what: &str, value: u64| match start {
        true => context.s.local(format!("{}_{what}", machines.kind.name()), value),
        false => Value::from(0),
    };
    body! {
        ClusterName = of.0.name();
        NodegroupName = of.1.get("node_group_name");
        ScalingConfig = {
            MinSize = number("min", machines.min);
            DesiredSize = number("desired", machines.desired);
            MaxSize = context.s.local(format!("{}_max", machines.kind.name()), machines.max);
        };
    }
}
