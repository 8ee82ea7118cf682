//! The webhook that delivers Saleor's events to the queue of the active site.

use std::collections::BTreeSet;

use serde_json::json;

use crate::check::{Check, State};
use crate::codes::NO_EVENTS;
use crate::observed::{Observed, Webhook};
use crate::operation::{SUBSCRIPTION, WEBHOOK_CREATE, WEBHOOK_UPDATE};
use crate::step::Step;
use crate::wanted::{EVENTS, Wanted};

/// The webhook's identifier, which Saleor keeps unique for each app: two setups at once make one webhook.
const IDENTIFIER: &str = "polder-events";

/// The webhook of the token's app. Without a queue, it is not compared.
pub(super) fn webhook(wanted: &Wanted<'_>, observed: &Observed) -> Vec<Check> {
    let subject = "delivery of events";
    let Some(target) = wanted.events_target.as_deref() else {
        let reason = "name the queue of the active site with `--events-queue`".to_owned();
        return vec![Check {
            code: &NO_EVENTS,
            subject: subject.to_owned(),
            state: State::NotAsked { reason },
            step: None,
        }];
    };
    let mut webhooks = observed.app.iter().flat_map(|app| app.webhooks.iter().flatten());
    let ours = webhooks.find(|hook| hook.identifier.as_deref() == Some(IDENTIFIER));
    let fields = json!({
        "name": "Events, to the queue of the active site",
        "identifier": IDENTIFIER,
        "targetUrl": target,
        "asyncEvents": EVENTS.as_slice(),
        "isActive": true,
        "query": SUBSCRIPTION,
    });
    let should = format!("{} events to {target}", EVENTS.len());
    vec![match ours {
        None => Check::differs(&NO_EVENTS, subject, "no webhook", should).with(Step::new(
            &WEBHOOK_CREATE,
            json!({ "input": fields }),
            format!("send events to {target}"),
        )),
        Some(found) if is_complete(found, target) => Check::holds(&NO_EVENTS, subject),
        Some(found) => Check::differs(&NO_EVENTS, subject, described(found), should).with(Step::new(
            &WEBHOOK_UPDATE,
            json!({ "id": found.id, "input": fields }),
            format!("send events to {target}"),
        )),
    }]
}

fn is_complete(found: &Webhook, target: &str) -> bool {
    let events: BTreeSet<&str> = found.async_events.iter().map(|event| event.event_type.as_str()).collect();
    found.is_active
        && found.target_url == target
        && events == BTreeSet::from(EVENTS)
        && found.subscription_query.as_deref() == Some(SUBSCRIPTION)
}

fn described(found: &Webhook) -> String {
    let active = if found.is_active { "" } else { ", inactive" };
    // A URL may contain an access key, which no report may show.
    let target = found.target_url.rsplit_once('@').map_or(found.target_url.as_str(), |(_, host)| host);
    let query =
        if found.subscription_query.as_deref() == Some(SUBSCRIPTION) { "" } else { ", another query" };
    format!("{} events to {target}{active}{query}", found.async_events.len())
}
