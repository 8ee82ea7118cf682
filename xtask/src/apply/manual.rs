//! The manual steps of the page: its commands where it has some, and what people do at the console.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Run;
use super::accounts::Accounts;
use super::page::Step;
use super::results::Outcome;
use super::shell::Shell;
use super::values::RELEASE;
use crate::functions::package::pack;

/// A step at the console. Only Identity Center and its groups matter to stacks; users and settings do not.
pub(super) fn console(run: &Run<'_>, step: &Step, accounts: &Accounts) -> Result<()> {
    if !step.text.contains("IAM Identity Center") {
        return Ok(());
    }
    let words: Vec<&str> = step.text.split('`').skip(1).step_by(2).collect();
    let list = words.iter().find(|word| word.starts_with("aws sso-admin list-instances"));
    let list = list.context("the page does not say how to check Identity Center")?;
    let shell = Shell::of_account(run, "management", accounts)?;
    let instances: Value = serde_json::from_str(&shell.output(list)?)?;
    let store =
        instances["Instances"][0]["IdentityStoreId"].as_str().context("there is no Identity Center")?;
    let check = words.iter().find(|word| word.starts_with("aws identitystore list-groups"));
    let check =
        check.context("the page does not say how to check the groups")?.replace(" ID", &format!(" {store}"));
    let found = shell.output(&check)?;
    let region =
        check.split_once("--region ").and_then(|(_, rest)| rest.split(' ').next()).unwrap_or_default();
    for group in words.iter().filter(|word| word.starts_with("platform-") && !found.contains(**word)) {
        shell.run(&format!(
            "aws identitystore create-group --region {region} --identity-store-id {store} --display-name {group}"
        ))?;
    }
    Ok(())
}

/// The name under which it is kept that quotas were raised.
const QUOTAS: &str = "quotas";

/// The requests for higher quotas.
pub(super) fn raise_quotas(run: &Run<'_>, accounts: &Accounts) -> Result<()> {
    if run.results.applied(QUOTAS) {
        return Ok(());
    }
    for (account, command) in &run.page.quotas {
        Shell::of_account(run, account, accounts)?.run(command)?;
    }
    run.results.set(QUOTAS, Outcome { applied: true, ..Outcome::default() });
    Ok(())
}

/// What people do after a stack: functions are uploaded after `base`, secrets set after `data`.
pub(super) fn after(run: &Run<'_>, stack: &str, shell: &Shell) -> Result<()> {
    if run.page.uploaded.contains(stack) {
        upload(run, stack, shell)?;
    }
    for (_, command) in run.page.secrets.iter().filter(|(of, _)| of == stack) {
        let file = run.stacks.join(stack).join("secret");
        fs::write(&file, "example").context("cannot write an example of a secret")?;
        shell.run(&command.replace("file://FILE", "file://secret"))?;
    }
    Ok(())
}

/// The page's commands for each package, with the names in capitals replaced.
fn upload(run: &Run<'_>, stack: &str, shell: &Shell) -> Result<()> {
    let bucket = shell.output("terraform output -raw functions_bucket")?;
    let signer = shell.output("terraform output -raw functions_signer")?;
    let region = stack.split('/').nth(1).unwrap_or_default();
    for package in &run.page.packages {
        let name = format!("polder-{package}.zip");
        fs::write(run.stacks.join(stack).join(&name), pack(b"example")?).context("cannot write a package")?;
        let (mut version, mut job) = (String::new(), String::new());
        for command in run.page.uploads.replace("\\\n", " ").lines() {
            let (command, prints) = command.split_once('#').unwrap_or((command, ""));
            let mut command = command.replace("polder-NAME.zip", &name);
            for (placeholder, value) in [
                ("REGION", region),
                ("BUCKET", &*bucket),
                ("SIGNER", &*signer),
                ("RELEASE", RELEASE),
                ("NAME", package),
                ("VERSION", &*version),
                ("JOB", &*job),
            ] {
                command = command.replace(placeholder, value);
            }
            let said = shell.output(&command)?;
            let answer = || serde_json::from_str::<Value>(&said).unwrap_or_default();
            match prints.trim() {
                "prints VERSION" => version = text(&answer()["VersionId"])?,
                "prints JOB" => job = text(&answer()["jobId"])?,
                _ => {}
            }
        }
    }
    Ok(())
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).context("the command does not print what the page says")
}
