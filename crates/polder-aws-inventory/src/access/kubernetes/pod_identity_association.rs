//! `aws_eks_pod_identity_association`.

use polder_cloud::View;
use polder_inventory::access::{Principal, PrincipalKind};
use polder_inventory::model::{Known, Text};

use crate::reader::Reader;
use crate::value::given_text;

/// A service account of a cluster whose pods can assume a role.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let role = reader.link(view, "role_arn", "role");
    let source = reader.source(view);
    let principal = Principal {
        source,
        name: given_text(view, "service_account"),
        // Service accounts have no paths.
        path: Known::Value(Text::new_static("/")),
        kind: PrincipalKind::ServiceAccount { namespace: given_text(view, "namespace"), role },
    };
    reader.inventory.access.principals.push(principal);
}
