//! Values of the variables that people must set.

use anyhow::{Result, bail};
use sha2::{Digest as _, Sha256};

use super::accounts::Accounts;

/// The release of the functions.
pub(super) const RELEASE: &str = "r1";

/// The value of a variable in a stack of an account.
pub(super) fn value(name: &str, account: &str, accounts: &Accounts) -> Result<String> {
    if name == "account_id" {
        return Ok(accounts.id(account)?.to_owned());
    }
    if let Some(other) = name.strip_suffix("_account_id") {
        return Ok(accounts.id(&other.replace('_', "-"))?.to_owned());
    }
    if let Some(who) = name.strip_suffix("_email") {
        return Ok(format!("{}@example.com", who.replace('_', "-")));
    }
    Ok(match name {
        "functions_release" => RELEASE.to_owned(),
        "github_repository" => "example/shop".to_owned(),
        _ if name.ends_with("_phone") => "+4930123456".to_owned(),
        _ if name.ends_with("_image_tag") => "3.21.4".to_owned(),
        // One value in all stacks of an account.
        _ if name.ends_with("_secret") || name.ends_with("_key") || name.ends_with("_proof") => {
            secret(account, name)
        }
        _ => bail!("there is no example value for the variable `{name}`"),
    })
}

/// 64 hexadecimal digits, as the page says how to generate them, but the same in each run.
fn secret(account: &str, name: &str) -> String {
    Sha256::digest(format!("{account} {name}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_the_same_in_an_account_and_differs_between_accounts() {
        let accounts = Accounts::new();
        let value = |account: &str| value("origin_secret", account, &accounts).expect("a value");
        assert_eq!(value("a"), value("a"));
        assert_ne!(value("a"), value("b"));
        assert_eq!(value("a").len(), 64);
    }

    #[test]
    fn an_unknown_variable_is_an_error() {
        assert!(value("colour", "a", &Accounts::new()).is_err());
        assert!(value("account_id", "production", &Accounts::new()).is_err());
    }
}
