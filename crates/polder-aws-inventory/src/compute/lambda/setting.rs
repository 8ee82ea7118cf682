//! What the resources that say something of a function have in common.

use polder_cloud::View;
use polder_inventory::compute::{Function, FunctionId};
use polder_inventory::model::Reason;

use crate::reader::Reader;

/// Changes the entry of the function that a resource is about, and notes which fields come from there.
pub(super) fn change<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    fields: &[&'static str],
    change: impl FnOnce(&mut Function),
) {
    let linked = reader.link::<FunctionId>(view, "function_name", "function").and_then(|link| link.id());
    // The name may stand in an ARN, or with a version behind it.
    let named = |reader: &mut Reader<'_, 'a>| {
        let text = view.text("function_name")?;
        let name = text.split(':').skip_while(|part| *part != "function").nth(1).unwrap_or(&text);
        let function = reader.named(view, "aws_lambda_function", "function_name", name)?;
        reader.id(function)
    };
    let Some(id) = linked.or_else(|| named(reader)) else {
        let text = "it says something of a function that is not in the estate";
        return reader.blind(view, None, Some("function_name"), Reason::Elsewhere, text);
    };
    if let Some(function) = reader.inventory.compute.functions.get_mut(id) {
        change(function);
        reader.contribute(view, id, fields);
    }
}
