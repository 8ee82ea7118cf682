//! `aws_lb_listener_rule`.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Set, Text};
use polder_inventory::networks::{ListenerCondition, ListenerRule};

use crate::networks::attribute;
use crate::networks::load_balancing::lb_action::actions;
use crate::reader::Reader;
use crate::value::is_set;

/// Reads a rule.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let listener = reader.must_lead_to(view, "listener_arn", "listener");
    let priority = attribute::required_number(view, "priority");
    let conditions = view.blocks("condition").into_iter().flat_map(conditions).collect();
    let actions = actions(reader, view, "action");
    let rule = ListenerRule { source, listener, priority, conditions, actions };
    reader.inventory.networks.listener_rules.push(rule);
    if view.blocks("transform").iter().any(|it| is_set(*it, "type")) {
        let text = "The rule rewrites the host or path of requests before they are forwarded.";
        let entry = reader.entry(view.id());
        reader.blind(view, entry, Some("transform"), Reason::AttributeNotModelled, text);
    }
}

/// The conditions of a block. A plan shows kinds of conditions that are not set as empty lists.
fn conditions(view: View<'_, '_>) -> Vec<ListenerCondition> {
    let mut found = vec![];
    type Make = fn(Known<Set<Text>>) -> ListenerCondition;
    let kinds: [(&str, Make); 3] = [
        ("host_header", ListenerCondition::Host),
        ("path_pattern", ListenerCondition::Path),
        ("http_request_method", ListenerCondition::Method),
    ];
    for (name, make) in kinds {
        found.extend(view.blocks(name).into_iter().map(|block| make(values(block))));
    }
    for block in view.blocks("http_header") {
        let name = attribute::required(block, "http_header_name");
        // The value of a header can be a secret.
        let values = match attribute::secrets(block, "values") {
            Known::Unknown(Reason::Sensitive) => Known::Unknown(Reason::Sensitive),
            _ => values(block),
        };
        found.push(ListenerCondition::Header { name, values });
    }
    let query: Vec<Known<Text>> = view.blocks("query_string").into_iter().map(query).collect();
    if !query.is_empty() {
        let unknown = query.iter().find_map(Known::reason);
        let texts = query.iter().filter_map(|it| it.value().cloned()).collect();
        found.push(ListenerCondition::Query(unknown.map_or(Known::Value(texts), Known::Unknown)));
    }
    for block in view.blocks("source_ip") {
        found.push(ListenerCondition::SourceAddress(attribute::blocks(block, "values")));
    }
    found
}

/// The values of a condition. Regular expressions are not supported.
fn values(view: View<'_, '_>) -> Known<Set<Text>> {
    if is_set(view, "regex_values") {
        return Known::Unknown(Reason::NotUnderstood);
    }
    // A condition has at least one value. An empty list means that the plan does not show a sensitive one.
    match attribute::texts(view, "values") {
        Known::Value(values) if values.is_empty() => Known::Unknown(Reason::AfterApply),
        values => values,
    }
}

fn query(view: View<'_, '_>) -> Known<Text> {
    let value = attribute::required(view, "value");
    match (attribute::text(view, "key"), value) {
        (Known::Value(Some(key)), Known::Value(value)) => Known::Value(format!("{key}={value}").into()),
        (Known::Value(None), value) => value,
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}
