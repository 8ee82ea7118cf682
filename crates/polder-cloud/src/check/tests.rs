//! Each test breaks one thing and expects exactly its finding.

use std::sync::Arc;

use polder_diag::Finding;

use crate::address::{Address, Layer, Mode, StackId, StackKey, StackScope};
use crate::cloud::Cloud;
use crate::document::Document;
use crate::policy::{Policy, Principals, allow};
use crate::stack::{Draft, Variable};
use crate::value::{Handle, Value};
use crate::{body, check, codes, list, text};

mod mentions;
mod model;
mod order;
mod versions;

fn key(cell: &str, layer: Layer) -> StackKey {
    StackKey {
        account: "production".into(),
        scope: StackScope::Site { region: "eu-central-1".into(), cell: cell.into() },
        layer,
    }
}

/// A cloud of the tests' provider without any stack.
fn empty() -> Cloud {
    Cloud { provider: &model::PROVIDER, ..Cloud::default() }
}

fn cloud_of(write: impl FnOnce(&Draft)) -> Cloud {
    let mut cloud = empty();
    let draft = cloud.draft(key("de", Layer::Network), "eu-central-1", "For a test.");
    write(&draft);
    cloud.add(draft);
    cloud
}

fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{} {}", finding.code.id, finding.message)).collect()
}

/// Writes one stack and compares its findings.
#[track_caller]
fn finds(expected: &[&str], write: impl FnOnce(&Draft)) {
    assert_eq!(lines(&check(&cloud_of(write))), expected);
}

fn vpc(s: &Draft) -> Handle {
    s.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; })
}

fn variable(name: &'static str, default: &'static str) -> Variable {
    Variable {
        name: name.into(),
        kind: "string".into(),
        description: "For a test.".into(),
        default: default.into(),
        sensitive: false,
        pattern: None,
        example: "x".into(),
    }
}

#[test]
fn a_sound_stack_has_no_findings() {
    finds(&[], |s| {
        let vpc = vpc(s);
        let domain = s.local("domain", "example.com");
        s.variable(variable("account_id", "111111111111"));
        s.variable(variable("account_id", "111111111111"));
        let certificate = s.resource(
            "aws_acm_certificate",
            "main",
            body! {
                domain_name = &domain;
                validation_method = "DNS";
                lifecycle { create_before_destroy = true; }
            },
        );
        let options = Value::call("tolist", vec![certificate.get("domain_validation_options")]);
        s.resource(
            "aws_route53_record",
            "validation",
            body! {
                zone_id = "Z1";
                name = options.clone().at(0).field("resource_record_name");
                type = options.clone().at(0).field("resource_record_type");
                records = list![options.at(0).field("resource_record_value")];
                ttl = 60;
                depends_on = list![Value::expression("aws_vpc.main")];
            },
        );
        s.resource(
            "aws_security_group",
            "web",
            body! {
                vpc_id = vpc.id();
                ingress { from_port = 443; to_port = 443; protocol = "tcp"; }
                tags = { Name = text![&domain, "-web"]; };
                timeouts { create = "5m"; }
            },
        );
        s.resource(
            "aws_iam_role",
            "task",
            body! {
                name = "task";
                assume_role_policy = Policy::of([
                    allow("Tasks").to_service("ecs-tasks.amazonaws.com").actions(["sts:AssumeRole"]),
                ]);
            },
        );
        s.output("vpc", "The network.", vpc.id());
    });
}

#[test]
fn types_that_do_not_exist() {
    finds(&["CLOUD001 the provider has no `aws_vcp`"], |s| {
        s.resource("aws_vcp", "main", body! { whatever = 1; });
    });
    let findings = check(&cloud_of(|s| {
        s.resource("aws_vcp", "main", body! {});
    }));
    assert_eq!(findings[0].help, ["did you mean `aws_vpc`?"]);
}

#[test]
fn attributes_that_do_not_exist() {
    finds(&["CLOUD002 `aws_vpc` has no attribute or block `cidr_blok`"], |s| {
        s.resource("aws_vpc", "main", body! { cidr_blok = "10.0.0.0/16"; });
    });
    finds(&["CLOUD002 `alias` has no attribute or block `names`"], |s| {
        s.resource(
            "aws_route53_record",
            "main",
            body! {
                zone_id = "Z1";
                name = "www";
                type = "A";
                alias { name = "x"; names = "x"; zone_id = "Z2"; evaluate_target_health = true; }
            },
        );
    });
}

#[test]
fn required_attributes_that_are_missing() {
    finds(&["CLOUD003 `aws_route53_zone` requires `name`, which is not set"], |s| {
        s.resource("aws_route53_zone", "main", body! { name = Value::Null; });
    });
    finds(&["CLOUD003 `latency_routing_policy` requires `region`, which is not set"], |s| {
        s.resource(
            "aws_route53_record",
            "main",
            body! { zone_id = "Z1"; name = "www"; type = "A"; latency_routing_policy {} },
        );
    });
    // Object notation requires all attributes; block notation does not.
    finds(&["CLOUD003 `ingress[0]` requires `self`, which is not set"], |s| {
        let rule = body! {
            from_port = 443; to_port = 443; protocol = "tcp"; cidr_blocks = list![]; description = "";
            ipv6_cidr_blocks = list![]; prefix_list_ids = list![]; security_groups = list![];
        };
        s.resource("aws_security_group", "web", body! { ingress = list![rule]; });
    });
}

#[test]
fn blocks_and_attributes_that_are_confused() {
    finds(&["CLOUD004 `alias` of `aws_route53_record` is a block, not an attribute"], |s| {
        s.resource(
            "aws_route53_record",
            "main",
            body! { zone_id = "Z1"; name = "www"; type = "A"; alias = { name = "x"; }; },
        );
    });
    finds(&["CLOUD004 `tags` of `aws_vpc` is an attribute, not a block"], |s| {
        s.resource("aws_vpc", "main", body! { tags { Name = "x"; } });
    });
}

#[test]
fn values_of_the_wrong_type() {
    finds(&["CLOUD005 `enable_dns_support` takes `true` or `false`, but is text"], |s| {
        s.resource("aws_vpc", "main", body! { enable_dns_support = "true"; });
    });
    finds(&["CLOUD005 `visibility_timeout_seconds` takes a number, but is text"], |s| {
        s.resource("aws_sqs_queue", "main", body! { visibility_timeout_seconds = "30"; });
    });
    finds(&["CLOUD005 `tags.Name` takes text, but is a list"], |s| {
        s.resource("aws_vpc", "main", body! { tags = { Name = ["main"]; }; });
    });
    finds(&["CLOUD005 `vpc_security_group_ids` takes a list, but is text"], |s| {
        let vpc = vpc(s);
        let group = s.resource("aws_security_group", "x", body! { vpc_id = vpc.id(); });
        s.resource(
            "aws_db_instance",
            "main",
            body! { instance_class = "db.t4g.micro"; vpc_security_group_ids = group.id(); },
        );
    });
    finds(&["CLOUD005 `cidr_blocks[1]` takes text, but is a list"], |s| {
        s.resource(
            "aws_security_group_rule",
            "x",
            body! {
                security_group_id = "sg-1"; type = "ingress"; protocol = "tcp"; from_port = 1; to_port = 1;
                cidr_blocks = list!["10.0.0.0/8", list!["10.0.0.0/8"]];
            },
        );
    });
    // The value of a local counts, and a number for a string is accepted.
    finds(&["CLOUD005 `enable_dns_support` takes `true` or `false`, but is text"], |s| {
        s.resource(
            "aws_vpc",
            "main",
            body! {
                enable_dns_support = s.local("dns", "true");
                ipv4_netmask_length = 16;
                tags = { Number = 7; };
            },
        );
    });
}

#[test]
fn attributes_that_only_the_provider_sets() {
    finds(&["CLOUD006 `arn` is read-only"], |s| {
        s.resource("aws_vpc", "main", body! { arn = "arn:aws:ec2:eu-west-1:111111111111:vpc/x"; });
    });
    finds(&["CLOUD006 `id` is read-only"], |s| {
        s.resource("aws_vpc", "main", body! { id = "vpc-1"; });
    });
    // A data source can be queried by ID.
    finds(&[], |s| {
        s.data("aws_vpc", "main", body! { id = "vpc-1"; });
    });
}

#[test]
fn blocks_that_occur_too_rarely_or_too_often() {
    finds(
        &["CLOUD007 `aws_cloudwatch_log_metric_filter` requires 1 block `metric_transformation`, but has 0"],
        |s| {
            s.resource(
                "aws_cloudwatch_log_metric_filter",
                "x",
                body! { name = "x"; log_group_name = "x"; pattern = ""; },
            );
        },
    );
    finds(
        &["CLOUD007 `aws_route53_record` allows at most 1 block `latency_routing_policy`, but has 2"],
        |s| {
            s.resource(
                "aws_route53_record",
                "x",
                body! {
                    zone_id = "Z1"; name = "www"; type = "A"; set_identifier = "x";
                    for region in ["eu-west-1", "eu-west-3"] => latency_routing_policy { region = region; }
                },
            );
        },
    );
}

#[test]
fn attributes_and_addresses_that_occur_twice() {
    finds(&["CLOUD008 `cidr_block` is set twice"], |s| {
        s.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; cidr_block = "10.1.0.0/16"; });
    });
    finds(&["CLOUD008 `tags.Name` is set twice"], |s| {
        s.resource("aws_vpc", "main", body! { tags = { Name = "a"; Name = "b"; }; });
    });
    finds(&["CLOUD009 `aws_vpc.main` is written twice"], |s| {
        vpc(s);
        vpc(s);
    });
}

#[test]
fn references_to_nothing() {
    finds(&["CLOUD010 stack `production/eu-central-1/de/network` has no `aws_vpc.mian`"], |s| {
        let vpc = vpc(s);
        let address = Address::in_root(Mode::Managed, "aws_vpc", "mian").into();
        let handle = Handle { address, ..vpc };
        s.resource("aws_security_group", "x", body! { vpc_id = handle.id(); });
    });
    finds(&["CLOUD010 `aws_vpc.main` is in stack 7, which does not exist"], |s| {
        let handle = Handle { stack: StackId(7), ..vpc(s) };
        s.resource("aws_security_group", "x", body! { vpc_id = handle.id(); });
    });
    finds(&["CLOUD010 `depends_on` has `aws_vpc.other`, which is not a resource of the stack"], |s| {
        s.resource("aws_vpc", "main", body! { depends_on = list![Value::expression("aws_vpc.other")]; });
    });
}

#[test]
fn references_to_parts_that_are_not_there() {
    finds(&["CLOUD011 `aws_vpc` has no attribute `vpc_id`"], |s| {
        let vpc = vpc(s);
        s.resource("aws_security_group", "x", body! { vpc_id = vpc.get("vpc_id"); });
    });
    finds(&["CLOUD011 elements of a set have no index"], |s| {
        let certificate = s.resource("aws_acm_certificate", "main", body! { domain_name = "example.com"; });
        let name = certificate.get("domain_validation_options").at(0).field("resource_record_name");
        s.resource("aws_route53_zone", "x", body! { name = name; });
    });
    finds(&["CLOUD011 the object has no attribute `record_name`"], |s| {
        let certificate = s.resource("aws_acm_certificate", "main", body! { domain_name = "example.com"; });
        let options = Value::call("tolist", vec![certificate.get("domain_validation_options")]);
        s.resource("aws_route53_zone", "x", body! { name = options.at(0).field("record_name"); });
    });
    finds(&["CLOUD011 text cannot be indexed"], |s| {
        let vpc = vpc(s);
        s.resource("aws_route53_zone", "x", body! { name = vpc.id().at(0); });
    });
    finds(&["CLOUD011 the block has no attribute `typs`"], |s| {
        let domain =
            s.resource("aws_api_gateway_domain_name", "main", body! { domain_name = "api.example.com"; });
        let types = domain.get("endpoint_configuration").at(0).field("typs");
        s.output("types", "For a test.", types);
    });
}

#[test]
fn names_that_are_not_declared_or_mean_two_things() {
    finds(&["CLOUD012 the stack has no local `cidr`"], |s| {
        s.resource("aws_vpc", "main", body! { cidr_block = Value::Local("cidr".into()); });
    });
    finds(&["CLOUD012 the stack has no variable `cidr`"], |s| {
        s.resource(
            "aws_vpc",
            "main",
            body! { tags = { Name = text!["x", Value::Variable("cidr".into())]; }; },
        );
    });
    finds(&["CLOUD013 the local `cidr` is declared 2 times with different values"], |s| {
        s.local("cidr", "10.0.0.0/16");
        s.local("cidr", "10.1.0.0/16");
    });
    finds(&["CLOUD013 the variable `id` is declared 2 times with different values"], |s| {
        s.variable(variable("id", "1"));
        s.variable(variable("id", "2"));
    });
}

#[test]
fn names_that_terraform_refuses() {
    finds(&["CLOUD016 `1st` is not a valid name of a resource"], |s| {
        s.resource("aws_vpc", "1st", body! {});
    });
    finds(&["CLOUD016 `a.b` is not a valid name of a local"], |s| {
        s.local("a.b", 1);
    });
    finds(&["CLOUD016 `version` is a reserved variable name"], |s| {
        s.variable(variable("version", "1"));
    });
}

#[test]
fn arguments_of_the_language() {
    finds(&["CLOUD017 `ignore_changes` has `pasword`, which is not an attribute"], |s| {
        s.resource(
            "aws_db_instance",
            "main",
            body! {
                instance_class = "db.t4g.micro";
                lifecycle { ignore_changes = list![Value::expression("pasword")]; }
            },
        );
    });
    finds(&["CLOUD017 `count` is not supported: resources are written in full"], |s| {
        s.resource("aws_vpc", "main", body! { count = 2; });
    });
    finds(&["CLOUD017 `lifecycle` has no argument `prevent_destory`"], |s| {
        s.resource("aws_vpc", "main", body! { lifecycle { prevent_destory = true; } });
    });
    finds(&["CLOUD017 `depends_on` takes whole resources, without quotes"], |s| {
        let vpc = vpc(s);
        s.resource("aws_vpc", "second", body! { depends_on = list![vpc.id()]; });
    });
}

fn role_policy(s: &Draft, policy: Policy) {
    s.resource("aws_iam_role_policy", "x", body! { role = "x"; policy = policy; });
}

#[test]
fn policies_that_grant_nothing_or_too_little_is_known_of() {
    finds(&["CLOUD018 statement `Read` has no action"], |s| {
        role_policy(s, Policy::of([allow("Read").on("*")]));
    });
    finds(&["CLOUD018 statement `Read` has no resource"], |s| {
        role_policy(s, Policy::of([allow("Read").actions(["s3:GetObject"])]));
    });
    finds(&["CLOUD018 statement `Read` has the invalid action `s3.GetObject`"], |s| {
        role_policy(s, Policy::of([allow("Read").actions(["s3.GetObject"]).on("*")]));
    });
    finds(&["CLOUD018 statement `Read` has no values for `aws:SourceArn`"], |s| {
        let read = allow("Read").actions(["s3:GetObject"]).on("*");
        role_policy(s, Policy::of([read.when("ArnLike", "aws:SourceArn", Vec::<Value>::new())]));
    });
    finds(&["CLOUD018 the policy has no statement"], |s| role_policy(s, Policy::of([])));
    finds(&["CLOUD018 statement `Tasks` has a resource, which is not allowed in this kind of policy"], |s| {
        let trust = allow("Tasks").to_service("ecs-tasks.amazonaws.com").actions(["sts:AssumeRole"]).on("*");
        s.resource("aws_iam_role", "x", body! { assume_role_policy = Policy::of([trust]); });
    });
    finds(&["CLOUD019 the statement ID `read objects` has other characters than letters and digits"], |s| {
        role_policy(s, Policy::of([allow("read objects").actions(["s3:GetObject"]).on("*")]));
    });
    finds(&["CLOUD019 two statements of the policy have the ID `Read`"], |s| {
        let read = allow("Read").actions(["s3:GetObject"]).on("*");
        role_policy(s, Policy::of([read.clone(), read]));
    });
}

#[test]
fn policies_that_speak_of_the_wrong_people() {
    finds(&["CLOUD020 statement `Read` has a principal, which is not allowed in this kind of policy"], |s| {
        role_policy(
            s,
            Policy::of([allow("Read").to(Principals::everyone()).actions(["s3:GetObject"]).on("*")]),
        );
    });
    finds(&["CLOUD020 statement `Read` has no principal"], |s| {
        let policy = Policy::of([allow("Read").actions(["s3:GetObject"]).on("*")]);
        s.resource("aws_s3_bucket_policy", "x", body! { bucket = "x"; policy = policy; });
    });
    finds(&["CLOUD020 statement `Read` has an empty list of principals"], |s| {
        let read = allow("Read").to(Principals::aws(vec![])).actions(["s3:GetObject"]).on("*");
        s.resource("aws_s3_bucket_policy", "x", body! { bucket = "x"; policy = Policy::of([read]); });
    });
}

#[test]
fn resources_that_need_each_other() {
    finds(&["CLOUD021 these form a cycle: `aws_kms_key.a`, `aws_kms_key.b`"], |s| {
        let address = Address::in_root(Mode::Managed, "aws_kms_key", "b").into();
        let b = Handle { stack: s.id(), address };
        let a = s.resource("aws_kms_key", "a", body! { description = b.arn(); });
        s.resource("aws_kms_key", "b", body! { description = a.arn(); });
    });
    finds(&["CLOUD021 these form a cycle: `local.a`"], |s| {
        s.local("a", Value::Local("a".into()));
    });
}

#[test]
fn what_only_some_engines_or_releases_take() {
    finds(&["CLOUD023 `secret_string_wo` is write-only, which not every engine supports"], |s| {
        s.resource(
            "aws_secretsmanager_secret_version",
            "x",
            body! { secret_id = "x"; secret_string_wo = "x"; },
        );
    });
    finds(&["CLOUD024 `is_enabled` is deprecated in version 5 of the provider"], |s| {
        s.resource("aws_cloudwatch_event_rule", "x", body! { schedule_expression = "x"; is_enabled = true; });
    });
}

/// A stack of a platform whose engines have write-only attributes, with an ephemeral resource.
fn write_only(expected: &[&str], write: impl FnOnce(&Draft, Value)) {
    let mut cloud = cloud_of(|s| {
        let value = s.ephemeral("aws_secretsmanager_random_password", "x", body! {});
        write(s, value.get("random_password"));
    });
    cloud.write_only = true;
    assert_eq!(lines(&check(&cloud)), expected);
}

#[test]
fn ephemeral_values_go_to_write_only_attributes() {
    let version = |name, value| body! { secret_id = "x"; (name) = value; secret_string_wo_version = 1; };
    write_only(&[], |s, value| {
        s.resource("aws_secretsmanager_secret_version", "x", version("secret_string_wo", value));
    });
    let kept =
        "CLOUD030 a value of `ephemeral.aws_secretsmanager_random_password.x` is used where it would be kept";
    write_only(&[kept], |s, value| {
        let value = Value::template([Value::from("x"), value]);
        s.resource("aws_secretsmanager_secret_version", "x", version("secret_string", value));
    });
    write_only(&[kept], |s, value| drop(s.local("x", value)));
    write_only(&[kept], |s, value| s.output("x", "Kept.", value));
    write_only(&[], |s, value| {
        s.ephemeral("aws_secretsmanager_secret_version", "y", body! { secret_id = value; });
    });
    finds(&["CLOUD023 ephemeral resources are not supported by every engine"], |s| {
        s.ephemeral("aws_secretsmanager_random_password", "x", body! {});
    });
}

/// Two stacks; each has access to the other's network.
fn two(first: StackKey, second: StackKey, write: impl Fn(&Draft, &Handle)) -> Vec<String> {
    let mut cloud = empty();
    let address: Arc<Address> = Address::in_root(Mode::Managed, "aws_vpc", "main").into();
    for (number, key) in [first, second].into_iter().enumerate() {
        let draft = cloud.draft(key, "eu-central-1", "For a test.");
        vpc(&draft);
        let other = StackId(if number == 0 { 1 } else { 0 });
        write(&draft, &Handle { stack: other, address: Arc::clone(&address) });
        cloud.add(draft);
    }
    lines(&check(&cloud))
}

#[test]
fn stacks_among_each_other() {
    let circle = two(key("de", Layer::Network), key("de", Layer::Data), |s, other| {
        s.resource("aws_security_group", "x", body! { vpc_id = other.id(); });
    });
    assert_eq!(
        circle,
        ["CLOUD014 these stacks form a cycle: `production/eu-central-1/de/network`, \
             `production/eu-central-1/de/data`"]
    );
    let same = two(key("de", Layer::Network), key("de", Layer::Network), |_, _| {});
    assert_eq!(same, ["CLOUD015 two stacks have the path `production/eu-central-1/de/network`"]);
    // A draft that is added late has the wrong index.
    let mut cloud = empty();
    let late = cloud.draft(key("de", Layer::Network), "eu-central-1", "Begun first.");
    let early = cloud.draft(key("de", Layer::Data), "eu-central-1", "Begun second.");
    cloud.add(early);
    cloud.add(late);
    assert_eq!(lines(&check(&cloud)), ["CLOUD015 the stack has ID 0 and index 1"]);
}

#[test]
fn links_that_would_share_a_name() {
    let mut cloud = empty();
    let producer = cloud.draft(key("de", Layer::Edge), "eu-central-1", "Makes.");
    let balancer = producer.resource("aws_lb", "listener_https", body! {});
    let listener = producer.resource(
        "aws_lb_listener",
        "https",
        body! { load_balancer_arn = balancer.arn(); default_action { type = "fixed-response"; } },
    );
    cloud.add(producer);
    let consumer = cloud.draft(key("de", Layer::App), "eu-central-1", "Uses.");
    consumer.output("balancer", "One.", balancer.arn());
    consumer.output("listener", "Other.", listener.arn());
    cloud.add(consumer);
    assert_eq!(
        lines(&check(&cloud)),
        ["CLOUD022 the output `lb_listener_https_arn` of `production/eu-central-1/de/edge` is ambiguous"]
    );
}

#[test]
fn findings_name_their_place() {
    let findings = check(&cloud_of(|s| {
        s.resource("aws_vpc", "main", body! { cidr_blok = "10.0.0.0/16"; });
    }));
    assert_eq!(findings[0].notes[0], "`aws_vpc.main` in stack `production/eu-central-1/de/network`");
    assert!(findings[0].notes[1].starts_with("written at "), "{:?}", findings[0].notes);
    assert!(findings[0].notes[1].contains("check/tests.rs:"), "{:?}", findings[0].notes);
    assert_eq!(findings[0].help, ["did you mean `cidr_block`?"]);
}

#[test]
fn references_inside_documents_are_seen() {
    finds(&["CLOUD012 the stack has no local `region`"], |s| {
        let body = body! { widgets = list![body! { region = Value::Local("region".into()); }]; };
        s.resource(
            "aws_cloudwatch_dashboard",
            "x",
            body! { dashboard_name = "x"; dashboard_body = Document::Json(body); },
        );
    });
}

#[test]
fn codes_are_in_order_and_have_pages() {
    let ids: Vec<&str> = codes().iter().map(|code| code.id).collect();
    // A code is never reused: `CLOUD027` was a check of quotas, which have codes of their own now.
    let numbers = (1..=ids.len() + 1).filter(|number| *number != 27);
    let expected: Vec<String> = numbers.map(|number| format!("CLOUD{number:03}")).collect();
    assert_eq!(ids, expected);
    for code in codes() {
        for heading in ["## What it finds", "## Why it matters", "## What to do"] {
            assert!(code.page.contains(heading), "{} lacks {heading}", code.id);
        }
    }
}
