//! Makes up inventories by the types of the model: every field of every kind occurs, and every id leads
//! somewhere.

use std::collections::BTreeMap;

use super::settle::settle;
use crate::entries::{EntryId, EntryKind, Inventory, OriginId, SourceId, TagSetId};
use crate::model::{
    AddressBlock, Arena, Id, Known, Link, Location, Origin, Reason, Source, Tag, TagSet, Text,
};

/// A well-formed inventory: at least one entry of each kind, at most `most`.
pub(crate) fn inventory(seed: u64, most: u32) -> Inventory {
    let mut generator = Generator::seeded(seed);
    for kind in EntryKind::ALL {
        let count = 1 + generator.below(most as usize) as u32;
        // Enough of those that have many variants for each variant to occur.
        let many = matches!(kind, EntryKind::Store | EntryKind::AccountSetting);
        let count = if many { count + 12 } else { count };
        generator.counts.insert(*kind, count);
    }
    let mut inventory = Inventory::default();
    inventory.grow(&mut generator);
    inventory.sources = std::mem::take(&mut generator.sources);
    surroundings(&mut inventory, &mut generator);
    settle(&mut inventory, &mut generator);
    inventory
}

const LOCATIONS: usize = 3;
const ORIGINS: usize = 3;
const TAG_SETS: usize = 4;

/// Locations, origins and tag sets, as many as sources refer to.
fn surroundings(inventory: &mut Inventory, generator: &mut Generator) {
    for at in 0..LOCATIONS {
        let account = match generator.below(3) {
            0 => Link::Unknown(generator.reason()),
            _ => Link::To(Id::from_index(generator.position(EntryKind::Account))),
        };
        let region = (at > 0).then(|| Text::from(format!("region-{at}")));
        inventory.locations.push(Location { account, region: Known::Value(region) });
    }
    for at in 0..ORIGINS {
        let name = Text::from(format!("part-{at}"));
        let origin = Origin { account: name.clone(), region: None, cell: None, site: None, component: name };
        inventory.origins.push(origin);
    }
    for at in 0..TAG_SETS {
        let inherits = (at > 0).then(|| TagSetId::from_index(at as u32 - 1));
        let tag = Tag { key: generator.text(), value: Known::Value(generator.text()) };
        inventory.tag_sets.push(TagSet { inherits, tags: Box::new([tag]) });
    }
}

/// A stream of choices that is the same for the same seed, and what has been made up so far.
pub(crate) struct Generator {
    state: u64,
    counts: BTreeMap<EntryKind, u32>,
    sources: Arena<SourceId, Source>,
    depth: u32,
    /// The next variant of each enum.
    variants: BTreeMap<&'static str, usize>,
}

impl Generator {
    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        // SplitMix64: equally spread, and any seed is good.
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    /// A number of few digits.
    pub(crate) fn small(&mut self) -> usize {
        self.below(200)
    }

    pub(crate) fn text(&mut self) -> Text {
        let words = ["a", "web", "two words", "line\nbreak", "*", "", "a\"quote", "unit-é"];
        let word = words[self.below(words.len())];
        Text::from(format!("{word}{}", self.below(50)))
    }

    pub(crate) fn reason(&mut self) -> Reason {
        Reason::ALL[self.below(Reason::ALL.len())]
    }

    pub(crate) fn block(&mut self) -> AddressBlock {
        let text = match self.below(3) {
            0 => format!("2001:db8:{:x}::/48", self.small()),
            _ => format!("172.16.{}.0/24", self.small()),
        };
        text.parse().expect("a block")
    }

    /// Up to three values; none deep inside.
    pub(crate) fn several<T>(&mut self, make: impl Fn(&mut Generator) -> T) -> Vec<T> {
        self.nested(|generator, deep| {
            let count = if deep { 0 } else { generator.below(4) };
            (0..count).map(|_| make(generator)).collect()
        })
    }

    /// A variant of an enum: in turn, so that each occurs soon, from a random one on.
    pub(crate) fn variant(&mut self, of: &'static str, count: usize) -> usize {
        let first = self.below(count);
        let next = self.variants.entry(of).or_insert(first);
        *next = (*next + 1) % count;
        *next
    }

    /// One level further inside. Says whether that is so deep that nothing more should be nested.
    pub(crate) fn nested<T>(&mut self, make: impl FnOnce(&mut Generator, bool) -> T) -> T {
        self.depth += 1;
        let deep = self.depth > 8;
        let made = make(self, deep);
        self.depth -= 1;
        made
    }

    pub(crate) fn count(&self, kind: EntryKind) -> u32 {
        self.counts.get(&kind).copied().unwrap_or(1)
    }

    /// The position of some entry of a kind.
    pub(crate) fn position(&mut self, kind: EntryKind) -> u32 {
        self.below(self.count(kind) as usize) as u32
    }

    /// Some kind of entry.
    pub(crate) fn kind(&mut self) -> EntryKind {
        EntryKind::ALL[self.below(EntryKind::ALL.len())]
    }

    /// Another entry of the same kind; none if there is no other.
    pub(crate) fn other(&mut self, inventory: &Inventory, id: EntryId) -> Option<EntryId> {
        let count = inventory.count(id.kind());
        let step = 1 + self.below(count.max(2) - 1);
        (count > 1).then(|| id.kind().id(((id.index() + step) % count) as u32))
    }

    pub(crate) fn seeded(seed: u64) -> Generator {
        let (counts, variants) = (BTreeMap::new(), BTreeMap::new());
        Generator { state: seed, counts, sources: Arena::default(), depth: 0, variants }
    }
}

/// A text that distinguishes entries, different on each call.
pub(crate) trait Unique {
    fn unique(generator: &mut Generator) -> Self;
}

impl Unique for SourceId {
    fn unique(generator: &mut Generator) -> SourceId {
        let number = generator.sources.len();
        let stack = format!("stack-{}", generator.below(3));
        let part = (generator.below(3) == 0).then(|| Text::from(format!("part[{number}]")));
        let origin = (generator.below(2) == 0).then(|| OriginId::from_index(generator.below(ORIGINS) as u32));
        let tags = (generator.below(2) == 0).then(|| TagSetId::from_index(generator.below(TAG_SETS) as u32));
        let location = Id::from_index(generator.below(LOCATIONS) as u32);
        let address = Text::from(format!("kind.name_{number}"));
        generator.sources.push(Source { stack: stack.into(), address, part, location, origin, tags })
    }
}

impl Unique for Option<SourceId> {
    fn unique(generator: &mut Generator) -> Option<SourceId> {
        (generator.below(2) == 0).then(|| SourceId::unique(generator))
    }
}

impl Unique for Text {
    fn unique(generator: &mut Generator) -> Text {
        // Sources are numbered one by one, so a new one makes the name new as well.
        let id = SourceId::unique(generator);
        Text::from(format!("name {}", id.index()))
    }
}
