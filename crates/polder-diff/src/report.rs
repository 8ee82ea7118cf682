//! Changes as text, JSON or Markdown.

use polder_diag::json_text;
use polder_price::{Money, money_json};
use serde_json::{Value, json};

use crate::change::{Action, Cause, Change};

/// Incremented when a key changes its meaning or is removed, not when one is added.
const FORMAT_VERSION: u32 = 2;

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For terminals.
    Text,
    /// With a `format_version`.
    Json,
    /// For a comment on a pull request.
    Markdown,
}

/// A report of changes. `month` says what a month costs before and after, if that is known.
pub fn render(changes: &[Change], month: Option<(Money, Money)>, form: Form) -> String {
    match form {
        Form::Text => text(changes, month),
        Form::Json => json(changes, month),
        Form::Markdown => markdown(changes, month),
    }
}

fn count(changes: &[Change], action: Action) -> usize {
    changes.iter().filter(|change| change.action == action).count()
}

fn summary(changes: &[Change]) -> String {
    let of = |action: Action| format!("{} to {}", count(changes, action), action.word());
    let sums = [Action::Create, Action::Update, Action::Replace, Action::Destroy].map(of).join(", ");
    match changes.iter().filter(|change| change.is_open()).count() {
        0 => sums,
        open => format!("{sums}; {open} of the updates may be replacements"),
    }
}

/// Why, in words.
fn why(change: &Change) -> String {
    let words = |cause: &Cause| match cause {
        Cause::Attribute(path) => format!("`{path}` cannot be changed"),
        Cause::Follows(path, of) => format!("`{path}` refers to `{of}`, which is replaced"),
        Cause::Changes(path, of) => format!("`{path}` refers to `{of}`, which changes"),
        Cause::Unknown(path) => format!("`{path}` may force a replacement"),
    };
    change.causes.iter().map(words).collect::<Vec<_>>().join(", ")
}

/// What a month costs before and after, and the difference.
fn money(before: Money, after: Money) -> String {
    let difference = Money(after.0.saturating_sub(before.0));
    let sign = if difference > Money::ZERO { "+" } else { "" };
    format!("{} -> {} ({sign}{})", before.whole("$"), after.whole("$"), difference.text("$"))
}

fn text(changes: &[Change], month: Option<(Money, Money)>) -> String {
    let mut out = format!("{}\n", summary(changes));
    for stateful in [true, false] {
        for action in [Action::Replace, Action::Destroy, Action::Create, Action::Update] {
            let rows: Vec<&Change> =
                changes.iter().filter(|it| it.action == action && it.stateful == stateful).collect();
            if rows.is_empty() {
                continue;
            }
            let data = if stateful { ", with data or keys" } else { "" };
            out.push_str(&format!("\n{}{data}: {}\n", action.word(), rows.len()));
            for change in rows {
                let why = why(change);
                let detail = if why.is_empty() { change.attributes.join(", ") } else { why };
                let detail = if detail.is_empty() { String::new() } else { format!("  ({detail})") };
                out.push_str(&format!("  {}  {}{detail}\n", change.stack, change.address));
            }
        }
    }
    if let Some((before, after)) = month {
        out.push_str(&format!("\na month at list prices: {}\n", money(before, after)));
    }
    out
}

fn json(changes: &[Change], month: Option<(Money, Money)>) -> String {
    let cause = |cause: &Cause| match cause {
        Cause::Attribute(path) => json!({ "attribute": path, "forces": true }),
        Cause::Follows(path, of) => json!({ "attribute": path, "forces": true, "replaced": of }),
        Cause::Changes(path, of) => json!({ "attribute": path, "forces": true, "changed": of }),
        Cause::Unknown(path) => json!({ "attribute": path, "forces": Value::Null }),
    };
    let change = |it: &Change| {
        json!({
            "stack": it.stack,
            "address": it.address,
            "action": it.action.word(),
            "stateful": it.stateful,
            "grave": it.is_grave(),
            "attributes": it.attributes,
            "causes": it.causes.iter().map(cause).collect::<Vec<_>>(),
        })
    };
    let month =
        month.map(|(before, after)| json!({ "before": money_json(before), "after": money_json(after) }));
    let changes: Vec<Value> = changes.iter().map(change).collect();
    json_text(&json!({ "format_version": FORMAT_VERSION, "changes": changes, "month": month }))
}

fn markdown(changes: &[Change], month: Option<(Money, Money)>) -> String {
    let mut out = format!("{}\n", summary(changes));
    if let Some((before, after)) = month {
        out.push_str(&format!("\nA month at list prices: {}.\n", money(before, after)));
    }
    if changes.is_empty() {
        return out;
    }
    out.push_str("\n| action | data | stack | resource | why |\n| --- | --- | --- | --- | --- |\n");
    for change in changes {
        let (action, stack, address) = (change.action.word(), &change.stack, &change.address);
        let data = if change.stateful { "yes" } else { "" };
        out.push_str(&format!("| {action} | {data} | `{stack}` | `{address}` | {} |\n", why(change)));
    }
    out
}
