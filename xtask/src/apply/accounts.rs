//! The IDs of the accounts: the management account exists, the organization creates the others.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;

/// The account that exists before anything is applied: the one that moto takes a request to be from.
const MANAGEMENT: &str = "123456789012";

/// The IDs, by name.
pub(super) struct Accounts(BTreeMap<String, String>);

impl Accounts {
    /// The management account alone.
    pub(super) fn new() -> Accounts {
        Accounts(BTreeMap::from([("management".to_owned(), MANAGEMENT.to_owned())]))
    }

    /// The ID of an account.
    pub(super) fn id(&self, name: &str) -> Result<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .with_context(|| format!("the account `{name}` does not exist yet"))
    }

    /// Adds the accounts that are in the outputs of the organization, as JSON.
    pub(super) fn add(&mut self, outputs: &str) -> Result<()> {
        let outputs: BTreeMap<String, Value> =
            serde_json::from_str(outputs).context("the outputs are not JSON")?;
        for (name, output) in outputs {
            let account =
                name.strip_prefix("organizations_account_").and_then(|name| name.strip_suffix("_id"));
            if let (Some(account), Some(id)) = (account, output["value"].as_str()) {
                self.0.insert(account.replace('_', "-"), id.to_owned());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_in_the_outputs_of_the_organization() {
        let mut accounts = Accounts::new();
        assert!(accounts.id("load-test").is_err());
        let outputs = r#"{
            "organizations_account_load_test_id": { "value": "111111111111" },
            "organizations_account_load_test_email": { "value": "a@example.com" },
            "organizations_organization_main_id": { "value": "o-1" }
        }"#;
        accounts.add(outputs).expect("outputs");
        assert_eq!(accounts.id("load-test").expect("an account"), "111111111111");
        assert_eq!(accounts.id("management").expect("an account"), MANAGEMENT);
    }
}
