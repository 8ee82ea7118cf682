//! What customers need besides settings: something that is shipped, a way to pay, and taxed prices. Only people can supply it.

use polder_shop::Channel;
use serde_json::Number;

use crate::check::Check;
use crate::codes::{NO_PAYMENT, NO_SHIPPING, NOT_TAXED};
use crate::decimal::number;
use crate::observed::{self, Observed};

/// The beginning of the street of a placeholder, which the configurator's file has for each warehouse.
const PLACEHOLDER: &str = "REPLACE";

/// The webhook of an app that takes payments.
const PAYMENT: &str = "TRANSACTION_INITIALIZE_SESSION";

/// Whether goods of a channel reach its country: a warehouse with an address, and a shipping method with a price.
pub(super) fn shipping(channel: &Channel, found: &observed::Channel, observed: &Observed) -> Vec<Check> {
    let subject = format!("shipping from channel `{}` to {}", channel.slug, channel.country);
    let reaches = observed.shipping_zones().any(|zone| {
        let mut methods = zone.shipping_methods.iter().flatten();
        zone.countries.iter().any(|country| country.code == channel.country)
            && zone.channels.iter().any(|other| other.slug == channel.slug)
            && methods.any(|method| {
                method.channel_listings.iter().flatten().any(|listing| listing.channel.slug == channel.slug)
            })
    });
    let mut checks = vec![if reaches {
        Check::holds(&NO_SHIPPING, subject)
    } else {
        Check::differs(&NO_SHIPPING, subject, "no shipping method with a price", "at least one")
    }];
    let subject = format!("warehouses of channel `{}`", channel.slug);
    let placeholder = |warehouse: &&observed::Warehouse| warehouse.address.street.starts_with(PLACEHOLDER);
    checks.push(if found.warehouses.is_empty() {
        Check::differs(&NO_SHIPPING, subject, "none", "at least one")
    } else if found.warehouses.iter().any(|warehouse| placeholder(&warehouse)) {
        Check::differs(&NO_SHIPPING, subject, "a placeholder for an address", "an address")
    } else {
        Check::holds(&NO_SHIPPING, subject)
    });
    checks
}

/// Whether an app takes payments. Without one, no checkout can be completed.
pub(super) fn payment_app(observed: &Observed) -> Check {
    let takes = |app: &observed::OtherApp| {
        let mut webhooks = app.webhooks.iter().flatten().filter(|webhook| webhook.is_active);
        app.is_active == Some(true)
            && webhooks.any(|webhook| webhook.sync_events.iter().any(|event| event.event_type == PAYMENT))
    };
    if observed.apps().any(takes) {
        Check::holds(&NO_PAYMENT, "payment")
    } else {
        Check::differs(&NO_PAYMENT, "payment", "no app that takes payments", "at least one")
    }
}

/// Whether prices of a channel contain tax, from the gross prices and taxes of some products.
pub(crate) fn price(channel: &Channel, prices: &[(Number, Number)]) -> Check {
    let subject = format!("prices in channel `{}`", channel.slug);
    let nothing = |amount: &Number| number(amount) == "0";
    let mut priced = prices.iter().filter(|(gross, _)| !nothing(gross)).peekable();
    if priced.peek().is_none() {
        return Check::undecided(&NOT_TAXED, subject, "there is no product with a price");
    }
    if priced.any(|(_, tax)| !nothing(tax)) {
        Check::holds(&NOT_TAXED, subject)
    } else {
        Check::differs(&NOT_TAXED, subject, "no tax in the price of any product", "tax")
    }
}
