//! Small plans as `terraform show -json` writes them, made of a few resources of the root module.

use polder::prove_plans;
use polder::verdict::{Property, Verdict};
use serde_json::{Value as Json, json};

/// The account of plans that know it.
pub(crate) const ACCOUNT: &str = "111122223333";

/// A plan.
#[derive(Clone, Default)]
pub(crate) struct Plan {
    planned: Vec<Json>,
    changes: Vec<Json>,
    configured: Vec<Json>,
    looked_up: Vec<Json>,
}

impl Plan {
    /// A plan of an account of which the ID is known, because the configuration looks it up.
    pub(crate) fn of_known_account() -> Plan {
        let caller = json!({"address": "data.aws_caller_identity.current", "mode": "data",
            "type": "aws_caller_identity", "name": "current",
            "values": {"account_id": ACCOUNT, "arn": format!("arn:aws:iam::{ACCOUNT}:user/deployer"), "id": ACCOUNT}});
        let configured =
            json!({"mode": "data", "type": "aws_caller_identity", "name": "current", "expressions": {}});
        Plan { looked_up: vec![caller], configured: vec![configured], ..Plan::default() }
    }

    /// Adds a resource. An attribute whose value is `{"from": "aws_iam_policy.main.arn"}` is known after apply.
    pub(crate) fn with(mut self, kind: &str, name: &str, values: Json) -> Plan {
        let address = format!("{kind}.{name}");
        let (mut known, mut unknown, mut expressions) =
            (json!({}), json!({"arn": true, "id": true}), json!({}));
        let Json::Object(values) = values else { panic!("no object") };
        for (key, value) in values {
            if let Some(from) = value.get("from").and_then(Json::as_str) {
                let whole = from.rsplit_once('.').map_or(from, |(whole, _)| whole);
                unknown[&key] = json!(true);
                expressions[&key] = json!({"references": [from, whole]});
            } else {
                known[&key] = value.clone();
                expressions[&key] = json!({"constant_value": value});
            }
        }
        self.planned.push(
            json!({"address": address, "mode": "managed", "type": kind, "name": name, "values": known}),
        );
        self.changes
            .push(json!({"address": address, "change": {"actions": ["create"], "after_unknown": unknown}}));
        self.configured.push(json!({"address": address, "mode": "managed", "type": kind, "name": name,
            "provider_config_key": "aws", "expressions": expressions}));
        self
    }

    /// A user whose own policy allows actions.
    pub(crate) fn with_user(self, actions: &[&str], resource: &str) -> Plan {
        self.with_policy(
            "aws_iam_user",
            "user",
            &json!({"Effect": "Allow", "Action": actions, "Resource": resource}),
        )
        .with("aws_iam_access_key", "main", json!({"user": "app"}))
    }

    /// A role or user `app` with a policy of one statement or several, and the policy.
    pub(crate) fn with_policy(self, kind: &str, attribute: &str, statements: &Json) -> Plan {
        let trust = json!({"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"AWS": format!("arn:aws:iam::{ACCOUNT}:user/somebody")}});
        let own = match kind {
            "aws_iam_role" => json!({"name": "app", "assume_role_policy": document(&trust)}),
            _ => json!({"name": "app"}),
        };
        self.with(kind, "app", own)
            .with("aws_iam_policy", "app", json!({"name": "app", "policy": document(statements)}))
            .with(
                &format!("{kind}_policy_attachment"),
                "app",
                json!({attribute: "app", "policy_arn": {"from": "aws_iam_policy.app.arn"}}),
            )
    }

    /// A role that services assume and that may do everything.
    pub(crate) fn with_administrator(self, service: &str) -> Plan {
        let trust = json!({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}});
        self.with("aws_iam_role", "power", json!({"name": "power", "assume_role_policy": document(&trust)}))
            .with(
                "aws_iam_role_policy_attachment",
                "power",
                json!({"role": "power", "policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
            )
    }

    /// The property with this identifier.
    pub(crate) fn property(&self, id: &str) -> Property {
        let bytes = json!({"format_version": "1.2", "terraform_version": "1.11.4",
            "planned_values": {"root_module": {"resources": self.planned}},
            "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": self.looked_up}}},
            "resource_changes": self.changes,
            "configuration": {
                "provider_config": {"aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"}}}},
                "root_module": {"resources": self.configured}}})
        .to_string()
        .into_bytes();
        let all = prove_plans(&[("plan.json".to_owned(), bytes)]).expect("a plan");
        all.into_iter().find(|property| property.id == id).expect("a property")
    }

    /// The verdict on a property, in one word.
    pub(crate) fn verdict(&self, id: &str) -> String {
        self.property(id).verdict.label().to_string()
    }
}

/// A policy of one statement or several, as text.
pub(crate) fn document(statements: &Json) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

/// The actions of all witnesses.
pub(crate) fn actions(property: &Property) -> Vec<String> {
    let Verdict::Refuted(witnesses) = &property.verdict else { return vec![] };
    assert!(witnesses.iter().all(|it| !it.steps.is_empty() && it.replayed_by == "literal evaluator"));
    let facts =
        witnesses.iter().flat_map(|it| &it.facts).filter(|it| matches!(it.name, "actions" | "action"));
    facts.flat_map(|it| it.value.split(' ')).map(str::to_owned).collect()
}
