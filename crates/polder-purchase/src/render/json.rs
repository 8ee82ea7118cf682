//! Advice as JSON.

use polder_diag::json_text;
use polder_price::money_json as money;
use serde_json::{Value, json};

use crate::advice::{Advice, Choice, Outlook, Quantity, Row};
use crate::cash::Cash;

/// Incremented when a key changes its meaning or is removed, not when one is added.
const FORMAT_VERSION: u32 = 1;

/// The whole advice.
pub(super) fn json(advice: &Advice) -> String {
    let whole = json!({
        "format_version": FORMAT_VERSION,
        "title": advice.title,
        "start": advice.start.to_string(),
        "year": {
            "conventional": money(advice.conventional),
            "before": money(advice.before),
            "committable": money(advice.committable),
            "after": money(advice.after),
            "saves": money(advice.saves()),
            "saves_permille": i64::try_from(advice.saves_permille()).unwrap_or(0),
            "upfront": money(advice.upfront()),
            "committed": money(advice.committed()),
            "bound": money(advice.bound),
            "on_demand": money(advice.on_demand()),
            "cash": money(advice.first_year()),
        },
        "payments": advice.cash().iter().map(payment).collect::<Vec<_>>(),
        "waste_month": advice.overlap.as_ref().map(|it| json!({
            "listed": money(it.listed), "covered": money(it.covered), "after_purchases": money(it.net),
        })),
        "gap_billionths": u64::try_from(advice.gap_billionths).unwrap_or(u64::MAX),
        "unused_percent_max": advice.unused_percent,
        "owned": advice.owned,
        "purchases": advice.rows.iter().map(row).collect::<Vec<_>>(),
        "futures": advice.outlooks.iter().map(outlook).collect::<Vec<_>>(),
        "choices": advice.choices.iter().map(choice).collect::<Vec<_>>(),
        "missing_prices": advice.missing,
    });
    json_text(&whole)
}

fn row(row: &Row) -> Value {
    let (count, hourly) = match row.quantity {
        Quantity::Count(count) => (json!(count), Value::Null),
        Quantity::Hourly(amount) => (Value::Null, money(amount)),
    };
    json!({
        "what": row.what,
        "region": row.region,
        "count": count,
        "commitment_per_hour": hourly,
        "years": row.years,
        "payment": row.payment.name(),
        "buy": row.buy.to_string(),
        "end": row.end.to_string(),
        "upfront": money(row.upfront),
        "monthly": money(row.monthly),
        "committed": money(row.committed),
        "saves_per_month": money(row.saves),
        "break_even": row.break_even.map(|date| date.to_string()),
        "used_millionths": row.used,
        "quality": row.mark.name(),
        "source": row.source,
        "dated": row.dated,
        "console": row.console,
        "commands": row.commands,
    })
}

fn payment(it: &Cash) -> Value {
    json!({
        "from": it.from.to_string(), "to": it.to.plus(-1).to_string(), "upfront": money(it.upfront),
        "monthly": money(it.monthly),
    })
}

fn outlook(outlook: &Outlook) -> Value {
    json!({ "name": outlook.name, "weight": outlook.weight, "unused_millionths": outlook.unused })
}

fn choice(choice: &Choice) -> Value {
    json!({
        "name": choice.name, "saves": money(choice.saves), "upfront": money(choice.upfront),
        "unused_millionths": choice.unused,
    })
}
