//! What AWS refuses although Terraform plans it: in Polder's own graph, and in the plans of others.

use polder_aws_limits::Report;
use polder_cloud::schema::Schema;
use polder_cloud::{Cloud, Index, ResourceId, StackId};
use polder_diag::{Finding, json_text};
use polder_plan::{Document, PlanError};
use serde_json::{Value, json};

use crate::compiled::Compiled;

/// Incremented when a key changes its meaning or is removed, not when one is added.
const FORMAT_VERSION: u32 = 1;

/// What AWS refuses in the resources of a platform. Quotas are left out: those that are fixed are errors of [`compile`],
/// and the others are on the page of the build, with the commands that raise them.
///
/// [`compile`]: crate::compile
pub fn limits(compiled: &Compiled) -> Vec<Finding> {
    let report = polder_aws_limits::check(&Index::new(&compiled.cloud));
    diagnostics(&compiled.cloud, &report)
}

/// Plans or states that were checked.
#[derive(Debug)]
pub struct CheckedPlans {
    cloud: Cloud,
    report: Report,
}

/// Checks plans or states, as `terraform show -json` writes them, each with its name.
///
/// # Errors
/// If one of them cannot be read as a plan or a state.
pub fn check_plans(plans: &[(String, Vec<u8>)]) -> Result<CheckedPlans, PlanError> {
    let documents: Vec<Document<'_>> =
        plans.iter().map(|(name, bytes)| Document { name, bytes, state_key: None }).collect();
    let cloud = polder_plan::read(&documents, Schema::aws())?;
    let report = polder_aws_limits::check_with_quotas(&Index::new(&cloud));
    Ok(CheckedPlans { cloud, report })
}

impl CheckedPlans {
    /// The findings, each with its plan and resource as a note.
    pub fn findings(&self) -> Vec<Finding> {
        diagnostics(&self.cloud, &self.report)
    }

    /// The number of managed resources that were read.
    pub fn resources(&self) -> usize {
        self.cloud.resource_count()
    }

    /// The number of comparisons that could not be made, because a value is known after apply only.
    pub fn undecided(&self) -> usize {
        self.report.undecided.len()
    }

    /// All findings and all undecided comparisons as JSON, with a `format_version`.
    pub fn json(&self) -> String {
        let plan = |id: ResourceId| name(&self.cloud, id.stack);
        let findings: Vec<Value> = self
            .report
            .findings
            .iter()
            .map(|it| {
                json!({
                    "code": it.code.id,
                    "name": it.code.name,
                    "severity": it.severity().to_string(),
                    "plan": plan(it.resource),
                    "address": it.address,
                    "attribute": it.attribute,
                    "message": it.message,
                    "accepts": it.accepts,
                    "source": it.source,
                })
            })
            .collect();
        let index = Index::new(&self.cloud);
        let address = |id| index.resource(id).map(|resource| resource.address.to_string());
        let undecided: Vec<Value> = self
            .report
            .undecided
            .iter()
            .map(|it| {
                json!({
                    "code": it.code.id,
                    "plan": plan(it.resource),
                    "address": address(it.resource),
                    "attribute": it.attribute,
                })
            })
            .collect();
        let whole = json!({ "format_version": FORMAT_VERSION, "findings": findings, "undecided": undecided });
        json_text(&whole)
    }
}

fn diagnostics(cloud: &Cloud, report: &Report) -> Vec<Finding> {
    let stack = |id: StackId| format!("in `{}`", name(cloud, id));
    report.findings.iter().map(|it| it.diagnostic().note(stack(it.resource.stack))).collect()
}

/// The path of a stack, or the name of a plan.
fn name(cloud: &Cloud, id: StackId) -> String {
    cloud.stack(id).map(|stack| stack.key.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A plan with one bucket and one value that is not known before apply.
    fn plan(bucket: &str) -> Vec<(String, Vec<u8>)> {
        let values = json!({ "bucket": bucket });
        let resource = json!({
            "address": "module.a.aws_s3_bucket.x", "mode": "managed", "type": "aws_s3_bucket", "name": "x",
            "provider_name": "registry.terraform.io/hashicorp/aws", "values": values,
        });
        let module = json!({ "address": "module.a", "resources": [resource] });
        let root = json!({ "child_modules": [module] });
        let whole = json!({ "format_version": "1.2", "planned_values": { "root_module": root }, "configuration": {} });
        vec![("plan.json".to_owned(), whole.to_string().into_bytes())]
    }

    #[test]
    fn a_finding_has_its_code_severity_address_and_message() {
        let checked = check_plans(&plan("Not_A_Bucket")).expect("a plan");
        assert_eq!(checked.resources(), 1);
        let whole: Value = serde_json::from_str(&checked.json()).expect("JSON");
        let findings = whole["findings"].as_array().expect("a list");
        assert_eq!(findings.len(), 1, "{whole:#}");
        assert_eq!(findings[0]["address"], "module.a.aws_s3_bucket.x");
        assert_eq!(findings[0]["severity"], "error");
        assert_eq!(findings[0]["plan"], "plan.json");
        assert!(findings[0]["message"].as_str().is_some_and(|it| it.contains("`Not_A_Bucket`")), "{whole:#}");
        assert_eq!(checked.findings().len(), 1);
        assert!(check_plans(&plan("a-bucket")).expect("a plan").findings().is_empty());
    }

    #[test]
    fn what_is_no_plan_is_an_error() {
        let broken = [("x".to_owned(), b"{}".to_vec())];
        assert!(check_plans(&broken).is_err());
    }
}
