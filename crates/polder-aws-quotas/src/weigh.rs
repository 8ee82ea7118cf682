//! What attributes and blocks of a resource count.

use polder_cloud::index::Resolved;
use polder_cloud::{Content, Dependency, Segment, View};

use crate::amount::Amount;

/// The number of blocks, or of elements of a list, at a path of names.
pub(crate) fn items(view: &View<'_, '_>, path: &str) -> Amount {
    match path.split_once('.') {
        Some((first, rest)) => {
            if is_unknown(view, first) {
                return if is_computed(view, first) { Amount::NONE } else { Amount::UNKNOWN };
            }
            view.blocks(first).iter().map(|block| items(block, rest)).sum()
        }
        None if is_computed(view, path) => Amount::NONE,
        None => view
            .body()
            .items
            .iter()
            .filter(|item| item.key == path)
            .map(|item| match &item.content {
                Content::Block(_) => Amount::exactly(1),
                Content::Attribute(value) => elements(&view.resolve(value)),
            })
            .sum(),
    }
}

/// The number in an attribute; nothing if it is not set.
pub(crate) fn number(view: &View<'_, '_>, attribute: &str) -> Amount {
    match view.get(attribute) {
        Resolved::Absent => Amount::NONE,
        _ => Amount::from_known(view.integer(attribute).and_then(|number| u64::try_from(number).ok())),
    }
}

/// The number in an attribute, or a default if it is not set.
pub(crate) fn number_or(view: &View<'_, '_>, attribute: &str, default: u64) -> Amount {
    match view.get(attribute) {
        Resolved::Absent => Amount::exactly(default),
        _ => number(view, attribute),
    }
}

/// Whether an attribute is set, if that is known.
pub(crate) fn is_set(view: &View<'_, '_>, attribute: &str) -> Option<bool> {
    match view.get(attribute) {
        Resolved::Unknown(_) if is_computed(view, attribute) => Some(false),
        Resolved::Absent | Resolved::Bool(false) => Some(false),
        Resolved::Text(text) => Some(!text.is_empty()),
        Resolved::List(items) => Some(!items.is_empty()),
        Resolved::Unknown(_) | Resolved::Variable(..) => None,
        _ => Some(true),
    }
}

/// One if an attribute is this text, nothing if it is another, and unknown otherwise.
pub(crate) fn one_if(
    view: &View<'_, '_>,
    attribute: &str,
    default: &str,
    is: impl Fn(&str) -> bool,
) -> Amount {
    match view.get(attribute) {
        Resolved::Absent => Amount::exactly(u64::from(is(default))),
        Resolved::Text(text) => Amount::exactly(u64::from(is(&text))),
        _ => Amount::up_to(1),
    }
}

/// Whether nothing is known of an attribute or a block.
pub(crate) fn is_unknown(view: &View<'_, '_>, name: &str) -> bool {
    matches!(view.get(name), Resolved::Unknown(_) | Resolved::Variable(..))
}

/// Whether the provider computes an attribute or a block that the configuration of a plan does not set: it is unknown, and
/// no expression leads to it.
pub(crate) fn is_computed(view: &View<'_, '_>, name: &str) -> bool {
    let leads =
        |it: &Dependency| it.path.iter().any(|step| matches!(step, Segment::Name(word) if word == name));
    is_unknown(view, name) && !view.index().dependencies(view.id()).iter().any(leads)
}

fn elements(value: &Resolved<'_>) -> Amount {
    match value {
        Resolved::Absent => Amount::NONE,
        Resolved::List(items) => Amount::of(items.len()),
        Resolved::Unknown(_) | Resolved::Variable(..) => Amount::UNKNOWN,
        _ => Amount::exactly(1),
    }
}
