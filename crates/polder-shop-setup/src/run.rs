//! Verification and setup of a running shop.

use serde_json::Value;

use crate::ask::{AskError, Graphql};
use crate::check::Check;
use crate::codes::TOKEN_LACKS;
use crate::examine::{examine, is_charged, price};
use crate::observed::{self, TokenApp};
use crate::operation::CHANNEL_ACTIVATE;
use crate::step::Step;
use crate::wanted::{PERMISSIONS, Wanted};

/// A setup needs three rounds: channels, their settings, opening them. Each round ends differences for good, so more are
/// needed only if somebody else changes the shop meanwhile.
const ROUNDS_MAX: u32 = 8;

/// The most changes. The other side decides how many differences it shows.
const STEPS_MAX: usize = 1_000;

/// What a setup did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The titles of the steps, in order.
    pub steps: Vec<String>,
    /// The shop afterwards.
    pub checks: Vec<Check>,
}

/// Why a setup stopped. What was applied before stays, and the next setup continues.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// A request failed.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// Saleor refused a change.
    #[error("cannot {step}: {}", messages.join("; "))]
    Refused {
        /// The title of the step.
        step: String,
        /// Saleor's messages.
        messages: Vec<String>,
    },
    /// Saleor accepted changes without making them.
    #[error("Saleor accepted to {0}, and nothing changed; is somebody else changing the shop?")]
    NotKept(String),
    /// Saleor's answers ask for more changes than a shop can need.
    #[error(
        "Saleor's answers would need {0} changes, and no shop needs more than {STEPS_MAX}: is this Saleor?"
    )]
    TooMany(usize),
}

/// Compares a running shop with the design. Nothing is changed.
///
/// # Errors
/// If a request fails.
pub fn verify(saleor: &mut dyn Graphql, wanted: &Wanted<'_>) -> Result<Vec<Check>, AskError> {
    let mut checks = token(observed::token(saleor)?.as_ref());
    // Without its permissions, Saleor answers nothing at all.
    if checks.iter().any(Check::is_open) {
        return Ok(checks);
    }
    let observed = observed::observe(saleor)?;
    checks.extend(examine(wanted, &observed));
    for channel in &wanted.shop.channels {
        let found = observed.channel(&channel.slug);
        if found.is_some_and(|found| is_charged(wanted.shop, channel, found, &observed)) {
            checks.push(price(channel, &observed::prices(saleor, &channel.slug, &channel.country)?));
        }
    }
    Ok(checks)
}

/// Makes a running shop what the design says, and verifies it. `tell` is called with the title of each step before it is
/// applied. With a token that lacks permissions, nothing is changed.
///
/// # Errors
/// If a request fails, or Saleor refuses a step.
pub fn setup(
    saleor: &mut dyn Graphql,
    wanted: &Wanted<'_>,
    tell: &mut dyn FnMut(&str),
) -> Result<Applied, SetupError> {
    let mut steps = vec![];
    let permitted = token(observed::token(saleor)?.as_ref());
    if permitted.iter().any(Check::is_open) {
        return Ok(Applied { steps, checks: permitted });
    }
    for _ in 0..ROUNDS_MAX {
        let next = next(&examine(wanted, &observed::observe(saleor)?));
        if next.is_empty() {
            return Ok(Applied { steps, checks: verify(saleor, wanted)? });
        }
        if steps.len() + next.len() > STEPS_MAX {
            return Err(SetupError::TooMany(steps.len() + next.len()));
        }
        for step in next {
            tell(&step.title);
            apply(saleor, &step)?;
            steps.push(step.title);
        }
    }
    Err(SetupError::NotKept(steps.pop().unwrap_or_default()))
}

/// The steps to apply now: those that open channels only when there is no other.
fn next(checks: &[Check]) -> Vec<Step> {
    let (opening, others): (Vec<Step>, Vec<Step>) = checks
        .iter()
        .filter_map(|check| check.step.clone())
        .partition(|step| step.operation == &CHANNEL_ACTIVATE);
    if others.is_empty() { opening } else { others }
}

fn apply(saleor: &mut dyn Graphql, step: &Step) -> Result<(), SetupError> {
    let answer = saleor.ask(step.operation, &step.variables)?;
    let Some(errors) = answer.pointer("/result/errors").and_then(Value::as_array) else {
        let reason = "no `result`".to_owned();
        return Err(AskError::Unreadable { operation: step.operation.name, reason }.into());
    };
    let text = |error: &Value, name: &str| error.get(name).and_then(Value::as_str).map(str::to_owned);
    let message = |error: &Value| {
        let what =
            text(error, "message").or_else(|| text(error, "code")).unwrap_or_else(|| "no message".to_owned());
        text(error, "field").map_or(what.clone(), |field| format!("{field}: {what}"))
    };
    match errors.as_slice() {
        [] => Ok(()),
        errors => Err(SetupError::Refused {
            step: step.title.clone(),
            messages: errors.iter().map(message).collect(),
        }),
    }
}

/// Whether the token is of an app that has all permissions.
fn token(app: Option<&TokenApp>) -> Vec<Check> {
    let subject = "the token";
    let Some(app) = app else {
        return vec![Check::differs(&TOKEN_LACKS, subject, "of no app", "of an app")];
    };
    let subject = format!("the app `{}` of the token", app.name.as_deref().unwrap_or_default());
    let missing: Vec<&str> = PERMISSIONS.into_iter().filter(|permission| !app.may(permission)).collect();
    vec![if app.is_active == Some(false) {
        Check::differs(&TOKEN_LACKS, subject, "inactive", "active")
    } else if missing.is_empty() {
        Check::holds(&TOKEN_LACKS, subject)
    } else {
        Check::differs(&TOKEN_LACKS, subject, format!("not permitted: {}", missing.join(", ")), "permitted")
    }]
}
