//! State that the readers of networks share: derived entries, and resources by text.

use std::collections::BTreeMap;

use polder_cloud::ResourceId;
use polder_inventory::EntryId;
use polder_inventory::model::Location;
use polder_inventory::networks::{
    InterfaceId, NetworkAclId, NetworkId, RouteTableId, SecurityGroupId, SubnetId,
};

/// State that the readers of networks share.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Whether entries may be derived. Before every resource that is an entry has been read, derived
    /// entries would take the IDs of others.
    pub(super) derives: bool,
    /// Entries that AWS creates with a resource, by resource and type.
    pub(super) made: BTreeMap<(ResourceId, Made), EntryId>,
    /// The default VPCs that are used, by account and region.
    pub(super) default_networks: BTreeMap<Location, DefaultNetwork>,
    /// The derived interfaces of resources.
    pub(super) interfaces: BTreeMap<ResourceId, Vec<InterfaceId>>,
    /// Resources by the texts of attributes that are not their identifiers.
    pub(super) texts: BTreeMap<TextOf, BTreeMap<String, Vec<ResourceId>>>,
    /// Resources by the resources that they refer to.
    pub(super) users: BTreeMap<TextOf, BTreeMap<ResourceId, Vec<ResourceId>>>,
}

/// What is known of the default VPC of a region.
#[derive(Clone, Copy, Debug)]
pub(super) struct DefaultNetwork {
    pub(super) network: NetworkId,
    pub(super) table: Option<RouteTableId>,
    pub(super) acl: Option<NetworkAclId>,
    pub(super) group: Option<SecurityGroupId>,
    /// Its default subnets as one; none before it is used.
    pub(super) subnet: Option<SubnetId>,
}

/// The kind of a resource and the attribute, with the block around it where there is one.
pub(super) type TextOf = (&'static str, &'static str);

/// Something that AWS creates with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Made {
    /// The main route table of a VPC.
    RouteTable,
    /// The default network ACL of a VPC.
    NetworkAcl,
    /// The default security group of a VPC.
    SecurityGroup,
    /// The prefix list of a gateway endpoint.
    PrefixList,
    /// The cluster security group of EKS.
    ClusterGroup,
    /// The default route table of a transit gateway.
    TransitRouteTable,
}

impl State {
    /// Notes that every resource that is an entry has been read.
    pub(crate) fn all_entries_are_there(&mut self) {
        self.derives = true;
    }
}
