//! Secrets and parameters in the environment of containers.

use std::borrow::Cow;

use polder_cloud::index::Resolved;
use polder_cloud::{Stack, Value};
use polder_inventory::compute::EnvironmentValue;
use polder_inventory::model::{Known, Link, Reason, Text};

use crate::reader::Reader;
use crate::value::reason;

/// How many fields the ARN of a secret has before the key, stage and version that may follow.
const ARN_FIELDS: usize = 7;

/// What a value of the graph names: a reference to a secret, optionally followed by `:key::`, or what
/// [`secret`] understands.
pub(super) fn typed_secret<'a>(
    reader: &mut Reader<'_, 'a>,
    stack: &'a Stack,
    value: &'a Value,
) -> EnvironmentValue {
    if let Some(store) = reader.referred(stack, value) {
        return EnvironmentValue::Secret { store: Link::To(store), key: Known::Value(None) };
    }
    if let Value::Template(parts) = value
        && let [first, rest] = parts.as_slice()
        && let Some(store) = reader.referred(stack, first)
        && let Resolved::Text(rest) = reader.index.resolve(stack, rest)
    {
        return EnvironmentValue::Secret { store: Link::To(store), key: key_of(&rest) };
    }
    secret(reader, &reader.index.resolve(stack, value))
}

/// What `valueFrom` names: the ARN of a secret, optionally followed by `:key:stage:version`, the ARN of a
/// parameter, or its name.
pub(super) fn secret(reader: &mut Reader<'_, '_>, value: &Resolved<'_>) -> EnvironmentValue {
    let (base, key) = match value {
        Resolved::Text(text) => known(text),
        Resolved::Pattern(pieces) => (None, behind(pieces)),
        Resolved::Attribute(_) => (None, Known::Value(None)),
        other => (None, Known::Unknown(reason(other))),
    };
    let base = base.unwrap_or_else(|| value.clone());
    EnvironmentValue::Secret { store: reader.link_of_value(&base, "secret"), key }
}

/// The ARN without what follows, and the key that follows.
fn known<'a>(text: &str) -> (Option<Resolved<'a>>, Known<Option<Text>>) {
    if !text.contains(":secretsmanager:") {
        return (None, Known::Value(None));
    }
    let fields: Vec<&str> = text.split(':').collect();
    let key = fields.get(ARN_FIELDS).filter(|key| !key.is_empty()).map(Text::new);
    let base = fields[..fields.len().min(ARN_FIELDS)].join(":");
    (Some(Resolved::Text(Cow::Owned(base))), Known::Value(key))
}

/// The key after an ARN that is not known: `:password::`.
fn behind(pieces: &[Resolved<'_>]) -> Known<Option<Text>> {
    match pieces {
        [Resolved::Attribute(_), Resolved::Text(rest)] => key_of(rest),
        _ => Known::Unknown(Reason::NotUnderstood),
    }
}

/// The key in `:password::`.
fn key_of(rest: &str) -> Known<Option<Text>> {
    match rest.strip_prefix(':').map(|rest| rest.split(':').next().unwrap_or(rest)) {
        Some("") => Known::Value(None),
        Some(key) => Known::Value(Some(key.into())),
        None => Known::Unknown(Reason::NotUnderstood),
    }
}
