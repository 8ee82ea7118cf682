//! The price of a product.

use std::collections::BTreeMap;

use polder_price::Amount;
use polder_units::PicoUsd;
use serde_json::Value;

use crate::error::NoPrice;
use crate::question::Question;

/// The price of a unit from a quantity on, in order.
pub(crate) type Tiers = Vec<(Amount, PicoUsd)>;

/// Whether a product is the one that was asked for. The API has filtered, and is not believed.
pub(crate) fn fits(question: &Question, product: &Value) -> bool {
    let attribute = |name: &str| {
        let product = product.get("product")?;
        match name {
            "productFamily" => product.get(name)?.as_str(),
            name => product.get("attributes")?.get(name)?.as_str(),
        }
    };
    let filtered = question.filters.iter().all(|(name, value)| attribute(name) == Some(value));
    let usage = question.usage.is_none_or(|usage| {
        let found = attribute("usagetype").unwrap_or_default();
        // `EUC1-NatGateway-Hours`; without a prefix in us-east-1.
        let rest = found
            .strip_suffix(usage)
            .and_then(|rest| if rest.is_empty() { Some("") } else { rest.strip_suffix('-') });
        rest.is_some_and(|prefix| prefix.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit()))
    });
    filtered && usage
}

/// The on-demand price of a product, tier by tier.
pub(crate) fn on_demand(question: &Question, product: &Value) -> Result<Tiers, NoPrice> {
    let terms = product.get("terms").and_then(|it| it.get("OnDemand")).and_then(Value::as_object);
    let mut terms = terms.into_iter().flat_map(|terms| terms.values());
    let (Some(term), None) = (terms.next(), terms.next()) else { return Err(NoPrice::Form) };
    let dimensions = term.get("priceDimensions").and_then(Value::as_object).ok_or(NoPrice::Form)?;
    let mut tiers: BTreeMap<Amount, PicoUsd> = BTreeMap::new();
    for dimension in dimensions.values() {
        let text = |name: &str| dimension.get(name).and_then(Value::as_str).ok_or(NoPrice::Form);
        let usd = dimension.get("pricePerUnit").and_then(|it| it.get("USD")).and_then(Value::as_str);
        let price = usd.and_then(PicoUsd::from_decimal).filter(|it| it.0 >= 0).ok_or(NoPrice::Form)?;
        if !question.units.contains(&text("unit")?.to_ascii_lowercase().as_str()) {
            return Err(NoPrice::Form);
        }
        // What a reservation has paid already is listed beside the price, for nothing.
        if price == PicoUsd(0) {
            continue;
        }
        let from = text("beginRange")?.parse::<Amount>().map_err(|_| NoPrice::Form)?;
        if tiers.insert(from, price).is_some_and(|other| other != price) {
            return Err(NoPrice::Ambiguous);
        }
    }
    // A price of nothing is never believed.
    if tiers.first_key_value().is_none_or(|(from, _)| *from != Amount::ZERO) {
        return Err(NoPrice::Form);
    }
    Ok(tiers.into_iter().collect())
}
