//! Mail to customers. A new customer must confirm the address, so without mail nobody can log in.

use polder_shop::{Channel, Shop};
use serde_json::json;

use crate::check::Check;
use crate::codes::NO_MAIL;
use crate::observed::{self, Observed};
use crate::operation::PLUGIN_UPDATE;
use crate::step::Step;

/// The plugin that sends mail to customers.
const PLUGIN: &str = "mirumee.notifications.user_email";

/// Whether customers of a channel get mail, from a sender. A sender that somebody chose is kept.
pub(super) fn sender(
    shop: &Shop,
    channel: &Channel,
    found: &observed::Channel,
    observed: &Observed,
) -> Check {
    let subject = format!("mail to customers of channel `{}`", channel.slug);
    let configured = observed
        .plugins()
        .filter(|plugin| plugin.id == PLUGIN)
        .flat_map(|plugin| &plugin.channel_configurations)
        .find(|it| it.channel.as_ref().is_some_and(|it| it.slug == channel.slug));
    let Some(configured) = configured else {
        return Check::differs(&NO_MAIL, subject, format!("no plugin `{PLUGIN}`"), "active");
    };
    let own = |name: &str| {
        let items = configured.configuration.iter().flatten();
        items
            .filter(|item| item.name == name)
            .filter_map(|item| item.value.as_deref())
            .find(|value| !value.is_empty())
    };
    let missing: Vec<(&str, &str)> =
        [("sender_name", shop.mail_sender.as_str()), ("sender_address", shop.mail_address.as_str())]
            .into_iter()
            .filter(|(name, _)| own(name).is_none())
            .collect();
    if configured.active && missing.is_empty() {
        return Check::holds(&NO_MAIL, subject);
    }
    let mut was = vec![if configured.active { "active" } else { "inactive" }.to_owned()];
    was.extend(missing.iter().map(|(name, _)| format!("{name} not set")));
    let mut should = vec!["active".to_owned()];
    should.extend(missing.iter().map(|(name, value)| format!("{name} {value}")));
    let items: Vec<_> = missing.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let fields = json!({ "active": true, "configuration": items });
    let variables = json!({ "id": PLUGIN, "channel": found.id, "input": fields });
    let title = format!("turn on mail to customers of channel `{}`", channel.slug);
    Check::differs(&NO_MAIL, subject, was.join(", "), should.join(", ")).with(Step::new(
        &PLUGIN_UPDATE,
        variables,
        title,
    ))
}
