//! The reader: the inventory that is being built, and the tables that all readers of resources share.
//!
//! The tables contain the entries and sources of resources, locations, accounts and everything outside the estate. `read` says
//! in which order resources are read.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use polder_cloud::{Address, Index, Mode, ResourceId, StackId, View};
use polder_inventory::access::{Account, AccountId, ResourceNameId};
use polder_inventory::coverage::{BlindSpot, Contribution};
use polder_inventory::model::{Known, Link, Location, Origin, Piece, Reason, Source, Text};
use polder_inventory::outside::{External, ExternalId, Owner};
use polder_inventory::{EntryId, EntryIndex, Inventory, LocationId, OriginId, SourceId};
use rustc_hash::FxHashMap;

use crate::Origins;
use crate::access::State as AccessState;
use crate::accounts;
use crate::billing::State as BillingState;
use crate::names::Names;
use crate::networks::State as NetworksState;
use crate::not_modelled;
use crate::observability::State as ObservabilityState;
use crate::tags::TagState;
use crate::worldwide::is_worldwide;

/// The state of reading.
pub(crate) struct Reader<'i, 'a> {
    /// The graph.
    pub(crate) index: &'i Index<'a>,
    /// The inventory, as far as it has been read.
    pub(crate) inventory: Inventory,
    /// State that the readers of networks share.
    pub(crate) networks: NetworksState,
    origin: &'i Origins<'i>,
    /// The first entry of each resource, and how many entries of that kind it is, by the number of the resource.
    entries: Vec<Option<(EntryId, u32)>>,
    /// The source of a whole resource, by the number of the resource.
    sources: Vec<Option<SourceId>>,
    /// The sources of parts of resources.
    parts: BTreeMap<(ResourceId, Text), SourceId>,
    /// The location of a resource, by the number of the resource.
    located: Vec<Option<LocationId>>,
    /// Kinds in use that are not read.
    pub(crate) unread: BTreeSet<(Mode, &'a str)>,
    /// A list of pieces that is reused for each pattern, to avoid allocations.
    pub(crate) pieces: Cell<Vec<Piece>>,
    stacks: BTreeMap<StackId, Text>,
    origins: BTreeMap<Rc<Origin>, OriginId>,
    /// The same by pointer: resources of one part share their origin, and its texts take long to compare. An origin that is
    /// kept here leaves its pointer to no other.
    shared_origins: FxHashMap<*const Origin, (Rc<Origin>, OriginId)>,
    locations: BTreeMap<Place, LocationId>,
    places: BTreeMap<Location, LocationId>,
    /// The location of resources without a region or account of their own, by stack and by whether their
    /// kind is global.
    plain_locations: BTreeMap<(StackId, bool), LocationId>,
    accounts: BTreeMap<Text, AccountId>,
    /// Accounts by their IDs.
    numbers: BTreeMap<Text, AccountId>,
    /// The account of each stack that Polder did not write.
    foreign_accounts: BTreeMap<StackId, Option<AccountId>>,
    externals: BTreeMap<Text, ExternalId>,
    /// Sorted identifiers of entries, without those that have unknown parts.
    pub(crate) identifiers: Vec<ResourceNameId>,
    /// The first identifier of an entry.
    pub(crate) identifier_of: BTreeMap<EntryId, ResourceNameId>,
    /// Resources by user-defined names.
    pub(crate) names: Names<'a>,
    /// State that the readers of access share.
    pub(crate) access: AccessState,
    /// State that the readers of observability share.
    pub(crate) observability: ObservabilityState,
    /// State that the readers of billing share.
    pub(crate) billing: BillingState,
    /// Sets of tags that are stored already.
    pub(crate) tags: TagState,
}

/// What determines the account and region of a resource: its stack, and its own attributes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    stack: StackId,
    global: bool,
    region: Option<Text>,
    number: Option<Text>,
}

impl<'i, 'a> Reader<'i, 'a> {
    /// A reader that has read nothing.
    pub(crate) fn new(index: &'i Index<'a>, origin: &'i Origins<'i>) -> Reader<'i, 'a> {
        Reader {
            index,
            inventory: Inventory::default(),
            networks: NetworksState::default(),
            origin,
            entries: vec![None; index.count()],
            sources: vec![None; index.count()],
            parts: BTreeMap::new(),
            located: vec![None; index.count()],
            unread: BTreeSet::new(),
            pieces: Cell::default(),
            stacks: BTreeMap::new(),
            origins: BTreeMap::new(),
            shared_origins: FxHashMap::default(),
            locations: BTreeMap::new(),
            places: BTreeMap::new(),
            plain_locations: BTreeMap::new(),
            accounts: BTreeMap::new(),
            numbers: BTreeMap::new(),
            foreign_accounts: BTreeMap::new(),
            externals: BTreeMap::new(),
            billing: BillingState::default(),
            tags: TagState::default(),
            identifiers: vec![],
            identifier_of: BTreeMap::new(),
            names: Names::default(),
            access: AccessState::default(),
            observability: ObservabilityState::default(),
        }
    }

    /// The entry that a resource is. Of a resource with copies elsewhere, the resource itself.
    pub(crate) fn entry(&self, id: ResourceId) -> Option<EntryId> {
        self.entry_number(id, 0)
    }

    /// One of the entries that a resource with copies elsewhere is; 0 is the resource itself.
    pub(crate) fn entry_number(&self, id: ResourceId, number: u32) -> Option<EntryId> {
        let (first, _) = self.entries_of(id).filter(|(_, count)| number < *count)?;
        if number == 0 {
            return Some(first);
        }
        let index = u32::try_from(first.index()).ok()?.checked_add(number)?;
        Some(first.kind().id(index))
    }

    /// The first entry of a resource, and how many it is.
    pub(crate) fn entries_of(&self, id: ResourceId) -> Option<(EntryId, u32)> {
        self.entries.get(self.index.number(id)).copied().flatten()
    }

    pub(crate) fn set_entries(&mut self, id: ResourceId, first: EntryId, count: u32) {
        let number = self.index.number(id);
        if let Some(known) = self.entries.get_mut(number) {
            *known = Some((first, count));
        }
    }

    /// Sets the entry of a resource that represents an entry of another: a member account, the caller identity.
    pub(crate) fn set_entry(&mut self, id: ResourceId, entry: impl Into<EntryId>) {
        self.set_entries(id, entry.into(), 1);
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
        self.parts.contains_key(&(view.id(), part.clone()))
    }

    /// A part of the resource that is in another region than the resource, or in none: `replica.eu-west-1`.
    pub(crate) fn part_in(
        &mut self,
        view: View<'_, '_>,
        part: impl Into<Text>,
        region: Known<Option<Text>>,
    ) -> SourceId {
        let account = self.account_of_stack(view.stack());
        let location = self.place(Location { account, region });
        self.source_at(view, Some(part.into()), location)
    }

    /// The resource as the source of its one entry, which is in another region than its stack, or in none.
    pub(crate) fn source_in(&mut self, view: View<'_, '_>, region: Known<Option<Text>>) -> SourceId {
        let account = self.account_of_stack(view.stack());
        let location = self.place(Location { account, region });
        self.source_at(view, None, location)
    }

    /// The entry for an account and a region. One for each pair.
    fn place(&mut self, location: Location) -> LocationId {
        if let Some(known) = self.places.get(&location) {
            return *known;
        }
        let id = self.inventory.locations.push(location.clone());
        self.places.insert(location, id);
        id
    }

    fn source_part(&mut self, view: View<'_, '_>, part: Option<Text>) -> SourceId {
        let location = self.location(view);
        self.source_at(view, part, location)
    }

    fn source_at(&mut self, view: View<'_, '_>, part: Option<Text>, location: LocationId) -> SourceId {
        let number = self.index.number(view.id());
        let known = match &part {
            None => self.sources.get(number).copied().flatten(),
            Some(part) => self.parts.get(&(view.id(), part.clone())).copied(),
        };
        if let Some(known) = known {
            return known;
        }
        let source = Source {
            stack: self.stack_name(view),
            address: written(view.address()),
            part: part.clone(),
            location,
            origin: self.origin(view.id()),
            tags: self.tags.of(&mut self.inventory, view),
        };
        let id = self.inventory.sources.push(source);
        match part {
            Some(part) => drop(self.parts.insert((view.id(), part), id)),
            None => self.sources.get_mut(number).into_iter().for_each(|known| *known = Some(id)),
        }
        id
    }

    /// The entry for the part of the design that a resource is of. One for each part.
    fn origin(&mut self, id: ResourceId) -> Option<OriginId> {
        let origin = (self.origin)(id)?;
        let pointer = Rc::as_ptr(&origin);
        if let Some((_, known)) = self.shared_origins.get(&pointer) {
            return Some(*known);
        }
        let (origins, inventory) = (&mut self.origins, &mut self.inventory);
        let id = *origins
            .entry(Rc::clone(&origin))
            .or_insert_with(|| inventory.origins.push(Origin::clone(&origin)));
        self.shared_origins.insert(pointer, (origin, id));
        Some(id)
    }

    fn stack_name(&mut self, view: View<'_, '_>) -> Text {
        let stack = view.stack();
        let name = self.stacks.entry(stack.id);
        name.or_insert_with(|| Text::new(stack.key.to_string())).clone()
    }

    /// The account and region of a resource: its own attributes, else those of its stack's provider.
    fn location(&mut self, view: View<'_, '_>) -> LocationId {
        let number = self.index.number(view.id());
        if let Some(known) = self.located.get(number).copied().flatten() {
            return known;
        }
        let id = self.locate(view);
        self.located.get_mut(number).into_iter().for_each(|known| *known = Some(id));
        id
    }

    fn locate(&mut self, view: View<'_, '_>) -> LocationId {
        let stack = view.stack();
        // The view may be of a block.
        let whole = self.index.view(view.id());
        let own = whole.and_then(|view| view.text("region")).filter(|it| !it.is_empty()).map(Text::from);
        let global = is_worldwide(view.kind());
        let region = own.or(view.foreign_region().map(Text::new));
        let number = accounts::number_of_resource(view).map(Text::from);
        // Most resources have no region or account of their own.
        let plain = (region.is_none() && number.is_none()).then_some((stack.id, global));
        if let Some(known) = plain.and_then(|plain| self.plain_locations.get(&plain)) {
            return *known;
        }
        let place = Place { stack: stack.id, global, region, number };
        if let Some(known) = self.locations.get(&place) {
            return *known;
        }
        let region = match &place.region {
            _ if place.global => Known::Value(None),
            Some(region) => Known::Value(Some(region.clone())),
            None if stack.region.is_empty() => Known::Unknown(Reason::NotGiven),
            None => Known::Value(Some(Text::new(&stack.region))),
        };
        let account = match &place.number {
            Some(number) => Link::To(self.account_numbered(number)),
            None => self.account_of_stack(stack),
        };
        let id = self.place(Location { account, region });
        self.locations.insert(place, id);
        if let Some(plain) = plain {
            self.plain_locations.insert(plain, id);
        }
        id
    }

    /// The account and region of a resource.
    pub(crate) fn location_of(&mut self, view: View<'_, '_>) -> Location {
        let id = self.location(view);
        self.inventory.locations[id].clone()
    }

    /// The account of a stack's provider.
    pub(crate) fn account_of_stack(&mut self, stack: &polder_cloud::Stack) -> Link<AccountId> {
        if !stack.key.account.is_empty() {
            return Link::To(self.account(&stack.key.account));
        }
        let known = match self.foreign_accounts.get(&stack.id) {
            Some(known) => *known,
            None => {
                let number = accounts::number_of_stack(stack);
                let account = number.map(|number| self.account_numbered(number));
                self.foreign_accounts.insert(stack.id, account);
                account
            }
        };
        known.map_or(Link::Unknown(Reason::NotGiven), Link::To)
    }

    /// The account with this ID. A new one is named after its ID.
    pub(crate) fn account_numbered(&mut self, number: &str) -> AccountId {
        if let Some(known) = self.numbers.get(number) {
            return *known;
        }
        let id = self.account(number);
        self.set_account_number(id, number);
        id
    }

    /// Notes the provider's ID of an account.
    pub(crate) fn set_account_number(&mut self, id: AccountId, number: &str) {
        let number = Text::new(number);
        if let Some(account) = self.inventory.access.accounts.get_mut(id) {
            account.number = Known::Value(number.clone());
        }
        self.numbers.entry(number).or_insert(id);
    }

    /// The account with this ID, if it is in the estate.
    pub(crate) fn account_with_number(&self, number: &str) -> Option<AccountId> {
        self.numbers.get(number).copied()
    }

    /// Whether the ID of any account is known.
    pub(crate) fn knows_numbers(&self) -> bool {
        !self.numbers.is_empty()
    }

    /// The account with a matching name, if there is one.
    pub(crate) fn account_with_name(&self, is: impl Fn(&str) -> bool) -> Option<AccountId> {
        self.accounts.iter().find(|(name, _)| is(name)).map(|(_, id)| *id)
    }

    /// The account with this name. It is added on first use; the reader of its resource fills it in.
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

    /// Something outside the estate, by its name. The first caller determines its kind; account and
    /// region of an ARN are taken from it.
    pub(crate) fn external(&mut self, name: &str, kind: &'static str, owner: Owner) -> ExternalId {
        if let Some(known) = self.externals.get(name) {
            return *known;
        }
        let (owner, region) = match accounts::place_in_arn(name) {
            Some((number, region)) => {
                (self.owner_by_number(number, owner), Known::Value(region.map(Text::new)))
            }
            None => (owner, Known::Unknown(Reason::NotGiven)),
        };
        let external = External { name: Text::new(name), owner, region, kind: Text::new_static(kind) };
        let id = self.inventory.outside.externals.push(external);
        self.externals.insert(Text::new(name), id);
        id
    }

    /// The owner of something whose ARN has this account field.
    fn owner_by_number(&mut self, number: &str, otherwise: Owner) -> Owner {
        // `arn:aws:iam::aws:policy/ReadOnlyAccess`
        if number == "aws" {
            return Owner::Provider;
        }
        if !accounts::is_number(number) || otherwise != Owner::Unknown {
            return otherwise;
        }
        Owner::Account(self.account_by_number(number))
    }

    /// The account with this ID, in the estate or outside.
    pub(crate) fn account_by_number(&mut self, number: &str) -> Link<AccountId> {
        match self.account_with_number(number) {
            Some(known) => Link::To(known),
            None => {
                let provider = accounts::is_of_provider(number);
                let owner = if provider { Owner::Provider } else { Owner::Unknown };
                Link::Outside(self.external(number, "account", owner))
            }
        }
    }

    /// The region of a resource, its own or that of its provider configuration, if it is known.
    pub(crate) fn region_name(&self, view: View<'_, '_>) -> Option<Text> {
        let whole = self.index.view(view.id()).and_then(|view| view.text("region")).map(Text::from);
        let foreign = view.foreign_region().map(Text::new);
        let known = whole.filter(|region| !region.is_empty()).or(foreign);
        known.or_else(|| Some(Text::new(&view.stack().region)).filter(|region| !region.is_empty()))
    }

    /// Notes that a resource sets fields of an entry of another.
    pub(crate) fn contribute(&mut self, view: View<'_, '_>, to: impl Into<EntryId>, fields: &[&'static str]) {
        let source = self.source(view);
        let fields = fields.iter().map(|field| Text::new_static(field)).collect();
        self.inventory.coverage.contributions.push(Contribution { source, to: Link::To(to.into()), fields });
    }

    /// Notes something about a resource that the inventory does not contain.
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
        // What an entry is says what the spot is about; of other resources, their attributes do.
        let touches_networks = entry.is_none() && not_modelled::touches_networks(view);
        let (entry, text) = (entry.map(Link::To), Text::new_static(text));
        let spot = BlindSpot { source, entry, attribute, reason, touches_networks, text };
        self.inventory.coverage.blind_spots.push(spot);
    }
}

/// An address as text. Those without module and index, which are most, are written without the formatter, for speed.
fn written(address: &Address) -> Text {
    if address.instance.is_some() {
        return Text::new(address.to_string());
    }
    Text::new([address.mode.prefix(), &address.kind, ".", &address.name].concat())
}
