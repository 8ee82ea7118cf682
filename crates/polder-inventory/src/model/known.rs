//! Values and relations that may be unknown.

use std::fmt;

use crate::entries::ExternalId;

/// A value, or the reason why it is not known. [`Option`] is different: `None` means that there is none.
///
/// An engine that needs an unknown value answers *undecided* with the reason. It never assumes a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known<T> {
    /// The value.
    Value(T),
    /// Not known.
    Unknown(Reason),
}

impl<T> Known<T> {
    /// The value, if it is known.
    pub fn value(&self) -> Option<&T> {
        match self {
            Known::Value(value) => Some(value),
            Known::Unknown(_) => None,
        }
    }

    /// Why it is not known, if it is not.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Known::Value(_) => None,
            Known::Unknown(reason) => Some(*reason),
        }
    }

    /// The same with the value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Known<U> {
        match self {
            Known::Value(value) => Known::Value(change(value)),
            Known::Unknown(reason) => Known::Unknown(reason),
        }
    }

    /// What follows from the value, where that may be unknown as well.
    pub fn and_then<U>(self, next: impl FnOnce(T) -> Known<U>) -> Known<U> {
        match self {
            Known::Value(value) => next(value),
            Known::Unknown(reason) => Known::Unknown(reason),
        }
    }

    /// The same with the value borrowed.
    pub fn as_ref(&self) -> Known<&T> {
        match self {
            Known::Value(value) => Known::Value(value),
            Known::Unknown(reason) => Known::Unknown(*reason),
        }
    }
}

impl<T> From<T> for Known<T> {
    fn from(value: T) -> Known<T> {
        Known::Value(value)
    }
}

/// Why something is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The provider assigns it when the resource is created.
    AfterApply,
    /// It depends on a variable or on another stack whose value was not given.
    NotGiven,
    /// It is sensitive, and the plan omits it.
    Sensitive,
    /// It is the result of an expression that the plan does not show.
    Expression,
    /// It is configured outside of the estate: by the provider, in another account, or manually.
    Elsewhere,
    /// The reader does not know the resource type.
    KindNotModelled,
    /// The reader knows the resource type, but not this attribute or relation.
    AttributeNotModelled,
    /// The value has a form that the reader does not understand.
    NotUnderstood,
    /// Resources contradict each other.
    Contradiction,
    /// A limit of the reader on size or depth was exceeded.
    TooLarge,
}

impl Reason {
    /// All of them.
    pub const ALL: [Reason; 10] = [
        Reason::AfterApply,
        Reason::NotGiven,
        Reason::Sensitive,
        Reason::Expression,
        Reason::Elsewhere,
        Reason::KindNotModelled,
        Reason::AttributeNotModelled,
        Reason::NotUnderstood,
        Reason::Contradiction,
        Reason::TooLarge,
    ];
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::AfterApply => "known after apply",
            Reason::NotGiven => "value not given",
            Reason::Sensitive => "sensitive",
            Reason::Expression => "expression",
            Reason::Elsewhere => "configured elsewhere",
            Reason::KindNotModelled => "resource type not modelled",
            Reason::AttributeNotModelled => "attribute not modelled",
            Reason::NotUnderstood => "not understood",
            Reason::Contradiction => "contradiction",
            Reason::TooLarge => "too large",
        })
    }
}

/// A relation to an entry, to something outside of the estate, or to something unknown.
///
/// `I` is the id of one kind of entry, or [`crate::EntryId`] if several kinds are possible. Eight bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link<I> {
    /// An entry.
    To(I),
    /// Something that is named but not in the estate: a role of a foreign account, a group of a peered
    /// network.
    Outside(ExternalId),
    /// The target is not known.
    Unknown(Reason),
}

impl<I: Copy> Link<I> {
    /// The id of the entry, if the link leads to one.
    pub fn id(&self) -> Option<I> {
        match self {
            Link::To(id) => Some(*id),
            Link::Outside(_) | Link::Unknown(_) => None,
        }
    }

    /// What it leads to outside of the estate, if it does.
    pub fn outside(&self) -> Option<ExternalId> {
        match self {
            Link::Outside(external) => Some(*external),
            Link::To(_) | Link::Unknown(_) => None,
        }
    }

    /// Why it is not known where it leads, if it is not.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Link::Unknown(reason) => Some(*reason),
            Link::To(_) | Link::Outside(_) => None,
        }
    }
}
