//! Statements of rules: the requests that a rule matches.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Text};
use polder_inventory::networks::{WebAction, WebCondition, WebOverride};
use polder_units::Duration;

use crate::networks::attribute;
use crate::networks::waf::action::action;
use crate::reader::Reader;

/// The largest depth of nested statements. The provider's schema has three levels.
const DEPTH_MAX: u32 = 16;

/// Reads a statement.
pub(in crate::networks) fn condition<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    statement: Option<View<'i, 'a>>,
) -> WebCondition {
    at(reader, statement, 0)
}

fn at<'i, 'a>(reader: &mut Reader<'i, 'a>, statement: Option<View<'i, 'a>>, depth: u32) -> WebCondition {
    let Some(view) = statement else { return WebCondition::Unknown(Reason::NotUnderstood) };
    if depth > DEPTH_MAX {
        return WebCondition::Unknown(Reason::TooLarge);
    }
    let inner = |reader: &mut Reader<'i, 'a>, view: View<'i, 'a>| -> Vec<WebCondition> {
        view.blocks("statement").into_iter().map(|it| at(reader, Some(it), depth + 1)).collect()
    };
    if let Some(block) = view.block("and_statement") {
        return WebCondition::All(inner(reader, block).into());
    }
    if let Some(block) = view.block("or_statement") {
        return WebCondition::Any(inner(reader, block).into());
    }
    if let Some(block) = view.block("not_statement") {
        let inside = at(reader, block.block("statement"), depth + 1);
        return WebCondition::Not(Box::new(inside));
    }
    if let Some(block) = view.block("rate_based_statement") {
        return rate(reader, block, depth);
    }
    if let Some(block) = view.block("managed_rule_group_statement") {
        return managed(reader, block, depth);
    }
    if let Some(block) = view.block("ip_set_reference_statement") {
        return addresses(reader, block);
    }
    if let Some(block) = view.block("rule_group_reference_statement") {
        return WebCondition::Group(reader.must_lead_to(block, "arn", "rule-group"));
    }
    if let Some(block) = view.block("geo_match_statement") {
        return WebCondition::Country(attribute::texts(block, "country_codes"));
    }
    if let Some(block) = view.block("label_match_statement") {
        return WebCondition::Label(attribute::required(block, "key"));
    }
    matching(reader, view)
}

/// The address of the connection, or one in a header.
fn addresses<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> WebCondition {
    if view.block("ip_set_forwarded_ip_config").is_some() {
        return WebCondition::Unknown(Reason::AttributeNotModelled);
    }
    WebCondition::Addresses(reader.must_lead_to(view, "arn", "ip-set"))
}

fn scope<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, depth: u32) -> Option<Box<WebCondition>> {
    let statement = view.block("scope_down_statement")?;
    Some(Box::new(at(reader, Some(statement), depth + 1)))
}

fn rate<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, depth: u32) -> WebCondition {
    WebCondition::Rate {
        limit: attribute::required_number(view, "limit"),
        // Provider documentation: five minutes.
        window: attribute::number_or(view, "evaluation_window_sec", 300).map(Duration::seconds),
        key: key(view),
        counted: scope(reader, view, depth),
    }
}

/// The aggregation key. Provider documentation: the source address by default.
fn key(view: View<'_, '_>) -> Known<Text> {
    let word = attribute::text_or(view, "aggregate_key_type", "IP");
    if word != Known::Value("CUSTOM_KEYS".into()) {
        return word;
    }
    let mut names: Vec<&str> = vec![];
    for block in view.blocks("custom_key") {
        names.extend(
            block
                .body()
                .items
                .iter()
                .map(|item| item.key.as_str())
                .filter(|name| block.block(name).is_some()),
        );
    }
    Known::Value(names.join(", ").into())
}

fn managed<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, depth: u32) -> WebCondition {
    let mut overrides = vec![];
    for block in view.blocks("rule_action_override") {
        let action = block.block("action_to_use").and_then(action);
        if let Some(rule) = block.text("name") {
            let action = action.map_or(Known::Unknown(Reason::NotUnderstood), Known::Value);
            overrides.push(WebOverride { rule: rule.into(), action });
        }
    }
    // Earlier versions of the provider had excluded rules, which have the action count.
    for block in view.blocks("excluded_rule") {
        if let Some(rule) = block.text("name") {
            overrides.push(WebOverride { rule: rule.into(), action: Known::Value(WebAction::Count) });
        }
    }
    WebCondition::Managed {
        vendor: attribute::required(view, "vendor_name"),
        name: attribute::required(view, "name"),
        version: attribute::text(view, "version"),
        overrides: overrides.into(),
        scope: scope(reader, view, depth),
    }
}

/// A part of the request matches a text.
fn matching<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> WebCondition {
    if let Some(block) = view.block("byte_match_statement") {
        let comparison = attribute::required(block, "positional_constraint");
        return part_match(block, comparison, attribute::required_secret(block, "search_string").map(Some));
    }
    if let Some(block) = view.block("regex_match_statement") {
        let value = attribute::required(block, "regex_string").map(Some);
        return part_match(block, Known::Value("regex".into()), value);
    }
    if let Some(block) = view.block("regex_pattern_set_reference_statement") {
        return pattern_set(reader, block);
    }
    if let Some(block) = view.block("size_constraint_statement") {
        let comparison = attribute::required(block, "comparison_operator");
        let comparison = comparison.map(|it| Text::from(format!("size {it}")));
        return part_match(block, comparison, attribute::required(block, "size").map(Some));
    }
    if let Some(block) = view.block("sqli_match_statement") {
        return part_match(block, Known::Value("sql injection".into()), Known::Value(None));
    }
    if let Some(block) = view.block("xss_match_statement") {
        return part_match(block, Known::Value("cross-site scripting".into()), Known::Value(None));
    }
    WebCondition::Unknown(Reason::NotUnderstood)
}

fn part_match(view: View<'_, '_>, comparison: Known<Text>, value: Known<Option<Text>>) -> WebCondition {
    WebCondition::Match { part: part(view), comparison, value }
}

/// Any of the expressions of a set.
fn pattern_set<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> WebCondition {
    let Some(set) = reader.resource_of(view, "arn", &["aws_wafv2_regex_pattern_set"]) else {
        return part_match(view, Known::Value("regex".into()), Known::Unknown(Reason::Elsewhere));
    };
    let one = |block: View<'i, 'a>| {
        let value = attribute::required(block, "regex_string").map(Some);
        part_match(view, Known::Value("regex".into()), value)
    };
    WebCondition::Any(set.blocks("regular_expression").into_iter().map(one).collect())
}

/// The part of a request that a statement inspects: `uri path`, `header host`.
fn part(view: View<'_, '_>) -> Known<Text> {
    let Some(field) = view.block("field_to_match") else { return Known::Unknown(Reason::NotUnderstood) };
    for (block, word) in [("single_header", "header"), ("single_query_argument", "query argument")] {
        if let Some(named) = field.block(block) {
            return attribute::required(named, "name")
                .map(|name| format!("{word} {}", name.to_lowercase()).into());
        }
    }
    let words = [
        ("all_query_arguments", "all query arguments"),
        ("body", "body"),
        ("cookies", "cookies"),
        ("header_order", "header order"),
        ("headers", "headers"),
        ("ja3_fingerprint", "ja3 fingerprint"),
        ("ja4_fingerprint", "ja4 fingerprint"),
        ("json_body", "json body"),
        ("method", "method"),
        ("query_string", "query string"),
        ("uri_fragment", "uri fragment"),
        ("uri_path", "uri path"),
    ];
    let known = words.iter().find(|(block, _)| field.block(block).is_some());
    known.map_or(Known::Unknown(Reason::NotUnderstood), |(_, word)| Known::Value(Text::new_static(word)))
}
