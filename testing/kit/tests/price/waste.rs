//! Rules of waste: of each a case that fires with a saving that was computed by hand, and a case that does not.

use std::collections::BTreeSet;

use polder::Priced;
use polder::bill::{Book, Form, UsageFile, usage_file, waste_rules};
use polder_testkit::EXAMPLES;

use serde_json::Value;

use crate::foreign;

/// A rule with two small plans in Ireland. In values, `$aws_x.y.id` refers to another resource.
struct Case {
    rule: &'static str,
    /// Resources in which it finds something, as JSON.
    fires: &'static str,
    /// The rest of a usage file.
    usage: &'static str,
    /// What it saves in a month, in dollars; empty if that is not known.
    saves: &'static str,
    /// Resources in which it finds nothing.
    quiet: &'static str,
    /// How the saving is computed, at prices of the price list of Ireland.
    how: &'static str,
}

const CASES: &[Case] = &[
    Case {
        rule: "older-generation",
        fires: r#"{"aws_db_instance.x":{"engine":"postgres","instance_class":"db.m4.large","multi_az":true,"allocated_storage":20,"storage_type":"gp3"}}"#,
        usage: "",
        saves: "5.84",
        quiet: r#"{"aws_db_instance.x":{"engine":"postgres","instance_class":"db.m5.large","multi_az":true,"allocated_storage":20,"storage_type":"gp3"}}"#,
        how: "730 hours at 0.402 - 0.394 of db.m5.large",
    },
    Case {
        rule: "x86",
        fires: r#"{"aws_db_instance.x":{"engine":"postgres","instance_class":"db.t3.medium","multi_az":false,"allocated_storage":20,"storage_type":"gp3"}}"#,
        usage: "",
        saves: "6.57",
        quiet: r#"{"aws_db_instance.x":{"engine":"postgres","instance_class":"db.t4g.medium","multi_az":false,"allocated_storage":20,"storage_type":"gp3"}}"#,
        how: "730 hours at 0.078 - 0.069 of db.t4g.medium",
    },
    Case {
        rule: "x86",
        fires: r#"{"aws_db_instance.x":{"engine":"postgres","instance_class":"db.m4.large","multi_az":true,"allocated_storage":20,"storage_type":"gp3"}}"#,
        usage: "",
        saves: "30.66",
        quiet: r#"{"aws_instance.x":{"instance_type":"u-3tb1.56xlarge"}}"#,
        how: "730 hours at 0.394 of the successor db.m5.large - 0.352 of db.m6g.large: the rest is in older-generation",
    },
    Case {
        rule: "redis",
        fires: r#"{"aws_elasticache_cluster.x":{"cluster_id":"x","engine":"redis","node_type":"cache.m6g.large","num_cache_nodes":1}}"#,
        usage: "",
        saves: "23.944",
        quiet: r#"{"aws_elasticache_cluster.x":{"cluster_id":"x","engine":"valkey","node_type":"cache.m6g.large","num_cache_nodes":1}}"#,
        how: "730 hours at 0.164 - 0.1312",
    },
    Case {
        rule: "gp2-volume",
        fires: r#"{"aws_ebs_volume.x":{"availability_zone":"eu-west-1a","size":200,"type":"gp2"}}"#,
        usage: "",
        saves: "4.4",
        quiet: r#"{"aws_ebs_volume.x":{"availability_zone":"eu-west-1a","size":200,"type":"gp3"}}"#,
        how: "200 GB at 0.11 - 0.088; 600 IOPS are included",
    },
    Case {
        rule: "gp2-volume",
        fires: r#"{"aws_ebs_volume.x":{"availability_zone":"eu-west-1a","size":2000,"type":"gp2"}}"#,
        usage: "",
        saves: "22",
        quiet: "{}",
        how: "2,000 GB at 0.022, less 3,000 of 6,000 IOPS at 0.0055 and 125 of 250 MiB in a second at 0.044",
    },
    Case {
        rule: "gp2-volume",
        fires: r#"{"aws_instance.x":{"instance_type":"t3.large","root_block_device":[{"volume_type":"gp3","volume_size":30}],"ebs_block_device":[{"device_name":"/dev/sdb","volume_type":"gp2","volume_size":100}]}}"#,
        usage: "",
        saves: "2.2",
        quiet: r#"{"aws_instance.x":{"instance_type":"t3.large","root_block_device":[{"volume_type":"gp3","volume_size":30}]}}"#,
        how: "100 GB at 0.022",
    },
    Case {
        rule: "unattached-volume",
        fires: r#"{"aws_ebs_volume.x":{"availability_zone":"eu-west-1a","size":100,"type":"gp3"}}"#,
        usage: "",
        saves: "8.8",
        quiet: r#"{"aws_ebs_volume.x":{"availability_zone":"eu-west-1a","size":100,"type":"gp3"},"aws_instance.m":{"instance_type":"t3.large"},"aws_volume_attachment.a":{"device_name":"/dev/sdf","volume_id":"$aws_ebs_volume.x.id","instance_id":"$aws_instance.m.id"}}"#,
        how: "100 GB at 0.088",
    },
    Case {
        rule: "paid-performance",
        fires: r#"{"aws_ebs_volume.x":{"availability_zone":"eu-west-1a","size":100,"type":"gp3","iops":4000}}"#,
        usage: "",
        saves: "5.5",
        quiet: r#"{"aws_ebs_volume.x":{"availability_zone":"eu-west-1a","size":100,"type":"gp3","iops":3000}}"#,
        how: "1,000 IOPS at 0.0055",
    },
    Case {
        rule: "unused-address",
        fires: r#"{"aws_eip.x":{"domain":"vpc"}}"#,
        usage: "",
        saves: "3.65",
        quiet: r#"{"aws_eip.x":{"domain":"vpc"},"aws_nat_gateway.n":{"connectivity_type":"public","allocation_id":"$aws_eip.x.id"}}"#,
        how: "730 hours at 0.005",
    },
    Case {
        rule: "unused-nat-gateway",
        fires: r#"{"aws_nat_gateway.n":{"connectivity_type":"public"}}"#,
        usage: "",
        saves: "35.04",
        quiet: r#"{"aws_nat_gateway.n":{"connectivity_type":"public"},"aws_route_table.t":{},"aws_route.r":{"destination_cidr_block":"0.0.0.0/0","route_table_id":"$aws_route_table.t.id","nat_gateway_id":"$aws_nat_gateway.n.id"}}"#,
        how: "730 hours at 0.048",
    },
    Case {
        rule: "nat-gateway-in-each-zone",
        fires: r#"{"aws_vpc.v":{"cidr_block":"10.0.0.0/16"},"aws_subnet.a":{"vpc_id":"$aws_vpc.v.id"},"aws_subnet.b":{"vpc_id":"$aws_vpc.v.id"},"aws_eip.a":{},"aws_eip.b":{},"aws_nat_gateway.a":{"subnet_id":"$aws_subnet.a.id","allocation_id":"$aws_eip.a.id"},"aws_nat_gateway.b":{"subnet_id":"$aws_subnet.b.id","allocation_id":"$aws_eip.b.id"},"aws_route.a":{"destination_cidr_block":"0.0.0.0/0","nat_gateway_id":"$aws_nat_gateway.a.id"},"aws_route.b":{"destination_cidr_block":"0.0.0.0/0","nat_gateway_id":"$aws_nat_gateway.b.id"}}"#,
        usage: "",
        saves: "38.69",
        quiet: r#"{"aws_vpc.v":{"cidr_block":"10.0.0.0/16"},"aws_subnet.a":{"vpc_id":"$aws_vpc.v.id"},"aws_eip.a":{},"aws_nat_gateway.a":{"subnet_id":"$aws_subnet.a.id","allocation_id":"$aws_eip.a.id"},"aws_route.a":{"destination_cidr_block":"0.0.0.0/0","nat_gateway_id":"$aws_nat_gateway.a.id"}}"#,
        how: "730 hours at 0.048 and at 0.005",
    },
    Case {
        rule: "idle-load-balancer",
        fires: r#"{"aws_lb.x":{"internal":true},"aws_lb_target_group.g":{"port":80},"aws_lb_listener.l":{"load_balancer_arn":"$aws_lb.x.arn","port":80,"protocol":"HTTP","default_action":[{"type":"forward","target_group_arn":"$aws_lb_target_group.g.arn"}]}}"#,
        usage: "",
        saves: "18.396",
        quiet: r#"{"aws_lb.x":{"internal":true},"aws_lb_target_group.g":{"port":80},"aws_lb_target_group_attachment.t":{"target_group_arn":"$aws_lb_target_group.g.arn","target_id":"10.0.0.9"},"aws_lb_listener.l":{"load_balancer_arn":"$aws_lb.x.arn","port":80,"protocol":"HTTP","default_action":[{"type":"forward","target_group_arn":"$aws_lb_target_group.g.arn"}]}}"#,
        how: "730 hours at 0.0252",
    },
    Case {
        rule: "doubled-endpoint",
        fires: r#"{"aws_vpc.v":{"cidr_block":"10.0.0.0/16"},"aws_vpc_endpoint.g":{"vpc_id":"$aws_vpc.v.id","vpc_endpoint_type":"Gateway","service_name":"com.amazonaws.eu-west-1.s3"},"aws_vpc_endpoint.i":{"vpc_id":"$aws_vpc.v.id","vpc_endpoint_type":"Interface","service_name":"com.amazonaws.eu-west-1.s3","subnet_ids":["subnet-1"]}}"#,
        usage: "",
        saves: "8.03",
        quiet: r#"{"aws_vpc.v":{"cidr_block":"10.0.0.0/16"},"aws_vpc_endpoint.i":{"vpc_id":"$aws_vpc.v.id","vpc_endpoint_type":"Interface","service_name":"com.amazonaws.eu-west-1.s3","subnet_ids":["subnet-1"]}}"#,
        how: "730 hours at 0.011",
    },
    Case {
        rule: "replica-with-standby",
        fires: r#"{"aws_db_instance.w":{"engine":"postgres","instance_class":"db.m6g.large","multi_az":true,"allocated_storage":20,"storage_type":"gp3"},"aws_db_instance.r":{"engine":"postgres","replicate_source_db":"$aws_db_instance.w.identifier","instance_class":"db.m6g.large","multi_az":true,"allocated_storage":20,"storage_type":"gp3"}}"#,
        usage: "",
        saves: "131.02",
        quiet: r#"{"aws_db_instance.w":{"engine":"postgres","instance_class":"db.m6g.large","multi_az":true,"allocated_storage":20,"storage_type":"gp3"},"aws_db_instance.r":{"engine":"postgres","replicate_source_db":"$aws_db_instance.w.identifier","instance_class":"db.m6g.large","multi_az":false,"allocated_storage":20,"storage_type":"gp3"}}"#,
        how: "730 hours at 0.352 - 0.176, and 20 GB at 0.254 - 0.127",
    },
    Case {
        rule: "unused-key",
        fires: r#"{"aws_kms_key.k":{"description":"x"}}"#,
        usage: "",
        saves: "1",
        quiet: r#"{"aws_kms_key.k":{"description":"x"},"aws_ebs_volume.x":{"availability_zone":"eu-west-1a","size":1,"type":"gp3","encrypted":true,"kms_key_id":"$aws_kms_key.k.arn"}}"#,
        how: "a key costs 1 in a month",
    },
    Case {
        rule: "unused-secret",
        fires: r#"{"aws_secretsmanager_secret.s":{"name":"x"}}"#,
        usage: "",
        saves: "0.4",
        quiet: r#"{"aws_secretsmanager_secret.s":{"name":"x"},"aws_secretsmanager_secret_version.v":{"secret_id":"$aws_secretsmanager_secret.s.id","secret_string_wo_version":1}}"#,
        how: "a secret costs 0.4 in a month; one that Terraform writes may be read by it",
    },
    Case {
        rule: "backups-without-end",
        fires: r#"{"aws_backup_plan.p":{"name":"p","rule":[{"rule_name":"d","target_vault_name":"v","schedule":"cron(0 5 ? * * *)"}]}}"#,
        usage: "",
        saves: "",
        quiet: r#"{"aws_backup_plan.p":{"name":"p","rule":[{"rule_name":"d","target_vault_name":"v","schedule":"cron(0 5 ? * * *)","lifecycle":[{"delete_after":35}]}]}}"#,
        how: "the amount grows with each backup",
    },
    Case {
        rule: "logs-without-end",
        fires: r#"{"aws_cloudwatch_log_group.x":{"name":"x"}}"#,
        usage: "monthly_data_ingested_gb: 100",
        saves: "4.95",
        quiet: r#"{"aws_cloudwatch_log_group.x":{"name":"x","retention_in_days":30}}"#,
        how: "of 100 GB in each of 11 months, 15 % are left after compression: 165 GB at 0.03",
    },
    Case {
        rule: "doubled-trail",
        fires: r#"{"aws_cloudtrail.w":{"name":"w","s3_bucket_name":"b","is_multi_region_trail":true},"aws_cloudtrail.x":{"name":"x","s3_bucket_name":"b"}}"#,
        usage: "monthly_additional_management_events: 1000000",
        saves: "20",
        quiet: r#"{"aws_cloudtrail.x":{"name":"x","s3_bucket_name":"b"}}"#,
        how: "ten times 100,000 events at 2",
    },
    Case {
        rule: "runs-at-night",
        fires: r#"{"aws_instance.x":{"instance_type":"t3.large","tags":{"environment":"dev"}}}"#,
        usage: "",
        saves: "40.817428571429",
        quiet: r#"{"aws_instance.x":{"instance_type":"t3.large","tags":{"environment":"production"}}}"#,
        how: "730 hours at 0.0912, of which 103 of 168 are outside of five days of 13 hours",
    },
];

fn priced(resources: &str, usage: &UsageFile) -> Priced {
    foreign::priced(resources, usage, &Book::embedded(true))
}

/// What a rule saves in a plan, and how many resources it finds.
fn saved(rule: &str, resources: &str, usage: &UsageFile) -> Option<(usize, String)> {
    let savings = priced(resources, usage).waste(&Book::embedded(true));
    let of = savings.iter().find(|it| it.rule.name == rule)?;
    let known = of.found.iter().any(|found| found.month.is_some());
    Some((of.found.len(), if known { of.month().to_decimal() } else { String::new() }))
}

#[test]
fn rules_save_what_was_computed_by_hand_and_nothing_elsewhere() {
    let mut wrong = vec![];
    for case in CASES {
        let usage = match case.usage {
            "" => UsageFile::default(),
            usage => {
                let kind = case.fires.split(['"', '.']).nth(1).expect("a type");
                let text = format!("resource_usage:\n  {kind}.x:\n    {usage}\n");
                usage_file(&text).sound().expect("a usage file")
            }
        };
        let found = saved(case.rule, case.fires, &usage);
        if found != Some((1, case.saves.to_owned())) {
            wrong.push(format!("{}: {found:?} instead of {} ({})", case.rule, case.saves, case.how));
        }
        let quiet = saved(case.rule, case.quiet, &UsageFile::default());
        if quiet.is_some() {
            wrong.push(format!("{} finds {quiet:?} in {}", case.rule, case.quiet));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_case_and_is_documented() {
    let tried: BTreeSet<&str> = CASES.iter().map(|case| case.rule).collect();
    let rules: BTreeSet<&str> = waste_rules().map(|rule| rule.name).collect();
    assert_eq!(tried, rules);
    let page = include_str!("../../../../docs/price.md");
    for rule in rules {
        assert!(page.contains(&format!("| `{rule}` |")), "docs/price.md does not list `{rule}`");
    }
}

#[test]
fn savings_of_the_examples_are_as_reviewed() {
    let book = Book::embedded(true);
    for (name, text) in EXAMPLES {
        let priced = crate::example(text, name, &book);
        insta::assert_snapshot!(format!("waste {name}"), priced.waste_report(&book, Form::Markdown));
    }
}

#[test]
fn forms_agree_and_hostile_names_do_not_break_them() {
    let resources = r#"{"aws_ebs_volume.x|y":{"size":200,"type":"gp2"}}"#;
    let (book, priced) = (Book::embedded(true), priced(resources, &UsageFile::default()));
    let json: Value = serde_json::from_str(&priced.waste_report(&book, Form::Json)).expect("JSON");
    assert_eq!(json["format_version"], 1);
    assert_eq!(json["by_loss"]["nothing"]["usd"], "4.4");
    assert_eq!(json["by_loss"]["if-unused"]["pico_usd"], 22_000_000_000_000i64);
    assert_eq!(json["rules"][0]["resources"][0]["quality"], "exact");
    assert!(priced.waste_report(&book, Form::Text).contains("$4.40 without losing anything"));
}

#[test]
fn an_empty_plan_wastes_nothing() {
    let priced = priced("{}", &UsageFile::default());
    let text = priced.waste_report(&Book::embedded(true), Form::Text);
    assert!(text.contains("nothing was found"), "{text}");
}
