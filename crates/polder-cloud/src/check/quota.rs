//! Quotas: what can be counted from the graph and must not be more than AWS admits by default.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::stack::{Resource, Stack};
use crate::value::Value;

use super::{Judge, Spot, codes};

/// Blocks of a resource that are counted: how many of them there may be, and what they are.
const BLOCKS: [(&str, &str, usize, &str); 2] = [
    ("aws_cloudfront_distribution", "origin", 25, "origins of a distribution"),
    ("aws_cloudfront_distribution", "origin_group", 10, "origin groups of a distribution"),
];

/// Resources of an account that are counted, wherever in the account they are written.
const IN_ACCOUNT: [(&str, usize, &str); 1] =
    [("aws_cloudfront_cache_policy", 20, "cache policies of an account")];

/// How many alarms a composite alarm may name.
const ALARMS_MAX: usize = 100;

/// How long the code of a function at the edge may be, in bytes.
const FUNCTION_BYTES_MAX: usize = 10_240;

/// Checks the quotas of single resources.
pub(super) fn check(judge: &mut Judge<'_>, stack: &Stack) {
    for resource in stack.managed() {
        let spot = Spot::of(stack, resource);
        for (_, block, most, what) in BLOCKS.iter().filter(|(kind, ..)| *kind == resource.address.kind) {
            compare(judge, spot, resource.body.blocks(block).count(), *most, what);
        }
        match resource.address.kind.as_str() {
            "aws_cloudwatch_composite_alarm" => {
                compare(judge, spot, alarms(resource), ALARMS_MAX, "alarms that a composite alarm names");
            }
            "aws_cloudfront_function" => {
                compare(judge, spot, code_bytes(resource), FUNCTION_BYTES_MAX, "bytes of a function");
            }
            _ => {}
        }
    }
}

/// Checks the quotas that the stacks of an account share.
pub(super) fn check_accounts(judge: &mut Judge<'_>) {
    let cloud = judge.cloud();
    for (kind, most, what) in IN_ACCOUNT {
        let mut counts: BTreeMap<&str, (usize, Option<Spot<'_>>)> = BTreeMap::new();
        for stack in &cloud.stacks {
            for resource in stack.managed().filter(|it| it.address.kind == kind) {
                let (count, last) = counts.entry(&stack.key.account).or_default();
                *count += 1;
                *last = Some(Spot::of(stack, resource));
            }
        }
        for (count, last) in counts.into_values() {
            if let Some(last) = last {
                compare(judge, last, count, most, what);
            }
        }
    }
}

fn compare(judge: &mut Judge<'_>, spot: Spot<'_>, count: usize, most: usize, what: &str) {
    if count > most {
        let message = format!("{what}: {count}, and AWS admits {most}");
        judge.report(&codes::OVER_QUOTA, spot, message);
    }
}

/// How many alarms the rule of a composite alarm names.
fn alarms(resource: &Resource) -> usize {
    let mut count = 0;
    resource.body.get("alarm_rule").into_iter().for_each(|rule| {
        rule.walk(&mut |value| {
            if let Value::Text(text) = value {
                count += text.matches("ALARM(").count();
            }
        });
    });
    count
}

/// How long the code of a function is at most.
fn code_bytes(resource: &Resource) -> usize {
    match resource.body.get("code") {
        Some(Value::Document(document)) => match document.as_ref() {
            Document::EdgeFunction(function) => function.program_bytes_max() + function.data_bytes(),
            Document::Policy(_) | Document::Containers(_) | Document::Json(_) | Document::Text(_) => 0,
        },
        Some(Value::Text(code)) => code.len(),
        _ => 0,
    }
}
