//! Aggregation of data of other accounts.

use polder_cloud::View;
use polder_inventory::SourceId;
use polder_inventory::access::AccountId;
use polder_inventory::model::{Known, Link, Set};
use polder_inventory::observability::{Aggregation, AggregationKind};

use crate::reader::Reader;

pub(super) mod aggregator;
pub(super) mod link;
pub(super) mod member;

/// Adds an account whose data another one aggregates, in the region of the source.
fn add(
    reader: &mut Reader<'_, '_>,
    source: SourceId,
    kind: AggregationKind,
    account: Option<Link<AccountId>>,
    seen_by: Link<AccountId>,
) -> polder_inventory::observability::AggregationId {
    reader.inventory.observability.aggregations.push(Aggregation {
        source,
        kind,
        from: account,
        into: seen_by,
        regions: Known::Value(None),
        parts: Known::Value(Set::default()),
    })
}

/// The account that a resource is in.
fn account_of(reader: &mut Reader<'_, '_>, view: View<'_, '_>) -> Link<AccountId> {
    reader.location_of(view).account
}
