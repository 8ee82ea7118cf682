//! Small plans, as Terraform writes them.
#![expect(clippy::needless_pass_by_value, reason = "JSON is made where it is passed on")]

use polder_cloud::index::Variables;
use polder_cloud::schema::Schema;
use polder_cloud::{Cloud, Index};
use polder_plan::{Document, read};
use serde_json::{Value as Json, json};

/// A plan of resources in one region.
#[derive(Default)]
pub(crate) struct Plan {
    resources: Vec<Json>,
    changes: Vec<Json>,
    configured: Vec<Json>,
}

impl Plan {
    /// Adds a resource whose values are known.
    pub(crate) fn with(self, address: &str, values: Json) -> Plan {
        self.open(address, values, json!({}), json!({}))
    }

    /// Adds so many resources; their names end with their numbers.
    pub(crate) fn many(mut self, count: u64, kind: &str, values: impl Fn(u64) -> Json) -> Plan {
        for number in 0..count {
            self = self.with(&format!("{kind}.it_{number}"), values(number));
        }
        self
    }

    /// Adds a resource with values that are known after apply, and the references of its expressions.
    pub(crate) fn open(mut self, address: &str, values: Json, unknown: Json, expressions: Json) -> Plan {
        let (kind, name) = address.split_once('.').expect("an address has a kind and a name");
        let provider = "registry.terraform.io/hashicorp/aws";
        self.resources.push(json!({"address": address, "mode": "managed", "type": kind, "name": name,
            "provider_name": provider, "values": values}));
        self.changes.push(json!({"address": address, "mode": "managed", "type": kind, "name": name,
            "provider_name": provider, "change": {"actions": ["create"], "after_unknown": unknown}}));
        self.configured.push(json!({"address": address, "mode": "managed", "type": kind, "name": name,
            "provider_config_key": "aws", "expressions": expressions}));
        self
    }

    /// The findings of its check, each as `CODE address message`, and the quotas that are undecided.
    pub(crate) fn found(self) -> (Vec<String>, Vec<String>) {
        let cloud = self.cloud();
        let index = Index::with(&cloud, Variables::Unknown);
        let report = polder_aws_limits::check_with_quotas(&index);
        let line = |it: &polder_aws_limits::Finding| format!("{} {} {}", it.code.id, it.address, it.message);
        let quotas = report.undecided.iter().filter(|it| it.code.id.starts_with("QUOTA"));
        (report.findings.iter().map(line).collect(), quotas.map(|it| it.attribute.clone()).collect())
    }

    fn cloud(self) -> Cloud {
        let region = json!({"region": {"constant_value": "eu-west-1"}});
        let provider =
            json!({"name": "aws", "full_name": "registry.terraform.io/hashicorp/aws", "expressions": region});
        let text = json!({"format_version": "1.2", "terraform_version": "1.11.4",
            "planned_values": {"root_module": {"resources": self.resources}},
            "resource_changes": self.changes,
            "configuration": {"provider_config": {"aws": provider},
                "root_module": {"resources": self.configured}}})
        .to_string();
        read(&[Document { name: "plan", bytes: text.as_bytes(), state_key: None }], Schema::aws())
            .expect("a plan")
    }
}
