//! The kinds of entries: the table of contents of the model.
//!
//! A new kind is a line in the table below and a type in the folder of its section.

mod table;

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
    /// What identifies it among the entries of its kind.
    fn key(&self) -> Key<'_>;

    /// The resource that it was read from; none for entries that have only a name.
    fn source(&self) -> Option<SourceId>;

    /// Whether entries of its kind can have equal keys.
    fn repeats(&self) -> bool;

    /// Mutable access to the source.
    #[cfg(test)]
    fn source_mut(&mut self) -> Option<&mut SourceId>;
}

/// What identifies an entry among those of its kind.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key<'a> {
    /// Its source: stack, address and part.
    Source(SourceId),
    /// Its name.
    Name(&'a Text),
}

/// The id of a kind of entry.
pub trait EntryIndex: Id + Into<EntryId> {
    /// The id, if the entry is of this kind.
    fn from_entry(entry: EntryId) -> Option<Self>;
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

use table::entries;

entries! {
    /// Everything that a packet or request passes.
    networks: Networks {
        /// Private networks.
        networks: Network, NetworkId;
        /// Subnets.
        subnets: Subnet, SubnetId;
        /// Route tables.
        route_tables: RouteTable, RouteTableId;
        /// Routes.
        routes: Route, RouteId;
        /// Internet, egress-only and hybrid gateways.
        gateways: Gateway, GatewayId;
        /// VPN and dedicated connections.
        hybrid_connections: HybridConnection, HybridConnectionId;
        /// NAT gateways.
        nat_gateways: NatGateway, NatGatewayId;
        /// Reserved public addresses.
        public_addresses: PublicAddress, PublicAddressId;
        /// Network peerings.
        peerings: Peering, PeeringId;
        /// Transit gateways.
        transit_gateways: TransitGateway, TransitGatewayId;
        /// Attachments of transit gateways.
        transit_attachments: TransitAttachment, TransitAttachmentId;
        /// Route tables of transit gateways.
        transit_route_tables: TransitRouteTable, TransitRouteTableId;
        /// Static routes of transit gateways.
        transit_routes: TransitRoute, TransitRouteId;
        /// Private endpoints.
        private_endpoints: PrivateEndpoint, PrivateEndpointId;
        /// Services published for private endpoints.
        endpoint_services: EndpointService, EndpointServiceId;
        /// Security groups.
        security_groups: SecurityGroup, SecurityGroupId;
        /// Rules of security groups.
        security_group_rules: SecurityGroupRule, SecurityGroupRuleId;
        /// Network ACLs.
        network_acls: NetworkAcl, NetworkAclId;
        /// Entries of network ACLs.
        network_acl_entries: NetworkAclEntry, NetworkAclEntryId;
        /// Kubernetes network policies.
        network_policies: NetworkPolicy, NetworkPolicyId;
        /// Prefix lists and IP sets.
        prefix_lists: PrefixList, PrefixListId;
        /// Network interfaces.
        interfaces: Interface, InterfaceId;
        /// Load balancers.
        load_balancers: LoadBalancer, LoadBalancerId;
        /// Listeners.
        listeners: Listener, ListenerId;
        /// Rules of listeners.
        listener_rules: ListenerRule, ListenerRuleId;
        /// Target groups.
        target_groups: TargetGroup, TargetGroupId;
        /// Members of target groups.
        targets: Target, TargetId;
        /// TLS certificates.
        certificates: Certificate, CertificateId;
        /// DNS zones.
        dns_zones: DnsZone, DnsZoneId;
        /// DNS records.
        dns_records: DnsRecord, DnsRecordId;
        /// DNS forwarding and firewall rules.
        resolver_rules: ResolverRule, ResolverRuleId;
        /// DNS health checks.
        health_checks: HealthCheck, HealthCheckId;
        /// CDN distributions.
        distributions: Distribution, DistributionId;
        /// Cache policies.
        cache_policies: CachePolicy, CachePolicyId;
        /// Origin request policies.
        origin_request_policies: OriginRequestPolicy, OriginRequestPolicyId;
        /// Response headers policies.
        response_headers_policies: ResponseHeadersPolicy, ResponseHeadersPolicyId;
        /// Lightweight functions at the edge.
        edge_functions: EdgeFunction, EdgeFunctionId;
        /// APIs of the API gateway.
        apis: Api, ApiId;
        /// Stages of APIs.
        api_stages: ApiStage, ApiStageId;
        /// Methods and paths of APIs.
        api_routes: ApiRoute, ApiRouteId;
        /// Private links of APIs.
        api_links: ApiLink, ApiLinkId;
        /// Custom domains of APIs.
        api_domains: ApiDomain, ApiDomainId;
        /// Usage plans of API keys.
        usage_plans: UsagePlan, UsagePlanId;
        /// Web ACLs.
        web_acls: WebAcl, WebAclId;
        /// Rule groups of web ACLs.
        web_rule_groups: WebRuleGroup, WebRuleGroupId;
    }

    /// Who can do what.
    access: Access {
        /// Organizations.
        organizations: Organization, OrganizationId;
        /// Organizational units.
        units: Unit, UnitId;
        /// Accounts.
        accounts: Account, AccountId;
        /// Settings of accounts and regions.
        account_settings: AccountSetting, AccountSettingId;
        /// Delegated administrators.
        delegated_administrators: DelegatedAdministrator, DelegatedAdministratorId;
        /// Roles, users, groups and service accounts.
        principals: Principal, PrincipalId;
        /// Long-term credentials.
        credentials: Credential, CredentialId;
        /// Identity providers.
        identity_providers: IdentityProvider, IdentityProviderId;
        /// Policy documents.
        policies: Policy, PolicyId;
        /// Attachments of policies.
        policy_attachments: PolicyAttachment, PolicyAttachmentId;
        /// Permission sets.
        permission_sets: PermissionSet, PermissionSetId;
        /// Assignments of permission sets.
        permission_assignments: PermissionAssignment, PermissionAssignmentId;
        /// Keys of the key service.
        keys: Key, KeyId;
        /// Grants on keys.
        key_grants: KeyGrant, KeyGrantId;
        /// Resource shares.
        resource_shares: ResourceShare, ResourceShareId;
        /// Full identifiers of entries.
        resource_names: ResourceName, ResourceNameId;
    }

    /// Where data are kept.
    stores: Stores {
        /// Stores of all kinds.
        stores: Store, StoreId;
        /// Nodes of databases and caches.
        store_nodes: StoreNode, StoreNodeId;
        /// Replication between stores.
        replications: Replication, ReplicationId;
        /// Backup plans.
        backup_plans: BackupPlan, BackupPlanId;
        /// Selections of backup plans.
        backup_selections: BackupSelection, BackupSelectionId;
    }

    /// What runs.
    compute: Compute {
        /// Clusters.
        clusters: Cluster, ClusterId;
        /// Access to Kubernetes clusters.
        cluster_access: ClusterAccess, ClusterAccessId;
        /// Virtual machines.
        machine_pools: MachinePool, MachinePoolId;
        /// Services, jobs and daemons in containers.
        processes: Process, ProcessId;
        /// Serverless functions.
        functions: Function, FunctionId;
        /// Scaling policies.
        scaling_rules: ScalingRule, ScalingRuleId;
        /// Scheduled actions.
        scheduled_actions: ScheduledAction, ScheduledActionId;
    }

    /// How messages and events are passed.
    messaging: Messaging {
        /// Subscriptions of topics.
        subscriptions: Subscription, SubscriptionId;
        /// Event buses.
        event_buses: EventBus, EventBusId;
        /// Event rules.
        event_rules: EventRule, EventRuleId;
        /// Targets of event rules.
        event_targets: EventTarget, EventTargetId;
        /// Functions that poll queues, streams and tables.
        consumers: Consumer, ConsumerId;
        /// Notifications of stores.
        notifications: Notification, NotificationId;
    }

    /// Metrics, alarms, logs and audit.
    observability: Observability {
        /// Alarms.
        alarms: Alarm, AlarmId;
        /// Metrics extracted from logs.
        metric_filters: MetricFilter, MetricFilterId;
        /// Log delivery.
        log_routes: LogRoute, LogRouteId;
        /// Audit trails.
        trails: Trail, TrailId;
        /// Configuration recorders.
        configuration_recorders: ConfigurationRecorder, ConfigurationRecorderId;
        /// Detection services.
        detectors: Detector, DetectorId;
        /// Aggregation across accounts.
        aggregations: Aggregation, AggregationId;
    }

    /// What is priced.
    billing: Billing {
        /// Priced items.
        billables: Billable, BillableId;
        /// Budgets.
        budgets: Budget, BudgetId;
    }

    /// What was read, and what is not modelled.
    coverage: Coverage {
        /// Resources that set fields of other entries.
        contributions: Contribution, ContributionId;
        /// What is not modelled.
        blind_spots: BlindSpot, BlindSpotId;
    }

    /// What the estate refers to and does not contain.
    outside: Outside {
        /// Parties and resources outside of the estate.
        externals: External, ExternalId;
    }
}
