//! `aws_wafv2_ip_set`.

use polder_cloud::View;
use polder_inventory::model::Known;
use polder_inventory::networks::{PrefixList, PrefixListContents};

use crate::networks::attribute;
use crate::reader::Reader;

/// Reads an IP set.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let contents = PrefixListContents::Blocks(attribute::blocks(view, "addresses"));
    let name = attribute::required(view, "name");
    // Its addresses do not count as rules.
    let list = PrefixList { source, name, contents, weight: Known::Value(None) };
    reader.inventory.networks.prefix_lists.push(list);
}
