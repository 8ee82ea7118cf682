//! Similarity of two elements of lists, or two blocks, for alignment.

use std::collections::BTreeSet;

use polder_cloud::{Body, Content, Value};

use crate::module_stacks::ModuleStacks;

/// The minimum score of elements with the same name.
const SAME_NAME: u32 = 10_000;

/// The minimum score of elements with similar names.
const SIMILAR_NAME: u32 = 10;

/// The numbers of equal and different values of two elements.
#[derive(Clone, Copy, Default)]
struct Comparison {
    equal: u32,
    different: u32,
}

/// The similarity of two values; 0 if they do not correspond. `named` is whether the first value of objects is a name.
pub(crate) fn of_values(
    module_stacks: &ModuleStacks<'_>,
    left: (&Value, usize),
    right: (&Value, usize),
    named: bool,
) -> u32 {
    match (left.0, right.0) {
        (Value::Object(one), Value::Object(other)) => {
            of_bodies(module_stacks, (one, left.1), (other, right.1), named)
        }
        (Value::List(_), Value::List(_)) => tally(module_stacks, left, right).score(),
        _ if module_stacks.same(left, right) => SIMILAR_NAME,
        _ => 0,
    }
}

/// The similarity of two bodies; 0 if they do not correspond.
pub(crate) fn of_bodies(
    module_stacks: &ModuleStacks<'_>,
    left: (&Body, usize),
    right: (&Body, usize),
    named: bool,
) -> u32 {
    let tally = tally_of_bodies(module_stacks, left, right);
    match (name(left.0), name(right.0)) {
        (Some(one), Some(other)) if named && one == other => SAME_NAME + tally.equal,
        (Some(Value::Text(one)), Some(Value::Text(other))) if named && shares_a_word(one, other) => {
            SIMILAR_NAME + tally.equal
        }
        // With different names, almost everything else must be equal.
        (Some(_), Some(_)) if named && tally.equal < 3 * tally.different => 0,
        _ => tally.score(),
    }
}

/// Whether the first values of some bodies are names: each occurs once.
pub(crate) fn are_named<'v>(bodies: impl Iterator<Item = &'v Body>) -> bool {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut named = bodies.map(|body| match name(body) {
        Some(Value::Text(text)) => seen.insert(text.to_string()),
        Some(Value::Integer(number)) => seen.insert(number.to_string()),
        _ => false,
    });
    named.all(|new| new)
}

/// Whether the names of two bodies are compatible.
pub(crate) fn may_be_one(one: &Body, other: &Body) -> bool {
    match (name(one), name(other)) {
        (Some(Value::Text(one)), Some(Value::Text(other))) => shares_a_word(one, other),
        (Some(Value::Integer(one)), Some(Value::Integer(other))) => one == other,
        _ => true,
    }
}

impl Comparison {
    fn add(&mut self, other: Comparison) {
        self.equal += other.equal;
        self.different += other.different;
    }

    fn score(self) -> u32 {
        self.equal.saturating_sub(self.different)
    }
}

const EQUAL: Comparison = Comparison { equal: 1, different: 0 };
const DIFFERENT: Comparison = Comparison { equal: 0, different: 1 };

fn tally(module_stacks: &ModuleStacks<'_>, left: (&Value, usize), right: (&Value, usize)) -> Comparison {
    match (left.0, right.0) {
        (Value::Object(one), Value::Object(other)) => {
            tally_of_bodies(module_stacks, (one, left.1), (other, right.1))
        }
        (Value::List(one), Value::List(other)) => {
            let mut all = Comparison::default();
            for (one, other) in one.iter().zip(other) {
                all.add(tally(module_stacks, (one, left.1), (other, right.1)));
            }
            let rest = one.len().abs_diff(other.len());
            all.different += u32::try_from(rest).unwrap_or(u32::MAX);
            all
        }
        _ if module_stacks.same(left, right) => EQUAL,
        _ => DIFFERENT,
    }
}

fn tally_of_bodies(
    module_stacks: &ModuleStacks<'_>,
    left: (&Body, usize),
    right: (&Body, usize),
) -> Comparison {
    let mut all = Comparison::default();
    for item in &left.0.items {
        let other = right.0.items.iter().find(|other| other.key == item.key);
        all.add(match (&item.content, other.map(|other| &other.content)) {
            (Content::Attribute(one), Some(Content::Attribute(other))) => {
                tally(module_stacks, (one, left.1), (other, right.1))
            }
            (Content::Block(one), Some(Content::Block(other))) => {
                tally_of_bodies(module_stacks, (one, left.1), (other, right.1))
            }
            _ => DIFFERENT,
        });
    }
    let missing = right.0.items.iter().filter(|item| left.0.items.iter().all(|other| other.key != item.key));
    missing.for_each(|_| all.add(DIFFERENT));
    all
}

/// The first value of a body, which is most often a name.
fn name(body: &Body) -> Option<&Value> {
    match body.items.first().map(|item| &item.content) {
        Some(Content::Attribute(value)) => Some(value),
        _ => None,
    }
}

fn shares_a_word(one: &str, other: &str) -> bool {
    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
    }
    words(one).any(|word| words(other).any(|other| other == word))
}
