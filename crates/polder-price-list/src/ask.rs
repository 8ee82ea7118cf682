//! Asking for a price, page by page.

use polder_aws_calls::PriceLists;
use polder_price::Amount;
use polder_units::PicoUsd;
use serde_json::{Value, json};

use crate::error::{NoPrice, RefreshError};
use crate::product::{Tiers, fits, on_demand};
use crate::question::Question;

/// The most pages of an answer. A question is for one product: the largest answers are those on NAT gateways and addresses, with
/// dozens of products.
const PAGES: usize = 20;
/// The products of a page: the most that the API allows.
const PAGE: usize = 100;

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question.
    pub question: Question,
    /// The price of a unit from a quantity in a month on, in order.
    pub tiers: Vec<(Amount, PicoUsd)>,
    /// When AWS published the price list: a date, or empty.
    pub published: String,
}

/// Asks for a price. Only one page is in memory at a time.
///
/// # Errors
/// The outer error means that the API cannot be asked, the inner one that it has no such price.
pub fn ask(api: &PriceLists<'_>, question: Question) -> Result<Result<Answer, NoPrice>, RefreshError> {
    let filter = |(field, value): &(&'static str, String)| json!({ "Type": "TERM_MATCH", "Field": field, "Value": value });
    let filters: Vec<Value> = question.filters.iter().map(filter).collect();
    let mut found: Result<(Tiers, String), NoPrice> = Err(NoPrice::None);
    let mut token: Option<String> = None;
    for _ in 0..PAGES {
        let mut body = json!({
            "ServiceCode": question.service, "Filters": filters, "FormatVersion": "aws_v1", "MaxResults": PAGE,
        });
        if let (Some(token), Some(body)) = (&token, body.as_object_mut()) {
            body.insert("NextToken".to_owned(), token.as_str().into());
        }
        let page = api.products(&body)?;
        let products =
            page.get("PriceList").and_then(Value::as_array).ok_or(RefreshError::Form("a `PriceList`"))?;
        for product in products {
            let product = parsed(product)?;
            if fits(&question, &product) {
                let next = on_demand(&question, &product).map(|tiers| (tiers, published(&product)));
                found = merged(found, next);
            }
        }
        token = page.get("NextToken").and_then(Value::as_str).filter(|it| !it.is_empty()).map(str::to_owned);
        if token.is_none() {
            return Ok(found.map(|(tiers, published)| Answer { question, tiers, published }));
        }
    }
    Err(RefreshError::Pages(PAGES))
}

/// A product, which the API writes as JSON in a text.
fn parsed(product: &Value) -> Result<Value, RefreshError> {
    let unreadable = RefreshError::Form("products in its `PriceList`");
    match product {
        Value::String(text) => serde_json::from_str(text).map_err(|_| unreadable),
        Value::Object(_) => Ok(product.clone()),
        _ => Err(unreadable),
    }
}

/// Two products that fit are one answer only if their prices are the same.
fn merged(
    found: Result<(Tiers, String), NoPrice>,
    next: Result<(Tiers, String), NoPrice>,
) -> Result<(Tiers, String), NoPrice> {
    match (found, next) {
        (Err(NoPrice::None), next) => next,
        (Ok(one), Ok(other)) if one.0 == other.0 => Ok(one),
        (Ok(_), Ok(_)) => Err(NoPrice::Ambiguous),
        (Err(why), _) | (_, Err(why)) => Err(why),
    }
}

/// The day of publication, if it looks like one.
fn published(product: &Value) -> String {
    let date = product.get("publicationDate").and_then(Value::as_str).and_then(|it| it.get(..10));
    let is_date = |text: &&str| text.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    date.filter(is_date).unwrap_or_default().to_owned()
}
