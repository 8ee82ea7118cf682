//! What is paid for.

use crate::describe::{choice, entry, record};
use crate::entries::{EntryId, SourceId};
use crate::model::{Decimal, Known, Link, Set, Text};

/// One line of the bill: something of an entry that has a price of its own. An entry has as many as the provider counts; one
/// whose use costs nothing has none.
///
/// Account and region are those of the source. How many copies of `of` run, and in which hours, is said by the entry itself,
/// by [`crate::compute::ScalingRule`] and by [`crate::compute::ScheduledAction`]: a billable is about one copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Billable {
    /// The resource.
    pub source: SourceId,
    /// What it belongs to.
    pub of: Link<EntryId>,
    /// The service, as the price book calls it: `nat_gateway`.
    pub service: Text,
    /// The item of the service, as the price book calls it: `hour`.
    pub item: Text,
    /// What else decides about the price: class of machine, engine, number of zones, class of storage.
    pub attributes: Set<BillableAttribute>,
    /// How much of it.
    pub quantity: Quantity,
    /// The unit of the quantity, as the price book calls it: `hour`, `gb_month`, `million_requests`.
    pub unit: Text,
    /// How it is priced.
    pub pricing: Pricing,
}

entry!(many Billable { of, service, item, attributes, quantity, unit, pricing });

/// Something that decides about a price.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BillableAttribute {
    /// What: `class`, `engine`, `zones`, `architecture`.
    pub name: Text,
    /// Which.
    pub value: Known<Text>,
}

record!(BillableAttribute { name, value });

/// How much of something is paid for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// So many units all the time, however many copies run.
    Constant(Known<Decimal>),
    /// So many units for each copy while it runs.
    PerCopy(Known<Decimal>),
    /// As many units as are used: see [`Usage`].
    Used(Usage),
}

choice!(Quantity { Constant(units), PerCopy(units), Used(usage) });

/// What makes a quantity grow that nobody sets. The price takes it from the forecast of the design or from a usage file; the
/// inventory only says which number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Usage {
    /// Requests that are answered.
    Requests,
    /// Messages, events or records.
    Messages,
    /// Runs of a program.
    Runs,
    /// Time that programs run, times their memory.
    RunTime,
    /// Bytes that come in.
    BytesIn,
    /// Bytes that go out.
    BytesOut,
    /// Bytes that pass through.
    BytesProcessed,
    /// Bytes that are stored.
    BytesStored,
    /// Bytes that are searched.
    BytesScanned,
    /// Connections and new connections, in the provider's unit of capacity.
    CapacityUnits,
    /// Things that are looked at: configurations, rules, images, objects.
    Evaluations,
    /// Series of numbers.
    Series,
}

choice!(Usage {
    Requests,
    Messages,
    Runs,
    RunTime,
    BytesIn,
    BytesOut,
    BytesProcessed,
    BytesStored,
    BytesScanned,
    CapacityUnits,
    Evaluations,
    Series,
});

/// How something is priced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pricing {
    /// At the list price.
    List,
    /// At the list price of running machines or capacity, which these commitments make cheaper.
    Committable(Set<Commitment>),
    /// At the changing price of spare capacity.
    Spare,
    /// By steps of the whole amount of the account or organization.
    Tiered,
}

choice!(Pricing { List, Committable(commitments), Spare, Tiered });

/// What the owner can promise for a lower price.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Commitment {
    /// To use this class of machine, or its family.
    Reservation,
    /// To spend an amount on a family of machines in a region.
    FamilyPlan,
    /// To spend an amount on any compute.
    ComputePlan,
    /// To spend an amount on any database.
    DatabasePlan,
}

choice!(Commitment { Reservation, FamilyPlan, ComputePlan, DatabasePlan });
