//! `aws_iam_group`.

use polder_cloud::View;
use polder_inventory::access::{Principal, PrincipalKind};

use crate::reader::Reader;
use crate::value::{given_text, text_or};

/// A group.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let source = reader.source(view);
    let (name, path) = (given_text(view, "name"), text_or(view, "path", "/"));
    let principal = Principal { source, name, path, kind: PrincipalKind::Group };
    reader.inventory.access.principals.push(principal);
}
