//! Attributes whose defaults the provider documents, in plans and states as well as in graphs that Polder wrote.
//!
//! A plan marks what the configuration leaves to the provider as known after apply, and a state has empty
//! texts where nothing was set. Both are treated as absent.

use std::str::FromStr;

use polder_cloud::index::Resolved;
use polder_cloud::{Value, View};
use polder_inventory::model::{AddressBlock, Decimal, Known, Reason, Set, Text};
use polder_units::Duration;

use crate::value::{is_left_out, reason};

/// Whether a value, or a part of it, is sensitive: marked so in a plan, or a sensitive variable.
fn is_sensitive(view: View<'_, '_>, attribute: &str) -> bool {
    let variables = &view.stack().variables;
    let mut sensitive = false;
    if let Some(value) = view.body().get(attribute) {
        value.walk(&mut |value| {
            sensitive |= match value {
                Value::Sensitive(_) => true,
                Value::Variable(name) => variables.iter().any(|it| it.name == *name && it.sensitive),
                _ => false,
            };
        });
    }
    sensitive
}

/// A text; none if it is not set.
pub(super) fn text(view: View<'_, '_>, attribute: &str) -> Known<Option<Text>> {
    parsed(view, attribute, |text| Some(text.into()))
}

/// A text that must be set and can be a secret. A sensitive one is unknown, since users see the inventory.
pub(super) fn required_secret(view: View<'_, '_>, attribute: &str) -> Known<Text> {
    if is_sensitive(view, attribute) { Known::Unknown(Reason::Sensitive) } else { required(view, attribute) }
}

/// The texts of a list, which can be secrets; empty if it is not set. Sensitive ones are unknown.
pub(super) fn secrets(view: View<'_, '_>, attribute: &str) -> Known<Set<Text>> {
    if is_sensitive(view, attribute) { Known::Unknown(Reason::Sensitive) } else { texts(view, attribute) }
}

/// A text, or `default` if it is not set.
pub(super) fn text_or(view: View<'_, '_>, attribute: &str, default: &'static str) -> Known<Text> {
    or(text(view, attribute), Text::new_static(default))
}

/// A text that the provider generates if it is not set: a name.
pub(super) fn name(view: View<'_, '_>, attribute: &str) -> Known<Option<Text>> {
    match text(view, attribute) {
        Known::Value(None) => Known::Unknown(Reason::AfterApply),
        known => known,
    }
}

/// A text that must be set.
pub(super) fn required(view: View<'_, '_>, attribute: &str) -> Known<Text> {
    needed(text(view, attribute))
}

/// A number; none if it is not set.
pub(super) fn number<T: TryFrom<i64>>(view: View<'_, '_>, attribute: &str) -> Known<Option<T>> {
    parsed(view, attribute, |text| text.parse::<i64>().ok().and_then(|number| T::try_from(number).ok()))
}

/// A number, or `default` if it is not set.
pub(super) fn number_or<T: TryFrom<i64>>(view: View<'_, '_>, attribute: &str, default: T) -> Known<T> {
    or(number(view, attribute), default)
}

/// A number that must be set.
pub(super) fn required_number<T: TryFrom<i64>>(view: View<'_, '_>, attribute: &str) -> Known<T> {
    needed(number(view, attribute))
}

/// A decimal number that must be set.
pub(super) fn decimal(view: View<'_, '_>, attribute: &str) -> Known<Decimal> {
    needed(parsed(view, attribute, |text| text.parse().ok()))
}

/// A Boolean, or `default` if it is not set.
pub(super) fn truth_or(view: View<'_, '_>, attribute: &str, default: bool) -> Known<bool> {
    or(parsed(view, attribute, |text| text.parse().ok()), default)
}

/// Whole seconds; none if it is not set.
pub(super) fn seconds(view: View<'_, '_>, attribute: &str) -> Known<Option<Duration>> {
    number::<u64>(view, attribute).map(|seconds| seconds.map(Duration::seconds))
}

/// Whole seconds, or `default` if they are not set.
pub(super) fn seconds_or(view: View<'_, '_>, attribute: &str, default: u64) -> Known<Duration> {
    number_or(view, attribute, default).map(Duration::seconds)
}

/// Milliseconds, or `default` if they are not set.
pub(super) fn milliseconds_or(view: View<'_, '_>, attribute: &str, default: u64) -> Known<Duration> {
    number_or(view, attribute, default).map(Duration::milliseconds)
}

/// A block of addresses; none if it is not set.
pub(super) fn block(view: View<'_, '_>, attribute: &str) -> Known<Option<AddressBlock>> {
    parsed(view, attribute, |text| text.parse().ok())
}

/// A text that is one of several words, converted to the value of the word.
pub(super) fn word<T: Copy>(view: View<'_, '_>, attribute: &str, words: &[(&str, T)]) -> Known<Option<T>> {
    let meaning = |text: &str| {
        words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, meaning)| *meaning)
    };
    parsed(view, attribute, meaning)
}

/// The value of a word, or `default` if it is not set.
pub(super) fn word_or<T: Copy>(
    view: View<'_, '_>,
    attribute: &str,
    words: &[(&str, T)],
    default: T,
) -> Known<T> {
    or(word(view, attribute, words), default)
}

/// A word that must be set.
pub(super) fn required_word<T: Copy>(view: View<'_, '_>, attribute: &str, words: &[(&str, T)]) -> Known<T> {
    needed(word(view, attribute, words))
}

/// The texts of a list; empty if it is not set.
pub(super) fn texts(view: View<'_, '_>, attribute: &str) -> Known<Set<Text>> {
    all(&view.get(attribute), |text| Some(text.into()))
}

/// The blocks of addresses of a list; empty if it is not set.
pub(super) fn blocks(view: View<'_, '_>, attribute: &str) -> Known<Set<AddressBlock>> {
    all(&view.get(attribute), |text| AddressBlock::from_str(text).ok())
}

/// The numbers of a list; empty if it is not set.
pub(super) fn numbers(view: View<'_, '_>, attribute: &str) -> Known<Set<u16>> {
    all(&view.get(attribute), |text| text.parse().ok())
}

/// The value of the tag `Name`.
pub(super) fn name_tag(view: View<'_, '_>) -> Known<Option<Text>> {
    tag(view, "Name")
}

/// The value of a tag.
pub(super) fn tag(view: View<'_, '_>, key: &str) -> Known<Option<Text>> {
    let tags = view.get("tags");
    if is_left_out(&tags) {
        return Known::Value(None);
    }
    match (&tags, tags.field(key)) {
        (_, Some(value)) => value
            .as_plain()
            .map_or_else(|| Known::Unknown(reason(value)), |text| Known::Value(Some(text.into()))),
        (Resolved::Object(_), None) => Known::Value(None),
        _ => Known::Unknown(reason(&tags)),
    }
}

/// All elements of a list, each parsed by `read`.
fn all<T: Ord>(value: &Resolved<'_>, read: impl Fn(&str) -> Option<T>) -> Known<Set<T>> {
    if is_left_out(value) {
        return Known::Value(Set::default());
    }
    let items =
        if let Resolved::List(items) = value { items.as_slice() } else { std::slice::from_ref(value) };
    let mut found = vec![];
    for item in items {
        let Some(text) = item.as_plain() else { return Known::Unknown(reason(value)) };
        let Some(one) = read(&text) else { return Known::Unknown(Reason::NotUnderstood) };
        found.push(one);
    }
    Known::Value(found.into())
}

/// An attribute parsed by `read`; `None` if it is not set.
fn parsed<T>(view: View<'_, '_>, attribute: &str, read: impl Fn(&str) -> Option<T>) -> Known<Option<T>> {
    let value = view.get(attribute);
    if is_left_out(&value) {
        return Known::Value(None);
    }
    let Some(text) = value.as_plain() else { return Known::Unknown(reason(&value)) };
    read(&text).map_or(Known::Unknown(Reason::NotUnderstood), |it| Known::Value(Some(it)))
}

fn or<T>(known: Known<Option<T>>, default: T) -> Known<T> {
    known.map(|value| value.unwrap_or(default))
}

fn needed<T>(known: Known<Option<T>>) -> Known<T> {
    match known {
        Known::Value(Some(value)) => Known::Value(value),
        Known::Value(None) => Known::Unknown(Reason::AfterApply),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}
