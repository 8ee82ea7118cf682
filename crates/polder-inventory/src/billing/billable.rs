//! Billables: items with a price.

use crate::describe::{choice, entry, record};
use crate::entries::{EntryId, SourceId};
use crate::model::{Decimal, Known, Link, Set, Text};

/// An item with a price of its own. A resource has as many as the provider charges for; a resource that is
/// free has none.
///
/// Account and region are those of the source. A billable is about one copy: how many copies of `of` run at
/// which hours follows from the entry, its [`crate::compute::ScalingRule`]s and
/// [`crate::compute::ScheduledAction`]s. Service, item and unit are keys of the price book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Billable {
    /// The resource.
    pub source: SourceId,
    /// The entry that causes the charge; none for resources without an entry, such as dashboards.
    pub of: Option<Link<EntryId>>,
    /// The service: `nat_gateway`.
    pub service: Text,
    /// The item of the service: `hour`.
    pub item: Text,
    /// What the price depends on: instance class, engine, deployment, architecture, storage class.
    pub attributes: Set<BillableAttribute>,
    /// The quantity.
    pub quantity: Quantity,
    /// The unit of the quantity: `hour`, `gb_month`, `million_requests`.
    pub unit: Text,
    /// The pricing model.
    pub pricing: Pricing,
}

entry!(many Billable { of, service, item, attributes, quantity, unit, pricing });

impl Billable {
    /// The value of an attribute; none if the item has no such attribute.
    pub fn attribute(&self, name: &str) -> Option<&Known<Text>> {
        let found = self.attributes.iter().find(|it| it.name == name)?;
        Some(&found.value)
    }
}

/// An attribute that the price depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BillableAttribute {
    /// Its name: `class`, `engine`, `zones`, `architecture`.
    pub name: Text,
    /// Its value.
    pub value: Known<Text>,
}

record!(BillableAttribute { name, value });

/// A billed quantity, in the unit of the billable per unit of time that the unit implies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Constant while the resource exists.
    Constant(Known<Decimal>),
    /// For each running copy of the entry.
    PerCopy(Known<Decimal>),
    /// By use. The amount comes from the forecast of the design or from a usage file.
    Usage(Usage),
}

choice!(Quantity { Constant(amount), PerCopy(amount), Usage(usage) });

/// What a usage-based quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Usage {
    /// Requests or API calls.
    Requests,
    /// Messages, events or records.
    Messages,
    /// Invocations of a function.
    Invocations,
    /// Duration × memory of invocations.
    ComputeTime,
    /// Bytes received.
    BytesIn,
    /// Bytes sent.
    BytesOut,
    /// Bytes processed in either direction.
    BytesProcessed,
    /// Bytes stored.
    BytesStored,
    /// Bytes scanned by queries.
    BytesScanned,
    /// The provider's capacity units, such as LCUs of load balancers.
    CapacityUnits,
    /// Evaluations of rules, configuration items, scanned images or objects.
    Evaluations,
    /// Metric time series.
    Metrics,
}

choice!(Usage {
    Requests,
    Messages,
    Invocations,
    ComputeTime,
    BytesIn,
    BytesOut,
    BytesProcessed,
    BytesStored,
    BytesScanned,
    CapacityUnits,
    Evaluations,
    Metrics,
});

/// A pricing model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pricing {
    /// On demand, with no commitment available.
    OnDemand,
    /// On demand, reduced by these kinds of commitment.
    Committable(Set<Commitment>),
    /// The variable price of spot capacity.
    Spot,
    /// By tiers of the total quantity of the account or organization.
    Tiered,
}

choice!(Pricing { OnDemand, Committable(commitments), Spot, Tiered });

/// A kind of commitment that lowers a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Commitment {
    /// Reserved capacity of an instance class or family.
    Reservation,
    /// A spending commitment for one instance family in one region (EC2 Instance Savings Plan).
    FamilyPlan,
    /// A spending commitment for any compute (Compute Savings Plan).
    ComputePlan,
    /// A spending commitment for databases (Database Savings Plan).
    DatabasePlan,
}

choice!(Commitment { Reservation, FamilyPlan, ComputePlan, DatabasePlan });
