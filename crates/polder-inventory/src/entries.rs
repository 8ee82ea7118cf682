//! The table of all kinds of entries, and what follows from it: ids, sections, [`Inventory`], [`EntryId`].
//!
//! This is the table of contents of the model. A new kind of entry is a line here and a type in the folder of its section.

use crate::describe::Describe;
use crate::model::{Arena, Id, Location, Origin, Source, TagSet, Text, id};

id! {
    /// A [`Source`].
    SourceId
}
id! {
    /// A [`Location`].
    LocationId
}
id! {
    /// An [`Origin`].
    OriginId
}
id! {
    /// A [`TagSet`].
    TagSetId
}

/// An entry of any kind.
pub(crate) trait Entry: Describe {
    /// What tells it apart from all others of its kind.
    fn key(&self) -> Key<'_>;

    /// The resource that it was read from; none for what is only named.
    fn source(&self) -> Option<SourceId>;

    /// Whether several of its kind may have the same key.
    fn repeats(&self) -> bool;

    /// The source, to change it.
    #[cfg(test)]
    fn source_mut(&mut self) -> Option<&mut SourceId>;
}

/// What tells an entry apart from all others of its kind.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key<'a> {
    /// Its source: stack, address and part.
    Source(SourceId),
    /// Its name.
    Name(&'a Text),
}

/// An id that is one of the variants of [`EntryId`].
pub trait EntryIndex: Id + Into<EntryId> {
    /// The id, if the entry is of this kind.
    fn from_entry(entry: EntryId) -> Option<Self>;
}

macro_rules! entries {
    ($(
        $(#[$section_meta:meta])*
        $section:ident: $Section:ident {
            $($(#[$meta:meta])* $field:ident: $type:ident, $id:ident;)+
        }
    )+) => {
        $(
            $(#[$section_meta])*
            pub(crate) mod $section {
                use crate::model::{Arena, id};

                $(#[$section_meta])*
                #[derive(Clone, Debug, Default, PartialEq, Eq)]
                pub struct $Section {
                    $($(#[$meta])* pub $field: Arena<$id, crate::$section::$type>,)+
                }

                $(id! {
                    #[doc = concat!("A [`", stringify!($type), "`](crate::", stringify!($section), "::", stringify!($type), ").")]
                    $id
                })+
            }

            pub(crate) use $section::*;
        )+

        /// An entry of any kind.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EntryId {
            $($(
                #[doc = concat!("A [`", stringify!($type), "`](crate::", stringify!($section), "::", stringify!($type), ").")]
                $type($id),
            )+)+
        }

        /// A kind of entry.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EntryKind {
            $($(
                #[doc = concat!("[`", stringify!($type), "`](crate::", stringify!($section), "::", stringify!($type), ").")]
                $type,
            )+)+
        }

        impl EntryKind {
            /// All kinds, in the order of the table.
            pub const ALL: &'static [EntryKind] = &[$($(EntryKind::$type),+),+];

            /// The section that it belongs to.
            pub fn section(self) -> &'static str {
                match self {
                    $($(EntryKind::$type)|+ => stringify!($section),)+
                }
            }

            /// Its name within the section.
            pub fn name(self) -> &'static str {
                match self {
                    $($(EntryKind::$type => stringify!($field),)+)+
                }
            }

            #[cfg(test)]
            pub(crate) fn id(self, index: u32) -> EntryId {
                match self {
                    $($(EntryKind::$type => EntryId::$type($id::from_index(index)),)+)+
                }
            }
        }

        impl EntryId {
            /// Its kind.
            pub fn kind(self) -> EntryKind {
                match self {
                    $($(EntryId::$type(_) => EntryKind::$type,)+)+
                }
            }

            /// Its position among entries of its kind.
            pub fn index(self) -> usize {
                match self {
                    $($(EntryId::$type(id) => id.index(),)+)+
                }
            }
        }

        $($(
            impl From<$id> for EntryId {
                fn from(id: $id) -> EntryId {
                    EntryId::$type(id)
                }
            }

            impl EntryIndex for $id {
                fn from_entry(entry: EntryId) -> Option<$id> {
                    match entry {
                        EntryId::$type(id) => Some(id),
                        _ => None,
                    }
                }
            }

            impl Describe for $id {
                fn describe(&self, visitor: &mut dyn crate::describe::Visitor) {
                    visitor.reference(EntryId::$type(*self));
                }

                #[cfg(test)]
                fn references(&mut self, change: &mut dyn FnMut(&mut EntryId)) {
                    let mut entry = EntryId::$type(*self);
                    change(&mut entry);
                    if let EntryId::$type(id) = entry {
                        *self = id;
                    }
                }

                #[cfg(test)]
                fn generate(generator: &mut crate::tests::generator::Generator) -> $id {
                    $id::from_index(generator.position(EntryKind::$type))
                }
            }
        )+)+

        /// A whole estate in neutral terms. See the [crate](crate).
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Inventory {
            /// Resources that entries come from.
            pub sources: Arena<SourceId, Source>,
            /// Accounts with regions.
            pub locations: Arena<LocationId, Location>,
            /// Parts of the design.
            pub origins: Arena<OriginId, Origin>,
            /// Tags of resources.
            pub tag_sets: Arena<TagSetId, TagSet>,
            $($(#[$section_meta])* pub $section: $Section,)+
        }

        impl Inventory {
            /// How many entries of a kind there are.
            pub fn count(&self, kind: EntryKind) -> usize {
                match kind {
                    $($(EntryKind::$type => self.$section.$field.len(),)+)+
                }
            }

            /// The source of an entry; none for what is only named, and for an id that leads nowhere.
            pub fn source_of(&self, entry: impl Into<EntryId>) -> Option<&Source> {
                self.sources.get(self.entry(entry.into())?.source()?)
            }

            pub(crate) fn entry(&self, id: EntryId) -> Option<&dyn Entry> {
                match id {
                    $($(EntryId::$type(id) => self.$section.$field.get(id).map(|entry| entry as &dyn Entry),)+)+
                }
            }

            /// Calls `visit` with every entry, kind by kind.
            pub(crate) fn each_entry(&self, visit: &mut dyn FnMut(EntryId, &dyn Entry)) {
                $($(
                    for (id, entry) in self.$section.$field.iter() {
                        visit(EntryId::$type(id), entry);
                    }
                )+)+
            }

            #[cfg(test)]
            pub(crate) fn each_entry_mut(&mut self, visit: &mut dyn FnMut(EntryKind, &mut dyn Entry)) {
                $($(
                    for entry in self.$section.$field.values_mut() {
                        visit(EntryKind::$type, entry);
                    }
                )+)+
            }

            /// Adds made-up entries: as many of each kind as the generator says.
            #[cfg(test)]
            pub(crate) fn grow(&mut self, generator: &mut crate::tests::generator::Generator) {
                $($(
                    for _ in 0..generator.count(EntryKind::$type) {
                        let entry = Describe::generate(generator);
                        self.$section.$field.push(entry);
                    }
                )+)+
            }

            /// Puts the entries of each kind into another order, without changing ids in them.
            #[cfg(test)]
            pub(crate) fn reorder(&mut self, order: &dyn Fn(EntryKind, usize) -> Vec<usize>) {
                $($(
                    let old = std::mem::take(&mut self.$section.$field);
                    for at in order(EntryKind::$type, old.len()) {
                        self.$section.$field.push(old[$id::from_index(at as u32)].clone());
                    }
                )+)+
            }
        }
    };
}

impl Describe for EntryId {
    fn describe(&self, visitor: &mut dyn crate::describe::Visitor) {
        visitor.reference(*self);
    }

    #[cfg(test)]
    fn references(&mut self, change: &mut dyn FnMut(&mut EntryId)) {
        change(self);
    }

    #[cfg(test)]
    fn generate(generator: &mut crate::tests::generator::Generator) -> EntryId {
        let kind = generator.kind();
        kind.id(generator.position(kind))
    }
}

entries! {
    /// Everything that a packet or a request passes.
    networks: Networks {
        /// Private networks.
        networks: Network, NetworkId;
        /// Their parts.
        subnets: Subnet, SubnetId;
        /// Tables of routes.
        route_tables: RouteTable, RouteTableId;
        /// Routes.
        routes: Route, RouteId;
        /// Ways to the internet and to other sites.
        gateways: Gateway, GatewayId;
        /// Lines to other sites.
        hybrid_connections: HybridConnection, HybridConnectionId;
        /// Ways out for interfaces without public addresses.
        nat_gateways: NatGateway, NatGatewayId;
        /// Public addresses that are held.
        public_addresses: PublicAddress, PublicAddressId;
        /// Links between two networks.
        peerings: Peering, PeeringId;
        /// Routers between networks.
        transit_gateways: TransitGateway, TransitGatewayId;
        /// What is attached to them.
        transit_attachments: TransitAttachment, TransitAttachmentId;
        /// Their tables of routes.
        transit_route_tables: TransitRouteTable, TransitRouteTableId;
        /// Their static routes.
        transit_routes: TransitRoute, TransitRouteId;
        /// Services that answer inside a network.
        private_endpoints: PrivateEndpoint, PrivateEndpointId;
        /// Services that are published so.
        endpoint_services: EndpointService, EndpointServiceId;
        /// Lists of what interfaces allow.
        security_groups: SecurityGroup, SecurityGroupId;
        /// What they allow.
        security_group_rules: SecurityGroupRule, SecurityGroupRuleId;
        /// Filters of subnets.
        network_acls: NetworkAcl, NetworkAclId;
        /// Their entries.
        network_acl_entries: NetworkAclEntry, NetworkAclEntryId;
        /// Filters of pods.
        network_policies: NetworkPolicy, NetworkPolicyId;
        /// Named lists of addresses.
        prefix_lists: PrefixList, PrefixListId;
        /// Where things are plugged into networks.
        interfaces: Interface, InterfaceId;
        /// Load balancers.
        load_balancers: LoadBalancer, LoadBalancerId;
        /// Ports at which they answer.
        listeners: Listener, ListenerId;
        /// Requests that listeners treat in a way of their own.
        listener_rules: ListenerRule, ListenerRuleId;
        /// Targets that serve alike.
        target_groups: TargetGroup, TargetGroupId;
        /// What is in them.
        targets: Target, TargetId;
        /// Certificates for host names.
        certificates: Certificate, CertificateId;
        /// Zones of the DNS.
        dns_zones: DnsZone, DnsZoneId;
        /// Records in them.
        dns_records: DnsRecord, DnsRecordId;
        /// Queries that go elsewhere or nowhere.
        resolver_rules: ResolverRule, ResolverRuleId;
        /// Checks that records depend on.
        health_checks: HealthCheck, HealthCheckId;
        /// Distributions of the content delivery network.
        distributions: Distribution, DistributionId;
        /// What their caches keep.
        cache_policies: CachePolicy, CachePolicyId;
        /// What origins see.
        forward_policies: ForwardPolicy, ForwardPolicyId;
        /// Headers of answers.
        response_headers_policies: ResponseHeadersPolicy, ResponseHeadersPolicyId;
        /// Programs at the edge.
        edge_functions: EdgeFunction, EdgeFunctionId;
        /// Managed entry points.
        apis: Api, ApiId;
        /// Their published versions.
        api_stages: ApiStage, ApiStageId;
        /// What they do by method and path.
        api_routes: ApiRoute, ApiRouteId;
        /// Their ways into networks.
        api_links: ApiLink, ApiLinkId;
        /// Their host names.
        api_domains: ApiDomain, ApiDomainId;
        /// What callers with a key may use.
        api_plans: ApiPlan, ApiPlanId;
        /// Firewalls of web requests.
        web_acls: WebAcl, WebAclId;
        /// Rules that several of them share.
        web_rule_groups: WebRuleGroup, WebRuleGroupId;
    }

    /// Who can do what.
    access: Access {
        /// Organizations.
        organizations: Organization, OrganizationId;
        /// Their units.
        units: Unit, UnitId;
        /// Accounts.
        accounts: Account, AccountId;
        /// What holds for whole accounts.
        account_settings: AccountSetting, AccountSettingId;
        /// Accounts that administer a service for all.
        delegated_administrators: DelegatedAdministrator, DelegatedAdministratorId;
        /// Who can be granted something.
        principals: Principal, PrincipalId;
        /// Lasting credentials.
        credentials: Credential, CredentialId;
        /// Who vouches for principals from outside.
        identity_providers: IdentityProvider, IdentityProviderId;
        /// Documents of statements.
        policies: Policy, PolicyId;
        /// Where they have an effect.
        policy_attachments: PolicyAttachment, PolicyAttachmentId;
        /// What people may do in accounts.
        permission_sets: PermissionSet, PermissionSetId;
        /// Who may do it where.
        assignments: Assignment, AssignmentId;
        /// Keys.
        keys: Key, KeyId;
        /// Uses of keys without a policy.
        key_grants: KeyGrant, KeyGrantId;
        /// Resources that others may use.
        shares: Share, ShareId;
        /// Identifiers that patterns of policies are compared with.
        resource_names: ResourceName, ResourceNameId;
    }

    /// Where data rest.
    stores: Stores {
        /// Stores of all kinds.
        stores: Store, StoreId;
        /// Machines of databases and caches.
        store_nodes: StoreNode, StoreNodeId;
        /// Copies that follow.
        replications: Replication, ReplicationId;
        /// When backups are made.
        backup_plans: BackupPlan, BackupPlanId;
        /// Of what.
        backup_selections: BackupSelection, BackupSelectionId;
    }

    /// What runs.
    compute: Compute {
        /// What places processes on capacity.
        clusters: Cluster, ClusterId;
        /// Who may use Kubernetes clusters.
        cluster_access: ClusterAccess, ClusterAccessId;
        /// Machines that serve alike.
        machine_pools: MachinePool, MachinePoolId;
        /// What runs in containers.
        processes: Process, ProcessId;
        /// Programs that something starts.
        functions: Function, FunctionId;
        /// What changes the number of copies.
        scaling_rules: ScalingRule, ScalingRuleId;
        /// What happens at certain times.
        scheduled_actions: ScheduledAction, ScheduledActionId;
    }

    /// How messages and events travel.
    messaging: Messaging {
        /// Who gets the messages of topics.
        subscriptions: Subscription, SubscriptionId;
        /// Where events meet rules.
        event_buses: EventBus, EventBusId;
        /// Which events something follows from.
        event_rules: EventRule, EventRuleId;
        /// What follows.
        event_targets: EventTarget, EventTargetId;
        /// Functions that get what is in stores.
        consumers: Consumer, ConsumerId;
        /// Stores that tell what happens in them.
        notifications: Notification, NotificationId;
    }

    /// Who notices what, and where it is written down.
    observability: Observability {
        /// When something is wrong.
        alarms: Alarm, AlarmId;
        /// Numbers that are read out of logs.
        log_metrics: LogMetric, LogMetricId;
        /// Where records go.
        log_routes: LogRoute, LogRouteId;
        /// Records of calls.
        trails: Trail, TrailId;
        /// Records of settings.
        recorders: Recorder, RecorderId;
        /// What looks for what is wrong.
        detectors: Detector, DetectorId;
        /// What one account sees of another.
        oversights: Oversight, OversightId;
    }

    /// What is paid for.
    billing: Billing {
        /// Lines of the bill.
        billables: Billable, BillableId;
        /// Limits on what is spent.
        budgets: Budget, BudgetId;
    }

    /// What was read, and what the model does not hold.
    coverage: Coverage {
        /// Resources that say something about entries of others.
        contributions: Contribution, ContributionId;
        /// What is not held.
        blind_spots: BlindSpot, BlindSpotId;
    }

    /// What the estate names and does not contain.
    outside: Outside {
        /// Parties and resources outside.
        externals: External, ExternalId;
    }
}
