//! `aws_iam_service_linked_role`.

use polder_cloud::View;
use polder_inventory::access::{Principal, PrincipalKind};
use polder_inventory::model::{Known, Text};

use crate::access::iam::role::SESSION_DEFAULT;
use crate::reader::Reader;
use crate::value::given_text;

/// A role that an AWS service owns. The service defines its trust policy and permissions; only the owner is
/// read here.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let source = reader.source(view);
    let service = given_text(view, "aws_service_name");
    let path = match &service {
        Known::Value(service) => Known::Value(Text::from(format!("/aws-service-role/{service}/"))),
        Known::Unknown(reason) => Known::Unknown(*reason),
    };
    let kind = PrincipalKind::Role {
        // Its trust policy and permissions cannot be changed. Source: AWS, IAM User Guide, "Create a
        // service-linked role".
        session_max: Known::Value(SESSION_DEFAULT),
        service_linked: Some(service),
    };
    let principal = Principal { source, name: given_text(view, "name"), path, kind };
    reader.inventory.access.principals.push(principal);
}
