//! `aws_ec2_instance_metadata_defaults`.

use polder_cloud::View;
use polder_inventory::access::Setting;

use crate::reader::Reader;
use crate::value::text_or;

/// Whether instances without metadata options of their own require session tokens for credentials. Source:
/// documentation of the provider, `http_tokens`: the default is `no-preference`.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let tokens = text_or(view, "http_tokens", "no-preference");
    super::add(reader, view, Setting::RequireMetadataToken(tokens.map(|tokens| tokens == "required")));
}
