//! A body against the schema of its type: names, required attributes, how often blocks occur.

use crate::body::{Body, Content, Item};
use crate::schema::{Attribute, Block, Lone, Major, Nesting, Type};
use crate::value::Value;

use super::types::{self, Path};
use super::{Judge, Spot, codes, meta, nearest};

/// Checks one resource or look-up.
pub(super) fn check(judge: &mut Judge<'_>, spot: Spot<'_>) {
    let Some(resource) = spot.resource else { return };
    let address = &resource.address;
    let Some(block) = judge.block_of(address) else {
        let near = nearest(&address.kind, judge.schema.kinds(address.mode));
        let message = format!("the provider has no `{}`", address.kind);
        let finding = judge.report(&codes::UNKNOWN_TYPE, spot, message);
        finding.help.extend(near.map(|near| format!("did you mean `{near}`?")));
        return;
    };
    for item in resource.body.items.iter().filter(|item| meta::is_meta(&item.key)) {
        meta::check(judge, spot.at(item.at), item, block);
    }
    body(judge, spot, &resource.body, block, &address.kind);
}

/// Checks what stands between the braces of a resource or block. `owner` is its name in messages.
fn body(judge: &mut Judge<'_>, spot: Spot<'_>, body: &Body, block: &'static Block, owner: &str) {
    let top = spot.resource.is_some_and(|resource| std::ptr::eq(body, resource.body.as_ref()));
    if let Some(major) = block.deprecated {
        deprecated(judge, spot, owner, major);
    }
    for (index, item) in body.items.iter().enumerate() {
        if top && meta::is_meta(&item.key) {
            continue;
        }
        let here = spot.at(item.at);
        twice(judge, here, &body.items[..index], item);
        match &item.content {
            Content::Attribute(value) => {
                if let Some(attribute) = block.attribute(&item.key) {
                    settable(judge, here, item, attribute, top);
                    if attribute.uneven && holds_object(value) {
                        uneven(judge, here, item);
                    }
                    types::literal(judge, here, &Path::start(&item.key), value, &attribute.kind);
                } else if block.nested(&item.key).is_some() {
                    block_as_attribute(judge, here, item, owner);
                } else {
                    unknown(judge, here, &item.key, block, owner);
                }
            }
            Content::Block(inner) => {
                if let Some(nested) = block.nested(&item.key) {
                    self::body(judge, here, inner, judge.schema.inside(nested), &item.key);
                } else if let Some(attribute) = block.attribute(&item.key) {
                    attribute_as_block(judge, here, item, inner, attribute, owner);
                } else {
                    unknown(judge, here, &item.key, block, owner);
                }
            }
        }
    }
    missing(judge, spot, body, block, owner);
    counts(judge, spot, body, block, owner);
}

fn twice(judge: &mut Judge<'_>, spot: Spot<'_>, before: &[Item], item: &Item) {
    let attribute = |item: &Item| matches!(item.content, Content::Attribute(_));
    if attribute(item) && before.iter().any(|other| other.key == item.key && attribute(other)) {
        judge.report(&codes::DUPLICATE_ATTRIBUTE, spot, format!("`{}` is set twice", item.key));
    }
}

fn settable(judge: &mut Judge<'_>, spot: Spot<'_>, item: &Item, attribute: &Attribute, top: bool) {
    let managed = spot.resource.is_some_and(|it| it.address.mode == crate::Mode::Managed);
    // The schema calls these optional, and the provider refuses them or takes them for its own.
    let own = top && managed && matches!(item.key.as_str(), "id" | "tags_all") && !attribute.required;
    if attribute.read_only() || own {
        let message = format!("`{}` is set by the provider and cannot be written", item.key);
        judge.report(&codes::READ_ONLY, spot, message);
    }
    if attribute.write_only {
        let message = format!("`{}` is write-only, which not every engine knows", item.key);
        judge.report(&codes::ENGINE_SPECIFIC, spot, message);
    }
    if let Some(major) = attribute.deprecated {
        deprecated(judge, spot, &item.key, major);
    }
}

/// Reports something that version `major` of the provider deprecates.
pub(super) fn deprecated(judge: &mut Judge<'_>, spot: Spot<'_>, name: &str, major: Major) {
    let message = format!("`{name}` is deprecated in version {major} of the provider");
    judge.report(&codes::DEPRECATED, spot, message);
}

/// In object notation all members must be there, and those of the two versions are not the same.
fn uneven(judge: &mut Judge<'_>, spot: Spot<'_>, item: &Item) {
    let message = format!("`{}` has other members in version 5 of the provider than in version 6", item.key);
    let finding = judge.report(&codes::ONE_VERSION, spot, message);
    finding.help.push(format!("write `{} {{ … }}` without `=`", item.key));
}

fn holds_object(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::List(items) => items.iter().any(holds_object),
        _ => false,
    }
}

fn block_as_attribute(judge: &mut Judge<'_>, spot: Spot<'_>, item: &Item, owner: &str) {
    let message = format!("`{}` of `{owner}` is a block and no attribute", item.key);
    let finding = judge.report(&codes::BLOCK_OR_ATTRIBUTE, spot, message);
    finding.help.push(format!("write `{} {{ … }}` without `=`", item.key));
}

/// Terraform admits block notation for attributes that are lists of objects, and with it what is left out is null.
fn attribute_as_block(
    judge: &mut Judge<'_>,
    spot: Spot<'_>,
    item: &Item,
    inner: &Body,
    attribute: &'static Attribute,
    owner: &str,
) {
    if let Type::List(element) | Type::Set(element) = &attribute.kind
        && let Type::Object(fields) = element.as_ref()
    {
        types::fields(judge, spot, &Path::start(&item.key), inner, fields, false);
        return;
    }
    let message = format!("`{}` of `{owner}` is an attribute and no block", item.key);
    let finding = judge.report(&codes::BLOCK_OR_ATTRIBUTE, spot, message);
    finding.help.push(format!("write `{} = …;`", item.key));
}

fn unknown(judge: &mut Judge<'_>, spot: Spot<'_>, key: &str, block: &Block, owner: &str) {
    if let Some(lone) = block.lone.get(key) {
        return one_version(judge, spot, owner, key, lone);
    }
    let near = nearest(key, block.names());
    let finding =
        judge.report(&codes::UNKNOWN_ATTRIBUTE, spot, format!("`{owner}` has no attribute or block `{key}`"));
    finding.help.extend(near.map(|near| format!("did you mean `{near}`?")));
}

/// Reports what only one version of the provider has.
pub(super) fn one_version(judge: &mut Judge<'_>, spot: Spot<'_>, owner: &str, key: &str, lone: &Lone) {
    let message = format!("`{owner}` has `{key}` in version {} of the provider only", lone.major);
    judge.report(&codes::ONE_VERSION, spot, message);
}

fn missing(judge: &mut Judge<'_>, spot: Spot<'_>, body: &Body, block: &Block, owner: &str) {
    for name in block.required_attributes() {
        if !body.items.iter().any(|item| item.key == *name) {
            let message = format!("`{owner}` needs `{name}`, and it is not set");
            judge.report(&codes::MISSING_ATTRIBUTE, spot, message);
        }
    }
    for (name, lone) in block.lone.iter().filter(|(_, lone)| lone.required) {
        let message = format!("`{owner}` needs `{name}` in version {} of the provider only", lone.major);
        judge.report(&codes::ONE_VERSION, spot, message);
    }
}

fn counts(judge: &mut Judge<'_>, spot: Spot<'_>, body: &Body, block: &Block, owner: &str) {
    let count = |name: &str| body.blocks(name).count() as u64;
    for (name, min) in block.required_blocks() {
        let count = count(name);
        // A block written as an attribute has its own finding.
        if count < min && body.get(name).is_none() {
            let message = format!("`{owner}` needs {}, and it has {count}", times(min, name));
            judge.report(&codes::BLOCK_COUNT, spot, message);
        }
    }
    for (index, item) in body.items.iter().enumerate() {
        let limit = match &item.content {
            Content::Block(_) => {
                block.nested(&item.key).filter(|it| it.nesting != Nesting::Map).map_or(0, |it| it.max)
            }
            Content::Attribute(_) => 0,
        };
        if limit == 0 || body.items[..index].iter().any(|before| before.key == item.key) {
            continue;
        }
        let count = count(&item.key);
        if count > limit {
            let message = format!("`{owner}` takes at most {}, and it has {count}", times(limit, &item.key));
            judge.report(&codes::BLOCK_COUNT, spot, message);
        }
    }
}

fn times(count: u64, name: &str) -> String {
    format!("{count} block{} `{name}`", if count == 1 { "" } else { "s" })
}
