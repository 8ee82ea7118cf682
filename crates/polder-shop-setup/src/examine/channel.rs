//! Channels: there, with the settings of the design, and open.

use polder_shop::{Channel, Group, Setting, Shop};
use serde_json::{Map, Value, json};

use super::settings::{described, different, input};
use crate::check::Check;
use crate::codes::{CHANNEL_CLOSED, CHANNEL_IDENTITY, CHANNEL_MISSING, CHANNEL_SETTINGS, OTHER_CHANNEL};
use crate::observed::{self, Observed};
use crate::operation::{CHANNEL_ACTIVATE, CHANNEL_CREATE, CHANNEL_UPDATE};
use crate::step::Step;

/// The channel that Saleor's first migration makes. It has no customers, and whoever asks can buy in it.
const OF_MIGRATION: &str = "default-channel";

/// The settings of a channel that its own mutations change, by the name of their input.
const GROUPS: [(Group, &str); 4] = [
    (Group::Stock, "stockSettings"),
    (Group::Order, "orderSettings"),
    (Group::Checkout, "checkoutSettings"),
    (Group::Payment, "paymentSettings"),
];

/// A channel that is not there. It is made closed: a new channel accepts test payments until they are turned off.
pub(super) fn missing(channel: &Channel) -> Check {
    let wanted = channel.settings();
    let mut fields = Map::from_iter([
        ("name".to_owned(), json!(channel.name)),
        ("slug".to_owned(), json!(channel.slug)),
        ("currencyCode".to_owned(), json!(channel.currency)),
        ("defaultCountry".to_owned(), json!(channel.country)),
        ("isActive".to_owned(), json!(false)),
    ]);
    fields.extend(GROUPS.map(|(group, name)| {
        let settings: Vec<&Setting> = wanted.iter().filter(|setting| setting.group == group).collect();
        (name.to_owned(), Value::Object(input(&settings)))
    }));
    let title = format!("create channel `{}`", channel.slug);
    let step = Step::new(&CHANNEL_CREATE, json!({ "input": fields }), title);
    Check::differs(&CHANNEL_MISSING, subject(&channel.slug), "not there", "there").with(step)
}

/// The settings of a channel that is there.
pub(super) fn settings(channel: &Channel, found: &observed::Channel) -> Vec<Check> {
    let mut checks = vec![identity(channel, found)];
    let wanted = channel.settings();
    let mut fields = Map::new();
    let (mut was, mut should) = (vec![], vec![]);
    for (group, name) in GROUPS {
        let values = match group {
            Group::Stock => &found.stock_settings,
            Group::Order => &found.order_settings,
            Group::Checkout => &found.checkout_settings,
            _ => &found.payment_settings,
        };
        let different = different(wanted.iter().filter(|setting| setting.group == group), values);
        if let Some((found, wanted)) = described(&different, values) {
            fields.insert(name.to_owned(), Value::Object(input(&different)));
            was.push(found);
            should.push(wanted);
        }
    }
    let subject = subject(&channel.slug);
    checks.push(if fields.is_empty() {
        Check::holds(&CHANNEL_SETTINGS, subject)
    } else {
        let variables = json!({ "id": found.id, "input": fields });
        let step = Step::new(&CHANNEL_UPDATE, variables, format!("set up channel `{}`", channel.slug));
        Check::differs(&CHANNEL_SETTINGS, subject, was.join(", "), should.join(", ")).with(step)
    });
    checks
}

/// Currency and country. Neither is changed: Saleor has no way to change a currency, and prices depend on both.
fn identity(channel: &Channel, found: &observed::Channel) -> Check {
    let was = format!("{} in {}", found.currency_code, found.default_country.code);
    let should = format!("{} in {}", channel.currency, channel.country);
    let subject = subject(&channel.slug);
    if was == should {
        Check::holds(&CHANNEL_IDENTITY, subject)
    } else {
        Check::differs(&CHANNEL_IDENTITY, subject, was, should)
    }
}

/// Channels that are open and that the design does not have.
pub(super) fn others(shop: &Shop, observed: &Observed) -> Vec<Check> {
    let ours = |slug: &str| shop.channels.iter().any(|channel| channel.slug == slug);
    let others = observed.channels.iter().flatten().filter(|channel| !ours(&channel.slug));
    others
        .map(|channel| {
            let subject = subject(&channel.slug);
            if !channel.is_active {
                return Check::holds(&OTHER_CHANNEL, subject);
            }
            let check = Check::differs(&OTHER_CHANNEL, subject, "open", "closed, or in the platform file");
            if channel.slug != OF_MIGRATION {
                return check;
            }
            let variables = json!({ "id": channel.id, "input": { "isActive": false } });
            check.with(Step::new(
                &CHANNEL_UPDATE,
                variables,
                format!("close channel `{OF_MIGRATION}`, which the first migration made"),
            ))
        })
        .collect()
}

/// Whether a channel that is there is open. One without a tax rate stays closed: it would charge nothing.
pub(super) fn open(found: &observed::Channel, is_taxed: bool) -> Check {
    let subject = subject(&found.slug);
    if found.is_active {
        Check::holds(&CHANNEL_CLOSED, subject)
    } else if !is_taxed {
        Check::differs(&CHANNEL_CLOSED, subject, "closed", "open, once it has a tax rate")
    } else {
        let title = format!("open channel `{}`", found.slug);
        let step = Step::new(&CHANNEL_ACTIVATE, json!({ "id": found.id }), title);
        Check::differs(&CHANNEL_CLOSED, subject, "closed", "open").with(step)
    }
}

fn subject(slug: &str) -> String {
    format!("channel `{slug}`")
}
