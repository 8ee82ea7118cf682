//! Where the password of a database's administrator is stored. The password itself is never read.

use polder_cloud::View;
use polder_inventory::model::Link;
use polder_inventory::stores::AdministratorSecret;

use crate::reader::Reader;
use crate::value::is_set;

/// The administrator of a database. The password is in `password`, or in one of the other two attributes.
pub(super) fn administrator<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    password: &str,
) -> AdministratorSecret {
    let write_only = format!("{password}_wo");
    if view.truth("manage_master_user_password") == Some(true) {
        AdministratorSecret::Managed
    } else if is_set(view, &write_only) || is_set(view, &format!("{write_only}_version")) {
        AdministratorSecret::WriteOnly
    } else if is_set(view, password) {
        secret_behind(reader, view, password)
            .map_or(AdministratorSecret::InState, AdministratorSecret::Secret)
    } else {
        // A replica, a secondary cluster, or a database that is restored from a snapshot.
        AdministratorSecret::OfSource
    }
}

/// The secret that an attribute's value is read from or written to.
fn secret_behind<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    attribute: &str,
) -> Option<Link<polder_inventory::stores::StoreId>> {
    let version =
        view.targets(attribute).into_iter().find(|it| it.kind() == "aws_secretsmanager_secret_version")?;
    reader.link(version, "secret_id", "secret")
}
