//! The reader: numbers the entries of all resources, reads them, then what is derived from them.
//!
//! References between entries can lead in any direction, so each resource that is an entry gets its id before any is read.

use std::collections::BTreeMap;

use polder_cloud::{Index, ResourceId, StackId, View};
use polder_inventory::access::{Account, AccountId};
use polder_inventory::coverage::{BlindSpot, Contribution};
use polder_inventory::model::{Known, Link, Location, Origin, Reason, Source, Text};
use polder_inventory::outside::{External, ExternalId, Owner};
use polder_inventory::{EntryId, EntryIndex, EntryKind, Inventory, LocationId, OriginId, SourceId};

use crate::kind::{Reading, reading};
use crate::networks::State;
use crate::worldwide::is_worldwide;

/// What is known while an inventory is made.
pub(crate) struct Reader<'i, 'a> {
    /// The graph.
    pub(crate) index: &'i Index<'a>,
    /// What was read so far.
    pub(crate) inventory: Inventory,
    /// What the readers of networks found so far.
    pub(crate) networks: State,
    origin: &'i dyn Fn(ResourceId) -> Option<Origin>,
    entries: BTreeMap<ResourceId, EntryId>,
    sources: BTreeMap<(ResourceId, Option<Text>), SourceId>,
    stacks: BTreeMap<StackId, Text>,
    origins: BTreeMap<Origin, OriginId>,
    locations: BTreeMap<(StackId, Place), LocationId>,
    accounts: BTreeMap<Text, AccountId>,
    externals: BTreeMap<Text, ExternalId>,
}

/// Where a resource is, as its stack and itself say it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// In no region.
    World,
    /// In the region that it names, or else in that of its stack.
    Region(Option<Text>),
}

/// Reads a whole cloud. `finish` derives what needs all that resources say of themselves.
pub(crate) fn read<'i, 'a>(
    index: &'i Index<'a>,
    origin: &'i dyn Fn(ResourceId) -> Option<Origin>,
    finish: fn(&mut Reader<'i, 'a>),
) -> Inventory {
    let mut reader = Reader {
        index,
        inventory: Inventory::default(),
        networks: State::default(),
        origin,
        entries: BTreeMap::new(),
        sources: BTreeMap::new(),
        stacks: BTreeMap::new(),
        origins: BTreeMap::new(),
        locations: BTreeMap::new(),
        accounts: BTreeMap::new(),
        externals: BTreeMap::new(),
    };
    let readings = reader.number();
    let views = |id: &ResourceId| index.view(*id);
    for (id, reading) in &readings {
        if let Reading::Entry(kind, read) | Reading::EntryAndParts(kind, read, _) = reading
            && let Some(view) = views(id)
        {
            read(&mut reader, view);
            debug_assert_eq!(
                Some(reader.inventory.count(*kind)),
                reader.entries.get(id).map(|entry| entry.index() + 1),
                "{} makes one entry",
                view.address()
            );
        }
    }
    reader.networks.all_entries_are_there();
    for (id, reading) in &readings {
        if let Reading::EntryAndParts(_, _, read) | Reading::Part(read) = reading
            && let Some(view) = views(id)
        {
            read(&mut reader, view);
        }
    }
    finish(&mut reader);
    reader.inventory
}

impl<'i, 'a> Reader<'i, 'a> {
    /// Gives each resource that is an entry its id. Kinds that nobody knows become blind spots.
    fn number(&mut self) -> Vec<(ResourceId, Reading)> {
        let mut readings = vec![];
        let mut counts: BTreeMap<EntryKind, u32> = BTreeMap::new();
        let mut known: BTreeMap<(polder_cloud::Mode, &str), Option<Reading>> = BTreeMap::new();
        let mut same = vec![];
        for id in self.index.ids() {
            let Some(view) = self.index.view(id) else { continue };
            let (mode, kind) = (view.address().mode, view.kind());
            let Some(reading) = *known.entry((mode, kind)).or_insert_with(|| reading(mode, kind)) else {
                self.blind(view, None, None, Reason::KindNotModelled, "resources of this kind are not read");
                continue;
            };
            if let Some(managed) = self.looked_up(view) {
                same.push((id, managed));
                continue;
            }
            if let Reading::Entry(kind, _) | Reading::EntryAndParts(kind, _, _) = reading {
                let count = counts.entry(kind).or_default();
                self.entries.insert(id, kind.id(*count));
                *count += 1;
            }
            readings.push((id, reading));
        }
        for (looked_up, managed) in same {
            if let Some(entry) = self.entry(managed) {
                self.entries.insert(looked_up, entry);
            }
        }
        readings
    }

    /// The resource that a look-up has found, where another plan or state of the cloud makes it. The two are one entry.
    fn looked_up(&self, view: View<'_, '_>) -> Option<ResourceId> {
        if view.is_managed() {
            return None;
        }
        let id = view.body().get("id").and_then(polder_cloud::Value::as_text)?;
        let holders = self.index.holders(id).iter().filter_map(|id| self.index.view(*id));
        holders.into_iter().find(|it| it.is_managed() && it.kind() == view.kind()).map(|it| it.id())
    }

    /// The entry that a resource is.
    pub(crate) fn entry(&self, id: ResourceId) -> Option<EntryId> {
        self.entries.get(&id).copied()
    }

    /// The entry of one kind that a resource is.
    pub(crate) fn id<I: EntryIndex>(&self, id: ResourceId) -> Option<I> {
        self.entry(id).and_then(I::from_entry)
    }

    /// The resource as the source of its one entry.
    pub(crate) fn source(&mut self, view: View<'_, '_>) -> SourceId {
        self.source_part(view, None)
    }

    /// A part of the resource as the source of one of its several entries: `ingress[2]`, `subnet app_a`.
    pub(crate) fn part(&mut self, view: View<'_, '_>, part: impl Into<Text>) -> SourceId {
        self.source_part(view, Some(part.into()))
    }

    /// Whether a part of the resource is the source of an entry already.
    pub(crate) fn has_part(&self, view: View<'_, '_>, part: &Text) -> bool {
        self.sources.contains_key(&(view.id(), Some(part.clone())))
    }

    fn source_part(&mut self, view: View<'_, '_>, part: Option<Text>) -> SourceId {
        let key = (view.id(), part);
        if let Some(known) = self.sources.get(&key) {
            return *known;
        }
        let origin = (self.origin)(view.id());
        let origin = origin.map(|origin| match self.origins.get(&origin) {
            Some(known) => *known,
            None => {
                let id = self.inventory.origins.push(origin.clone());
                self.origins.insert(origin, id);
                id
            }
        });
        let source = Source {
            stack: self.stack_name(view),
            address: Text::new(view.address().to_string()),
            part: key.1.clone(),
            location: self.location(view),
            origin,
            tags: None,
        };
        let id = self.inventory.sources.push(source);
        self.sources.insert(key, id);
        id
    }

    fn stack_name(&mut self, view: View<'_, '_>) -> Text {
        let stack = view.stack();
        let name = self.stacks.entry(stack.id);
        name.or_insert_with(|| Text::new(stack.key.to_string())).clone()
    }

    /// The account and region of a resource: those of its stack's provider, unless the resource names another region.
    fn location(&mut self, view: View<'_, '_>) -> LocationId {
        let stack = view.stack();
        let place = if is_worldwide(view.kind()) {
            Place::World
        } else {
            let own = view.text("region").map(Text::from);
            Place::Region(own.or(view.foreign_region().map(Text::new)))
        };
        let key = (stack.id, place);
        if let Some(known) = self.locations.get(&key) {
            return *known;
        }
        let region = match &key.1 {
            Place::World => Known::Value(None),
            Place::Region(Some(region)) => Known::Value(Some(region.clone())),
            Place::Region(None) if stack.region.is_empty() => Known::Unknown(Reason::NotGiven),
            Place::Region(None) => Known::Value(Some(Text::new(&stack.region))),
        };
        let account = self.account_of_stack(stack);
        let id = self.inventory.locations.push(Location { account, region });
        self.locations.insert(key, id);
        id
    }

    fn account_of_stack(&mut self, stack: &polder_cloud::Stack) -> Link<AccountId> {
        if stack.key.account.is_empty() {
            return Link::Unknown(Reason::NotGiven);
        }
        Link::To(self.account(&stack.key.account))
    }

    /// The account of this name; it is added when nothing has named it before. What makes it fills it in.
    pub(crate) fn account(&mut self, name: &str) -> AccountId {
        if let Some(known) = self.accounts.get(name) {
            return *known;
        }
        let account = Account {
            name: Text::new(name),
            number: Known::Unknown(Reason::NotGiven),
            source: None,
            unit: Link::Unknown(Reason::NotGiven),
            management: Known::Unknown(Reason::NotGiven),
        };
        let id = self.inventory.access.accounts.push(account);
        self.accounts.insert(Text::new(name), id);
        id
    }

    /// Something outside of the estate, by the text that names it. The first that names it says what it is.
    pub(crate) fn external(&mut self, name: &str, kind: &'static str, owner: Owner) -> ExternalId {
        if let Some(known) = self.externals.get(name) {
            return *known;
        }
        let external = External {
            name: Text::new(name),
            owner,
            region: Known::Unknown(Reason::NotGiven),
            kind: Text::new_static(kind),
        };
        let id = self.inventory.outside.externals.push(external);
        self.externals.insert(Text::new(name), id);
        id
    }

    /// Notes that a resource sets fields of an entry of another.
    pub(crate) fn contribute(&mut self, view: View<'_, '_>, to: impl Into<EntryId>, fields: &[&'static str]) {
        let source = self.source(view);
        let fields = fields.iter().map(|field| Text::new_static(field)).collect();
        self.inventory.coverage.contributions.push(Contribution { source, to: Link::To(to.into()), fields });
    }

    /// Notes something that a resource says and that is not held.
    pub(crate) fn blind(
        &mut self,
        view: View<'_, '_>,
        entry: Option<EntryId>,
        attribute: Option<&'static str>,
        reason: Reason,
        text: &'static str,
    ) {
        let source = self.source(view);
        let attribute = attribute.map(Text::new_static);
        let (entry, text) = (entry.map(Link::To), Text::new_static(text));
        self.inventory.coverage.blind_spots.push(BlindSpot { source, entry, attribute, reason, text });
    }
}
