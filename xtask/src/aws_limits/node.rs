//! The form of a value, as a schema of AWS describes it: the same for CloudFormation and for the APIs.

use std::collections::BTreeMap;

use super::limits::Limits;

/// The form of a value.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// A structure, and which of its members exclude each other.
    Object(BTreeMap<String, Node>, Vec<Exclusion>),
    /// A list, with the limits of its length and the form of its elements.
    List(Limits, Box<Node>),
    /// Named values: the limits of the names, and the form of the values.
    Map(Limits, Box<Node>),
    /// Text.
    Text(Limits),
    /// A number.
    Number(Limits),
    /// A bool.
    Bool,
    /// Anything else, for example a document.
    Other,
}

/// Members of a structure of which only some may be set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exclusion {
    /// The member.
    pub(super) member: String,
    /// What must not be set with it.
    pub(super) others: Vec<String>,
}

impl Node {
    /// The form at a path of members, through lists.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Node> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        match self {
            Node::Object(members, _) => members.get(*first)?.at(rest),
            Node::List(_, element) => element.at(path),
            _ => None,
        }
    }

    /// The form of one element, if this is a list.
    pub(super) fn element(&self) -> &Node {
        match self {
            Node::List(_, element) => element.element(),
            other => other,
        }
    }
}
