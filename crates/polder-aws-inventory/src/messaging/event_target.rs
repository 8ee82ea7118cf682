//! `aws_cloudwatch_event_target`.

use polder_cloud::View;
use polder_inventory::messaging::{EventRuleId, EventTarget};
use polder_inventory::model::{Known, Link, Reason};

use crate::reader::Reader;
use crate::value::{seconds, whole};

/// A target of a rule.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let rule: Option<Link<EventRuleId>> =
        reader.link_by_name(view, "rule", "event rule", &[("aws_cloudwatch_event_rule", "name")]);
    let to = reader.entry_link(view, "arn", "target of events", &[]);
    let identity = reader.link(view, "role_arn", "role");
    let dead = view.block("dead_letter_config").and_then(|dead| reader.link(dead, "arn", "queue"));
    let retry = view.block("retry_policy");
    let target = EventTarget {
        source: reader.source(view),
        rule: rule.unwrap_or(Link::Unknown(Reason::NotGiven)),
        to: to.unwrap_or(Link::Unknown(Reason::NotGiven)),
        identity,
        dead_letters: dead,
        retries: retry.map_or(Known::Value(None), |retry| whole(retry, "maximum_retry_attempts")),
        event_age_max: retry
            .map_or(Known::Value(None), |retry| seconds(retry, "maximum_event_age_in_seconds")),
    };
    reader.inventory.messaging.event_targets.push(target);
}
