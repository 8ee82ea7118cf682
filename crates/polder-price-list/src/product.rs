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
    let found = attribute("usagetype").unwrap_or_default();
    let usage = found.strip_suffix(question.usage.as_str()).is_some_and(is_region_prefix);
    filtered && usage
}

/// Whether it is what precedes a usage type in a region: `EUC1-`, or nothing in us-east-1. `EU-Outposts-` and `TS-` are other
/// products.
fn is_region_prefix(text: &str) -> bool {
    let Some(prefix) = text.strip_suffix('-') else { return text.is_empty() };
    prefix != "TS"
        && !prefix.is_empty()
        && prefix.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
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

#[cfg(test)]
mod tests {
    use super::is_region_prefix;

    #[test]
    fn other_products_are_not_taken_for_those_of_a_region() {
        for prefix in ["", "EU-", "EUC1-", "EUW3-"] {
            assert!(is_region_prefix(prefix), "{prefix}");
        }
        for other in ["TS-", "EU-TS-", "EU-Outposts-", "Reserved", "EU-Regional", "-"] {
            assert!(!is_region_prefix(other), "{other}");
        }
    }
}
