//! A small inventory, and functions to write one.

use polder_units::Duration;

use crate::access::{Account, PrincipalId, Unit};
use crate::compute::{Function, FunctionPackage, FunctionUrl, Replicas};
use crate::entries::{AccountId, EntryId, Inventory, LocationId, SourceId, TagSetId};
use crate::model::{AddressBlock, Id, Known, Link, Location, Reason, Source, Tag, TagSet, Text};
use crate::networks::{
    AclAction, CacheBehaviour, CdnOrigin, Direction, Distribution, GeoRestriction, HealthCheck,
    HealthSubject, Interface, Network, NetworkAcl, NetworkAclEntry, OriginTarget, Protocol, PublicAddressing,
    RouteTable, SecurityGroup, ServerTls, Subnet, SubnetId, TlsVersion, Traffic, ViewerProtocol, WebAcl,
    WebAction,
};
use crate::stores::{
    AdministratorSecret, AutomatedBackups, Database, Encryption, OnDeletion, Queue, Replication,
    ReplicationKind, Store, StoreKind, TransitEncryption,
};

/// An inventory that is being written, with the place of what is written next.
pub(super) struct Writer {
    pub(super) all: Inventory,
    pub(super) stack: &'static str,
    pub(super) location: LocationId,
    pub(super) tags: Option<TagSetId>,
}

pub(super) fn known<T>(value: impl Into<T>) -> Known<T> {
    Known::Value(value.into())
}

pub(super) fn text(text: &str) -> Known<Text> {
    Known::Value(text.into())
}

pub(super) fn some(value: &str) -> Known<Option<Text>> {
    Known::Value(Some(value.into()))
}

pub(super) fn seconds(seconds: u64) -> Known<Duration> {
    Known::Value(Duration::seconds(seconds))
}

pub(super) fn block(text: &str) -> AddressBlock {
    text.parse().expect("a block")
}

impl Writer {
    /// An empty inventory with one account.
    pub(super) fn new(stack: &'static str, account: &str, region: &str) -> Writer {
        let mut writer =
            Writer { all: Inventory::default(), stack, location: LocationId::from_index(0), tags: None };
        let account = writer.account(account);
        writer.location = writer.location(account, Some(region));
        writer
    }

    pub(super) fn account(&mut self, name: &str) -> AccountId {
        let unit = Link::Unknown(Reason::NotGiven);
        let number = Known::Unknown(Reason::NotGiven);
        let account =
            Account { name: name.into(), number, source: None, unit, management: Known::Value(false) };
        self.all.access.accounts.push(account)
    }

    pub(super) fn location(&mut self, account: AccountId, region: Option<&str>) -> LocationId {
        let region = Known::Value(region.map(Text::from));
        self.all.locations.push(Location { account: Link::To(account), region })
    }

    /// The source of a resource's only entry of a kind.
    pub(super) fn source(&mut self, address: &str) -> SourceId {
        self.part(address, None)
    }

    pub(super) fn part(&mut self, address: &str, part: Option<&str>) -> SourceId {
        let (stack, address, part) = (self.stack.into(), address.into(), part.map(Text::from));
        let (location, tags) = (self.location, self.tags);
        self.all.sources.push(Source { stack, address, part, location, origin: None, tags })
    }

    pub(super) fn subnet(&mut self, address: &str, network: u32, addresses: &str, zone: &str) -> SubnetId {
        let source = self.source(address);
        self.all.networks.subnets.push(Subnet {
            source,
            name: Known::Value(None),
            network: Link::To(Id::from_index(network)),
            block: Known::Value(Some(block(addresses))),
            block_v6: Known::Value(None),
            zone: some(zone),
            tier: None,
            route_table: Link::To(Id::from_index(network)),
            acl: Link::Unknown(Reason::NotGiven),
            assigns_public_addresses: Known::Value(false),
        })
    }

    pub(super) fn interface(
        &mut self,
        address: &str,
        part: &str,
        owner: EntryId,
        subnet: SubnetId,
    ) -> Interface {
        Interface {
            source: self.part(address, Some(part)),
            owner: Link::To(owner),
            role: None,
            subnet: Link::To(subnet),
            groups: [].into(),
            filtered: Known::Value(true),
            addresses: Known::Value(None),
            public: Known::Value(PublicAddressing::None),
            listens: Known::Value([].into()),
            forwards: Known::Value(false),
        }
    }

    pub(super) fn store(
        &mut self,
        address: &str,
        part: Option<&str>,
        kind: StoreKind,
    ) -> crate::stores::StoreId {
        let source = self.part(address, part);
        self.all.stores.stores.push(Store {
            source,
            name: Known::Value(None),
            data_classes: Known::Value([].into()),
            encryption: Encryption::ProviderManaged,
            transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
            deletion_protected: Known::Value(false),
            on_deletion: Known::Value(OnDeletion::Deleted),
            automated_backups: None,
            kind,
        })
    }
}

pub(super) fn database() -> StoreKind {
    StoreKind::Database(Box::new(Database {
        engine: text("postgresql"),
        version: text("17"),
        storage: Known::Value(None),
        storage_max: Known::Value(None),
        storage_class: text("general"),
        storage_iops: Known::Value(None),
        multi_zone: Known::Value(true),
        port: Known::Value(5432),
        identity_login: Known::Value(false),
        parameters: Known::Value([].into()),
        minor_upgrades: Known::Value(true),
        maintenance: Known::Value(None),
        insights: None,
        administrator: AdministratorSecret::Managed,
    }))
}

pub(super) fn queue() -> StoreKind {
    StoreKind::Queue(Box::new(Queue {
        fifo: Known::Value(false),
        retention: seconds(3_600),
        visibility_timeout: seconds(30),
        delay: seconds(0),
        receive_wait: seconds(20),
        dead_letters: None,
        dead_letter_sources: Known::Value(None),
    }))
}

pub(super) fn tls(certificates: &[Link<crate::networks::CertificateId>]) -> ServerTls {
    ServerTls {
        policy: some("modern"),
        minimum: Known::Value(TlsVersion::Tls12),
        certificates: certificates.iter().copied().collect(),
        client_certificates: Known::Value(false),
    }
}

pub(super) fn origin(id: &str, target: OriginTarget) -> CdnOrigin {
    CdnOrigin {
        id: id.into(),
        target,
        connection: None,
        attempts: Known::Value(3),
        connect_timeout: seconds(3),
        signs_requests: Known::Value(true),
        headers: [].into(),
        shield_region: Known::Value(None),
    }
}

pub(super) fn behaviour(path: Option<&str>, origin: &str) -> CacheBehaviour {
    CacheBehaviour {
        path: path.map(text),
        origin: text(origin),
        methods: Known::Value(["GET".into(), "HEAD".into()].into()),
        viewer_protocol: Known::Value(ViewerProtocol::RedirectToHttps),
        cache: None,
        origin_request: None,
        response_headers: None,
        functions: [].into(),
        signed_viewers: Known::Value(false),
    }
}

pub(super) fn replicas(number: u32) -> Replicas {
    let number = Known::Value(number);
    Replicas { desired: number, min: number, max: number }
}

/// Two of most things that belong together, and nothing wrong.
pub(super) fn inventory() -> Inventory {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let tags = TagSet { inherits: None, tags: [Tag { key: "team".into(), value: text("shop") }].into() };
    writer.tags = Some(writer.all.tag_sets.push(tags));
    networks(&mut writer);
    stores(&mut writer);
    edge(&mut writer);
    writer.all
}

fn networks(writer: &mut Writer) {
    for (network, blocks) in [("main", "10.0.0.0/16"), ("other", "10.0.0.0/16")] {
        let source = writer.source(&format!("network.{network}"));
        writer.all.networks.networks.push(Network {
            source,
            name: some(network),
            blocks: Known::Value([block(blocks)].into()),
            dns_resolution: Known::Value(true),
            dns_host_names: Known::Value(true),
        });
    }
    for (at, name) in ["main", "other"].into_iter().enumerate() {
        let network = Link::To(Id::from_index(at as u32));
        let source = writer.source(&format!("table.{name}"));
        let table = RouteTable { source, network, main: Known::Value(true), gateway: None };
        writer.all.networks.route_tables.push(table);
        let source = writer.source(&format!("group.{name}"));
        let group = SecurityGroup { source, name: some(name), network, default: false };
        writer.all.networks.security_groups.push(group);
    }
    writer.subnet("subnet.a", 0, "10.0.0.0/24", "a");
    writer.subnet("subnet.b", 0, "10.0.1.0/24", "b");
    let source = writer.source("acl.main");
    let network = Link::To(Id::from_index(0));
    let acl = writer.all.networks.network_acls.push(NetworkAcl { source, network, default: false });
    for (part, number) in [("0", 100), ("1", 110)] {
        let source = writer.part("acl.main", Some(part));
        writer.all.networks.network_acl_entries.push(NetworkAclEntry {
            source,
            acl: Link::To(acl),
            direction: Direction::Inbound,
            number: Known::Value(number),
            action: AclAction::Allow,
            traffic: Traffic {
                protocol: Known::Value(Protocol::Tcp),
                ports: Known::Value(crate::model::PortRange::one(443)),
            },
            block: Known::Value(block("0.0.0.0/0")),
        });
    }
}

fn stores(writer: &mut Writer) {
    let main = writer.store("database.main", None, database());
    writer.store("queue.main", None, queue());
    let copy = writer.store("database.copy", None, database());
    let source = writer.source("database.copy");
    writer.all.stores.replications.push(Replication {
        source,
        from: Link::To(main),
        to: Link::To(copy),
        kind: ReplicationKind::ReadReplica,
        filter: Known::Value(None),
        deletions: Known::Value(true),
        lag_target: Known::Value(None),
        key: None,
    });
    let backups = AutomatedBackups {
        retention: known(Duration::days(35)),
        point_in_time: Known::Value(true),
        window: Known::Value(None),
        survive_deletion: Known::Value(false),
    };
    if let Some(main) = writer.all.stores.stores.get_mut(main) {
        main.automated_backups = Some(backups);
    }
    let mut interface = writer.interface("database.main", "a", main.into(), Id::from_index(0));
    interface.groups = [Link::To(Id::from_index(0))].into();
    writer.all.networks.interfaces.push(interface);
}

fn edge(writer: &mut Writer) {
    let source = writer.source("firewall.main");
    writer.all.networks.web_acls.push(WebAcl {
        source,
        name: Known::Value(None),
        edge: Known::Value(true),
        default_action: Known::Value(WebAction::Allow),
        rules: [].into(),
    });
    let source = writer.source("cdn.main");
    writer.all.networks.distributions.push(Distribution {
        source,
        enabled: Known::Value(true),
        aliases: Known::Value(["shop.example.com".into()].into()),
        tls: tls(&[]),
        edge_locations: text("all"),
        v6: Known::Value(true),
        web_acl: Some(Link::To(Id::from_index(0))),
        origins: [origin("shop", OriginTarget::Host(Known::Unknown(Reason::NotGiven)))].into(),
        origin_groups: [].into(),
        behaviours: [behaviour(None, "shop")].into(),
        error_responses: [].into(),
        geo_restriction: GeoRestriction::None,
        root_object: Known::Value(None),
    });
    for (name, parent) in [("root", None), ("inner", Some(Link::To(Id::from_index(0))))] {
        let source = writer.source(&format!("unit.{name}"));
        writer.all.access.units.push(Unit { source, name: text(name), parent });
    }
    let source = writer.source("check.main");
    let subject = HealthSubject::RoutingControl(text("failover"));
    let (inverted, disabled) = (Known::Value(false), Known::Value(false));
    writer.all.networks.health_checks.push(HealthCheck { source, subject, inverted, disabled });
    function(writer, "function.main", Link::Unknown(Reason::NotGiven));
}

pub(super) fn function(
    writer: &mut Writer,
    address: &str,
    identity: Link<PrincipalId>,
) -> crate::compute::FunctionId {
    let source = writer.source(address);
    writer.all.compute.functions.push(Function {
        source,
        name: text("main"),
        package: FunctionPackage::Upload { runtime: text("native") },
        architecture: text("arm64"),
        memory: Known::Value(polder_units::Bytes::mib(256)),
        timeout: seconds(60),
        reserved_concurrency: Known::Value(None),
        provisioned_concurrency: Known::Value(None),
        identity,
        environment: Known::Value([].into()),
        environment_key: None,
        code_signing: Known::Value(true),
        dead_letters: None,
        retries: Known::Value(0),
        event_age_max: seconds(60),
        url: FunctionUrl::None,
        mounts: [].into(),
        tracing: Known::Value(false),
    })
}
