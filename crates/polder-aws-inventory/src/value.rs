//! Attributes of resources as values of the inventory: known, not set, or unknown with a reason.
//!
//! A plan marks what the configuration leaves to the provider as known after apply. Such an attribute is
//! treated as absent.

use polder_cloud::index::Resolved;
use polder_cloud::{Unknown, View};
use polder_inventory::model::{Decimal, Known, Reason, Set, Text};
use polder_units::{Bytes, Duration};

/// Why a value of the graph is not known, in the inventory's terms.
pub(crate) fn reason(resolved: &Resolved<'_>) -> Reason {
    match resolved {
        Resolved::Attribute(_) => Reason::AfterApply,
        Resolved::Variable(..) => Reason::NotGiven,
        Resolved::Unknown(why) => match why {
            Unknown::AfterApply => Reason::AfterApply,
            Unknown::NoValue => Reason::NotGiven,
            Unknown::Expression => Reason::Expression,
            Unknown::Sensitive => Reason::Sensitive,
            Unknown::TooLarge => Reason::TooLarge,
        },
        Resolved::Pattern(pieces) => {
            let unknown = pieces.iter().find(|piece| !piece.is_known());
            unknown.map_or(Reason::NotUnderstood, reason)
        }
        Resolved::List(items) => {
            let unknown = items.iter().find(|item| !item.is_known());
            unknown.map_or(Reason::NotUnderstood, reason)
        }
        Resolved::Absent
        | Resolved::Bool(_)
        | Resolved::Integer(_)
        | Resolved::Decimal(_)
        | Resolved::Text(_)
        | Resolved::Object(_)
        | Resolved::Document(..) => Reason::NotUnderstood,
    }
}

/// The resolved attribute; absent where it is left to the provider.
pub(crate) fn given<'a>(view: View<'_, 'a>, attribute: &str) -> Resolved<'a> {
    match view.get(attribute) {
        Resolved::Unknown(Unknown::AfterApply) => Resolved::Absent,
        value => value,
    }
}

/// An optional text.
pub(crate) fn text(view: View<'_, '_>, attribute: &str) -> Known<Option<Text>> {
    match given(view, attribute) {
        Resolved::Absent => Known::Value(None),
        value => value
            .as_plain()
            .map_or_else(|| Known::Unknown(reason(&value)), |text| Known::Value(Some(text.into()))),
    }
}

/// A text that is set here or by the provider.
pub(crate) fn given_text(view: View<'_, '_>, attribute: &str) -> Known<Text> {
    match text(view, attribute) {
        Known::Value(Some(text)) => Known::Value(text),
        Known::Value(None) => Known::Unknown(Reason::AfterApply),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// A text, or `default` if it is not set.
pub(crate) fn text_or(view: View<'_, '_>, attribute: &str, default: &'static str) -> Known<Text> {
    text(view, attribute).map(|text| text.unwrap_or(Text::new_static(default)))
}

/// An optional text. An empty one is `None`: states write it where nothing is set.
pub(crate) fn some_text(view: View<'_, '_>, attribute: &str) -> Known<Option<Text>> {
    text(view, attribute).map(|text| text.filter(|text| !text.is_empty()))
}

/// Whether a value is not set: absent, left to the provider, or an empty text or list, as states write it.
pub(crate) fn is_left_out(value: &Resolved<'_>) -> bool {
    match value {
        Resolved::Absent | Resolved::Unknown(Unknown::AfterApply) => true,
        Resolved::Text(text) => text.is_empty(),
        Resolved::List(items) => items.is_empty(),
        _ => false,
    }
}

/// Whether an attribute is set.
pub(crate) fn is_set(view: View<'_, '_>, attribute: &str) -> bool {
    !is_left_out(&view.get(attribute))
}

/// The blocks with a name. Unknown if a plan does not know their number yet.
pub(crate) fn known_blocks<'i, 'a>(view: View<'i, 'a>, name: &str) -> Known<Vec<View<'i, 'a>>> {
    match given(view, name) {
        value @ (Resolved::Unknown(_) | Resolved::Attribute(_)) => Known::Unknown(reason(&value)),
        _ => Known::Value(view.blocks(name)),
    }
}

/// The region of a resource: its own where it names one (provider 6), else that of its provider's configuration.
pub(crate) fn region(view: View<'_, '_>) -> Known<Text> {
    let stack = &view.stack().region;
    // The view may be of a block, which may have a region of something else.
    let whole = view.index().view(view.id()).unwrap_or(view);
    let own = whole.text("region").filter(|text| !text.is_empty()).map(Text::from);
    let own = own.or_else(|| view.foreign_region().map(Text::new));
    match own {
        Some(region) => Known::Value(region),
        None if stack.is_empty() => Known::Unknown(Reason::NotGiven),
        None => Known::Value(Text::new(stack)),
    }
}

/// Whether two resources are in the same account and region, as far as that is known.
pub(crate) fn same_place(one: View<'_, '_>, other: View<'_, '_>) -> bool {
    one.stack().key.account == other.stack().key.account && region(one) == region(other)
}

/// A value that the provider sets if it is absent.
pub(crate) fn or_provider<T>(value: Known<Option<T>>) -> Known<T> {
    value.and_then(|value| value.map_or(Known::Unknown(Reason::AfterApply), Known::Value))
}

/// An optional number.
pub(crate) fn number<N: TryFrom<i64>>(view: View<'_, '_>, attribute: &str) -> Known<Option<N>> {
    integer(view, attribute).and_then(|number| match number.map(N::try_from) {
        None => Known::Value(None),
        Some(Ok(number)) => Known::Value(Some(number)),
        Some(Err(_)) => Known::Unknown(Reason::NotUnderstood),
    })
}

/// A number, or `default` if it is not set.
pub(crate) fn number_or<N: TryFrom<i64>>(view: View<'_, '_>, attribute: &str, default: N) -> Known<N> {
    number(view, attribute).map(|number| number.unwrap_or(default))
}

/// An optional decimal number.
pub(crate) fn decimal(view: View<'_, '_>, attribute: &str) -> Known<Option<Decimal>> {
    text(view, attribute).and_then(|text| match text.map(|text| text.parse()) {
        None => Known::Value(None),
        Some(Ok(number)) => Known::Value(Some(number)),
        Some(Err(_)) => Known::Unknown(Reason::NotUnderstood),
    })
}

/// Optional whole minutes.
pub(crate) fn minutes(view: View<'_, '_>, attribute: &str) -> Known<Option<Duration>> {
    number(view, attribute).map(|minutes| minutes.map(Duration::minutes))
}

/// Optional whole days.
pub(crate) fn days(view: View<'_, '_>, attribute: &str) -> Known<Option<Duration>> {
    number(view, attribute).map(|days| days.map(Duration::days))
}

/// Optional whole GiB.
pub(crate) fn gib(view: View<'_, '_>, attribute: &str) -> Known<Option<Bytes>> {
    number(view, attribute).map(|size| size.map(Bytes::gib))
}

/// Optional whole MiB.
pub(crate) fn mib(view: View<'_, '_>, attribute: &str) -> Known<Option<Bytes>> {
    number(view, attribute).map(|size| size.map(Bytes::mib))
}

/// A Boolean, or `default` if it is not set.
pub(crate) fn truth_or(view: View<'_, '_>, attribute: &str, default: bool) -> Known<bool> {
    match given(view, attribute) {
        Resolved::Absent => Known::Value(default),
        value => view.truth(attribute).map_or_else(|| Known::Unknown(reason(&value)), Known::Value),
    }
}

/// An optional whole number.
pub(crate) fn integer(view: View<'_, '_>, attribute: &str) -> Known<Option<i64>> {
    match given(view, attribute) {
        Resolved::Absent => Known::Value(None),
        value => view
            .integer(attribute)
            .map_or_else(|| Known::Unknown(reason(&value)), |it| Known::Value(Some(it))),
    }
}

/// An optional whole number that is not negative.
pub(crate) fn whole(view: View<'_, '_>, attribute: &str) -> Known<Option<u32>> {
    match integer(view, attribute) {
        Known::Value(None) => Known::Value(None),
        Known::Value(Some(number)) => {
            u32::try_from(number).map_or(Known::Unknown(Reason::NotUnderstood), |it| Known::Value(Some(it)))
        }
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// Optional whole seconds.
pub(crate) fn seconds(view: View<'_, '_>, attribute: &str) -> Known<Option<Duration>> {
    match integer(view, attribute) {
        Known::Value(None) => Known::Value(None),
        Known::Value(Some(seconds)) => match u64::try_from(seconds) {
            Ok(seconds) => Known::Value(Some(Duration::seconds(seconds))),
            Err(_) => Known::Unknown(Reason::NotUnderstood),
        },
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// Seconds, or `default` if they are not set.
pub(crate) fn seconds_or(view: View<'_, '_>, attribute: &str, default: u64) -> Known<Duration> {
    seconds(view, attribute).map(|seconds| seconds.unwrap_or(Duration::seconds(default)))
}

/// The texts of a list; empty if it is not set.
pub(crate) fn texts(view: View<'_, '_>, attribute: &str) -> Known<Set<Text>> {
    let value = given(view, attribute);
    let items = match &value {
        Resolved::Absent => return Known::Value(Set::default()),
        Resolved::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let texts: Option<Vec<Text>> = items.iter().map(|item| item.as_plain().map(Text::from)).collect();
    texts.map_or_else(|| Known::Unknown(reason(&value)), |texts| Known::Value(texts.into()))
}
