//! The script of a build that applies its stacks without a pipeline.

use polder_cloud::{Cloud, Links};
use polder_design::Design;
use polder_emit::File;

use crate::order::{Group, groups};

/// The script, with places for the stacks and for the functions of the provider.
const SCRIPT: &str = include_str!("../scripts/local/apply.sh");

/// `apply.sh`: it plans and applies each stack that is not applied by hand, in an order in which each comes after those that it
/// needs, and goes on where an earlier run ended.
///
/// What it checks before a stack, and does around the services of a release, are the functions that the workflows run, too.
pub fn local(design: &Design, cloud: &Cloud, links: &Links) -> File {
    let stacks: Vec<String> =
        in_order(groups(design, cloud, links)).into_iter().flat_map(|group| group.stacks).collect();
    let workflow = &cloud.provider.workflow;
    let functions = [workflow.prerequisites, workflow.rollout].map(functions).concat();
    let content = SCRIPT.replace("@STACKS@", &stacks.join("\n")).replace("@FUNCTIONS@", &functions);
    File { path: "apply.sh".to_owned(), content }
}

/// The groups, each after all that it needs. The order of those that do not need each other stays.
fn in_order(groups: Vec<Group>) -> Vec<Group> {
    let mut open: Vec<Group> = groups;
    let mut done: Vec<Group> = vec![];
    while !open.is_empty() {
        let is_ready = |group: &Group| group.needs.iter().all(|need| done.iter().any(|it| it.id == *need));
        // Groups in a circle would be a fault of their maker: the order of the list is kept then.
        let at = open.iter().position(is_ready).unwrap_or_default();
        done.push(open.remove(at));
    }
    done
}

/// The functions of a script of the workflows, whose messages are commands to GitHub, as functions that print to a terminal.
fn functions(script: &str) -> String {
    // Without the line of the interpreter and the comment below it.
    let (_, body) = script.split_once("\n\n").unwrap_or(("", script));
    let lines = body.lines();
    lines
        .map(|line| format!("{}\n", line.replace("::error::", "error: ").replace("::warning::", "warning: ")))
        .chain(["\n".to_owned()])
        .collect()
}
