//! Config rules, conformance packs, and those of an organization.

use polder_cloud::{Body, Content, Document, Value, View, json};
use polder_inventory::model::{Known, Reason, Set, Text};
use polder_inventory::observability::{Detector, DetectorKind};

use crate::reader::Reader;
use crate::value::{given_text, reason};

/// `aws_config_config_rule`
pub(crate) fn rule(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let parts = match view.block("source") {
        Some(source) => given_text(source, "source_identifier").map(|rule| Set::from([rule])),
        None => Known::Unknown(Reason::NotGiven),
    };
    add(reader, view, parts, None);
}

/// `aws_config_organization_managed_rule`
pub(crate) fn organization_rule(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let parts = given_text(view, "rule_identifier").map(|rule| Set::from([rule]));
    add(reader, view, parts, Some(true));
}

/// `aws_config_organization_custom_rule`
pub(crate) fn organization_function(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let parts = given_text(view, "name").map(|rule| Set::from([rule]));
    add(reader, view, parts, Some(true));
}

/// `aws_config_conformance_pack`
pub(crate) fn pack(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let parts = rules(view);
    add(reader, view, parts, None);
}

/// `aws_config_organization_conformance_pack`
pub(crate) fn organization_pack(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let parts = rules(view);
    add(reader, view, parts, Some(true));
}

fn add(reader: &mut Reader<'_, '_>, view: View<'_, '_>, parts: Known<Set<Text>>, covers: Option<bool>) {
    let detector = Detector {
        source: reader.source(view),
        kind: DetectorKind::Posture,
        enabled: Known::Value(true),
        covers_new_accounts: Known::Value(covers),
        parts,
    };
    reader.inventory.observability.detectors.push(detector);
}

/// The identifiers of the rules in a template. Templates in YAML, as most are, and in buckets are not read.
fn rules(view: View<'_, '_>) -> Known<Set<Text>> {
    let Some(value) = view.body().get("template_body") else { return Known::Unknown(Reason::Elsewhere) };
    match value {
        Value::Document(document) => match document.as_ref() {
            Document::Json(body) => of_template(body),
            _ => Known::Unknown(Reason::NotUnderstood),
        },
        Value::Text(text) => match json::read(text) {
            Ok(Value::Object(body)) => of_template(&body),
            _ => Known::Unknown(Reason::NotUnderstood),
        },
        other => Known::Unknown(reason_of(view, other)),
    }
}

fn reason_of<'a>(view: View<'_, 'a>, value: &'a Value) -> Reason {
    reason(&view.resolve(value))
}

fn of_template(template: &Body) -> Known<Set<Text>> {
    let Some(Value::Object(resources)) = template.get("Resources") else {
        return Known::Unknown(Reason::NotUnderstood);
    };
    let identifier = |content: &Content| -> Option<Text> {
        let Content::Attribute(Value::Object(resource)) = content else { return None };
        let Value::Object(properties) = resource.get("Properties")? else { return None };
        let Value::Object(source) = properties.get("Source")? else { return None };
        source.get("SourceIdentifier")?.as_text().map(Text::new)
    };
    Known::Value(resources.items.iter().filter_map(|item| identifier(&item.content)).collect())
}
