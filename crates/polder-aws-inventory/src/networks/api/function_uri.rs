//! Functions by the URIs with which API Gateway invokes them.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::model::{Link, Pattern, Reason};

use crate::reader::Reader;

/// The function in a URI of API Gateway: by its `invoke_arn`, or by its ARN in a text.
pub(in crate::networks) fn function_of_uri<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    name: &str,
) -> Link<polder_inventory::compute::FunctionId> {
    let uri = reader.pattern(view, name);
    let inside = uri.value().into_iter().flat_map(Pattern::entries);
    let function = inside.into_iter().find_map(|entry| match entry {
        EntryId::Function(function) => Some(function),
        _ => None,
    });
    if let Some(function) = function {
        return Link::To(function);
    }
    let value = view.get(name);
    // A known URI contains the ARN of the function between `functions/` and `/invocations`.
    let text = value.as_plain();
    let arn = text.as_deref().and_then(|text| text.split("functions/").nth(1));
    let arn = arn.map(|rest| rest.trim_end_matches("/invocations").to_owned());
    let Some(arn) = arn else { return reader.must_lead_to(view, name, "function") };
    let holders: Vec<_> = reader.index.holders(&arn).to_vec();
    if let Some(id) = holders.iter().find_map(|id| reader.id(*id)) {
        return Link::To(id);
    }
    if !holders.is_empty() {
        return Link::Unknown(Reason::KindNotModelled);
    }
    Link::Outside(reader.external(&arn, "function", polder_inventory::outside::Owner::Unknown))
}
