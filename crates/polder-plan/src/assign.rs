//! Matches the references of an expression with the unknown parts of its value.

use polder_cloud::{Body, Content, Segment, SmolStr, Value};

use crate::found::{Found, Leaf};
use crate::limits::{LEAVES_MAX, MATCHED_MAX};
use crate::load::Loaded;
use crate::names::agreement;
use crate::spots::{Expected, Spot};

/// An attribute of an instance.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pick {
    pub(crate) document: usize,
    pub(crate) entry: usize,
    pub(crate) attribute: SmolStr,
    pub(crate) steps: Vec<Segment>,
    /// How well its name matches.
    score: u32,
}

/// The source of an unknown part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Held {
    /// The value of an attribute.
    One(Pick),
    /// A list of such values.
    All(Vec<Pick>),
}

/// For each unknown part of an expression's value, its source; `None` where that cannot be determined.
/// `owner` is the kind of the resource that has the value.
pub(crate) fn assign(
    documents: &[Loaded<'_>],
    owner: &str,
    found: &Found,
    spots: &[Spot<'_>],
) -> Vec<Option<Held>> {
    let nothing = vec![None; spots.len()];
    if !is_assignable(found, spots) {
        return nothing;
    }
    let picker = Picker { documents, owner };
    match spots {
        [] => vec![],
        [spot] if spot.is_list() => vec![picker.all(&found.leaves, spot.name, found.key).map(Held::All)],
        [spot] => {
            let [leaf] = found.leaves.as_slice() else { return nothing };
            vec![picker.one(leaf, spot).map(Held::One)]
        }
        [first, rest @ ..] if rest.iter().all(|spot| spot.is_beside(first)) => {
            match picker.all(&found.leaves, first.name, found.key) {
                Some(all) if all.len() == spots.len() => {
                    all.into_iter().map(|pick| Some(Held::One(pick))).collect()
                }
                _ => nothing,
            }
        }
        _ => picker.matched(&found.leaves, spots),
    }
}

fn is_assignable(found: &Found, spots: &[Spot<'_>]) -> bool {
    let plain = !found.constant && !found.opaque && !found.cut;
    plain && !spots.is_empty() && spots.len() <= MATCHED_MAX && !found.leaves.is_empty()
}

/// The maximum number of names that [`assign`] compares.
pub(crate) fn cost(documents: &[Loaded<'_>], found: &Found, spots: &[Spot<'_>]) -> usize {
    if !is_assignable(found, spots) {
        return 0;
    }
    let of = |leaf: &Leaf| -> usize {
        let document = &documents[leaf.document];
        let items = |entry: usize| 1 + document.entries[entry].body.items.len();
        match leaf.entry.or(leaf.paired) {
            Some(entry) => items(entry),
            None if document.groups[leaf.group].members.len() > LEAVES_MAX => 0,
            None => document.groups[leaf.group].members.values().map(|entry| items(*entry)).sum(),
        }
    };
    found.leaves.iter().map(of).sum::<usize>().saturating_mul(spots.len() * spots.len())
}

impl Spot<'_> {
    /// Whether it contains a list of texts. Without a schema the name decides: names of lists are plurals.
    fn is_list(&self) -> bool {
        let plural = self.name.ends_with('s') && !self.name.ends_with("ss");
        self.expected == Expected::Texts || (self.expected == Expected::NotSaid && plural)
    }

    /// Whether it can contain the text of one attribute.
    fn is_one(&self) -> bool {
        matches!(self.expected, Expected::Text | Expected::NotSaid) && !self.is_list()
    }

    /// Whether both are elements of one list.
    fn is_beside(&self, other: &Spot<'_>) -> bool {
        let list = |spot: &Spot<'_>| spot.place.split_last().map(|(_, list)| list.to_vec());
        self.name == other.name && list(self) == list(other) && self.expected != Expected::Other
    }
}

struct Picker<'a, 'w> {
    documents: &'a [Loaded<'w>],
    owner: &'a str,
}

impl Picker<'_, '_> {
    /// The source of a part for one text.
    fn one(&self, leaf: &Leaf, spot: &Spot<'_>) -> Option<Pick> {
        let entry = leaf.entry.or(leaf.paired)?;
        if spot.is_one() { self.pick(leaf, entry, spot.name) } else { None }
    }

    /// The source of a list, if the list contains everything that its expression refers to.
    fn all(&self, leaves: &[Leaf], name: &str, keyed: bool) -> Option<Vec<Pick>> {
        let mut picks = vec![];
        for leaf in leaves {
            let group = &self.documents[leaf.document].groups[leaf.group];
            let members: Vec<usize> = match leaf.entry {
                Some(entry) => vec![entry],
                None if keyed => vec![leaf.paired?],
                None if group.members.len() > LEAVES_MAX => return None,
                None => group.members.values().copied().collect(),
            };
            for entry in members {
                picks.push(self.pick(leaf, entry, name)?);
            }
        }
        Some(picks)
    }

    /// Parts with different names: each gets the reference that matches it best, if no other part matches
    /// that better.
    fn matched(&self, leaves: &[Leaf], spots: &[Spot<'_>]) -> Vec<Option<Held>> {
        let mut held: Vec<Option<Held>> = vec![None; spots.len()];
        let mut free: Vec<&Leaf> = leaves.iter().take(MATCHED_MAX).collect();
        // Each part gets one reference, and each reference is used.
        if leaves.len() != spots.len() {
            free.retain(|_| leaves.len() == 1);
        }
        loop {
            let open = || (0..spots.len()).filter(|at| held[*at].is_none());
            let best = open().find_map(|at| {
                let picks =
                    free.iter().enumerate().filter_map(|(of, leaf)| Some((of, self.one(leaf, &spots[at])?)));
                let picks: Vec<(usize, Pick)> = picks.collect();
                let top = picks.iter().map(|(_, pick)| pick.score).max()?;
                let mut best = picks.into_iter().filter(|(_, pick)| pick.score == top);
                let only = best.next()?;
                best.next().is_none().then_some((at, only))
            });
            let Some((at, (of, pick))) = best else { return held };
            held[at] = Some(Held::One(pick));
            if leaves.len() == spots.len() {
                free.remove(of);
            }
        }
    }

    /// The attribute of an instance that matches a name, if it is unknown too: otherwise the part would be
    /// known.
    fn pick(&self, leaf: &Leaf, entry: usize, name: &str) -> Option<Pick> {
        let document = &self.documents[leaf.document];
        let (kind, body) = (document.groups[leaf.group].kind, &document.entries[entry].body);
        let pick = |attribute: &SmolStr, steps: &[Segment], score| Pick {
            document: leaf.document,
            entry,
            attribute: attribute.clone(),
            steps: steps.to_vec(),
            score,
        };
        if !leaf.attribute.is_empty() {
            let last = leaf.steps.iter().rev().find_map(|step| match step {
                Segment::Name(name) => Some(name),
                Segment::Index(_) => None,
            });
            let score = agreement(self.owner, name, kind, last.unwrap_or(&leaf.attribute));
            let unknown = is_unknown(at(body, &leaf.attribute, &leaf.steps));
            return (score > 0 && unknown).then(|| pick(&leaf.attribute, &leaf.steps, score));
        }
        let unknown = body.items.iter().filter(|item| match &item.content {
            Content::Attribute(value) => is_unknown(Some(value)),
            Content::Block(_) => false,
        });
        let scored = unknown.map(|item| (agreement(self.owner, name, kind, &item.key), item));
        let best: Vec<_> = scored.filter(|(score, _)| *score > 0).collect();
        let top = best.iter().map(|(score, _)| *score).max()?;
        let mut best = best.into_iter().filter(|(score, _)| *score == top);
        let (score, first) = best.next()?;
        // A name that only repeats the kind is the identifier.
        let item = std::iter::once(first).chain(best.map(|(_, item)| item));
        let items: Vec<_> = item.collect();
        let chosen = match items.as_slice() {
            [only] => only,
            several => several.iter().find(|item| item.key == "id")?,
        };
        Some(pick(&chosen.key, &[], score))
    }
}

/// The value of an attribute, or a part of it.
pub(crate) fn at<'v>(body: &'v Body, attribute: &str, steps: &[Segment]) -> Option<&'v Value> {
    let mut named = body.items.iter().filter(|item| item.key == attribute);
    let mut steps = steps.iter();
    let mut value = match &named.clone().next()?.content {
        Content::Attribute(value) => value,
        Content::Block(_) => {
            let Segment::Index(index) = steps.next()? else { return None };
            let Content::Block(block) = &named.nth(usize::try_from(*index).ok()?)?.content else {
                return None;
            };
            let Segment::Name(name) = steps.next()? else { return None };
            let rest: Vec<Segment> = steps.cloned().collect();
            return at(block, name, &rest);
        }
    };
    loop {
        value = match (value, steps.next()) {
            (Value::Sensitive(inner), None) => return Some(inner),
            (value, None) => return Some(value),
            // The content of an unknown value is unknown, too.
            (Value::Unknown(_), Some(_)) => return Some(value),
            (Value::List(items), Some(Segment::Index(index))) => items.get(usize::try_from(*index).ok()?)?,
            (Value::Object(body), Some(Segment::Name(name))) => body.get(name)?,
            _ => return None,
        };
    }
}

/// Whether a value is unknown as a whole.
pub(crate) fn is_unknown(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Unknown(_)) => true,
        Some(Value::Sensitive(inner)) => is_unknown(Some(inner)),
        _ => false,
    }
}
