//! Lists whose number or order depends on another value.

use crate::codes;
use crate::report::Report;
use crate::subject::{Fault, Subject};
use crate::tree::Tree;

/// Reports lists that AWS does not accept as a whole.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    match subject.kind() {
        "aws_msk_cluster" => brokers(subject, report),
        "aws_codepipeline" => stages(subject, report),
        "aws_autoscaling_policy" => steps(subject, subject.tree, "step_adjustment", report),
        "aws_appautoscaling_policy" => {
            for block in subject.tree.get("step_scaling_policy_configuration").elements() {
                steps(subject, block, "step_scaling_policy_configuration.step_adjustment", report);
            }
        }
        _ => {}
    }
}

/// Brokers are spread evenly over the subnets.
fn brokers(subject: &Subject<'_, '_>, report: &mut Report) {
    let subnets: usize = subject
        .tree
        .at("broker_node_group_info.client_subnets")
        .iter()
        .map(|tree| if matches!(tree, Tree::List(_)) { tree.elements().len() } else { 0 })
        .sum();
    let Some(count) = subject.text("number_of_broker_nodes").and_then(|text| text.parse::<usize>().ok())
    else {
        return;
    };
    if subnets > 0 && !count.is_multiple_of(subnets) {
        let fault = Fault {
            attribute: "number_of_broker_nodes".to_owned(),
            message: format!("`number_of_broker_nodes` is {count} while there are {subnets} subnets"),
            accepts: format!("multiples of {subnets}"),
            source: "docs.aws.amazon.com/msk/1.0/apireference/clusters.html".to_owned(),
        };
        subject.find(report, &codes::RELATION, fault);
    }
}

/// The first stage of a pipeline has sources, and no other does.
fn stages(subject: &Subject<'_, '_>, report: &mut Report) {
    for (at, stage) in subject.tree.get("stage").elements().iter().enumerate() {
        for action in stage.get("action").elements() {
            let Some(category) = action.get("category").text() else { return };
            if (category == "Source") == (at == 0) {
                continue;
            }
            let stage = stage.get("name").text().unwrap_or_default();
            let fault = Fault {
                attribute: "stage.action.category".to_owned(),
                message: format!("stage {} of the pipeline, `{stage}`, has the action `{category}`", at + 1),
                accepts: "sources in the first stage and nowhere else".to_owned(),
                source: "docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html"
                    .to_owned(),
            };
            return subject.find(report, &codes::RELATION, fault);
        }
    }
}

/// Intervals of steps touch each other and do not overlap.
fn steps(subject: &Subject<'_, '_>, block: &Tree<'_>, attribute: &str, report: &mut Report) {
    let mut intervals: Vec<(f64, f64)> = vec![];
    for step in block.get("step_adjustment").elements() {
        let bound = |name: &str, open: f64| {
            let tree = step.get(name);
            match tree.number() {
                Some(number) => Some(number),
                None => (tree.is_set() == Some(false)).then_some(open),
            }
        };
        let lower = bound("metric_interval_lower_bound", f64::NEG_INFINITY);
        let upper = bound("metric_interval_upper_bound", f64::INFINITY);
        let (Some(lower), Some(upper)) = (lower, upper) else { return };
        intervals.push((lower, upper));
    }
    intervals.sort_by(|one, other| one.0.total_cmp(&other.0));
    let is_empty = intervals.iter().any(|(lower, upper)| lower >= upper);
    let is_apart = intervals.windows(2).any(|pair| match pair {
        [(_, upper), (lower, _)] => upper.total_cmp(lower).is_ne(),
        _ => false,
    });
    if is_empty || is_apart {
        let fault = Fault {
            attribute: attribute.to_owned(),
            message: "intervals of the steps overlap, or leave a gap".to_owned(),
            accepts: "intervals that each start where another one ends".to_owned(),
            source: "docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html".to_owned(),
        };
        subject.find(report, &codes::RELATION, fault);
    }
}
