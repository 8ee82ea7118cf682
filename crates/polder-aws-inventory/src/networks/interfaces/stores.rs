//! Interfaces of databases, caches and other stores in networks.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{InterfaceId, SubnetId};

use super::interface_settings::{Groups, InterfaceSettings, Public, on_port, tcp};
use crate::networks::attribute;
use crate::networks::vpcs::nat_gateway::addresses;
use crate::reader::Reader;
use crate::value::is_set;

/// The default port of an engine, by the beginning of its name: documentation of the service that runs it.
const PORTS: [(&str, u16); 14] = [
    ("aurora-mysql", 3306),
    ("aurora-postgresql", 5432),
    ("custom-oracle", 1521),
    ("custom-sqlserver", 1433),
    ("db2", 50_000),
    ("docdb", 27_017),
    ("mariadb", 3306),
    ("memcached", 11_211),
    ("mysql", 3306),
    ("neptune", 8182),
    ("oracle", 1521),
    ("postgres", 5432),
    ("sqlserver", 1433),
    ("valkey", 6379),
];

fn default_port(engine: Option<&str>) -> Known<u16> {
    let engine = engine.unwrap_or("");
    let known = PORTS.iter().find(|(start, _)| engine.starts_with(start)).map(|(_, port)| *port);
    known.map_or(Known::Unknown(Reason::AfterApply), Known::Value)
}

/// `aws_db_instance`. Instances of clusters use the interfaces of their cluster.
pub(super) fn db_instance<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    // A replica in the same region inherits engine and subnets from its source.
    let copied = reader.resource_of(view, "replicate_source_db", &["aws_db_instance"]);
    let engine = view.text("engine").or_else(|| copied.and_then(|it| it.text("engine")));
    let listens = on_port(view, "port", default_port(engine.as_deref()));
    // Provider documentation: `publicly_accessible` defaults to `false`.
    let public = Public::said(attribute::truth_or(view, "publicly_accessible", false));
    let groups = reader.groups(view, "vpc_security_group_ids");
    let common = InterfaceSettings { public, listens, ..InterfaceSettings::of(reader.owner(view), groups) };
    let named = is_set(view, "db_subnet_group_name");
    let from = copied.filter(|it| !named && it.stack().region == view.stack().region).unwrap_or(view);
    let subnets = reader.subnets_of_group(from, "db_subnet_group_name", &["aws_db_subnet_group"]);
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_rds_cluster`, `aws_docdb_cluster`, `aws_neptune_cluster`.
pub(super) fn db_cluster<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let (subnet_name, machines) = match view.kind() {
        "aws_docdb_cluster" => ("db_subnet_group_name", "aws_docdb_cluster_instance"),
        "aws_neptune_cluster" => ("neptune_subnet_group_name", "aws_neptune_cluster_instance"),
        _ => ("db_subnet_group_name", "aws_rds_cluster_instance"),
    };
    let engine = view.text("engine").map(std::borrow::Cow::into_owned);
    let default = match view.kind() {
        "aws_docdb_cluster" => default_port(Some("docdb")),
        "aws_neptune_cluster" => default_port(Some("neptune")),
        _ => default_port(engine.as_deref()),
    };
    let groups = reader.groups(view, "vpc_security_group_ids");
    let common = InterfaceSettings {
        public: cluster_public(reader, view, machines),
        listens: on_port(view, "port", default),
        ..InterfaceSettings::of(reader.owner(view), groups)
    };
    // The subnet groups of these services are those of RDS under other names: each accepts all.
    let kinds = ["aws_db_subnet_group", "aws_docdb_subnet_group", "aws_neptune_subnet_group"];
    let subnets = reader.subnets_of_group(view, subnet_name, &kinds);
    reader.add_interfaces(view, subnets, &common)
}

/// Whether the instances of a cluster have public addresses, which is an attribute of each instance.
fn cluster_public<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, machines: &'static str) -> Public {
    let machines = reader.users((machines, "cluster_identifier"), view.id());
    let said = machines.into_iter().map(|it| attribute::truth_or(it, "publicly_accessible", false));
    let said: Vec<Known<bool>> = said.collect();
    if said.contains(&Known::Value(true)) {
        return Public::said(Known::Value(true));
    }
    let unknown = said.into_iter().find(|it| it.value().is_none());
    Public::said(unknown.unwrap_or(Known::Value(false)))
}

/// `aws_elasticache_replication_group`.
pub(super) fn replication_group<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    cache(reader, view, "subnet_group_name", default_port(Some("valkey")))
}

/// `aws_elasticache_cluster`. One in a replication group uses the interfaces of the group.
pub(super) fn cache_cluster<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    if is_set(view, "replication_group_id") {
        return vec![];
    }
    let engine = if view.text("engine").as_deref() == Some("memcached") { "memcached" } else { "valkey" };
    cache(reader, view, "subnet_group_name", default_port(Some(engine)))
}

/// `aws_memorydb_cluster`.
pub(super) fn memory_cluster<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    cache(reader, view, "subnet_group_name", default_port(Some("valkey")))
}

fn cache<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    name: &str,
    default: Known<u16>,
) -> Vec<InterfaceId> {
    let kind = match view.kind() {
        "aws_memorydb_cluster" => "aws_memorydb_subnet_group",
        _ => "aws_elasticache_subnet_group",
    };
    let groups = reader.groups(view, "security_group_ids");
    let listens = on_port(view, "port", default);
    let common = InterfaceSettings { listens, ..InterfaceSettings::of(reader.owner(view), groups) };
    let subnets = reader.subnets_of_group(view, name, &[kind]);
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_elasticache_serverless_cache`. Writes and reads use separate ports: Amazon ElastiCache User Guide,
/// "Create a serverless cache".
pub(super) fn serverless_cache<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let ports = match view.text("engine").as_deref() {
        Some("memcached") => [tcp(11_211), tcp(11_212)],
        _ => [tcp(6379), tcp(6380)],
    };
    let groups = reader.groups(view, "security_group_ids");
    let common = InterfaceSettings {
        listens: Known::Value(ports.into()),
        ..InterfaceSettings::of(reader.owner(view), groups)
    };
    let subnets = reader.subnets(view, "subnet_ids");
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_efs_mount_target`: the file system is accessed by NFS.
pub(super) fn mount_target<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let owner = reader.leads_to_any(view, "file_system_id", "file-system");
    let owner = owner.unwrap_or(Link::Unknown(Reason::AfterApply));
    let groups = reader.groups(view, "security_groups");
    let common = InterfaceSettings {
        listens: Known::Value([tcp(2049)].into()),
        ..InterfaceSettings::of(owner, groups)
    };
    let subnets = reader.subnets(view, "subnet_id");
    let made = reader.add_interfaces(view, subnets, &common);
    for id in &made {
        reader.at(*id, addresses(view, &["ip_address"]));
    }
    made
}

/// `aws_mq_broker`.
pub(super) fn broker<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    // Amazon MQ Developer Guide: ports of RabbitMQ, and of ActiveMQ with its protocols.
    let rabbit = view.text("engine_type").is_some_and(|it| it.eq_ignore_ascii_case("RabbitMQ"));
    let ports = if rabbit { vec![443, 5671] } else { vec![5671, 8162, 8883, 61_614, 61_617, 61_619] };
    let listens = Known::Value(ports.into_iter().map(tcp).collect());
    let public = Public::said(attribute::truth_or(view, "publicly_accessible", false));
    let groups = reader.groups(view, "security_groups");
    let common = InterfaceSettings { public, listens, ..InterfaceSettings::of(reader.owner(view), groups) };
    let subnets = reader.subnets_or_default(view, "subnet_ids");
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_msk_cluster`. The ports depend on client authentication: Amazon MSK Developer Guide, "Port information".
pub(super) fn stream_cluster<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let Some(nodes) = view.block("broker_node_group_info") else { return vec![] };
    let ports = [2181, 2182, 9092, 9094, 9096, 9098].map(tcp);
    let public = nodes.block("connectivity_info").and_then(|it| it.block("public_access"));
    let public = public.and_then(|it| it.text("type")).is_some_and(|it| it != "DISABLED");
    let groups = reader.groups(nodes, "security_groups");
    let common = InterfaceSettings {
        public: Public::said(Known::Value(public)),
        listens: Known::Value(ports.into()),
        ..InterfaceSettings::of(reader.owner(view), groups)
    };
    let subnets = reader.subnets(nodes, "client_subnets");
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_opensearch_domain`. A domain outside a VPC has a public endpoint and no interface.
pub(super) fn search_domain<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let Some(settings) = view.block("vpc_options") else { return vec![] };
    let groups = reader.groups(settings, "security_group_ids");
    let listens = Known::Value([tcp(80), tcp(443)].into());
    let common = InterfaceSettings { listens, ..InterfaceSettings::of(reader.owner(view), groups) };
    let subnets = reader.subnets(settings, "subnet_ids");
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_redshift_cluster`.
pub(super) fn warehouse<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    // Version 6 of the provider made `false` the default of `publicly_accessible`; before, it was `true`.
    let public = match attribute::text(view, "publicly_accessible") {
        Known::Value(None) => Known::Unknown(Reason::NotGiven),
        _ => attribute::truth_or(view, "publicly_accessible", false),
    };
    let groups = reader.groups(view, "vpc_security_group_ids");
    let common = InterfaceSettings {
        public: Public::said(public),
        listens: on_port(view, "port", Known::Value(5439)),
        ..InterfaceSettings::of(reader.owner(view), groups)
    };
    let subnets = reader.subnets_of_group(view, "cluster_subnet_group_name", &["aws_redshift_subnet_group"]);
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_dax_cluster`. Amazon DynamoDB Developer Guide, "Encryption at rest in DAX": 8111, and 9111 with TLS.
pub(super) fn table_cache<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let groups = reader.groups(view, "security_group_ids");
    let listens = Known::Value([tcp(8111), tcp(9111)].into());
    let common = InterfaceSettings { listens, ..InterfaceSettings::of(reader.owner(view), groups) };
    let subnets = reader.subnets_of_group(view, "subnet_group_name", &["aws_dax_subnet_group"]);
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_fsx_windows_file_system` and others of FSx. Their ports depend on the protocols that they serve.
pub(super) fn file_server<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let groups = reader.groups(view, "security_group_ids");
    let listens = Known::Unknown(Reason::Elsewhere);
    let common = InterfaceSettings { listens, ..InterfaceSettings::of(reader.owner(view), groups) };
    let subnets = reader.subnets(view, "subnet_ids");
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_dms_replication_instance`: it opens connections to the source and target stores.
pub(super) fn replication_instance<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
) -> Vec<InterfaceId> {
    let public = Public::said(attribute::truth_or(view, "publicly_accessible", false));
    let groups: Groups = reader.groups(view, "vpc_security_group_ids");
    let common = InterfaceSettings { public, ..InterfaceSettings::of(reader.owner(view), groups) };
    let name = "replication_subnet_group_id";
    let subnets: Vec<Link<SubnetId>> =
        reader.subnets_of_group(view, name, &["aws_dms_replication_subnet_group"]);
    reader.add_interfaces(view, subnets, &common)
}
