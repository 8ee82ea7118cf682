//! Which attributes of two bodies differ.

use std::collections::BTreeSet;

use polder_cloud::schema::{Block, Nesting, Schema, Type};
use polder_cloud::{Body, Cloud, Content, Document, Mode, Move, Reference, Stack, StackId, Target, Value};

use crate::order::same_in_any_order;
use crate::policies::same_policies;

/// A stack and its graph.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) cloud: &'a Cloud,
    pub(crate) stack: &'a Stack,
}

impl<'a> Place<'a> {
    /// The stack of a reference.
    pub(crate) fn target(&self, reference: &Reference) -> Option<&'a Stack> {
        let id: StackId = match reference.target {
            Target::Own => self.stack.id,
            Target::Stack(id) => id,
            Target::Import(at) => *self.stack.imports.get(usize::try_from(at).ok()?)?,
        };
        self.cloud.stack(id)
    }

    /// Whether equal bodies mean the same in both stacks: their locals and imports are the same.
    pub(crate) fn is_like(&self, other: Place<'_>) -> bool {
        let imports = |place: Place<'_>| {
            let keys = place.stack.imports.iter().map(|id| place.cloud.stack(*id).map(|it| it.key.clone()));
            keys.collect::<Vec<_>>()
        };
        self.stack.locals == other.stack.locals && imports(*self) == imports(other)
    }

    /// The value of a local of the stack.
    pub(crate) fn local(&self, name: &str) -> Option<&'a Value> {
        self.stack.locals.iter().find(|local| local.name == name).map(|local| &local.value)
    }

    /// The value behind locals.
    pub(crate) fn behind(&self, value: &'a Value) -> &'a Value {
        match value {
            Value::Local(name) => self.local(name).map_or(value, |value| self.behind(value)),
            value => value,
        }
    }
}

/// The paths of attributes and blocks of a resource that differ. A block that is on one side only is a path, and so is all that is
/// in it. The order of a set is no difference.
pub(crate) fn differing(kind: &str, old: (Place<'_>, &Body), new: (Place<'_>, &Body)) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let schema = (new.0.cloud.provider.schema)();
    bodies(old, new, "", (schema, schema.block(Mode::Managed, kind)), &mut paths);
    paths
}

/// The schema, and the block in it that a body has to match, if it is known.
type Shape<'a> = (&'a Schema, Option<&'a Block>);

/// Whether a key is a meta-argument, and not an attribute of the resource.
pub(crate) fn is_meta(above: &str, key: &str) -> bool {
    above.is_empty() && matches!(key, "lifecycle" | "depends_on" | "provider")
}

/// Whether Terraform leaves a difference as it is: the resource says so, or the argument is write-only, so that no state has it.
pub(crate) fn is_ignored(body: &Body, path: &str) -> bool {
    // A path has no index. One of a map (`tags["seen"]`) stays, and covers no path: other elements may differ as well.
    let covers = |name: &str| {
        let rest = path.strip_prefix(name.replace("[0]", "").as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let ignores = |lifecycle: &Body| match lifecycle.get("ignore_changes") {
        Some(Value::Expression(all)) => all == "all",
        Some(Value::List(names)) => {
            names.iter().any(|name| matches!(name, Value::Expression(name) if covers(name)))
        }
        _ => false,
    };
    path.ends_with("_wo") || body.blocks("lifecycle").any(ignores)
}

fn bodies(
    old: (Place<'_>, &Body),
    new: (Place<'_>, &Body),
    above: &str,
    shape: Shape<'_>,
    paths: &mut BTreeSet<String>,
) {
    let ((old_place, old), (new_place, new)) = (old, new);
    let keys: BTreeSet<&str> = old.items.iter().chain(&new.items).map(|item| item.key.as_str()).collect();
    for key in keys.into_iter().filter(|key| !is_meta(above, key)) {
        let path = if above.is_empty() { key.to_owned() } else { format!("{above}.{key}") };
        let same = match (old.get(key), new.get(key)) {
            (Some(old), Some(new)) => {
                let is_set = shape.1.and_then(|it| it.attribute(key)).map(|it| &it.kind);
                let (old, new) = ((old_place, old), (new_place, new));
                same(old, new)
                    || matches!(is_set, Some(Type::Set(_))) && same_sets(old, new)
                    || above.is_empty() && POLICIES.contains(&key) && same_meaning(old, new)
            }
            (None, None) => true,
            _ => false,
        };
        let (before, after): (Vec<&Body>, Vec<&Body>) =
            (old.blocks(key).collect(), new.blocks(key).collect());
        if !same {
            paths.insert(path);
            continue;
        }
        blocks((old_place, before), (new_place, after), &path, inside(shape, key), paths);
    }
}

/// Arguments whose policies the provider compares by what they mean (`SuppressEquivalentPolicyDiffs` in its source): the order of
/// statements and of lists is no difference.
const POLICIES: [&str; 2] = ["policy", "assume_role_policy"];

/// The shape of the blocks of a name, and whether they are a set.
fn inside<'a>((schema, block): Shape<'a>, key: &str) -> (Shape<'a>, bool) {
    let nested = block.and_then(|it| it.nested(key));
    let is_set = nested.is_some_and(|it| it.nesting == Nesting::Set);
    ((schema, nested.map(|it| schema.inside(it))), is_set)
}

/// Compares the blocks of a name. Those that are the same on both sides are paired first, wherever they are; the others in their
/// order. What remains was added or removed, with all of its attributes.
fn blocks(
    (old_place, before): (Place<'_>, Vec<&Body>),
    (new_place, mut after): (Place<'_>, Vec<&Body>),
    path: &str,
    (shape, is_set): (Shape<'_>, bool),
    paths: &mut BTreeSet<String>,
) {
    let count = (before.len(), after.len());
    let equal = |one: &Body, other: &Body| {
        let mut paths = BTreeSet::new();
        bodies((old_place, one), (new_place, other), path, shape, &mut paths);
        paths.is_empty()
    };
    let mut others = vec![];
    let mut moved = false;
    for block in before {
        match after.iter().position(|it| equal(block, it)) {
            Some(at) => {
                moved |= others.is_empty() && at != 0 && count.0 == count.1;
                after.remove(at);
            }
            None => others.push(block),
        }
    }
    if others.is_empty() && after.is_empty() {
        // Another order is a change where the provider keeps a list.
        if moved && !is_set {
            paths.insert(path.to_owned());
        }
        return;
    }
    let pairs = others.len().min(after.len());
    for (before, after) in others.iter().zip(&after) {
        bodies((old_place, before), (new_place, after), path, shape, paths);
    }
    for block in others.iter().skip(pairs).copied().chain(after.into_iter().skip(pairs)) {
        whole(block, path, paths);
    }
}

/// The paths of a block and of everything in it.
fn whole(block: &Body, path: &str, paths: &mut BTreeSet<String>) {
    paths.insert(path.to_owned());
    for item in &block.items {
        let path = format!("{path}.{}", item.key);
        match &item.content {
            Content::Block(inner) => whole(inner, &path, paths),
            Content::Attribute(_) => {
                paths.insert(path);
            }
        }
    }
}

/// Whether two lists have the same values, in any order.
fn same_sets((old_place, old): (Place<'_>, &Value), (new_place, new): (Place<'_>, &Value)) -> bool {
    match (old_place.behind(old), new_place.behind(new)) {
        (Value::List(one), Value::List(other)) => {
            same_in_any_order(one, other, |old, new| same((old_place, old), (new_place, new)))
        }
        _ => false,
    }
}

/// Whether two values are policies that mean the same.
fn same_meaning((old_place, old): (Place<'_>, &Value), (new_place, new): (Place<'_>, &Value)) -> bool {
    let (Value::Document(one), Value::Document(other)) = (old_place.behind(old), new_place.behind(new))
    else {
        return false;
    };
    match (one.as_ref(), other.as_ref()) {
        (Document::Policy(one), Document::Policy(other)) => {
            same_policies(one, other, &|old, new| same((old_place, old), (new_place, new)))
        }
        _ => false,
    }
}

/// Whether two values are the same once locals are resolved and references name the same resource.
fn same(old: (Place<'_>, &Value), new: (Place<'_>, &Value)) -> bool {
    let ((old_place, old), (new_place, new)) = (old, new);
    let all = |old: &[Value], new: &[Value]| {
        old.len() == new.len()
            && old.iter().zip(new).all(|(old, new)| same((old_place, old), (new_place, new)))
    };
    match (old_place.behind(old), new_place.behind(new)) {
        (Value::Reference(one), Value::Reference(other)) => same_target((old_place, one), (new_place, other)),
        (Value::List(one), Value::List(other)) | (Value::Template(one), Value::Template(other)) => {
            all(one, other)
        }
        (Value::Object(one), Value::Object(other)) => {
            let mut paths = BTreeSet::new();
            bodies((old_place, one), (new_place, other), "object", (Schema::none(), None), &mut paths);
            paths.is_empty()
        }
        (Value::Call(one), Value::Call(other)) => {
            one.name == other.name && all(&one.arguments, &other.arguments)
        }
        (Value::Mention(one), Value::Mention(other)) => {
            same((old_place, &one.text), (new_place, &other.text))
        }
        (Value::Sensitive(one), Value::Sensitive(other)) => same((old_place, one), (new_place, other)),
        (Value::Element(one), Value::Element(other)) => {
            one.segment == other.segment && same((old_place, &one.base), (new_place, &other.base))
        }
        (Value::Binary(one), Value::Binary(other)) => {
            let sides = |old, new| same((old_place, old), (new_place, new));
            one.operator == other.operator && sides(&one.left, &other.left) && sides(&one.right, &other.right)
        }
        (Value::Document(one), Value::Document(other)) => {
            (one == other || without_targets(one) == without_targets(other)) && {
                let (mut before, mut after) = (vec![], vec![]);
                one.walk(&mut |value| before.push(value));
                other.walk(&mut |value| after.push(value));
                before.into_iter().zip(after).all(|(old, new)| same((old_place, old), (new_place, new)))
            }
        }
        (one, other) => one == other,
    }
}

/// A document whose references name no stack. Which one a reference names depends on the number of imports of its stack, so that
/// references are compared by what they lead to.
fn without_targets(document: &Document) -> Document {
    let mut document = document.clone();
    document.change_references(&mut |reference| reference.target = Target::Own);
    document
}

fn same_target(old: (Place<'_>, &Reference), new: (Place<'_>, &Reference)) -> bool {
    let key =
        |(place, reference): (Place<'_>, &Reference)| place.target(reference).map(|stack| stack.key.clone());
    let moves = new.0.target(new.1).map_or(&[][..], |stack| &stack.moves);
    let address = Move::followed(moves, &old.1.address);
    old.1.attribute == new.1.attribute && *address == *new.1.address && key(old) == key(new)
}
