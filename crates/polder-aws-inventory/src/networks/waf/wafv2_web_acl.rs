//! `aws_wafv2_web_acl` and `aws_wafv2_rule_group`.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason};
use polder_inventory::networks::{WebAcl, WebAction, WebRule, WebRuleGroup};

use crate::networks::attribute;
use crate::networks::waf::action::action;
use crate::networks::waf::statement::condition;
use crate::reader::Reader;
use crate::value::is_set;

/// Reads a web ACL.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let words = [("CLOUDFRONT", true), ("REGIONAL", false)];
    let default = view.block("default_action").and_then(action);
    let acl = WebAcl {
        source,
        name: attribute::name(view, "name"),
        edge: attribute::required_word(view, "scope", &words),
        default_action: default.map_or(Known::Unknown(Reason::NotUnderstood), Known::Value),
        rules: rules(reader, view),
    };
    let id = reader.inventory.networks.web_acls.push(acl);
    note(reader, view, id.into());
}

/// Reads a rule group.
pub(in crate::networks) fn read_group<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let group = WebRuleGroup { source, name: attribute::name(view, "name"), rules: rules(reader, view) };
    let id = reader.inventory.networks.web_rule_groups.push(group);
    note(reader, view, id.into());
}

/// Notes rules that are not read: those in JSON, and those of data sources.
fn note(reader: &mut Reader<'_, '_>, view: View<'_, '_>, id: polder_inventory::EntryId) {
    for name in ["rule_json", "rules_json"] {
        if is_set(view, name) {
            let text = "Rules are in a JSON document that is not read.";
            reader.blind(view, Some(id), Some("rule_json"), Reason::AttributeNotModelled, text);
        }
    }
    if !view.is_managed() {
        let text = "The rules of a data source are not known.";
        reader.blind(view, Some(id), None, Reason::Elsewhere, text);
    }
}

fn rules<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Box<[WebRule]> {
    let mut rules: Vec<WebRule> = vec![];
    for block in view.blocks("rule") {
        let statement = block.block("statement");
        rules.push(WebRule {
            name: attribute::required(block, "name"),
            priority: attribute::required_number(block, "priority"),
            condition: condition(reader, statement),
            action: rule_action(block),
        });
    }
    // Rules with unknown priority come last.
    rules.sort_by_key(|rule| rule.priority.value().map_or(u32::MAX, |priority| *priority));
    rules.into()
}

/// The action of a rule. For a rule group, the actions of its rules apply, unless they are overridden with count.
fn rule_action(view: View<'_, '_>) -> Known<Option<WebAction>> {
    let own = view.block("action").and_then(action);
    let over = view.block("override_action");
    match (own, over) {
        (Some(action), _) => Known::Value(Some(action)),
        (None, Some(over)) => Known::Value(action(over)),
        (None, None) => Known::Unknown(Reason::NotUnderstood),
    }
}
