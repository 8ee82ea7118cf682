//! A body against the schema of its type: names, required attributes, how often blocks occur.

use crate::address::Mode;
use crate::body::{Body, Content, Item};
use crate::schema::{Attribute, Block, Major, Nesting, Type, VersionOnly};
use crate::value::Value;

use super::types::{self, Path};
use super::{Checker, Subject, codes, meta, nearest};

/// Checks one resource or data source.
pub(super) fn check(checker: &mut Checker<'_>, subject: Subject<'_>) {
    let Some(resource) = subject.resource else { return };
    let address = &resource.address;
    let Some(block) = checker.block_of(address) else {
        let near = nearest(&address.kind, checker.schema.kinds(address.mode));
        let message = format!("the provider has no `{}`", address.kind);
        let finding = checker.report(&codes::UNKNOWN_TYPE, subject, message);
        finding.help.extend(near.map(|near| format!("did you mean `{near}`?")));
        return;
    };
    if address.mode == Mode::Ephemeral && !checker.cloud().write_only {
        let message = "ephemeral resources are not supported by every engine".to_owned();
        checker.report(&codes::ENGINE_SPECIFIC, subject, message);
    }
    for item in resource.body.items.iter().filter(|item| meta::is_meta(&item.key)) {
        meta::check(checker, subject.at(item.at), item, block);
    }
    body(checker, subject, &resource.body, block, &address.kind);
}

/// Checks the body of a resource or block. `owner` is its name in messages.
fn body(checker: &mut Checker<'_>, subject: Subject<'_>, body: &Body, block: &'static Block, owner: &str) {
    let top = subject.resource.is_some_and(|resource| std::ptr::eq(body, resource.body.as_ref()));
    if let Some(major) = block.deprecated {
        deprecated(checker, subject, owner, major);
    }
    for (index, item) in body.items.iter().enumerate() {
        if top && meta::is_meta(&item.key) {
            continue;
        }
        let here = subject.at(item.at);
        twice(checker, here, &body.items[..index], item);
        match &item.content {
            Content::Attribute(value) => {
                if let Some(attribute) = block.attribute(&item.key) {
                    settable(checker, here, item, attribute, top);
                    if !attribute.write_only {
                        kept(checker, here, value);
                    }
                    if attribute.uneven && holds_object(value) {
                        uneven(checker, here, item);
                    }
                    types::literal(checker, here, &Path::start(&item.key), value, &attribute.kind);
                } else if block.nested(&item.key).is_some() {
                    block_as_attribute(checker, here, item, owner);
                } else {
                    unknown(checker, here, &item.key, block, owner);
                }
            }
            Content::Block(inner) => {
                if let Some(nested) = block.nested(&item.key) {
                    self::body(checker, here, inner, checker.schema.inside(nested), &item.key);
                } else if let Some(attribute) = block.attribute(&item.key) {
                    attribute_as_block(checker, here, item, inner, attribute, owner);
                } else {
                    unknown(checker, here, &item.key, block, owner);
                }
            }
        }
    }
    missing(checker, subject, body, block, owner);
    counts(checker, subject, body, block, owner);
}

fn twice(checker: &mut Checker<'_>, subject: Subject<'_>, before: &[Item], item: &Item) {
    let attribute = |item: &Item| matches!(item.content, Content::Attribute(_));
    if attribute(item) && before.iter().any(|other| other.key == item.key && attribute(other)) {
        checker.report(&codes::DUPLICATE_ATTRIBUTE, subject, format!("`{}` is set twice", item.key));
    }
}

fn settable(checker: &mut Checker<'_>, subject: Subject<'_>, item: &Item, attribute: &Attribute, top: bool) {
    let managed = subject.resource.is_some_and(|it| it.address.mode == Mode::Managed);
    // These are optional in the schema, but the provider rejects them or sets them itself.
    let own = top && managed && matches!(item.key.as_str(), "id" | "tags_all") && !attribute.required;
    if attribute.read_only() || own {
        let message = format!("`{}` is read-only", item.key);
        checker.report(&codes::READ_ONLY, subject, message);
    }
    if attribute.write_only && !checker.cloud().write_only {
        let message = format!("`{}` is write-only, which not every engine supports", item.key);
        checker.report(&codes::ENGINE_SPECIFIC, subject, message);
    }
    if let Some(major) = attribute.deprecated {
        deprecated(checker, subject, &item.key, major);
    }
}

/// Reports an ephemeral value where values are kept.
pub(super) fn kept(checker: &mut Checker<'_>, subject: Subject<'_>, value: &Value) {
    let reader = subject.resource.map(|resource| resource.address.mode);
    let mut found = None;
    value.walk(&mut |value| {
        if let Value::Reference(it) = value
            && it.address.mode == Mode::Ephemeral
        {
            found = Some(&it.address);
        }
    });
    if let Some(address) = found.filter(|_| reader != Some(Mode::Ephemeral)) {
        let message = format!("a value of `{address}` is used where it would be kept");
        checker.report(&codes::EPHEMERAL_VALUE, subject, message);
    }
}

/// Reports a deprecation in version `major` of the provider.
pub(super) fn deprecated(checker: &mut Checker<'_>, subject: Subject<'_>, name: &str, major: Major) {
    let message = format!("`{name}` is deprecated in version {major} of the provider");
    checker.report(&codes::DEPRECATED, subject, message);
}

/// In object notation all attributes are required, and those of the two versions differ.
fn uneven(checker: &mut Checker<'_>, subject: Subject<'_>, item: &Item) {
    let message =
        format!("`{}` has other attributes in version 5 of the provider than in version 6", item.key);
    let finding = checker.report(&codes::ONE_VERSION, subject, message);
    finding.help.push(format!("write `{} {{ … }}` without `=`", item.key));
}

fn holds_object(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::List(items) => items.iter().any(holds_object),
        _ => false,
    }
}

fn block_as_attribute(checker: &mut Checker<'_>, subject: Subject<'_>, item: &Item, owner: &str) {
    let message = format!("`{}` of `{owner}` is a block, not an attribute", item.key);
    let finding = checker.report(&codes::BLOCK_OR_ATTRIBUTE, subject, message);
    finding.help.push(format!("write `{} {{ … }}` without `=`", item.key));
}

/// Terraform admits block notation for attributes that are lists of objects, in which omitted attributes are null.
fn attribute_as_block(
    checker: &mut Checker<'_>,
    subject: Subject<'_>,
    item: &Item,
    inner: &Body,
    attribute: &'static Attribute,
    owner: &str,
) {
    if let Type::List(element) | Type::Set(element) = &attribute.kind
        && let Type::Object(fields) = element.as_ref()
    {
        types::fields(checker, subject, &Path::start(&item.key), inner, fields, false);
        return;
    }
    let message = format!("`{}` of `{owner}` is an attribute, not a block", item.key);
    let finding = checker.report(&codes::BLOCK_OR_ATTRIBUTE, subject, message);
    finding.help.push(format!("write `{} = …;`", item.key));
}

fn unknown(checker: &mut Checker<'_>, subject: Subject<'_>, key: &str, block: &Block, owner: &str) {
    if let Some(lone) = block.lone.get(key) {
        return one_version(checker, subject, owner, key, lone);
    }
    let near = nearest(key, block.names());
    let finding = checker.report(
        &codes::UNKNOWN_ATTRIBUTE,
        subject,
        format!("`{owner}` has no attribute or block `{key}`"),
    );
    finding.help.extend(near.map(|near| format!("did you mean `{near}`?")));
}

/// Reports what only one version of the provider has.
pub(super) fn one_version(
    checker: &mut Checker<'_>,
    subject: Subject<'_>,
    owner: &str,
    key: &str,
    lone: &VersionOnly,
) {
    let message = format!("`{owner}` has `{key}` in version {} of the provider only", lone.major);
    checker.report(&codes::ONE_VERSION, subject, message);
}

fn missing(checker: &mut Checker<'_>, subject: Subject<'_>, body: &Body, block: &Block, owner: &str) {
    for name in block.required_attributes() {
        if !body.items.iter().any(|item| item.key == *name) {
            let message = format!("`{owner}` requires `{name}`, which is not set");
            checker.report(&codes::MISSING_ATTRIBUTE, subject, message);
        }
    }
    for (name, lone) in block.lone.iter().filter(|(_, lone)| lone.required) {
        let message = format!("`{owner}` requires `{name}` in version {} of the provider only", lone.major);
        checker.report(&codes::ONE_VERSION, subject, message);
    }
}

fn counts(checker: &mut Checker<'_>, subject: Subject<'_>, body: &Body, block: &Block, owner: &str) {
    let count = |name: &str| body.blocks(name).count() as u64;
    for (name, min) in block.required_blocks() {
        let count = count(name);
        // A block written as an attribute has its own finding.
        if count < min && body.get(name).is_none() {
            let message = format!("`{owner}` requires {}, but has {count}", times(min, name));
            checker.report(&codes::BLOCK_COUNT, subject, message);
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
            let message = format!("`{owner}` allows at most {}, but has {count}", times(limit, &item.key));
            checker.report(&codes::BLOCK_COUNT, subject, message);
        }
    }
}

fn times(count: u64, name: &str) -> String {
    format!("{count} block{} `{name}`", if count == 1 { "" } else { "s" })
}
