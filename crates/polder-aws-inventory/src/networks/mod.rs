//! Networks: everything that packets and requests pass.
//!
//! [`kinds::KINDS`] is the table of contents. [`finish`] derives what needs all resources: inline rules and
//! routes, and network interfaces.

mod attribute;
mod link;
mod log_route;
mod pattern;
mod state;
mod vpcs;
mod interfaces;
mod load_balancing;
mod dns;
mod cdn;
mod api;
mod waf;
mod kinds;
#[cfg(test)]
mod tests;

use crate::reader::Reader;

pub(crate) use kinds::KINDS;
pub(crate) use state::State;

/// Derives what needs all resources to be read.
pub(crate) fn finish<'i, 'a>(reader: &mut Reader<'i, 'a>) {
    let index = reader.index;
    let managed = |kinds: &[&str]| -> Vec<polder_cloud::View<'i, 'a>> {
        let ids = kinds.iter().flat_map(|kind| index.of_kind(kind));
        ids.filter_map(|id| index.view(*id)).filter(polder_cloud::View::is_managed).collect()
    };
    for view in managed(&["aws_route_table", "aws_default_route_table"]) {
        vpcs::route::read_inline(reader, view);
    }
    let listed = vpcs::security_group::listed(reader);
    for view in managed(&["aws_security_group", "aws_default_security_group"]) {
        vpcs::security_group::read_inline(reader, view, &listed);
    }
    let places = vpcs::network_acl::places(reader);
    for view in managed(&["aws_network_acl", "aws_default_network_acl"]) {
        vpcs::network_acl::read_inline(reader, view, &places);
    }
    interfaces::read_all(reader);
    load_balancing::target::read_all(reader);
}
