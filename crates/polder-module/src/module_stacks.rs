//! The stacks that share one module, and the meaning of values in each of them.
//!
//! An equal value can have different meanings in different stacks: a local has its own value in each stack, and a
//! reference to another stack is an index into the stack's own imports. Both are distinguished here: references to
//! other stacks are compared by alias.

use std::collections::BTreeMap;
use std::ptr;

use polder_cloud::{
    Body, Content, Document, Links, Reference, SmolStr, Stack, Target, Value, container_json, policy_json,
};

use crate::set::Set;

/// The stacks that share one module.
pub(crate) struct ModuleStacks<'a> {
    /// The stacks, in the order of the cloud.
    pub(crate) stacks: Vec<&'a Stack>,
    /// All of them.
    pub(crate) all: Set,
    /// Lists of import aliases, without duplicates.
    aliases: Vec<Vec<&'a str>>,
    /// For each stack, the index of its list.
    profiles: Vec<usize>,
    /// Each local with its value in each stack.
    locals: BTreeMap<&'a str, Vec<Option<&'a Value>>>,
}

/// A value that several stacks have in common.
pub(crate) struct Variant<'v, T> {
    /// The value.
    pub(crate) item: &'v T,
    /// The alias list that its references are indexes into.
    pub(crate) profile: usize,
    /// The stacks.
    pub(crate) stacks: Set,
}

/// The possible source of an expression's value, from the least to the most specific.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// A constant.
    Constant,
    /// A root can pass it: locals, the user's variables, outputs of other stacks.
    Root,
    /// Only the module can compute it: it refers to a resource of the stack.
    Module,
}

impl<'v, T> Variant<'v, T> {
    /// Another value of the same stacks.
    pub(crate) fn with<U>(&self, item: &'v U) -> Variant<'v, U> {
        Variant { item, profile: self.profile, stacks: self.stacks.clone() }
    }
}

/// The stacks of some variants.
pub(crate) fn stacks_of<T>(variants: &[Variant<'_, T>]) -> Set {
    let mut all = Set::default();
    variants.iter().for_each(|variant| all.extend(&variant.stacks));
    all
}

impl<'a> ModuleStacks<'a> {
    /// Looks at some stacks of a cloud.
    pub(crate) fn new(links: &'a Links, stacks: Vec<&'a Stack>) -> ModuleStacks<'a> {
        let mut aliases: Vec<Vec<&'a str>> = vec![];
        let mut profiles = vec![];
        for stack in &stacks {
            let own = imports(links, stack);
            let known = aliases.iter().rposition(|known| *known == own);
            profiles.push(known.unwrap_or(aliases.len()));
            if known.is_none() {
                aliases.push(own);
            }
        }
        let mut locals: BTreeMap<&'a str, Vec<Option<&'a Value>>> = BTreeMap::new();
        for (at, stack) in stacks.iter().enumerate() {
            for local in &stack.locals {
                let values = locals.entry(&local.name).or_insert_with(|| vec![None; stacks.len()]);
                values[at] = Some(&local.value);
            }
        }
        ModuleStacks { all: Set::first(stacks.len()), stacks, aliases, profiles, locals }
    }

    /// The alias list of a stack.
    pub(crate) fn profile(&self, stack: usize) -> usize {
        self.profiles[stack]
    }

    /// The alias of a reference's stack in a profile; `None` for the own stack.
    pub(crate) fn alias(&self, profile: usize, reference: &Reference) -> Option<&'a str> {
        match reference.target {
            Target::Own => None,
            Target::Import(index) => {
                let names = self.aliases.get(profile)?;
                names.get(usize::try_from(index).ok()?).copied()
            }
            // Finished stacks have no such target.
            Target::Stack(_) => Some(""),
        }
    }

    /// All alias lists.
    pub(crate) fn names_of_imports(&self) -> Vec<Vec<SmolStr>> {
        self.aliases.iter().map(|names| names.iter().map(SmolStr::new).collect()).collect()
    }

    /// The value of a local in a stack.
    pub(crate) fn local(&self, name: &str, stack: usize) -> Option<&'a Value> {
        self.locals.get(name)?.get(stack).copied().flatten()
    }

    /// The stacks that have a local.
    pub(crate) fn with_local(&self, name: &str) -> Set {
        let mut set = Set::default();
        let values = self.locals.get(name).into_iter().flatten().enumerate();
        values.filter(|(_, value)| value.is_some()).for_each(|(stack, _)| set.insert(stack));
        set
    }

    /// The values of a local in some stacks: adjacent equal values are one variant.
    pub(crate) fn values_of(&self, name: &str, stacks: &Set) -> Vec<Variant<'a, Value>> {
        let mut variants: Vec<Variant<'a, Value>> = vec![];
        for stack in stacks.iter() {
            let Some(item) = self.local(name, stack) else { continue };
            let profile = self.profile(stack);
            match variants.last_mut() {
                Some(last) if last.profile == profile && *last.item == *item => last.stacks.insert(stack),
                _ => variants.push(Variant { item, profile, stacks: Set::of(stack) }),
            }
        }
        variants
    }

    /// The names of all locals.
    pub(crate) fn local_names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.locals.keys().copied()
    }

    /// The possible source of a common value.
    pub(crate) fn reach(&self, value: &Value, stacks: &Set) -> Reach {
        let all = |values: &[Value]| {
            values.iter().map(|value| self.reach(value, stacks)).max().unwrap_or(Reach::Constant)
        };
        match value {
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Decimal(_) | Value::Text(_) => {
                Reach::Constant
            }
            Value::Reference(reference) if reference.target == Target::Own => Reach::Module,
            Value::Reference(_) | Value::Variable(_) => Reach::Root,
            Value::Local(name) => {
                let values = stacks.iter().filter_map(|stack| self.local(name, stack));
                let inside = values.map(|value| self.reach(value, stacks)).max();
                inside.map_or(Reach::Module, |inside| inside.max(Reach::Root))
            }
            Value::List(items) | Value::Template(items) => all(items),
            Value::Call(call) => all(&call.arguments),
            Value::Element(element) => self.reach(&element.base, stacks),
            Value::Binary(binary) => self.reach(&binary.left, stacks).max(self.reach(&binary.right, stacks)),
            Value::Sensitive(inner) => self.reach(inner, stacks),
            Value::Mention(mention) => self.reach(&mention.text, stacks),
            Value::Object(body) => {
                let inside = body.items.iter().map(|item| match &item.content {
                    Content::Attribute(value) => self.reach(value, stacks),
                    Content::Block(_) => Reach::Module,
                });
                inside.max().unwrap_or(Reach::Constant)
            }
            Value::Expression(_) | Value::Document(_) | Value::Unknown(_) => Reach::Module,
        }
    }

    /// Whether two values have the same text in a module.
    pub(crate) fn same(&self, one: (&Value, usize), other: (&Value, usize)) -> bool {
        let ((left, mine), (right, theirs)) = ((written(one.0), one.1), (written(other.0), other.1));
        if ptr::eq(left, right) && mine == theirs {
            return true;
        }
        let all = |left: &[Value], right: &[Value]| {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| self.same((left, mine), (right, theirs)))
        };
        match (left, right) {
            (Value::Reference(left), Value::Reference(right)) => {
                left.attribute == right.attribute
                    && left.address == right.address
                    && self.alias(mine, left) == self.alias(theirs, right)
            }
            (Value::List(left), Value::List(right)) | (Value::Template(left), Value::Template(right)) => {
                all(left, right)
            }
            (Value::Object(left), Value::Object(right)) => self.same_bodies((left, mine), (right, theirs)),
            (Value::Call(left), Value::Call(right)) => {
                left.name == right.name && all(&left.arguments, &right.arguments)
            }
            (Value::Element(left), Value::Element(right)) => {
                left.segment == right.segment && self.same((&left.base, mine), (&right.base, theirs))
            }
            (Value::Binary(left), Value::Binary(right)) => {
                left.operator == right.operator
                    && self.same((&left.left, mine), (&right.left, theirs))
                    && self.same((&left.right, mine), (&right.right, theirs))
            }
            (Value::Sensitive(left), Value::Sensitive(right)) => self.same((left, mine), (right, theirs)),
            (Value::Document(left), Value::Document(right)) => {
                self.same_documents((left, mine), (right, theirs))
            }
            _ => left == right,
        }
    }

    /// Whether two bodies have the same text, apart from comments and source lines.
    pub(crate) fn same_bodies(&self, one: (&Body, usize), other: (&Body, usize)) -> bool {
        let ((left, mine), (right, theirs)) = (one, other);
        left.items.len() == right.items.len()
            && left.items.iter().zip(&right.items).all(|(left, right)| {
                left.key == right.key
                    && match (&left.content, &right.content) {
                        (Content::Attribute(left), Content::Attribute(right)) => {
                            self.same((left, mine), (right, theirs))
                        }
                        (Content::Block(left), Content::Block(right)) => {
                            self.same_bodies((left, mine), (right, theirs))
                        }
                        _ => false,
                    }
            })
    }

    fn same_documents(&self, one: (&Document, usize), other: (&Document, usize)) -> bool {
        // Most are the same pointer, and need no comparison.
        if one.1 == other.1 && one.0 == other.0 {
            return true;
        }
        match (json(one.0), json(other.0)) {
            (Some(left), Some(right)) => self.same((&left, one.1), (&right, other.1)),
            (None, None) => one.0 == other.0,
            _ => false,
        }
    }
}

/// The written value: for a mention its text.
pub(crate) fn written(value: &Value) -> &Value {
    match value {
        Value::Mention(mention) => written(&mention.text),
        other => other,
    }
}

/// A document as the value that `jsonencode` takes; `None` for text in a separate file.
pub(crate) fn json(document: &Document) -> Option<Value> {
    match document {
        Document::Policy(policy) => Some(policy_json::print(policy).into()),
        Document::Containers(containers) => Some(container_json::print(containers)),
        Document::Json(body) => Some(Value::Object(Box::new(body.clone()))),
        Document::EdgeFunction(_) | Document::Text(_) => None,
    }
}

/// The aliases of a stack's imports, by index.
pub(crate) fn imports<'a>(links: &'a Links, stack: &Stack) -> Vec<&'a str> {
    let aliases = links.aliases(stack.id);
    stack.imports.iter().map(|import| aliases.get(import).copied().unwrap_or_default()).collect()
}

/// A name as part of a variable name: lower-case letters, digits and underscores.
pub(crate) fn identifier(text: &str) -> SmolStr {
    let mut out = String::new();
    let mut before = ' ';
    for character in text.chars() {
        match character {
            'A'..='Z' => {
                if before.is_ascii_lowercase() || before.is_ascii_digit() {
                    out.push('_');
                }
                out.push(character.to_ascii_lowercase());
            }
            'a'..='z' | '0'..='9' => out.push(character),
            _ if out.is_empty() || out.ends_with('_') => {}
            _ => out.push('_'),
        }
        before = character;
    }
    out.trim_end_matches('_').into()
}

#[cfg(test)]
mod tests {
    use super::identifier;

    #[test]
    fn identifiers_are_in_snake_case() {
        for (text, expected) in [
            ("valueFrom", "value_from"),
            ("DATABASE_URL", "database_url"),
            ("ReplicaLag", "replica_lag"),
            ("a-b.c", "a_b_c"),
            ("--x--", "x"),
            ("", ""),
        ] {
            assert_eq!(identifier(text), expected, "{text}");
        }
    }
}
