//! One run: the order, the requests, the answer.

use polder_aws_calls::{CallError, Client};
use polder_shop_setup::{
    AskError, Check, Graphql, QueueError, SetupError, State, Wanted, json, setup, verify,
};
use serde_json::{Value, json as object};

use crate::order::{Action, FORMAT_VERSION, Order};
use crate::settings::Settings;

/// Findings that an error names. The report of `polder shop verify` has all of them.
const NAMED_MAX: usize = 10;

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// An order of another version.
    #[error("the order has format version {0}, and this function knows {FORMAT_VERSION}")]
    Version(u32),
    /// Secrets Manager does not answer, or refuses.
    #[error(transparent)]
    Secret(#[from] CallError),
    /// There is no token.
    #[error(
        "the secret with the token of Polder's app in Saleor has no value: create the app in the dashboard, and write its \
         token to the secret"
    )]
    NoToken,
    /// The secret does not contain a token.
    #[error("the secret with the token is empty, or has characters that no token has")]
    NotAToken,
    /// The queue is none that Saleor can send to.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// A request failed.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// A setup stopped.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// A verification found something.
    #[error("the shop is not ready for customers: {}", .0.join("; "))]
    NotReady(Vec<String>),
}

/// The token of Polder's app, from its secret.
///
/// # Errors
/// If it cannot be read, or is none.
pub fn token(aws: &Client<'_>, arn: &str) -> Result<String, RunError> {
    let text = aws.secret_text(arn)?.ok_or(RunError::NoToken)?;
    let token = text.trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(RunError::NotAToken);
    }
    Ok(token.to_owned())
}

/// Carries out an order. `tell` is called with the title of each step before it is applied.
///
/// # Errors
/// If a request fails, Saleor refuses a change, or a verification finds that the shop is not ready for customers.
pub fn act(
    order: &Order,
    settings: &Settings,
    saleor: &mut dyn Graphql,
    tell: &mut dyn FnMut(&str),
) -> Result<Value, RunError> {
    if order.format_version != FORMAT_VERSION {
        return Err(RunError::Version(order.format_version));
    }
    let wanted = Wanted::new(&settings.shop, Some(&settings.queue))?;
    let (steps, checks) = match order.action {
        Action::Verify => (vec![], verify(saleor, &wanted)?),
        Action::Setup => {
            let applied = setup(saleor, &wanted, tell)?;
            (applied.steps, applied.checks)
        }
    };
    let open: Vec<String> = checks.iter().filter(|check| check.is_open()).map(line).collect();
    if order.action == Action::Verify && !open.is_empty() {
        return Err(RunError::NotReady(shortened(open)));
    }
    let report = json(&settings.shop.cell, &settings.endpoint.to_string(), &checks);
    let report: Value = serde_json::from_str(&report).unwrap_or_default();
    Ok(object!({
        "format_version": FORMAT_VERSION,
        "ready": open.is_empty(),
        "steps": steps,
        "open": open,
        "checks": report["checks"],
    }))
}

/// A finding as one line.
fn line(check: &Check) -> String {
    let head = format!("{} {}", check.code.id, check.subject);
    plain(&match &check.state {
        State::Differs { found, wanted } => format!("{head}: {found}, and not {wanted}"),
        State::Undecided { reason } => format!("{head}: {reason}"),
        State::Holds | State::NotAsked { .. } => head,
    })
}

/// A text without control characters: it has names and messages of the shop, and is printed by workflows and terminals.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn shortened(mut open: Vec<String>) -> Vec<String> {
    let more = open.len().saturating_sub(NAMED_MAX);
    open.truncate(NAMED_MAX);
    if more > 0 {
        open.push(format!("{more} more"));
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workflow prints the lines, and would take one of its own for a command.
    #[test]
    fn a_name_in_the_shop_stays_on_its_line() {
        let code = polder_shop_setup::codes()[0];
        let found = "a\r\n::error::b\u{1b}[31m\u{9b}".to_owned();
        let state = State::Differs { found, wanted: "c".to_owned() };
        let check = Check { code, subject: "channel `x\n`".to_owned(), state, step: None };
        assert_eq!(line(&check), "SETUP001 channel `x`: a::error::b[31m, and not c");
    }
}
