//! Value added tax: rates of countries, tax classes, and whether channels charge them.

use polder_shop::{Channel, Group, Shop, TaxClass};
use serde_json::{Value, json};

use super::settings::{described, different, input};
use crate::check::Check;
use crate::codes::{TAX_CONFIGURATION, TAX_RATE};
use crate::decimal::{number, percent, percent_number};
use crate::observed::{self, Observed};
use crate::operation::{
    TAX_CLASS_CREATE, TAX_CLASS_UPDATE, TAX_CONFIGURATION_UPDATE, TAX_COUNTRY_CONFIGURATION_UPDATE,
};
use crate::step::Step;

/// The tax class of standard goods, and the default rate of each country, which applies to everything without a class.
pub(super) fn rates(shop: &Shop, observed: &Observed) -> Vec<Check> {
    let classes = shop.tax_classes.iter().map(|wanted| class(wanted, observed));
    let mut checks: Vec<Check> = classes.collect();
    for rate in shop.tax_classes.first().into_iter().flat_map(|class| &class.rates) {
        let found = default_rate(observed, &rate.country);
        let (subject, wanted) = (format!("default rate of {}", rate.country), percent(rate.permille));
        if found.as_deref() == Some(wanted.as_str()) {
            checks.push(Check::holds(&TAX_RATE, subject));
            continue;
        }
        let rates = json!([{ "rate": percent_number(rate.permille) }]);
        let variables = json!({ "country": rate.country, "rates": rates });
        let title = format!("set the default rate of {} to {wanted} %", rate.country);
        let step = Step::new(&TAX_COUNTRY_CONFIGURATION_UPDATE, variables, title);
        let found = found.map_or("none".to_owned(), |found| format!("{found} %"));
        checks.push(Check::differs(&TAX_RATE, subject, found, format!("{wanted} %")).with(step));
    }
    checks
}

/// Whether a channel has a tax rate, where the facts know none for its country. Only people can enter one.
pub(super) fn unknown_rate(
    shop: &Shop,
    channel: &Channel,
    found: &observed::Channel,
    observed: &Observed,
) -> Option<Check> {
    if known_rate(shop, &channel.country).is_some() {
        return None;
    }
    let subject = format!("default rate of {}, for channel `{}`", channel.country, channel.slug);
    Some(if is_settled(shop, channel, found, observed) {
        Check::holds(&TAX_RATE, subject)
    } else {
        Check::differs(&TAX_RATE, subject, "none", "a rate, which Polder does not know, or a tax app")
    })
}

/// Whether somebody decided what a channel charges: the facts, people, or a tax app. Without a rate Saleor charges nothing.
pub(super) fn is_settled(
    shop: &Shop,
    channel: &Channel,
    found: &observed::Channel,
    observed: &Observed,
) -> bool {
    known_rate(shop, &channel.country).is_some()
        || default_rate(observed, &channel.country).is_some()
        || has_tax_app(found)
}

/// Whether prices of a channel must contain tax. Where a tax app computes them for a country without a known rate, nobody knows.
pub(crate) fn is_charged(
    shop: &Shop,
    channel: &Channel,
    found: &observed::Channel,
    observed: &Observed,
) -> bool {
    match known_rate(shop, &channel.country) {
        Some(permille) => permille > 0,
        None => {
            !has_tax_app(found) && default_rate(observed, &channel.country).is_some_and(|rate| rate != "0")
        }
    }
}

fn known_rate(shop: &Shop, country: &str) -> Option<u32> {
    let mut rates = shop.tax_classes.iter().flat_map(|class| &class.rates);
    rates.find(|rate| rate.country == country).map(|rate| rate.permille)
}

fn has_tax_app(found: &observed::Channel) -> bool {
    found.tax_configuration.settings.get("taxCalculationStrategy") == Some(&json!("TAX_APP"))
}

/// The rate of a country for everything without a tax class.
fn default_rate(observed: &Observed, country: &str) -> Option<String> {
    let configured = observed.tax_country_configurations.iter().flatten();
    let mut defaults = configured
        .filter(|found| found.country.code == country)
        .flat_map(|found| &found.tax_class_country_rates)
        .filter(|rate| rate.tax_class.is_none());
    defaults.next().map(|rate| number(&rate.rate))
}

fn class(wanted: &TaxClass, observed: &Observed) -> Check {
    let subject = format!("tax class `{}`", wanted.name);
    let pairs = |rates: Vec<(&str, String)>| {
        rates.iter().map(|(country, rate)| format!("{country} {rate} %")).collect::<Vec<_>>().join(", ")
    };
    let should =
        pairs(wanted.rates.iter().map(|rate| (rate.country.as_str(), percent(rate.permille))).collect());
    let sent = |rates: &[polder_shop::CountryRate]| {
        let rate = |rate: &polder_shop::CountryRate| json!({ "countryCode": rate.country, "rate": percent_number(rate.permille) });
        rates.iter().map(rate).collect::<Vec<Value>>()
    };
    let Some(found) = observed.tax_classes().find(|class| class.name == wanted.name) else {
        let fields = json!({ "name": wanted.name, "createCountryRates": sent(&wanted.rates) });
        let title = format!("create tax class `{}`", wanted.name);
        let step = Step::new(&TAX_CLASS_CREATE, json!({ "input": fields }), title);
        return Check::differs(&TAX_RATE, subject, "not there", should).with(step);
    };
    let rate_of = |country: &str| {
        let mut rates = found.countries.iter().filter(|rate| rate.country.code == country);
        rates.next().map(|rate| number(&rate.rate))
    };
    let different: Vec<_> = wanted
        .rates
        .iter()
        .filter(|rate| rate_of(&rate.country).as_deref() != Some(percent(rate.permille).as_str()))
        .cloned()
        .collect();
    if different.is_empty() {
        return Check::holds(&TAX_RATE, subject);
    }
    let variables = json!({ "id": found.id, "input": { "updateCountryRates": sent(&different) } });
    let step =
        Step::new(&TAX_CLASS_UPDATE, variables, format!("set the rates of tax class `{}`", wanted.name));
    let was = found.countries.iter().map(|rate| (rate.country.code.as_str(), number(&rate.rate))).collect();
    Check::differs(&TAX_RATE, subject, pairs(was), should).with(step)
}

/// Whether a channel charges taxes. An exception for its own country would take the place of the channel's settings.
pub(super) fn configuration(channel: &Channel, found: &observed::Channel) -> Check {
    let wanted = channel.settings();
    let configuration = &found.tax_configuration;
    let different =
        different(wanted.iter().filter(|setting| setting.group == Group::Tax), &configuration.settings);
    let exception = configuration.countries.iter().any(|entry| entry.country.code == channel.country);
    let subject = format!("taxes of channel `{}`", channel.slug);
    let mut fields = input(&different);
    let (mut was, mut should) = described(&different, &configuration.settings)
        .map_or((vec![], vec![]), |(was, should)| (vec![was], vec![should]));
    if exception {
        fields.insert("removeCountriesConfiguration".to_owned(), json!([channel.country]));
        was.push(format!("an exception for {}", channel.country));
        should.push("no exception".to_owned());
    }
    if fields.is_empty() {
        return Check::holds(&TAX_CONFIGURATION, subject);
    }
    let variables = json!({ "id": configuration.id, "input": fields });
    let title = format!("set up the taxes of channel `{}`", channel.slug);
    let step = Step::new(&TAX_CONFIGURATION_UPDATE, variables, title);
    Check::differs(&TAX_CONFIGURATION, subject, was.join(", "), should.join(", ")).with(step)
}
