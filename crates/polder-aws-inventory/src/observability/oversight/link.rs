//! `aws_oam_link`: metrics, logs and traces that are shared with the account of a sink.

use polder_cloud::View;
use polder_inventory::access::AccountId;
use polder_inventory::model::{Link, Reason};
use polder_inventory::observability::AggregationKind;

use super::add;
use crate::accounts::number_in_arn;
use crate::reader::Reader;
use crate::value::texts;

/// A link to a sink.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let seen_by = sink_account(reader, view);
    let source = reader.source(view);
    let id = add(reader, source, AggregationKind::Telemetry, None, seen_by);
    if let Some(oversight) = reader.inventory.observability.aggregations.get_mut(id) {
        oversight.parts = texts(view, "resource_types");
    }
}

/// The account of the sink: that of its resource, or the one in its ARN.
fn sink_account<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Link<AccountId> {
    if let Some(sink) = view.target("sink_identifier") {
        return reader.location_of(sink).account;
    }
    match view.text("sink_identifier").as_deref().and_then(number_in_arn) {
        Some(number) => reader.account_by_number(number),
        None => Link::Unknown(Reason::NotGiven),
    }
}
