//! The image of GuardDuty's agent, which GuardDuty adds to every Fargate task as a container.
//!
//! GuardDuty User Guide, "Prerequisites for Fargate support": the execution role of the task pulls it, through the VPC
//! endpoints of the registry, and both must allow it. "ECR repository hosting GuardDuty agent" lists its account by region.

use polder_cloud::{Value, text};
use polder_design::Design;

use crate::draft::Draft;
use crate::names::local;

/// The ARN of its repository. `None` where GuardDuty does not add it.
pub(crate) fn repository(s: &Draft, design: &Design, region: &str) -> Option<Value> {
    let account = design.agent_account(region)?;
    let account = s.local("guardduty_account", account.to_owned());
    Some(text!["arn:aws:ecr:", local("region"), ":", account, ":repository/aws-guardduty-agent-fargate"])
}
