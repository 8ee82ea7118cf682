//! Saleor's test payments, which mark an order as paid without money.

use serde_json::json;

use crate::check::Check;
use crate::codes::TEST_PAYMENT;
use crate::observed::Observed;
use crate::operation::PLUGIN_UPDATE;
use crate::step::Step;

/// The plugins that accept any payment. The first is active in every new channel.
const PLUGINS: [&str; 2] = ["mirumee.payments.dummy", "mirumee.payments.dummy_credit_card"];

/// One check for each plugin and channel, those included that the design does not have: whoever knows the slug of a channel
/// can buy in it.
pub(super) fn test_payments(observed: &Observed) -> Vec<Check> {
    let mut checks = vec![];
    for plugin in observed.plugins().filter(|plugin| PLUGINS.contains(&plugin.id.as_str())) {
        for configured in &plugin.channel_configurations {
            let Some(slug) = configured.channel.as_ref().map(|channel| &channel.slug) else { continue };
            let subject = format!("plugin `{}` in channel `{slug}`", plugin.id);
            let Some(channel) = observed.channel(slug).filter(|_| configured.active) else {
                checks.push(Check::holds(&TEST_PAYMENT, subject));
                continue;
            };
            let variables = json!({ "id": plugin.id, "channel": channel.id, "input": { "active": false } });
            let step = Step::new(
                &PLUGIN_UPDATE,
                variables,
                format!("turn off plugin `{}` in channel `{slug}`", plugin.id),
            );
            checks.push(Check::differs(&TEST_PAYMENT, subject, "active", "inactive").with(step));
        }
        if plugin.global_configuration.as_ref().is_some_and(|global| global.active) {
            let subject = format!("plugin `{}`", plugin.id);
            let variables = json!({ "id": plugin.id, "channel": null, "input": { "active": false } });
            let step = Step::new(&PLUGIN_UPDATE, variables, format!("turn off plugin `{}`", plugin.id));
            checks.push(Check::differs(&TEST_PAYMENT, subject, "active", "inactive").with(step));
        }
    }
    checks
}
