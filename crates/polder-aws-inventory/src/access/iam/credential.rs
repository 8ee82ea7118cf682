//! Long-term credentials: `aws_iam_access_key`, `aws_iam_user_login_profile` and others.

use polder_cloud::View;
use polder_inventory::access::{Credential, CredentialKind};
use polder_inventory::model::{Known, Link, Reason};

use crate::reader::Reader;
use crate::value::text_or;

/// `aws_iam_access_key`
pub(crate) fn access_key<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    read(reader, view, "user", CredentialKind::AccessKey, Some("status"));
}

/// `aws_iam_user_login_profile`
pub(crate) fn password<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    read(reader, view, "user", CredentialKind::Password, None);
}

/// `aws_iam_service_specific_credential`
pub(crate) fn service_specific<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    read(reader, view, "user_name", CredentialKind::ServiceSpecific, Some("status"));
}

/// `aws_iam_user_ssh_key`: a key for CodeCommit.
pub(crate) fn ssh_key<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    read(reader, view, "username", CredentialKind::ServiceSpecific, Some("status"));
}

/// `aws_iam_signing_certificate`
pub(crate) fn certificate<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    read(reader, view, "user_name", CredentialKind::ServiceSpecific, Some("status"));
}

/// `aws_iam_virtual_mfa_device`. It belongs to no user until it is enabled outside Terraform.
pub(crate) fn second_factor<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    read(reader, view, "user_name", CredentialKind::MfaDevice, None);
}

fn read<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    user: &str,
    kind: CredentialKind,
    status: Option<&str>,
) {
    let principal = reader.link_by_name(view, user, "user", &[("aws_iam_user", "name")]);
    // Source: provider documentation, `status`: the default is `Active`.
    let active = status.map_or(Known::Value(true), |status| {
        text_or(view, status, "Active").map(|status| status.eq_ignore_ascii_case("active"))
    });
    let source = reader.source(view);
    let credential = Credential {
        source,
        principal: principal.unwrap_or(Link::Unknown(Reason::Elsewhere)),
        kind: Known::Value(kind),
        active,
    };
    reader.inventory.access.credentials.push(credential);
}
