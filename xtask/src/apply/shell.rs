//! Runs the page's commands with the credentials of an account.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs::{File, OpenOptions};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::Run;
use super::accounts::Accounts;
use super::values;

/// A shell in the folder of a stack.
pub(super) struct Shell {
    folder: PathBuf,
    log: PathBuf,
    environment: Vec<(String, String)>,
}

impl Shell {
    /// In the folder of a stack, with its variables.
    pub(super) fn in_stack(run: &Run<'_>, stack: &str, accounts: &Accounts) -> Result<Shell> {
        let account = stack.split('/').next().unwrap_or_default();
        let mut shell = Shell::of_account(run, account, accounts)?;
        shell.folder = run.stacks.join(stack);
        shell.log = run.logs.join(format!("{}.log", stack.replace('/', "_")));
        for (name, stacks) in &run.page.variables {
            if stacks.as_ref().is_none_or(|stacks| stacks.contains(stack)) {
                let value = values::value(name, account, accounts)?;
                shell.environment.push((format!("TF_VAR_{name}"), value));
            }
        }
        Ok(shell)
    }

    /// In the folder of all stacks.
    pub(super) fn of_account(run: &Run<'_>, account: &str, accounts: &Accounts) -> Result<Shell> {
        let mut environment = run.emulators.environment();
        environment.push(("AWS_ACCESS_KEY_ID".to_owned(), accounts.id(account)?.to_owned()));
        Ok(Shell { folder: run.stacks.clone(), log: run.logs.join(format!("{account}.log")), environment })
    }

    /// Runs commands, which are answered with `yes`, until one fails. Their output is in the log.
    pub(super) fn run(&self, commands: &str) -> Result<()> {
        // Each command reads what it likes to: only an endless answer reaches all of them.
        let script = format!("yes yes | sh -ec '{}'", commands.replace('\'', r"'\''"));
        let log = self.log()?;
        let status = self.command(&script).stdout(log.try_clone()?).stderr(log).status();
        ensure!(status.context("cannot run `sh`")?.success(), "failed: see `{}`", self.log.display());
        Ok(())
    }

    /// The standard output of a command.
    pub(super) fn output(&self, command: &str) -> Result<String> {
        let output = self.command(command).stderr(self.log()?).output().context("cannot run `sh`")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        ensure!(output.status.success(), "`{command}` failed: see `{}`\n{said}", self.log.display());
        Ok(said)
    }

    /// The status of a command. Its output is in the log.
    pub(super) fn status(&self, command: &str) -> Result<Option<i32>> {
        let log = self.log()?;
        let status = self.command(command).stdout(log.try_clone()?).stderr(log).status();
        Ok(status.context("cannot run `sh`")?.code())
    }

    fn command(&self, script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-ec", script]).current_dir(&self.folder).stdin(Stdio::null());
        for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "TF_DATA_DIR"] {
            command.env_remove(name);
        }
        command.envs(self.environment.iter().cloned());
        command
    }

    fn log(&self) -> Result<File> {
        let opened = OpenOptions::new().create(true).append(true).open(&self.log);
        opened.with_context(|| format!("cannot write `{}`", self.log.display()))
    }
}
