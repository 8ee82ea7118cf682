//! The resources that a web ACL protects, and its logs: `aws_wafv2_web_acl_association`,
//! `aws_wafv2_web_acl_logging_configuration`.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::networks::WebAclId;
use polder_inventory::observability::LogKind;

use crate::networks::attribute;
use crate::reader::Reader;

/// Reads an association.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let acl: Link<WebAclId> = reader.must_lead_to(view, "web_acl_arn", "web-acl");
    match reader.leads_to_any(view, "resource_arn", "protected") {
        Some(Link::To(EntryId::LoadBalancer(id))) => {
            if let Some(balancer) = reader.inventory.networks.load_balancers.get_mut(id) {
                balancer.web_acl = Some(acl);
            }
            reader.contribute(view, id, &["web_acl"]);
        }
        Some(Link::To(EntryId::ApiStage(id))) => {
            if let Some(stage) = reader.inventory.networks.api_stages.get_mut(id) {
                stage.web_acl = Some(acl);
            }
            reader.contribute(view, id, &["web_acl"]);
        }
        other => {
            let entry = other.and_then(|it| it.id());
            let text = "The kind of the protected resource has no field for web ACLs.";
            reader.blind(view, entry, Some("resource_arn"), Reason::AttributeNotModelled, text);
        }
    }
}

/// Reads the logs of a web ACL.
pub(in crate::networks) fn read_logging<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let acl =
        reader.leads_to_any(view, "resource_arn", "web-acl").unwrap_or(Link::Unknown(Reason::AfterApply));
    let mut route = reader.log_route(view, acl, LogKind::Firewall, (view, "log_destination_configs"));
    route.redacted = redacted(view);
    route.filter = filter(view);
    reader.inventory.observability.log_routes.push(route);
}

fn redacted(view: View<'_, '_>) -> Known<Set<Text>> {
    let mut found = vec![];
    for field in view.blocks("redacted_fields") {
        if let Some(header) = field.block("single_header") {
            match attribute::required(header, "name") {
                Known::Value(name) => found.push(Text::from(format!("header {}", name.to_lowercase()))),
                Known::Unknown(reason) => return Known::Unknown(reason),
            }
        }
        for (block, word) in
            [("method", "method"), ("query_string", "query string"), ("uri_path", "uri path")]
        {
            if field.block(block).is_some() {
                found.push(Text::new_static(word));
            }
        }
    }
    Known::Value(found.into())
}

/// `default DROP; KEEP if MEETS_ANY of BLOCK, COUNT`.
fn filter(view: View<'_, '_>) -> Known<Option<Text>> {
    let Some(filter) = view.block("logging_filter") else { return Known::Value(None) };
    let default = match attribute::required(filter, "default_behavior") {
        Known::Value(word) => word,
        Known::Unknown(reason) => return Known::Unknown(reason),
    };
    let mut words = format!("default {default}");
    for one in filter.blocks("filter") {
        let (behaviour, requirement) =
            (attribute::required(one, "behavior"), attribute::required(one, "requirement"));
        let mut conditions: Vec<String> = vec![];
        for condition in one.blocks("condition") {
            for (block, name) in [("action_condition", "action"), ("label_name_condition", "label_name")] {
                for inner in condition.blocks(block) {
                    match attribute::required(inner, name) {
                        Known::Value(word) => conditions.push(word.into()),
                        Known::Unknown(reason) => return Known::Unknown(reason),
                    }
                }
            }
        }
        match (behaviour, requirement) {
            (Known::Value(behaviour), Known::Value(requirement)) => {
                words.push_str(&format!("; {behaviour} if {requirement} of {}", conditions.join(", ")));
            }
            (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => return Known::Unknown(reason),
        }
    }
    Known::Value(Some(words.into()))
}
