//! `aws_iam_organizations_features`.

use polder_cloud::View;
use polder_inventory::model::{Reason, Text};

use crate::reader::Reader;
use crate::value::texts;

/// Whether root users of member accounts have no credentials. It applies to the one organization of the account.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let features = texts(view, "enabled_features");
    let managed = features.map(|features| features.contains(&Text::new_static("RootCredentialsManagement")));
    let account = reader.location_of(view).account;
    let inventory = &reader.inventory;
    let of = |source| Some(inventory.locations.get(inventory.sources.get(source)?.location)?.account);
    let mut all = inventory.access.organizations.iter();
    let here = all.find(|(_, organization)| of(organization.source) == Some(account)).map(|(id, _)| id);
    drop(all);
    let Some(id) = here else {
        let text = "the organization is not part of the estate";
        reader.blind(view, None, Some("enabled_features"), Reason::Elsewhere, text);
        return;
    };
    if let Some(organization) = reader.inventory.access.organizations.get_mut(id) {
        organization.central_root_access = managed;
    }
    reader.contribute(view, id, &["central_root_access"]);
}
