//! `aws_budgets_budget`.

use polder_cloud::View;
use polder_inventory::billing::{Budget, BudgetNotification};
use polder_inventory::model::{Known, Pattern, Piece, Reason, Set, Text};
use polder_units::{Duration, PicoUsd};

use crate::pattern::Syntax;
use crate::reader::Reader;
use crate::value::{given_text, text, text_or, whole};

/// A budget, and who is notified.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let limit = limit(view);
    let notices = view.blocks("notification").into_iter().map(|block| notice(reader, block)).collect();
    let costs = costs(reader, view);
    let budget = Budget {
        source: reader.source(view),
        name: given_text(view, "name"),
        limit,
        period: period(view),
        filters: costs,
        notifications: notices,
    };
    reader.inventory.billing.budgets.push(budget);
}

fn limit(view: View<'_, '_>) -> Known<PicoUsd> {
    match (text(view, "limit_amount"), text(view, "limit_unit")) {
        (Known::Value(Some(amount)), Known::Value(Some(unit))) if unit == "USD" => {
            PicoUsd::from_decimal(&amount).map_or(Known::Unknown(Reason::NotUnderstood), Known::Value)
        }
        // Usage budgets, and budgets with automatic adjustment.
        (Known::Value(_), Known::Value(_)) => Known::Unknown(Reason::AttributeNotModelled),
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}

/// A month counts as 30 days, a quarter as three months, and a year as twelve.
fn period(view: View<'_, '_>) -> Known<Duration> {
    match given_text(view, "time_unit") {
        Known::Value(unit) => match unit.as_str() {
            "DAILY" => Known::Value(Duration::days(1)),
            "MONTHLY" => Known::Value(Duration::days(30)),
            "QUARTERLY" => Known::Value(Duration::days(90)),
            "ANNUALLY" => Known::Value(Duration::days(360)),
            _ => Known::Unknown(Reason::NotUnderstood),
        },
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// The costs that are included, as `dimension=value`.
fn costs<'a>(reader: &Reader<'_, 'a>, view: View<'_, 'a>) -> Known<Set<Pattern>> {
    let mut found = vec![];
    for filter in view.blocks("cost_filter") {
        let name = match given_text(filter, "name") {
            Known::Value(name) => name,
            Known::Unknown(reason) => return Known::Unknown(reason),
        };
        let Some(values) = filter.body().get("values") else { continue };
        match reader.value_patterns(filter.stack(), values, Syntax::PLAIN) {
            Known::Value(values) => found.extend(values.iter().map(|value| {
                let name = Piece::Literal(Text::from(format!("{name}=")));
                Pattern::of([name].into_iter().chain(value.pieces().iter().cloned()))
            })),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    Known::Value(found.into())
}

fn notice<'a>(reader: &Reader<'_, 'a>, block: View<'_, 'a>) -> BudgetNotification {
    let mut to = vec![];
    let mut unknown = None;
    for name in ["subscriber_email_addresses", "subscriber_sns_topic_arns"] {
        let Some(value) = block.body().get(name) else { continue };
        match reader.value_patterns(block.stack(), value, Syntax::PLAIN) {
            Known::Value(some) => to.extend(some),
            Known::Unknown(reason) => unknown = Some(reason),
        }
    }
    BudgetNotification {
        percent: percent(block),
        forecast: text_or(block, "notification_type", "ACTUAL").map(|kind| kind == "FORECASTED"),
        to: unknown.map_or_else(|| Known::Value(to.into()), Known::Unknown),
    }
}

/// The percentage of the limit. A threshold that is an amount of money is not converted.
fn percent(block: View<'_, '_>) -> Known<u32> {
    match text(block, "threshold_type") {
        Known::Value(Some(kind)) if kind == "PERCENTAGE" => {}
        Known::Value(_) => return Known::Unknown(Reason::AttributeNotModelled),
        Known::Unknown(reason) => return Known::Unknown(reason),
    }
    match whole(block, "threshold") {
        Known::Value(Some(percent)) => Known::Value(percent),
        Known::Value(None) => Known::Unknown(Reason::NotGiven),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}
