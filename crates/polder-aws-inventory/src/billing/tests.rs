//! Billed items: all kinds are covered, quantities are as expected, and names are those of price lists.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Draft, Value, body};
use polder_inventory::Inventory;
use polder_inventory::billing::{Billable, Pricing, Quantity};
use polder_inventory::model::{Known, Link};

use super::{BILLABLES, no_price::NO_PRICE};
use crate::estate::{EXAMPLES, lowered, owners, owners_cloud};
use crate::test_graphs::{address, of_stack};
use crate::{PriceCoverage, kinds, price_coverage};

#[test]
fn every_kind_in_use_has_a_price_or_a_reason_why_it_has_none() {
    let clouds: Vec<_> = EXAMPLES.into_iter().map(|(_, text)| lowered(text)).collect();
    let mut missing = BTreeSet::new();
    for stack in clouds.iter().flat_map(|cloud| &cloud.stacks) {
        for resource in stack.resources.iter().filter(|it| it.address.mode == polder_cloud::Mode::Managed) {
            let kind = resource.address.kind.as_str();
            if price_coverage(kind) == PriceCoverage::NotModelled {
                missing.insert(kind.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_kind_that_is_read_here_has_a_price_or_a_reason_too() {
    let tables = crate::stores::KINDS.iter().chain(crate::compute::KINDS);
    let kinds =
        tables.copied().flatten().filter(|it| it.mode == polder_cloud::Mode::Managed).map(|it| it.kind);
    let missing: BTreeSet<&str> =
        kinds.filter(|kind| price_coverage(kind) == PriceCoverage::NotModelled).collect();
    // Read because they hold data and are reached over networks. A bill lists them as not supported.
    let without = [
        "aws_ami",
        "aws_ami_copy",
        "aws_appsync_api_cache",
        "aws_athena_database",
        "aws_athena_workgroup",
        "aws_codeartifact_domain",
        "aws_codecommit_repository",
        "aws_dax_cluster",
        "aws_glue_catalog_database",
        "aws_kendra_index",
        "aws_keyspaces_table",
        "aws_kinesis_video_stream",
        "aws_qldb_ledger",
        "aws_redshift_cluster_snapshot",
        "aws_timestreamwrite_database",
        "aws_workspaces_workspace",
    ];
    assert_eq!(missing, without.into_iter().collect());
}

#[test]
fn no_kind_is_listed_twice_among_those_with_and_without_a_price() {
    let mut seen = BTreeSet::new();
    let priced = BILLABLES.iter().copied().flatten().map(|(kind, _)| *kind);
    let free = NO_PRICE.iter().flat_map(|(_, kinds)| kinds.iter().copied());
    for kind in priced.chain(free) {
        assert!(seen.insert(kind), "{kind} is listed twice");
    }
    assert!(NO_PRICE.iter().all(|(reason, _)| reason.ends_with('.')));
    assert!(kinds::billables("aws_of_mars").is_none());
}

/// A line in words: `service item quantity unit pricing attributes`.
fn words(billable: &Billable) -> String {
    let quantity = match &billable.quantity {
        Quantity::Constant(Known::Value(units)) => format!("{units}"),
        Quantity::PerCopy(Known::Value(units)) => format!("{units} each"),
        Quantity::Usage(usage) => format!("{usage:?}"),
        unknown => format!("{unknown:?}"),
    };
    let pricing = match &billable.pricing {
        Pricing::OnDemand => "list",
        Pricing::Committable(_) => "committable",
        Pricing::Spot => "spare",
        Pricing::Tiered => "tiered",
    };
    let attributes = billable.attributes.iter().map(|it| {
        let value = it.value.value().map_or("?", |value| value.as_str());
        format!(" {}={value}", it.name)
    });
    let attributes: String = attributes.collect();
    format!("{} {} {quantity} {} {pricing}{attributes}", billable.service, billable.item, billable.unit)
}

/// The billed items in a small graph, sorted.
fn bill(write: impl FnOnce(&Draft)) -> Vec<String> {
    lines(&of_stack(write))
}

fn lines(inventory: &Inventory) -> Vec<String> {
    let mut lines: Vec<String> = inventory.billing.billables.values().map(words).collect();
    lines.sort();
    lines
}

#[test]
fn gateways_and_endpoints_are_paid_by_the_hour_and_by_what_passes() {
    let bill = bill(|s| {
        s.resource("aws_nat_gateway", "a", body! {});
        s.resource(
            "aws_vpc_endpoint",
            "logs",
            body! {
                vpc_endpoint_type = "Interface";
                subnet_ids = ["subnet-1", "subnet-2", "subnet-3"];
            },
        );
        s.resource("aws_vpc_endpoint", "s3", body! { vpc_endpoint_type = "Gateway"; });
    });
    assert_eq!(
        bill,
        [
            "nat_gateway data_processed BytesProcessed gb list",
            "nat_gateway hour 1 hour list",
            "vpc interface_endpoint_data BytesProcessed gb tiered",
            "vpc interface_endpoint_per_az 3 hour list",
        ]
    );
}

#[test]
fn a_load_balancer_that_the_internet_reaches_has_an_address_in_each_subnet() {
    let addresses = |internal: bool, kind: Option<&'static str>| {
        let bill = bill(|s| {
            s.resource(
                "aws_lb",
                "main",
                body! {
                    internal = internal;
                    ip_address_type = kind;
                    subnets = ["subnet-1", "subnet-2"];
                },
            );
        });
        bill.into_iter().filter(|line| line.starts_with("vpc")).collect::<Vec<_>>()
    };
    assert_eq!(addresses(false, None), ["vpc public_ipv4 2 hour list"]);
    assert!(addresses(true, None).is_empty());
    assert!(addresses(false, Some("dualstack-without-public-ipv4")).is_empty());
}

#[test]
fn a_database_is_paid_by_its_machines_storage_and_what_is_beyond_what_comes_with_it() {
    let bill = |storage: u32| {
        bill(|s| {
            s.resource(
                "aws_db_instance",
                "main",
                body! {
                    engine = "postgres";
                    instance_class = "db.m6g.large";
                    multi_az = true;
                    allocated_storage = storage;
                    storage_type = "gp3";
                    iops = 12000;
                    backup_retention_period = 7;
                },
            );
        })
    };
    assert_eq!(
        bill(100),
        [
            "rds_postgres backup_beyond_free BytesStored gb_month list",
            "rds_postgres gp3_extra_iops_multi_az 9000 iops_month list",
            "rds_postgres instance 1 each hour committable class=db.m6g.large deployment=Multi-AZ",
            "rds_postgres storage_gp3_multi_az 100 gb_month list",
        ]
    );
    // From 400 GiB on, the storage includes 12,000 IOPS.
    assert!(!bill(400).iter().any(|line| line.contains("iops")));
}

#[test]
fn a_copy_of_another_region_is_transfer_that_is_paid_where_it_comes_from() {
    let main = std::cell::RefCell::new(None);
    let inventory = crate::test_graphs::of_stacks([
        (
            "eu-central-1",
            Box::new(|s| {
                let made = s.resource("aws_db_instance", "main", body! { engine = "postgres"; });
                *main.borrow_mut() = Some(made.arn());
            }),
        ),
        (
            "eu-west-1",
            Box::new(|s| {
                let main = main.borrow().clone();
                s.resource("aws_db_instance", "copy", body! { replicate_source_db = main; });
            }),
        ),
    ]);
    let transfer = inventory.billing.billables.iter().find(|(_, it)| it.service == "data_transfer");
    let (id, line) = transfer.expect("transfer");
    assert_eq!(words(line), "data_transfer inter_region BytesOut gb list to=eu-west-1");
    assert_eq!(crate::test_graphs::region(&inventory, id).as_deref(), Some("eu-central-1"));
    let Some(Link::To(of)) = line.of else { panic!("an entry") };
    assert_eq!(address(&inventory, of), "aws_db_instance.main");
}

#[test]
fn aurora_is_paid_by_machine_and_by_use() {
    let bill = bill(|s| {
        let cluster = s.resource(
            "aws_rds_cluster",
            "main",
            body! {
                engine = "aurora-postgresql";
                storage_type = "aurora-iopt1";
            },
        );
        for (name, class) in [("one", "db.r6g.large"), ("two", "db.serverless")] {
            s.resource(
                "aws_rds_cluster_instance",
                name,
                body! {
                    cluster_identifier = cluster.id();
                    instance_class = class;
                },
            );
        }
    });
    assert_eq!(
        bill,
        [
            "aurora_postgres backup BytesStored gb_month list",
            "aurora_postgres instance 1 each hour committable class=db.r6g.large storage=io_optimized",
            "aurora_postgres serverless_v2_acu_io_optimized CapacityUnits acu_hour committable storage=io_optimized",
            "aurora_postgres storage_io_optimized BytesStored gb_month list",
        ]
    );
}

#[test]
fn capacity_of_a_table_can_be_reserved_unless_it_is_rarely_read_or_written_as_a_copy() {
    let bill = |class: &'static str, copied: bool| {
        let bill = bill(|s| {
            s.resource(
                "aws_dynamodb_table",
                "t",
                body! {
                    billing_mode = "PROVISIONED";
                    read_capacity = 4;
                    write_capacity = 2;
                    table_class = class;
                    replica = copied.then(|| body! { region_name = "eu-west-3"; });
                },
            );
        });
        bill.into_iter().filter(|line| line.contains("capacity_units")).collect::<Vec<_>>()
    };
    assert_eq!(
        bill("STANDARD", false),
        [
            "dynamodb read_capacity_units 4 unit_hour committable",
            "dynamodb write_capacity_units 2 unit_hour committable",
        ]
    );
    let of_copies = bill("STANDARD", true);
    let line = |line: &str| of_copies.iter().any(|it| it == line);
    assert!(line("dynamodb read_capacity_units 4 unit_hour committable"), "{of_copies:?}");
    assert!(line("dynamodb replicated_write_capacity_units 2 unit_hour list"), "{of_copies:?}");
    assert_eq!(
        bill("STANDARD_INFREQUENT_ACCESS", false),
        [
            "dynamodb infrequent_access_read_capacity_units 4 unit_hour list",
            "dynamodb infrequent_access_write_capacity_units 2 unit_hour list",
        ]
    );
}

#[test]
fn a_cache_is_paid_by_all_machines_of_all_parts() {
    let bill = |engine: &'static str| {
        bill(|s| {
            s.resource(
                "aws_elasticache_replication_group",
                "cache",
                body! {
                    engine = engine;
                    node_type = "cache.r7g.large";
                    num_node_groups = 3;
                    replicas_per_node_group = 2;
                },
            );
        })
    };
    assert_eq!(bill("valkey"), ["elasticache node 9 hour committable class=cache.r7g.large engine=Valkey"]);
    assert_eq!(bill("redis"), ["elasticache node 9 hour committable class=cache.r7g.large engine=Redis OSS"]);
}

#[test]
fn containers_are_billed_by_vcpu_and_memory_on_fargate() {
    let bill = |capacity: &'static [&'static str]| {
        bill(|s| {
            let task = s.resource(
                "aws_ecs_task_definition",
                "api",
                body! {
                    cpu = "512";
                    memory = "1536";
                    requires_compatibilities = ["FARGATE"];
                    runtime_platform {
                        cpu_architecture = "ARM64";
                    }
                    ephemeral_storage {
                        size_in_gib = 25;
                    }
                    container_definitions = "[]";
                },
            );
            s.resource(
                "aws_ecs_service",
                "api",
                body! {
                    task_definition = task.arn();
                    for provider in capacity.iter().copied() => capacity_provider_strategy {
                        capacity_provider = provider;
                        weight = 1;
                    }
                },
            );
        })
    };
    let scratch = "fargate ephemeral_storage_gb_beyond_20 5 each hour list";
    let full = [
        "fargate linux_arm_gb 1.5 each hour committable",
        "fargate linux_arm_vcpu 0.5 each hour committable",
    ];
    let spot = ["fargate spot_arm_gb 1.5 each hour spare", "fargate spot_arm_vcpu 0.5 each hour spare"];
    assert_eq!(bill(&["FARGATE"]), [scratch, full[0], full[1]]);
    assert_eq!(bill(&["FARGATE", "FARGATE_SPOT"]), [scratch, full[0], full[1], spot[0], spot[1]]);
}

#[test]
fn machines_are_paid_at_full_price_or_as_spare_capacity_with_their_disks() {
    let bill = bill(|s| {
        s.resource(
            "aws_instance",
            "web",
            body! {
                instance_type = "m6g.large";
                associate_public_ip_address = true;
                monitoring = true;
                root_block_device {
                    volume_size = 50;
                    volume_type = "gp3";
                }
            },
        );
        s.resource(
            "aws_instance",
            "spot",
            body! {
                instance_type = "m6g.large";
                instance_market_options {
                    market_type = "spot";
                }
            },
        );
    });
    assert_eq!(
        bill,
        [
            "cloudwatch custom_metric 7 each metric_month tiered",
            "ebs storage 50 each gb_month list class=gp3",
            "ec2 instance 1 each hour committable class=m6g.large",
            "ec2 instance 1 each hour spare class=m6g.large",
            "vpc public_ipv4 1 each hour list",
        ]
    );
}

#[test]
fn alarms_are_paid_by_metric_and_more_where_they_are_fast() {
    let bill = bill(|s| {
        s.resource("aws_cloudwatch_metric_alarm", "one", body! { period = 60; metric_name = "x"; });
        s.resource("aws_cloudwatch_metric_alarm", "fast", body! { period = 10; metric_name = "x"; });
        s.resource(
            "aws_cloudwatch_metric_alarm",
            "three",
            body! {
                metric_query {
                    id = "sum";
                    expression = "a + b";
                }
                metric_query {
                    id = "a";
                    metric {
                        metric_name = "a";
                        period = 60;
                    }
                }
                metric_query {
                    id = "b";
                    metric {
                        metric_name = "b";
                        period = 60;
                    }
                }
            },
        );
        s.resource(
            "aws_appautoscaling_policy",
            "cpu",
            body! {
                target_tracking_scaling_policy_configuration {
                    target_value = 60;
                }
            },
        );
    });
    assert_eq!(
        bill,
        [
            "cloudwatch alarm_highres 1 alarm_month list",
            "cloudwatch alarm_standard 1 alarm_month list",
            "cloudwatch alarm_standard 2 alarm_month list",
            "cloudwatch alarm_standard 2 alarm_month list",
        ]
    );
}

#[test]
fn lines_that_aws_writes_are_paid_once() {
    let ingestion = |flow_log: bool| {
        let bill = bill(|s| {
            let group = s.resource("aws_cloudwatch_log_group", "x", body! { name = "x"; });
            if flow_log {
                s.resource("aws_flow_log", "x", body! { log_destination = group.arn(); });
            }
        });
        bill.into_iter().filter(|line| line.contains("ingest")).collect::<Vec<_>>()
    };
    assert_eq!(ingestion(false), ["cloudwatch logs_ingest_standard BytesIn gb list"]);
    assert_eq!(ingestion(true), ["cloudwatch logs_ingest_vended BytesIn gb tiered"]);
}

#[test]
fn a_secret_is_paid_in_each_region() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_secretsmanager_secret",
            "x",
            body! {
                name = "x";
                replica {
                    region = "eu-west-1";
                }
            },
        );
    });
    let secrets = inventory.billing.billables.iter().filter(|(_, it)| it.item == "secret");
    let places: Vec<_> = secrets
        .map(|(id, it)| {
            (
                crate::test_graphs::region(&inventory, id),
                it.of.and_then(|of| of.id()).map(|of| address(&inventory, of)),
            )
        })
        .collect();
    let place = |region: &str, address: &str| (Some(region.to_owned()), Some(address.to_owned()));
    assert_eq!(
        places,
        [
            place("eu-central-1", "aws_secretsmanager_secret.x"),
            place("eu-west-1", "aws_secretsmanager_secret.x#replica.eu-west-1"),
        ]
    );
}

#[test]
fn what_is_not_known_is_not_free() {
    let unknown = || Value::Unknown(polder_cloud::Unknown::Expression);
    let bill = bill(|s| {
        s.resource("aws_ebs_volume", "x", body! { size = unknown(); type = "gp3"; });
        s.resource("aws_wafv2_web_acl", "x", body! { rule = unknown(); });
    });
    assert_eq!(bill.iter().filter(|line| line.contains("Unknown(Expression)")).count(), 2, "{bill:?}");
}

#[test]
fn a_kind_that_is_not_read_is_one_blind_spot_and_not_another_for_its_price() {
    let inventory = of_stack(|s| {
        s.resource("aws_of_mars", "x", body! {});
    });
    let spots: Vec<_> = inventory.coverage.blind_spots.values().map(|it| it.attribute.as_deref()).collect();
    assert_eq!(spots, [None]);
}

/// The items of the owner's estate that are known from the design.
#[test]
fn the_owner_pays_for_what_the_design_asks_for() {
    let inventory = owners();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for line in inventory.billing.billables.values() {
        *counts.entry((&line.service, &line.item)).or_default() += 1;
    }
    let count = |service, item| counts.get(&(service, item)).copied().unwrap_or(0);
    let resources = |kind: &str| {
        let all = owners_cloud().stacks.iter().flat_map(|stack| &stack.resources);
        all.filter(|it| it.address.kind == kind && it.address.mode == polder_cloud::Mode::Managed).count()
    };
    assert_eq!(count("nat_gateway", "hour"), resources("aws_nat_gateway"));
    assert_eq!(count("alb", "hour"), 7);
    assert_eq!(count("kms", "customer_key"), resources("aws_kms_key"));
    assert_eq!(count("wafv2", "web_acl"), resources("aws_wafv2_web_acl"));
    assert_eq!(count("s3", "standard_storage"), resources("aws_s3_bucket"));
    assert_eq!(count("fargate", "linux_arm_vcpu"), count("fargate", "linux_arm_gb"));
    assert_eq!(count("rds_postgres", "instance"), resources("aws_db_instance"));
    // A secret with a replica counts as two.
    assert!(count("secrets_manager", "secret") > resources("aws_secretsmanager_secret"));
}

/// Items as published price lists of AWS name them, without pricing tiers.
const WORDS: &[&str] = &[
    "alb hour hour",
    "alb lcu lcu_hour",
    "api_gateway http_api million_requests",
    "api_gateway rest_api million_requests",
    "aurora_postgres backup gb_month",
    "aurora_postgres global_db_replicated_write_io million",
    "aurora_postgres io_requests million",
    "aurora_postgres serverless_v2_acu acu_hour",
    "aurora_postgres storage gb_month",
    "cloudfront https_requests 10000_requests",
    "cloudfront out gb",
    "cloudfront out_to_origin gb",
    "cloudtrail data_events 100000_events",
    "cloudwatch alarm_composite alarm_month",
    "cloudwatch alarm_highres alarm_month",
    "cloudwatch alarm_standard alarm_month",
    "cloudwatch custom_metric metric_month",
    "cloudwatch dashboard dashboard_month",
    "cloudwatch logs_ingest_standard gb",
    "cloudwatch logs_insights_scanned gb",
    "cloudwatch logs_storage gb_month",
    "config configuration_item record",
    "data_transfer inter_az_each_direction gb",
    "data_transfer inter_region gb",
    "data_transfer internet_out gb",
    "dynamodb read_request_units million",
    "dynamodb storage gb_month",
    "dynamodb write_request_units million",
    "ecr storage gb_month",
    "elasticache backup gb_month",
    "elasticache node hour",
    "fargate linux_arm_gb hour",
    "fargate linux_arm_vcpu hour",
    "fargate linux_x86_gb hour",
    "fargate linux_x86_vcpu hour",
    "kms customer_key key_month",
    "kms symmetric_requests 10000_requests",
    "lambda gb_second gb_second",
    "lambda requests million_requests",
    "nat_gateway data_processed gb",
    "nat_gateway hour hour",
    "rds_postgres backup_beyond_free gb_month",
    "rds_postgres instance hour",
    "rds_postgres storage_gp3_multi_az gb_month",
    "rds_postgres storage_gp3_single_az gb_month",
    "route53 health_check check_month",
    "route53 health_check_optional_feature feature_month",
    "route53 hosted_zone zone_month",
    "route53 standard_queries million_queries",
    "s3 get_and_other 1000_requests",
    "s3 put_copy_post_list 1000_requests",
    "s3 replication_time_control_surcharge gb",
    "s3 standard_storage gb_month",
    "secrets_manager api_calls 10000_requests",
    "secrets_manager secret secret_month",
    "sns api_requests million_requests",
    "sns email_notifications 100000",
    "sqs standard million_requests",
    "vpc interface_endpoint_data gb",
    "vpc interface_endpoint_per_az hour",
    "vpc public_ipv4 hour",
    "wafv2 managed_rule_group group_month",
    "wafv2 requests million_requests",
    "wafv2 rule rule_month",
    "wafv2 web_acl acl_month",
];

#[test]
fn items_of_services_with_published_prices_are_named_as_they_are_published() {
    let services: BTreeSet<&str> = WORDS.iter().filter_map(|words| words.split(' ').next()).collect();
    let mut others = BTreeSet::new();
    for line in owners().billing.billables.values().filter(|it| services.contains(it.service.as_str())) {
        let words = format!("{} {} {}", line.service, line.item, line.unit);
        if !WORDS.contains(&words.as_str()) {
            others.insert(words);
        }
    }
    // Items of these services that are in no published price list that is known to us.
    let unpublished = [
        "cloudfront function_invocations million",
        "cloudfront invalidation_paths path",
        "cloudfront key_value_store_reads million",
        "cloudtrail insight_events 100000_events",
        "cloudtrail management_event_copies 100000_events",
        "cloudwatch logs_ingest_vended gb",
        "config conformance_pack_evaluation evaluation",
        "dynamodb point_in_time_recovery gb_month",
        "fargate spot_arm_gb hour",
        "fargate spot_arm_vcpu hour",
        "kms asymmetric_requests 10000_requests",
        "s3 replication_put 1000_requests",
    ];
    assert_eq!(others, unpublished.map(str::to_owned).into());
}
