//! How alike two elements of lists, or two blocks, are: what corresponds to what when one has more of them.

use std::collections::BTreeSet;

use polder_cloud::{Body, Content, Value};

use crate::peers::Peers;

/// The least of what call themselves the same.
const SAME_NAME: u32 = 10_000;

/// The least of what call themselves alike.
const SIMILAR_NAME: u32 = 10;

/// What two things say alike, and what they say differently.
#[derive(Clone, Copy, Default)]
struct Tally {
    equal: u32,
    different: u32,
}

/// How alike two values are; 0 when they do not correspond. `named` tells whether what stands first in objects is a name.
pub(crate) fn of_values(
    peers: &Peers<'_>,
    left: (&Value, usize),
    right: (&Value, usize),
    named: bool,
) -> u32 {
    match (left.0, right.0) {
        (Value::Object(one), Value::Object(other)) => {
            of_bodies(peers, (one, left.1), (other, right.1), named)
        }
        (Value::List(_), Value::List(_)) => tally(peers, left, right).score(),
        _ if peers.same(left, right) => SIMILAR_NAME,
        _ => 0,
    }
}

/// How alike two bodies are; 0 when they do not correspond.
pub(crate) fn of_bodies(peers: &Peers<'_>, left: (&Body, usize), right: (&Body, usize), named: bool) -> u32 {
    let tally = tally_of_bodies(peers, left, right);
    match (name(left.0), name(right.0)) {
        (Some(one), Some(other)) if named && one == other => SAME_NAME + tally.equal,
        (Some(Value::Text(one)), Some(Value::Text(other))) if named && shares_a_word(one, other) => {
            SIMILAR_NAME + tally.equal
        }
        // Different names: only what is the same in almost all else is the same thing.
        (Some(_), Some(_)) if named && tally.equal < 3 * tally.different => 0,
        _ => tally.score(),
    }
}

/// Whether the first things in some bodies are names: each is there once.
pub(crate) fn are_named<'v>(bodies: impl Iterator<Item = &'v Body>) -> bool {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut named = bodies.map(|body| match name(body) {
        Some(Value::Text(text)) => seen.insert(text.to_string()),
        Some(Value::Integer(number)) => seen.insert(number.to_string()),
        _ => false,
    });
    named.all(|new| new)
}

/// Whether what two bodies call themselves does not speak against their being one.
pub(crate) fn may_be_one(one: &Body, other: &Body) -> bool {
    match (name(one), name(other)) {
        (Some(Value::Text(one)), Some(Value::Text(other))) => shares_a_word(one, other),
        (Some(Value::Integer(one)), Some(Value::Integer(other))) => one == other,
        _ => true,
    }
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.equal += other.equal;
        self.different += other.different;
    }

    fn score(self) -> u32 {
        self.equal.saturating_sub(self.different)
    }
}

const EQUAL: Tally = Tally { equal: 1, different: 0 };
const DIFFERENT: Tally = Tally { equal: 0, different: 1 };

fn tally(peers: &Peers<'_>, left: (&Value, usize), right: (&Value, usize)) -> Tally {
    match (left.0, right.0) {
        (Value::Object(one), Value::Object(other)) => tally_of_bodies(peers, (one, left.1), (other, right.1)),
        (Value::List(one), Value::List(other)) => {
            let mut all = Tally::default();
            for (one, other) in one.iter().zip(other) {
                all.add(tally(peers, (one, left.1), (other, right.1)));
            }
            let rest = one.len().abs_diff(other.len());
            all.different += u32::try_from(rest).unwrap_or(u32::MAX);
            all
        }
        _ if peers.same(left, right) => EQUAL,
        _ => DIFFERENT,
    }
}

fn tally_of_bodies(peers: &Peers<'_>, left: (&Body, usize), right: (&Body, usize)) -> Tally {
    let mut all = Tally::default();
    for item in &left.0.items {
        let other = right.0.items.iter().find(|other| other.key == item.key);
        all.add(match (&item.content, other.map(|other| &other.content)) {
            (Content::Attribute(one), Some(Content::Attribute(other))) => {
                tally(peers, (one, left.1), (other, right.1))
            }
            (Content::Block(one), Some(Content::Block(other))) => {
                tally_of_bodies(peers, (one, left.1), (other, right.1))
            }
            _ => DIFFERENT,
        });
    }
    let missing = right.0.items.iter().filter(|item| left.0.items.iter().all(|other| other.key != item.key));
    missing.for_each(|_| all.add(DIFFERENT));
    all
}

/// What stands first in a body: it is most often a name.
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
