//! Groups and users of the identity store: `aws_identitystore_group` and `aws_identitystore_user`, as
//! resources or data sources.

use polder_cloud::View;
use polder_inventory::access::{Principal, PrincipalKind};
use polder_inventory::model::{Known, Reason, Text};

use crate::reader::Reader;
use crate::value::{given_text, text};

/// A group.
pub(crate) fn group(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    add(reader, view, "display_name", PrincipalKind::DirectoryGroup);
}

/// A user.
pub(crate) fn user(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    add(reader, view, "user_name", PrincipalKind::DirectoryUser);
}

fn add(reader: &mut Reader<'_, '_>, view: View<'_, '_>, name: &str, kind: PrincipalKind) {
    let source = reader.source(view);
    let name = if view.is_managed() { given_text(view, name) } else { looked_up_name(view, name) };
    // Users and groups of the identity store have no paths.
    let path = Known::Value(Text::new_static("/"));
    reader.inventory.access.principals.push(Principal { source, name, path, kind });
}

/// The name by which a group or user is looked up: from the result, or from the arguments of the data source.
fn looked_up_name(view: View<'_, '_>, attribute: &str) -> Known<Text> {
    if let Known::Value(Some(name)) = text(view, attribute) {
        return Known::Value(name);
    }
    let unique = view.block("alternate_identifier").and_then(|block| block.block("unique_attribute"));
    if let Some(unique) = unique {
        return given_text(unique, "attribute_value");
    }
    match view.block("filter") {
        Some(filter) => given_text(filter, "attribute_value"),
        None => Known::Unknown(Reason::Elsewhere),
    }
}
