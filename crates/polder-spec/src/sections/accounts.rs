//! `[accounts.NAME]`.

use polder_diag::{Finding, Spanned};

use crate::codes;
use crate::model::{Account, Environment};
use crate::names::check_name;
use crate::reader::{Table, shown};
use crate::setting::{Origin, Otherwise, Setting};

/// Why nothing exists by default.
const NOTHING: &str = "the stacks create all that an account needs";

/// Reads all accounts; without any, there is one for production.
pub(super) fn read(file: &Table<'_>) -> Vec<Account> {
    let accounts: Vec<Account> =
        file.named("accounts").iter().map(|(name, table)| account(name, table)).collect();
    if accounts.is_empty() {
        let origin = Origin::Rule("without `[accounts]` there is one account, for production");
        return vec![Account {
            name: Spanned::implied("production".to_owned()),
            id: None,
            environment: Setting::default(Environment::Production, origin),
            existing: None.else_rule(vec![], NOTHING),
            home: None,
        }];
    }
    for (at, account) in accounts.iter().enumerate() {
        let Some(id) = &account.id else { continue };
        let same = |other: &&Account| other.id.as_ref().is_some_and(|other| other.value == id.value);
        if let Some(first) = accounts.iter().take(at).find(same) {
            let message = format!("{} and {} are the same account", shown(&first.name), shown(&account.name));
            file.reader.say(
                Finding::new(&codes::DUPLICATE_ACCOUNT_ID, message)
                    .at(id.span(), "the same ID")
                    .also(first.id.as_ref().and_then(Setting::span), "first here"),
            );
        }
    }
    accounts
}

fn account(name: &Spanned<String>, table: &Table<'_>) -> Account {
    check_name(table.reader, "an account", name, name.span);
    let id = table.text("id");
    if let Some(id) = &id
        && !(id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()))
    {
        table.reader.say(
            Finding::new(&codes::ACCOUNT_ID, format!("{} is not an account ID", shown(id)))
                .at(id.span(), "an account ID has twelve digits")
                .help("leave `id` out to make it a variable of the stacks"),
        );
    }
    let named = match name.as_str() {
        "production" => Some(Environment::Production),
        "staging" => Some(Environment::Staging),
        "development" => Some(Environment::Development),
        "management" => Some(Environment::Management),
        "log-archive" => Some(Environment::LogArchive),
        "security" => Some(Environment::Security),
        "backup" => Some(Environment::Backup),
        _ => None,
    };
    if named.is_none() && table.span_of("environment").is_none() {
        table.say_missing(
            "environment",
            "set `environment` to `production`, `staging`, `development`, `management`, `log-archive`, `security` or `backup`; an account with such a name does not need it",
        );
    }
    let environment = table.choice("environment").else_rule(
        named.unwrap_or(Environment::Production),
        "the environment follows from the account's name",
    );
    let existing = table.choices("existing").else_rule(vec![], NOTHING);
    Account { name: name.clone(), id, environment, existing, home: None }
}
