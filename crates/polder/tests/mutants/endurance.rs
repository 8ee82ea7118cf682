//! Ways to break what a market endures.

use polder::Inventory;
use polder_inventory::access::KeyId;
use polder_inventory::compute::{EnvironmentValue, Process, Replicas};
use polder_inventory::model::{Known, Link, Set};
use polder_inventory::networks::{
    Certificate, CertificateIssuer, DnsAnswer, DnsRecord, DnsRecordId, HealthSubject, LoadBalancerId,
    NatGatewayId, RouteTarget, SubnetId,
};
use polder_inventory::observability::AlarmCondition;
use polder_inventory::stores::{Database, Encryption, Store, StoreId, StoreKind};
use polder_inventory::{EntryId, SourceId};
use polder_units::Duration;

use crate::{Mutant, TWO_SITES, wrong};

const ZONE: &str = "endurance.zone";
const STEPS: &str = "endurance.steps";
const TIME_ZONE: &str = "endurance.rto-zone";
const TIME_REGION: &str = "endurance.rto-region";
const SINGLE: &str = "endurance.single";
/// The roles of the other site may not use what the first has.
const NEEDED: &str = "access.needed";
const BACKUP: &str = "endurance.backup";

/// Stacks of the primary and of the backup site.
const NETWORK: &str = "eu-west-1/main/network";
const DATA: &str = "eu-west-1/main/data";
const EDGE: &str = "eu-west-1/main/edge";
const APP: &str = "eu-west-1/main/app";
const BACKUP_DATA: &str = "eu-central-1/main/data";
const BACKUP_EDGE: &str = "eu-central-1/main/edge";
const BACKUP_APP: &str = "eu-central-1/main/app";
const GLOBAL: &str = "global/edge";

const DATABASE: &str = "aws_db_instance.main";
const READER: &str = "aws_db_instance.reader_1";
const CACHE: &str = "aws_elasticache_replication_group.cache";
const API: &str = "aws_ecs_service.api";
const ORIGIN: &str = "aws_route53_record.origin";

pub(crate) const MUTANTS: [Mutant; 32] = [
    (
        "the database has no standby",
        |all| database(all, DATA, DATABASE).multi_zone = Known::Value(false),
        &[ZONE],
    ),
    (
        "the reader has no standby",
        |all| database(all, DATA, READER).multi_zone = Known::Value(false),
        &[ZONE],
    ),
    (
        "the standby of the replica is gone",
        |all| database(all, BACKUP_DATA, DATABASE).multi_zone = Known::Value(false),
        &[],
    ),
    ("the database may be in one zone only", |all| in_one_zone(all, DATA, DATABASE), &[ZONE]),
    (
        "the shards of the cache have no replicas",
        |all| cache(all, |it| it.replicas = Known::Value(0)),
        &[ZONE],
    ),
    (
        "the cache does not fail over",
        |all| cache(all, |it| it.automatic_failover = Known::Value(false)),
        &[ZONE],
    ),
    ("the cache is in one zone", |all| cache(all, |it| it.multi_zone = Known::Value(false)), &[ZONE]),
    ("the API runs one copy", |all| copies(all, APP, API, 1), &[ZONE]),
    ("the API runs three copies", |all| copies(all, APP, API, 3), &[]),
    ("the API runs in one zone", |all| in_one_zone(all, APP, API), &[ZONE]),
    ("the subnets of the application are in one zone", subnets_in_one_zone, &[ZONE]),
    ("the zones share a NAT gateway", one_nat, &[ZONE]),
    (
        "the load balancer is in one zone",
        |all| {
            let subnet = Link::To(subnet(all, "aws_subnet.public_a"));
            let id = balancer(all, EDGE);
            all.networks.load_balancers.get_mut(id).expect("one").subnets = Set::from([subnet]);
        },
        &[ZONE],
    ),
    ("the copies of the API are not checked", unchecked, &[ZONE]),
    (
        "the endpoint for secrets is in one zone",
        |all| {
            in_one_zone(all, NETWORK, "aws_vpc_endpoint.secretsmanager");
        },
        &[ZONE],
    ),
    ("the other site has a database of its own", without_replica, &[BACKUP, SINGLE]),
    (
        "the sites share the key of the database",
        |all| {
            let key = key(all, "eu-west-1/main/base", "aws_kms_key.database");
            store(all, BACKUP_DATA, DATABASE).encryption = Encryption::Key(Link::To(key));
        },
        &[BACKUP, SINGLE],
    ),
    (
        "the sites share the key of the cache",
        |all| {
            let key = key(all, "eu-west-1/main/base", "aws_kms_key.cache");
            store(all, BACKUP_DATA, CACHE).encryption = Encryption::Key(Link::To(key));
        },
        &[BACKUP, SINGLE],
    ),
    ("the other site pulls images from the first", images_of_the_first, &[NEEDED, BACKUP, SINGLE, STEPS]),
    ("the other site reads secrets of the first", secrets_of_the_first, &[NEEDED, BACKUP, SINGLE]),
    (
        "the origin has no health check",
        |all| record(all, EDGE, ORIGIN).health_check = None,
        &[BACKUP, SINGLE, STEPS],
    ),
    (
        "the health check of the origin is disabled",
        |all| {
            let at = source(all, EDGE, "aws_route53_health_check.origin");
            let check = all.networks.health_checks.values_mut().find(|it| it.source == at);
            check.expect("a check").disabled = Known::Value(true);
        },
        &[BACKUP, SINGLE, STEPS],
    ),
    ("health checks report late", late, &[TIME_REGION]),
    ("one health check reports late", |all| interval(all, 600), &[]),
    (
        "failed copies get requests for an hour",
        |all| {
            let at = source(all, EDGE, "aws_lb_target_group.api");
            let group = all.networks.target_groups.values_mut().find(|it| it.source == at).expect("a group");
            let check = group.health_check.as_mut().expect("a health check");
            check.interval = Known::Value(Duration::seconds(300));
            check.unhealthy_threshold = Known::Value(10);
        },
        &[TIME_ZONE],
    ),
    (
        "storefronts are returned whatever their health",
        |all| {
            record(all, EDGE, "aws_route53_record.storefront").health_check = None;
        },
        &[BACKUP, SINGLE],
    ),
    (
        "the origin has no second record",
        |all| {
            record(all, BACKUP_EDGE, ORIGIN).name =
                Known::Value(polder_inventory::model::Pattern::literal("elsewhere.example.nl"));
        },
        &[BACKUP, SINGLE],
    ),
    (
        "both records of the origin lead to one site",
        |all| {
            let to = Link::To(EntryId::LoadBalancer(balancer(all, EDGE)));
            record(all, BACKUP_EDGE, ORIGIN).answer =
                DnsAnswer::Alias { to, evaluates_health: Known::Value(false) };
        },
        &[BACKUP, SINGLE],
    ),
    (
        "the certificate of the CDN is renewed by hand",
        |all| {
            certificate(all).issuer = Known::Value(CertificateIssuer::Imported);
        },
        &[SINGLE],
    ),
    (
        "the certificate of the CDN cannot be renewed",
        |all| certificate(all).validation_records = Set::default(),
        &[SINGLE],
    ),
    ("the subnets of the other site are in one zone", |all| in_one_zone(all, BACKUP_APP, API), &[]),
    (
        "a subnet's zone is another one",
        |all| {
            let id = subnet(all, "aws_subnet.app_c");
            all.networks.subnets.get_mut(id).expect("one").zone = Known::Value(Some("eu-west-1d".into()));
        },
        &[],
    ),
];

#[test]
fn each_mutant_of_endurance_is_refuted_by_what_it_breaks_and_by_nothing_else() {
    assert_eq!(wrong(TWO_SITES, &MUTANTS), Vec::<String>::new());
}

fn source(all: &Inventory, stack: &str, address: &str) -> SourceId {
    let found = all.sources.iter().find(|(_, source)| {
        source.stack.ends_with(stack) && source.address.as_str() == address && source.part.is_none()
    });
    found.expect("a source").0
}

fn store_id(all: &Inventory, stack: &str, address: &str) -> StoreId {
    let at = source(all, stack, address);
    all.stores.stores.iter().find(|(_, store)| store.source == at).expect("a store").0
}

fn store<'a>(all: &'a mut Inventory, stack: &str, address: &str) -> &'a mut Store {
    let id = store_id(all, stack, address);
    all.stores.stores.get_mut(id).expect("a store")
}

fn database<'a>(all: &'a mut Inventory, stack: &str, address: &str) -> &'a mut Database {
    match &mut store(all, stack, address).kind {
        StoreKind::Database(database) => database,
        _ => panic!("a database"),
    }
}

fn cache(all: &mut Inventory, change: impl Fn(&mut polder_inventory::stores::Cache)) {
    match &mut store(all, DATA, CACHE).kind {
        StoreKind::Cache(cache) => change(cache),
        _ => panic!("a cache"),
    }
}

fn process<'a>(all: &'a mut Inventory, stack: &str, address: &str) -> &'a mut Process {
    let at = source(all, stack, address);
    all.compute.processes.values_mut().find(|it| it.source == at).expect("a process")
}

fn copies(all: &mut Inventory, stack: &str, address: &str, count: u32) {
    let count = Known::Value(count);
    process(all, stack, address).replicas =
        Some(Replicas { desired: count, min: count, max: Known::Value(9) });
}

fn subnet(all: &Inventory, address: &str) -> SubnetId {
    let at = source(all, NETWORK, address);
    all.networks.subnets.iter().find(|(_, it)| it.source == at).expect("a subnet").0
}

fn balancer(all: &Inventory, stack: &str) -> LoadBalancerId {
    let at = source(all, stack, "aws_lb.main");
    all.networks.load_balancers.iter().find(|(_, it)| it.source == at).expect("a balancer").0
}

/// All interfaces of something get the subnet of the first.
fn in_one_zone(all: &mut Inventory, stack: &str, address: &str) {
    let of = |source: &polder_inventory::model::Source| {
        source.stack.ends_with(stack) && source.address.as_str() == address
    };
    let mut own = all.networks.interfaces.values().filter(|it| of(&all.sources[it.source]));
    let first = own.next().expect("an interface").subnet;
    let (sources, interfaces) = (&all.sources, &mut all.networks.interfaces);
    let mut moved = 0;
    for interface in interfaces.values_mut().filter(|it| of(&sources[it.source])) {
        interface.subnet = first;
        moved += 1;
    }
    assert!(moved > 1);
}

fn subnets_in_one_zone(all: &mut Inventory) {
    for name in ["a", "b", "c"] {
        let id = subnet(all, &format!("aws_subnet.app_{name}"));
        all.networks.subnets.get_mut(id).expect("one").zone = Known::Value(Some("eu-west-1a".into()));
    }
}

fn one_nat(all: &mut Inventory) {
    let at = source(all, NETWORK, "aws_nat_gateway.a");
    let nat: NatGatewayId = all.networks.nat_gateways.iter().find(|(_, it)| it.source == at).expect("one").0;
    let sources = &all.sources;
    let of = |source: SourceId| sources[source].stack.ends_with(NETWORK);
    for route in all.networks.routes.values_mut().filter(|route| of(route.source)) {
        if let RouteTarget::NatGateway(to) = &mut route.target {
            *to = Link::To(nat);
        }
    }
}

fn unchecked(all: &mut Inventory) {
    let at = source(all, EDGE, "aws_lb_target_group.api");
    let group = all.networks.target_groups.values_mut().find(|it| it.source == at);
    group.expect("a group").health_check = None;
}

/// The replication leads to another store.
fn without_replica(all: &mut Inventory) {
    let (replica, reader) = (store_id(all, BACKUP_DATA, DATABASE), store_id(all, DATA, READER));
    let replication = all.stores.replications.values_mut().find(|it| it.to == Link::To(replica));
    replication.expect("a replication").to = Link::To(reader);
}

fn key(all: &Inventory, stack: &str, address: &str) -> KeyId {
    let at = source(all, stack, address);
    all.access.keys.iter().find(|(_, it)| it.source == at).expect("a key").0
}

fn images_of_the_first(all: &mut Inventory) {
    let image = process(all, APP, API).containers[0].image.clone();
    process(all, BACKUP_APP, API).containers[0].image = image;
}

fn secrets_of_the_first(all: &mut Inventory) {
    let variables = |process: &Process| process.containers[0].environment.clone();
    let own = variables(process(all, APP, API));
    let secret = |variables: &Known<Set<polder_inventory::compute::EnvironmentVariable>>| {
        let Known::Value(variables) = variables else { panic!("known variables") };
        variables.iter().any(|it| matches!(it.value, EnvironmentValue::Secret { .. }))
    };
    assert!(secret(&own));
    process(all, BACKUP_APP, API).containers[0].environment = own;
}

fn record<'a>(all: &'a mut Inventory, stack: &str, address: &str) -> &'a mut DnsRecord {
    let at = source(all, stack, address);
    let id: DnsRecordId =
        all.networks.dns_records.iter().find(|(_, it)| it.source == at).expect("a record").0;
    all.networks.dns_records.get_mut(id).expect("a record")
}

fn certificate(all: &mut Inventory) -> &mut Certificate {
    let at = source(all, GLOBAL, "aws_acm_certificate.nl");
    all.networks.certificates.values_mut().find(|it| it.source == at).expect("a certificate")
}

/// The interval of the health check of the API, in seconds.
fn interval(all: &mut Inventory, seconds: u64) {
    let at = source(all, EDGE, "aws_route53_health_check.api");
    let check = all.networks.health_checks.values_mut().find(|it| it.source == at).expect("a check");
    let HealthSubject::Endpoint { interval, .. } = &mut check.subject else { panic!("an endpoint") };
    *interval = Known::Value(Duration::seconds(seconds));
}

fn late(all: &mut Inventory) {
    interval(all, 600);
    let at = source(all, EDGE, "aws_cloudwatch_metric_alarm.database_gone");
    let alarm = all.observability.alarms.values_mut().find(|it| it.source == at).expect("an alarm");
    let AlarmCondition::Threshold(threshold) = &mut alarm.condition else { panic!("a threshold") };
    threshold.period = Known::Value(Duration::seconds(3_600));
}
