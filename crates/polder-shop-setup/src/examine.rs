//! The comparison of a running shop with the design: one file for each subject.

mod channel;
mod customers;
mod events;
mod mail;
mod payment;
mod settings;
mod tax;

pub(crate) use customers::price;
pub(crate) use tax::is_charged;

use crate::check::Check;
use crate::observed::Observed;
use crate::wanted::Wanted;

/// Every check, in the order in which differences are ended. Whether channels are open comes last.
pub(crate) fn examine(wanted: &Wanted<'_>, observed: &Observed) -> Vec<Check> {
    let shop = wanted.shop;
    let mut checks = payment::test_payments(observed);
    checks.push(settings::shop(shop, observed));
    checks.extend(tax::rates(shop, observed));
    checks.extend(events::webhook(wanted, observed));
    for channel in &shop.channels {
        match observed.channel(&channel.slug) {
            None => checks.push(channel::missing(channel)),
            Some(found) => {
                checks.extend(channel::settings(channel, found));
                checks.push(tax::configuration(channel, found));
                checks.extend(tax::unknown_rate(shop, channel, found, observed));
                checks.push(mail::sender(shop, channel, found, observed));
                checks.extend(customers::shipping(channel, found, observed));
            }
        }
    }
    checks.push(customers::payment_app(observed));
    checks.extend(channel::others(shop, observed));
    for channel in &shop.channels {
        let found = observed.channel(&channel.slug);
        checks
            .extend(found.map(|found| channel::open(found, tax::is_settled(shop, channel, found, observed))));
    }
    checks
}
