//! A bill as JSON.

use polder_diag::json_text;
use polder_inventory::Inventory;
use serde_json::{Map, Value, json};

use crate::amount::{Amount, Money, Range};
use crate::bill::{Basis, Bill, HOURS, Line};
use crate::book::{Book, Euro};
use crate::conventional::{Chosen, conventional};
use crate::flows::{Choice, FlowCost};
use crate::group::Dimension;
use crate::report::Report;

/// Incremented when a key changes its meaning or is removed, not when one is added.
const FORMAT_VERSION: u32 = 1;

/// The whole bill, line by line, with its sums.
pub(crate) fn json(report: &Report<'_>) -> String {
    let bill = report.bill;
    let mut whole = Map::new();
    let mut put = |key: &str, value: Value| whole.insert(key.to_owned(), value);
    put("format_version", json!(FORMAT_VERSION));
    put("title", json!(report.title));
    put("hours_in_month", json!(HOURS));
    put("month", range(bill.month()));
    put("hour", range(bill.month().map(|money| money.times(1, HOURS.into()))));
    if let Some(euro) = &report.book.euro {
        put("euro", euros(bill, euro));
    }
    put("by", sums(bill, report.inventory));
    if let Some(flows) = report.flows {
        put("flows", flows.flows.iter().map(flow).collect());
        put("choices", flows.choices.iter().map(choice).collect());
    }
    if !report.chosen.is_empty() {
        put("conventional_month", money(conventional(bill.month().expected, report.chosen)));
        put("chosen", report.chosen.iter().map(chosen).collect());
    }
    put("lines", bill.lines.iter().map(line).collect());
    put("missing_prices", missing(bill));
    put("estimated_prices", estimated(bill, report.book));
    put("depends_on_what_is_not_known", open(bill));
    let unsupported = report.unsupported.iter().map(|(kind, count)| json!({ "type": kind, "count": count }));
    put("unsupported", unsupported.collect());
    json_text(&Value::Object(whole))
}

/// An amount of money as an integer, and as a text with all of its places. An integer that does not fit into 64 bits is a
/// text, too.
pub fn money(money: Money) -> Value {
    let whole = i64::try_from(money.0).map_or_else(|_| json!(money.0.to_string()), |it| json!(it));
    json!({ "pico_usd": whole, "usd": money.to_decimal() })
}

fn range(of: Range<Money>) -> Value {
    json!({ "low": money(of.low), "expected": money(of.expected), "high": money(of.high) })
}

fn euros(bill: &Bill, euro: &Euro) -> Value {
    let month = bill.month().map(|money| euro.of(money).to_decimal());
    json!({
        "usd_for_one": euro.usd.to_decimal(),
        "dated": euro.dated,
        "month": { "low": month.low, "expected": month.expected, "high": month.high },
    })
}

fn sums(bill: &Bill, inventory: &Inventory) -> Value {
    let dimensions = [
        Dimension::Service,
        Dimension::Item,
        Dimension::Account,
        Dimension::Region,
        Dimension::Cell,
        Dimension::Site,
        Dimension::Component,
        Dimension::Resource,
    ];
    let mut all = Map::new();
    for dimension in dimensions {
        let sums = bill.by(|line| Some(dimension.of(line, inventory)));
        let sums =
            sums.into_iter().map(|(name, month)| json!({ "name": name.as_str(), "month": range(month) }));
        all.insert(dimension.name(), sums.collect());
    }
    Value::Object(all)
}

fn line(line: &Line) -> Value {
    let basis = match line.basis {
        Basis::Fixed => "fixed",
        Basis::Copies => "copies",
        Basis::Usage => "usage",
    };
    let place = &line.place;
    let text = |text: &Option<polder_inventory::model::Text>| text.as_ref().map(ToString::to_string);
    json!({
        "stack": place.stack.as_str(),
        "address": place.address.as_str(),
        "account": place.account.as_str(),
        "cell": text(&place.cell),
        "site": text(&place.site),
        "component": text(&place.component),
        "service": line.key.service,
        "item": line.key.item,
        "variant": line.key.variant,
        "region": line.key.region,
        "unit": line.unit,
        "basis": basis,
        "quantity": {
            "low": plain(line.quantity.low),
            "expected": plain(line.quantity.expected),
            "high": plain(line.quantity.high),
        },
        "price": money(Money(line.price.0.into())),
        "tiers": line.tiers,
        "quality": line.mark.name(),
        "month": range(line.month),
    })
}

fn flow(flow: &FlowCost) -> Value {
    json!({
        "place": flow.place, "from": flow.from, "to": flow.to, "path": flow.path.name(),
        "purpose": flow.purpose, "gb": plain(flow.amount), "month": money(flow.month),
    })
}

fn choice(choice: &Choice) -> Value {
    json!({
        "place": choice.place, "chosen": choice.chosen, "month": money(choice.month),
        "saves_above_gb": plain(choice.above), "forecast_gb": plain(choice.forecast),
        "guarantee": choice.guarantee, "guarantee_month": money(choice.net),
    })
}

fn chosen(chosen: &Chosen) -> Value {
    json!({
        "place": chosen.place, "what": chosen.what, "guarantee": chosen.guarantee, "saves_month": money(chosen.month),
    })
}

/// A quantity without commas.
fn plain(amount: Amount) -> String {
    amount.to_string().replace(',', "")
}

fn missing(bill: &Bill) -> Value {
    let missing = bill.missing.iter().map(|it| {
        let key = &it.key;
        json!({
            "service": key.service, "item": key.item, "variant": key.variant, "region": key.region, "unit": it.unit,
        })
    });
    missing.collect()
}

fn estimated(bill: &Bill, book: &Book) -> Value {
    let estimated = bill.estimated(book).into_iter().map(|(key, rate)| {
        json!({
            "service": key.service, "item": key.item, "variant": key.variant, "region": key.region,
            "price": money(Money(rate.first().0.into())), "how": rate.source, "month": money(bill.month_of(&key)),
        })
    });
    estimated.collect()
}

fn open(bill: &Bill) -> Value {
    let open = bill.open.iter().map(|it| {
        json!({
            "stack": it.place.stack.as_str(), "address": it.place.address.as_str(),
            "service": it.service.as_str(), "item": it.item.as_str(), "unit": it.unit.as_str(),
            "price": it.price.map(|price| money(Money(price.0.into()))), "not_known": it.what,
        })
    });
    open.collect()
}
