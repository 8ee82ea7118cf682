//! Key policies: an attribute of `aws_kms_key`, a separate resource, or the default.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::access::{
    Actions, Effect, KeyId, PolicyRole, PrincipalPattern, Principals, Resources, Statement,
};
use polder_inventory::model::{Known, Link, Pattern, Set, Text};

use crate::access::attachment::any;
use crate::access::document::{Read, document};
use crate::reader::Reader;

/// `aws_kms_key_policy`
pub(crate) fn of_its_own<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let names = [("aws_kms_key", "key_id")];
    let key: Option<Link<KeyId>> = reader.link_by_name(view, "key_id", "key", &names);
    let (Some(key), Some(read)) = (key, document(reader, view, "policy")) else { return };
    reader.inline_policy(view, None, Known::Value(None), read, any(key), PolicyRole::Key);
}

/// The policy in the key's attribute, or the default, where no separate resource sets one.
pub(crate) fn of_key<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, key: EntryId) {
    let read = document(reader, view, "policy");
    let read = read.unwrap_or_else(|| default(reader, view));
    let part = Some(Text::new_static("policy"));
    reader.inline_policy(view, part, Known::Value(None), read, Link::To(key), PolicyRole::Key);
}

/// Source: AWS, KMS Developer Guide, "Default key policy": a key that is created through the API without a
/// policy gives its account full access, so that IAM policies decide.
fn default(reader: &mut Reader<'_, '_>, view: View<'_, '_>) -> Read {
    let account = reader.location_of(view).account;
    let who = Set::from([PrincipalPattern::Account(account)]);
    Read::of(vec![Statement {
        name: Some(Text::new_static("Enable IAM User Permissions")),
        effect: Effect::Allow,
        principals: Some(Principals::Only(Known::Value(who))),
        actions: Actions::Only(Known::Value(Set::from([Text::new_static("kms:*")]))),
        resources: Some(Resources::Only(Known::Value(Set::from([Pattern::wildcards("*")])))),
        conditions: Set::default(),
    }])
}
