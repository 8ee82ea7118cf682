//! VPCs: everything between interfaces that packets pass.

pub(super) mod made;
pub(super) mod default_network;
pub(super) mod traffic;
pub(super) mod vpc;
pub(super) mod subnet;
pub(super) mod route_table;
pub(super) mod route;
pub(super) mod internet_gateway;
pub(super) mod nat_gateway;
pub(super) mod vpc_peering_connection;
pub(super) mod transit_gateway;
pub(super) mod vpc_endpoint;
pub(super) mod security_group;
pub(super) mod network_acl;
pub(super) mod managed_prefix_list;
