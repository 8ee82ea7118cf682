//! The resolved values of a resource, with blocks and objects in one form.

use polder_cloud::index::{Resolved, View};
use polder_cloud::{Body, Content, Value};

use crate::encoded;

/// A value. Blocks of a name are a list of objects, as an attribute of objects is.
#[derive(Debug)]
pub(crate) enum Tree<'a> {
    /// Attributes and blocks by name.
    Object(Vec<(&'a str, Tree<'a>)>),
    /// Elements in order.
    List(Vec<Tree<'a>>),
    /// Anything else.
    Leaf(Resolved<'a>),
}

/// Blocks of a statement of a web ACL that contain blocks `statement`.
const LOGICAL: [&str; 3] = ["and_statement", "or_statement", "not_statement"];

/// Blocks of a statement of a web ACL that are themselves statements.
const SCOPE_DOWN: [&str; 2] =
    ["rate_based_statement.scope_down_statement", "managed_rule_group_statement.scope_down_statement"];

/// How many statements of a rule are looked at. A web ACL of the greatest capacity has fewer.
const STATEMENTS_MAX: usize = 5000;

/// The value of what is not set.
static ABSENT: Tree<'static> = Tree::Leaf(Resolved::Absent);

impl<'a> Tree<'a> {
    /// The values of a resource.
    pub(crate) fn of(view: &View<'_, 'a>) -> Tree<'a> {
        body(view, view.body())
    }

    /// The member of an object; what is not set is absent.
    pub(crate) fn get(&self, name: &str) -> &Tree<'a> {
        let Tree::Object(members) = self else { return absent() };
        members.iter().find(|(key, _)| *key == name).map_or(absent(), |(_, value)| value)
    }

    /// The values at a path of names, in every element of the lists on the path.
    pub(crate) fn at<'t>(&'t self, path: &str) -> Vec<&'t Tree<'a>> {
        let mut found = vec![];
        self.collect(path, &mut found);
        found
    }

    fn collect<'t>(&'t self, path: &str, found: &mut Vec<&'t Tree<'a>>) {
        if let Some(rest) = path.strip_prefix("statement.") {
            return self.statements(rest, found);
        }
        match self {
            Tree::List(items) => items.iter().for_each(|item| item.collect(path, found)),
            Tree::Object(_) => match path.split_once('.') {
                Some((first, rest)) => self.get(first).collect(rest, found),
                None => found.push(self.get(path)),
            },
            // What is below an unknown value is unknown.
            Tree::Leaf(Resolved::Absent) => {}
            Tree::Leaf(_) => found.push(self),
        }
    }

    /// The same in the statements of a rule of a web ACL, which contain statements.
    fn statements<'t>(&'t self, path: &str, found: &mut Vec<&'t Tree<'a>>) {
        let mut waiting = vec![];
        self.collect("statement", &mut waiting);
        let mut left = STATEMENTS_MAX;
        while let (Some(statement), Some(fewer)) = (waiting.pop(), left.checked_sub(1)) {
            left = fewer;
            if matches!(statement, Tree::Leaf(Resolved::Absent)) {
                continue;
            }
            statement.collect(path, found);
            let blocks =
                |path: &&str| statement.at(path).into_iter().filter(|block| !matches!(block, Tree::Leaf(_)));
            for block in LOGICAL.iter().flat_map(blocks) {
                block.collect("statement", &mut waiting);
            }
            waiting.extend(SCOPE_DOWN.iter().flat_map(blocks));
        }
    }

    /// The single values of this and of the lists inside.
    pub(crate) fn leaves<'t>(&'t self) -> Vec<&'t Resolved<'a>> {
        match self {
            Tree::List(items) => items.iter().flat_map(Tree::leaves).collect(),
            Tree::Leaf(value) => vec![value],
            Tree::Object(_) => vec![],
        }
    }

    /// The elements of a list, or the one value if it is set.
    pub(crate) fn elements(&self) -> &[Tree<'a>] {
        match self {
            Tree::List(items) => items,
            Tree::Leaf(Resolved::Absent) => &[],
            one => std::slice::from_ref(one),
        }
    }

    /// Whether it is set, if that is known: not empty, not zero, not false.
    pub(crate) fn is_set(&self) -> Option<bool> {
        match self {
            Tree::Object(members) => Some(!members.is_empty()),
            Tree::List(items) => Some(!items.is_empty()),
            Tree::Leaf(value) => match value {
                Resolved::Absent | Resolved::Bool(false) | Resolved::Integer(0) => Some(false),
                Resolved::Text(text) => Some(!text.is_empty()),
                Resolved::Unknown(_) | Resolved::Variable(..) => None,
                _ => Some(true),
            },
        }
    }

    /// The text of a single value that is known and not empty.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Tree::Leaf(value) => {
                value.as_plain().filter(|text| !text.is_empty()).map(std::borrow::Cow::into_owned)
            }
            _ => None,
        }
    }

    /// The number of a single value, also if it is written as text.
    pub(crate) fn number(&self) -> Option<f64> {
        let Tree::Leaf(value) = self else { return None };
        number(value)
    }

    /// Whether nothing of it is set. `false` if that is not known.
    pub(crate) fn is_absent(&self) -> bool {
        self.is_set() == Some(false)
    }
}

/// The number that a value is, also if it is written as text.
pub(crate) fn number(value: &Resolved<'_>) -> Option<f64> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "limits are far below the precision of a float")]
        Resolved::Integer(value) => Some(*value as f64),
        Resolved::Decimal(text) => text.parse().ok(),
        Resolved::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn absent<'t, 'a>() -> &'t Tree<'a> {
    &ABSENT
}

fn body<'a>(view: &View<'_, 'a>, of: &'a Body) -> Tree<'a> {
    let mut members: Vec<(&'a str, Tree<'a>)> = Vec::with_capacity(of.items.len());
    for item in &of.items {
        match &item.content {
            Content::Attribute(value) => members.push((&item.key, attribute(view, value))),
            Content::Block(inner) => {
                let block = body(view, inner);
                match members.iter_mut().find(|(key, _)| *key == item.key.as_str()) {
                    Some((_, Tree::List(items))) => items.push(block),
                    _ => members.push((&item.key, Tree::List(vec![block]))),
                }
            }
        }
    }
    Tree::Object(members)
}

fn attribute<'a>(view: &View<'_, 'a>, value: &'a Value) -> Tree<'a> {
    match value {
        Value::Object(members) => body(view, members),
        value => match encoded::text(view, value) {
            Some(text) => Tree::Leaf(Resolved::Text(text.into())),
            None => tree(view.resolve(value)),
        },
    }
}

fn tree(value: Resolved<'_>) -> Tree<'_> {
    match value {
        Resolved::List(items) => Tree::List(items.into_iter().map(tree).collect()),
        Resolved::Object(members) => {
            Tree::Object(members.into_iter().map(|(key, value)| (key, tree(value))).collect())
        }
        value => Tree::Leaf(value),
    }
}
