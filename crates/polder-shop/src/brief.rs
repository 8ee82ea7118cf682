//! What the shop of a cell must be, as JSON: the stack of a function holds it, and the function reads it.
//!
//! It has what only the platform file and the facts decide. Settings that are the same for every shop are part of both
//! programs. It must be short: all environment variables of a function together have at most 4 KB.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::configure::{SETTINGS, TAX_CLASS};
use crate::model::{Channel, CountryRate, Shop, TaxClass};

/// The version of the format. It increases with incompatible changes.
const FORMAT_VERSION: u32 = 1;

/// A text that is no brief of this version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BriefError {
    /// Not JSON of this form.
    #[error("what the shop must be is not readable: {0}")]
    Form(String),
    /// Another version.
    #[error("what the shop must be has format version {0}, and this program reads version {FORMAT_VERSION}")]
    Version(u32),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Brief {
    format_version: u32,
    cell: String,
    mail_sender: String,
    mail_address: String,
    channels: Vec<BriefChannel>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BriefChannel {
    slug: String,
    name: String,
    country: String,
    currency: String,
    /// Null for a country without a known tax rate.
    vat_permille: Option<u32>,
}

/// What a shop must be, without warehouses and shipping zones, which people choose.
pub fn brief(shop: &Shop) -> Value {
    let rates = || shop.tax_classes.iter().flat_map(|class| &class.rates);
    let channel = |channel: &Channel| BriefChannel {
        slug: channel.slug.clone(),
        name: channel.name.clone(),
        country: channel.country.clone(),
        currency: channel.currency.clone(),
        vat_permille: rates().find(|rate| rate.country == channel.country).map(|rate| rate.permille),
    };
    let brief = Brief {
        format_version: FORMAT_VERSION,
        cell: shop.cell.clone(),
        mail_sender: shop.mail_sender.clone(),
        mail_address: shop.mail_address.clone(),
        channels: shop.channels.iter().map(channel).collect(),
    };
    // Texts and numbers only: this cannot fail.
    serde_json::to_value(brief).unwrap_or_default()
}

/// The shop that a brief describes.
///
/// # Errors
/// If the text is no brief of this version.
pub fn read_brief(text: &str) -> Result<Shop, BriefError> {
    let form = |error: serde_json::Error| BriefError::Form(error.to_string());
    let value: Value = serde_json::from_str(text).map_err(form)?;
    match value.get("format_version").and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok()) {
        Some(FORMAT_VERSION) => {}
        Some(other) => return Err(BriefError::Version(other)),
        None => return Err(BriefError::Form("no `format_version`".to_owned())),
    }
    let brief: Brief = serde_json::from_value(value).map_err(form)?;
    let rate = |channel: &BriefChannel| {
        let country = channel.country.clone();
        channel.vat_permille.map(|permille| CountryRate { country, permille })
    };
    // A country can have several channels.
    let mut rates: Vec<CountryRate> = vec![];
    for rate in brief.channels.iter().filter_map(rate) {
        if !rates.iter().any(|known| known.country == rate.country) {
            rates.push(rate);
        }
    }
    let channel = |channel: BriefChannel| Channel {
        name: channel.name,
        slug: channel.slug,
        currency: channel.currency,
        country: channel.country,
        settings: SETTINGS,
    };
    Ok(Shop {
        cell: brief.cell,
        mail_sender: brief.mail_sender,
        mail_address: brief.mail_address,
        channels: brief.channels.into_iter().map(channel).collect(),
        warehouses: vec![],
        shipping_zones: vec![],
        tax_classes: vec![TaxClass { name: TAX_CLASS.to_owned(), rates }],
    })
}

#[cfg(test)]
mod tests {
    use polder_facts::Facts;

    use super::*;

    /// Names of regions, ARNs and URLs are in the same environment: at most this much is left of 4 KB.
    const BYTES_MAX: usize = 3 * 1024;

    fn everywhere(wanted: &dyn Fn(&str) -> bool) -> Shop {
        let mut text = String::from(
            "version = 1\nplatform.domain = \"shop.example.eu\"\ncells.all.primary = \"eu-west-1\"\n",
        );
        let facts = Facts::embedded();
        for country in facts.countries().iter().filter(|country| wanted(&country.code)) {
            let known = facts.currency_known(&country.currency);
            let currency = if known { "" } else { "currency = \"EUR\"" };
            text.push_str(&format!("markets.{} = {{ {currency} }}\n", country.code));
        }
        let read = polder_spec::read(&text, facts);
        let design =
            read.and_then(|platform| polder_design::design(&platform, facts)).sound().expect("sound");
        let cell = design.cells.iter().next().expect("a cell");
        crate::shop(&design, cell)
    }

    #[test]
    fn a_brief_describes_the_shop_that_it_was_made_of() {
        let shop = everywhere(&|_| true);
        assert!(shop.channels.len() > shop.tax_classes[0].rates.len(), "some have no rate");
        let read = read_brief(&brief(&shop).to_string()).expect("a brief");
        let wanted = Shop { warehouses: vec![], shipping_zones: vec![], ..shop };
        assert_eq!(read, wanted);
    }

    /// Countries with facts. Larger cells are a finding of `polder-aws-limits`.
    #[test]
    fn a_cell_with_every_country_of_europe_fits_into_an_environment() {
        let taxed = |country: &str| Facts::embedded().vat(country).is_some();
        let bytes = brief(&everywhere(&taxed)).to_string().len();
        assert!(bytes <= BYTES_MAX, "{bytes}");
    }

    #[test]
    fn other_texts_are_refused() {
        let good = brief(&everywhere(&|code| code == "NL"));
        for (name, value) in [("format_version", serde_json::json!(2)), ("channels", serde_json::json!("de"))]
        {
            let mut other = good.clone();
            other[name] = value;
            assert!(read_brief(&other.to_string()).is_err(), "{name}");
        }
        for text in ["", "{}", "[]", "null", "{\"format_version\":1}", "{\"format_version\":-1}"] {
            assert!(read_brief(text).is_err(), "{text}");
        }
        assert_eq!(read_brief("{\"format_version\":7}"), Err(BriefError::Version(7)));
    }
}
