//! What the resources that configure a function have in common.

use polder_cloud::View;
use polder_inventory::compute::{Function, FunctionId};
use polder_inventory::model::Reason;

use crate::reader::Reader;

/// Changes the entry of the function that a resource configures, and notes which fields the resource sets. Whether there is one: a function
/// that is not in the estate is a blind spot.
pub(super) fn change<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    fields: &[&'static str],
    change: impl FnOnce(&mut Function),
) -> bool {
    let linked = reader.link::<FunctionId>(view, "function_name", "function").and_then(|link| link.id());
    // The name may be part of an ARN, or be followed by a version.
    let named = |reader: &mut Reader<'_, 'a>| {
        let text = view.text("function_name")?;
        let name = text.split(':').skip_while(|part| *part != "function").nth(1).unwrap_or(&text);
        let function = reader.named(view, "aws_lambda_function", "function_name", name)?;
        reader.id(function)
    };
    let Some(id) = linked.or_else(|| named(reader)) else {
        let text = "it configures a function that is not in the estate";
        reader.blind(view, None, Some("function_name"), Reason::Elsewhere, text);
        return false;
    };
    if let Some(function) = reader.inventory.compute.functions.get_mut(id) {
        change(function);
        reader.contribute(view, id, fields);
    }
    true
}
