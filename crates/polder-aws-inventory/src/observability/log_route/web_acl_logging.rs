//! `aws_wafv2_web_acl_logging_configuration`.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::observability::{LogKind, LogRoute};

use super::route;
use crate::reader::Reader;

/// What a firewall decided. A route for each place that it is written to.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let from = reader.entry_link(view, "resource_arn", "web ACL", &[]).unwrap_or(Link::Unknown(Reason::NotGiven));
    let stores = reader.entry_links(view, "log_destination_configs", "store of logs");
    let (redacted, filter) = (redacted(view), filter(view));
    for (at, to) in stores.into_iter().enumerate() {
        let source = reader.part(view, Text::from(format!("log_destination_configs[{at}]")));
        let (redacted, filter) = (redacted.clone(), filter.clone());
        let route = LogRoute { redacted, filter, ..route(source, from, LogKind::Firewall, to) };
        reader.inventory.observability.log_routes.push(route);
    }
}

/// Parts of requests that are hidden: `header cookie`, `query_string`.
fn redacted(view: View<'_, '_>) -> Known<Set<Text>> {
    let mut found = vec![];
    for fields in view.blocks("redacted_fields") {
        for header in fields.blocks("single_header") {
            match header.text("name") {
                Some(name) => found.push(Text::from(format!("header {}", name.to_lowercase()))),
                None => return Known::Unknown(Reason::NotUnderstood),
            }
        }
        for part in ["method", "query_string", "uri_path"] {
            found.extend(fields.block(part).map(|_| Text::new_static(part)));
        }
    }
    Known::Value(found.into())
}

/// Which decisions are written: `KEEP BLOCK, COUNT; else DROP`.
fn filter(view: View<'_, '_>) -> Known<Option<Text>> {
    let Some(filter) = view.block("logging_filter") else { return Known::Value(None) };
    let mut rules = vec![];
    for rule in filter.blocks("filter") {
        let mut conditions = vec![];
        for condition in rule.blocks("condition") {
            let action = condition.block("action_condition").and_then(|it| it.text("action"));
            let label = condition.block("label_name_condition").and_then(|it| it.text("label_name"));
            let Some(text) = action.or(label) else { return Known::Unknown(Reason::NotUnderstood) };
            conditions.push(text.into_owned());
        }
        conditions.sort_unstable();
        let (Some(behavior), Some(requirement)) = (rule.text("behavior"), rule.text("requirement")) else {
            return Known::Unknown(Reason::NotUnderstood);
        };
        rules.push(format!("{behavior} {requirement} {}", conditions.join(", ")));
    }
    rules.sort_unstable();
    let Some(otherwise) = filter.text("default_behavior") else { return Known::Unknown(Reason::NotUnderstood) };
    Known::Value(Some(Text::from(format!("{}; else {otherwise}", rules.join("; ")))))
}
