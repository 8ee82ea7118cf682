//! Interfaces of databases and caches.

use polder_cloud::{body, list};

use super::{DEFAULT, GROUP, at, base};
use crate::networks::tests::said;
use crate::test_graphs::of_foreign;

#[test]
fn databases_are_in_the_subnets_of_their_group() {
    let all = of_foreign(|s| {
        let base = base(s);
        let group = s.resource(
            "aws_db_subnet_group",
            "data",
            body! {
                name = "data";
                subnet_ids = list![base.a.id(), base.b.id()];
            },
        );
        let first = s.resource(
            "aws_db_instance",
            "first",
            body! {
                engine = "postgres";
                db_subnet_group_name = group.name();
                vpc_security_group_ids = list![base.group.id()];
            },
        );
        s.resource(
            "aws_db_instance",
            "replica",
            body! {
                replicate_source_db = first.get("identifier");
                publicly_accessible = true;
                port = 6000;
            },
        );
        let cluster = s.resource(
            "aws_rds_cluster",
            "c",
            body! {
                engine = "aurora-mysql";
                db_subnet_group_name = group.name();
            },
        );
        s.resource(
            "aws_rds_cluster_instance",
            "one",
            body! {
                cluster_identifier = cluster.id();
                publicly_accessible = true;
            },
        );
        s.resource("aws_db_instance", "lost", body! { engine = "oracle-ee"; });
    });
    let fields = ["groups", "listens", "public"];
    let port = |port: u16| format!("{{protocol: Tcp, port: {port}}}");
    let first = at(&all, "aws_db_instance.first", "aws_subnet.b", &fields);
    assert_eq!(first, [GROUP, &port(5432), "None"]);
    // A replica in the same region inherits the subnets of its source, but not its groups.
    let replica = at(&all, "aws_db_instance.replica", "aws_subnet.a", &fields);
    assert_eq!(replica, [DEFAULT, &port(6000), "Ephemeral"]);
    // The instances determine whether a cluster is publicly accessible.
    let cluster = at(&all, "aws_rds_cluster.c", "aws_subnet.a", &fields);
    assert_eq!(cluster, [DEFAULT, &port(3306), "Ephemeral"]);
    // Without a group, it is in the default VPC.
    let subnet = "aws_db_instance.lost default subnets";
    let lost = at(&all, "aws_db_instance.lost", subnet, &["subnet", "listens"]);
    assert_eq!(lost, ["subnets plan:aws_db_instance.lost#default subnets", &port(1521)]);
}

#[test]
fn caches_are_in_the_subnets_of_their_group() {
    let all = of_foreign(|s| {
        let base = base(s);
        let group = s.resource(
            "aws_elasticache_subnet_group",
            "data",
            body! {
                name = "data";
                subnet_ids = list![base.a.id()];
            },
        );
        let first = s.resource(
            "aws_elasticache_replication_group",
            "cache",
            body! {
                subnet_group_name = group.name();
                security_group_ids = list![base.group.id()];
            },
        );
        s.resource("aws_elasticache_cluster", "member", body! { replication_group_id = first.id(); });
        s.resource(
            "aws_elasticache_cluster",
            "own",
            body! { engine = "memcached"; subnet_group_name = group.name(); },
        );
        s.resource(
            "aws_elasticache_serverless_cache",
            "less",
            body! {
                engine = "valkey";
                subnet_ids = list![base.b.id()];
            },
        );
    });
    let of = |address: &str, subnet: &str| at(&all, address, subnet, &["listens", "groups"]);
    let port = |port: u16| format!("{{protocol: Tcp, port: {port}}}");
    assert_eq!(of("aws_elasticache_replication_group.cache", "aws_subnet.a"), [&port(6379), GROUP]);
    assert_eq!(of("aws_elasticache_cluster.own", "aws_subnet.a"), [&port(11_211), DEFAULT]);
    let both = format!("{} & {}", port(6379), port(6380));
    assert_eq!(of("aws_elasticache_serverless_cache.less", "aws_subnet.b"), [&both, DEFAULT]);
    assert!(said(&all, "interfaces", "aws_elasticache_cluster.member").is_empty());
}
