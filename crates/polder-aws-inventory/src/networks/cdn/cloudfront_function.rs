//! `aws_cloudfront_function`.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::model::{Known, Reason};
use polder_inventory::networks::EdgeFunction;
use polder_units::Bytes;

use crate::networks::attribute;
use crate::reader::Reader;

/// Reads a function.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let function = EdgeFunction {
        source,
        name: attribute::required(view, "name"),
        size: size(view),
        stores: reader.all_lead_to(view, "key_value_store_associations", "key-value-store").into(),
    };
    reader.inventory.networks.edge_functions.push(function);
}

/// The size of the code. Code that is a typed document becomes text only when files are written.
fn size(view: View<'_, '_>) -> Known<Bytes> {
    match view.get("code") {
        Resolved::Text(code) => Known::Value(Bytes(u64::try_from(code.len()).unwrap_or(u64::MAX))),
        Resolved::Document(..) => Known::Unknown(Reason::Expression),
        Resolved::Absent => Known::Unknown(Reason::Elsewhere),
        other => Known::Unknown(crate::value::reason(&other)),
    }
}
