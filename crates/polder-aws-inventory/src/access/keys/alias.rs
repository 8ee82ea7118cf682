//! `aws_kms_alias`.

use polder_cloud::View;
use polder_inventory::access::KeyId;
use polder_inventory::model::Link;

use crate::reader::Reader;
use crate::value::given_text;

/// Another name of a key.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let names =
        [("aws_kms_key", "key_id"), ("aws_kms_replica_key", "key_id"), ("aws_kms_external_key", "id")];
    let key: Option<Link<KeyId>> = reader.link_by_name(view, "target_key_id", "key", &names);
    let Some(Link::To(id)) = key else { return };
    let name = given_text(view, "name");
    if let Some(key) = reader.inventory.access.keys.get_mut(id) {
        key.aliases = key.aliases.iter().cloned().chain([name]).collect();
    }
    reader.contribute(view, id, &["aliases"]);
}
