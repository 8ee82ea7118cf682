//! Zones, records and health checks.

use polder_cloud::{body, list, text};

use super::{said, value};
use crate::test_graphs::of_foreign;

#[test]
fn names_of_records_are_whole() {
    let all = of_foreign(|s| {
        let zone = s.resource("aws_route53_zone", "z", body! { name = "Example.com."; });
        let record = |name: &str, written: polder_cloud::Value| {
            s.resource(
                "aws_route53_record",
                name,
                body! {
                    zone_id = zone.get("zone_id");
                    name = written;
                    type = "A";
                    ttl = 60;
                    records = list!["192.0.2.1"];
                },
            );
        };
        record("relative", "www".into());
        record("whole", "api.example.com".into());
        record("dotted", "Api.Example.com.".into());
        record("apex", "".into());
        record("wild", "*.shop".into());
        // Ends with the same letters, but is still a name in the zone.
        record("tricky", "notexample.com".into());
        let random = s.resource("aws_vpc", "v", body! { cidr_block = "10.0.0.0/16"; });
        record("partly", text![random.id(), ".nodes"]);
        s.resource("aws_route53_record", "foreign", body! { zone_id = "Z1"; name = "a.b"; type = "A"; });
        s.resource(
            "aws_route53_record",
            "state",
            body! { zone_id = "Z1"; name = "a"; fqdn = "a.example.org"; type = "A"; },
        );
    });
    let name = |name: &str| value(&all, "dns_records", &format!("aws_route53_record.{name}"), "name");
    assert_eq!(value(&all, "dns_zones", "aws_route53_zone.z", "name"), "\"example.com\"");
    assert_eq!(name("relative"), "\"www.example.com\"");
    assert_eq!(name("whole"), "\"api.example.com\"");
    assert_eq!(name("dotted"), "\"api.example.com\"");
    assert_eq!(name("apex"), "\"example.com\"");
    assert_eq!(name("wild"), "\"*.shop.example.com\"");
    assert_eq!(name("tricky"), "\"notexample.com.example.com\"");
    assert_eq!(
        name("partly"),
        "Attribute{entry: networks plan:aws_vpc.v, attribute: Id} + \".nodes.example.com\""
    );
    assert_eq!(name("foreign"), "unknown (configured elsewhere)");
    assert_eq!(name("state"), "\"a.example.org\"");
}

#[test]
fn aliases_lead_to_what_has_the_name() {
    let all = of_foreign(|s| {
        let zone = s.resource("aws_route53_zone", "z", body! { name = "example.com"; });
        let balancer = s.resource("aws_lb", "web", body! { name = "web"; });
        s.resource("aws_lb", "state", body! { name = "s"; dns_name = "s-1.eu-central-1.elb.amazonaws.com"; });
        let alias = |name: &str, to: polder_cloud::Value| {
            s.resource(
                "aws_route53_record",
                name,
                body! {
                    zone_id = zone.id();
                    name = name.to_owned();
                    type = "A";
                    alias { name = to; zone_id = "Z2"; evaluate_target_health = true; }
                },
            )
        };
        alias("web", balancer.get("dns_name"));
        alias("known", "dualstack.S-1.eu-central-1.elb.amazonaws.com.".into());
        let first = alias("first", "d111.cloudfront.net".into());
        alias("second", first.get("name"));
        alias("third", first.get("fqdn"));
    });
    let to = |name: &str| value(&all, "dns_records", &format!("aws_route53_record.{name}"), "answer.to");
    assert_eq!(to("web"), "load_balancers plan:aws_lb.web");
    assert_eq!(to("known"), "load_balancers plan:aws_lb.state");
    assert_eq!(to("first"), "externals d111.cloudfront.net");
    assert_eq!(to("second"), "dns_records plan:aws_route53_record.first");
    assert_eq!(to("third"), "dns_records plan:aws_route53_record.first");
    let health = value(&all, "dns_records", "aws_route53_record.web", "answer.evaluates_health");
    assert_eq!(health, "true");
}

#[test]
fn records_are_chosen_as_their_policy_says() {
    let all = of_foreign(|s| {
        let check = s.resource(
            "aws_route53_health_check",
            "c",
            body! { type = "TCP"; ip_address = "192.0.2.1"; port = 9; },
        );
        let record = |name: &str, policy: polder_cloud::Body| {
            let mut body = body! { zone_id = "Z1"; name = "a"; type = "CNAME"; ttl = 30; records = list!["b.example.com"]; };
            body.items.extend(policy.items);
            s.resource("aws_route53_record", name, body);
        };
        record(
            "failover",
            body! { failover_routing_policy { type = "SECONDARY"; } health_check_id = check.id(); },
        );
        record("latency", body! { latency_routing_policy { region = "eu-west-1"; } });
        record("weighted", body! { weighted_routing_policy { weight = 0; } });
        record("country", body! { geolocation_routing_policy { country = "US"; subdivision = "CA"; } });
        record("continent", body! { geolocation_routing_policy { continent = "EU"; } });
        record("several", body! { multivalue_answer_routing_policy = true; });
        record("near", body! { geoproximity_routing_policy { aws_region = "eu-west-1"; bias = -10; } });
        // As in a state.
        record(
            "simple",
            body! { failover_routing_policy = list![]; multivalue_answer_routing_policy = false; },
        );
        let set = s.resource("aws_route53_cidr_collection", "c", body! { name = "c"; });
        s.resource(
            "aws_route53_cidr_location",
            "office",
            body! {
                cidr_collection_id = set.id();
                name = "office";
                cidr_blocks = list!["198.51.100.0/24"];
            },
        );
        record(
            "source",
            body! { cidr_routing_policy { collection_id = set.id(); location_name = "office"; } },
        );
    });
    let routing = |name: &str| {
        let address = format!("aws_route53_record.{name}");
        let lines = said(&all, "dns_records", &address);
        let lines = lines.iter().filter_map(|line| line.strip_prefix("routing"));
        lines.collect::<Vec<_>>().join(";")
    };
    assert_eq!(routing("failover"), " = Failover(Secondary)");
    assert_eq!(routing("latency"), " = Latency;.region = \"eu-west-1\"");
    assert_eq!(routing("weighted"), " = Weighted;.weight = 0");
    assert_eq!(routing("country"), " = Geolocation;.place = \"US-CA\"");
    assert_eq!(routing("continent"), " = Geolocation;.place = \"EU\"");
    assert_eq!(routing("several"), " = MultiValue");
    assert_eq!(routing("near"), " = Geoproximity;.bias = -10;.place = \"eu-west-1\"");
    assert_eq!(routing("simple"), " = Simple");
    assert_eq!(routing("source"), " = SourceAddress({198.51.100.0/24})");
    let check = value(&all, "dns_records", "aws_route53_record.failover", "health_check");
    assert_eq!(check, "health_checks plan:aws_route53_health_check.c");
    assert_eq!(value(&all, "dns_records", "aws_route53_record.simple", "answer.ttl"), "30s");
    // Zones are global, regardless of the provider's region.
    let place = all.networks.dns_records.values().next().expect("a record").source;
    let place = all.locations.get(all.sources.get(place).expect("its source").location);
    assert_eq!(place.map(|it| it.region.clone()), Some(polder_inventory::model::Known::Value(None)));
}

#[test]
fn private_zones_are_seen_by_their_networks() {
    let all = of_foreign(|s| {
        let vpc = |name: &str| s.resource("aws_vpc", name, body! { cidr_block = "10.0.0.0/16"; });
        let (one, two) = (vpc("one"), vpc("two"));
        let zone = s.resource("aws_route53_zone", "z", body! { name = "inner"; vpc { vpc_id = one.id(); } });
        s.resource("aws_route53_zone_association", "two", body! { zone_id = zone.id(); vpc_id = two.id(); });
        s.resource("aws_route53_zone", "open", body! { name = "example.com"; vpc = list![]; });
    });
    let both = "Private({networks plan:aws_vpc.one, networks plan:aws_vpc.two})";
    assert_eq!(value(&all, "dns_zones", "aws_route53_zone.z", "visibility"), both);
    assert_eq!(value(&all, "dns_zones", "aws_route53_zone.open", "visibility"), "Public");
}

#[test]
fn a_zone_is_signed_when_it_has_a_key_and_signing_is_on() {
    let all = of_foreign(|s| {
        for name in ["signed", "idle", "off"] {
            let zone = s.resource("aws_route53_zone", name, body! { name = format!("{name}.example.com"); });
            let key = s.resource(
                "aws_route53_key_signing_key",
                name,
                body! {
                    hosted_zone_id = zone.id();
                    key_management_service_arn = "arn:aws:kms:us-east-1:111111111111:key/1";
                },
            );
            if name != "idle" {
                s.resource(
                    "aws_route53_hosted_zone_dnssec",
                    name,
                    body! {
                        hosted_zone_id = key.get("hosted_zone_id");
                        signing_status = (name == "off").then_some("NOT_SIGNING");
                    },
                );
            }
        }
    });
    let key = |name: &str| value(&all, "dns_zones", &format!("aws_route53_zone.{name}"), "signing_key");
    assert_eq!(key("signed"), "externals arn:aws:kms:us-east-1:111111111111:key/1");
    assert_eq!((key("idle").as_str(), key("off").as_str()), ("none", "none"));
}

#[test]
fn checks_have_the_defaults_of_route_53() {
    let all = of_foreign(|s| {
        s.resource("aws_route53_health_check", "plain", body! { type = "HTTPS"; fqdn = "a.example.com"; });
    });
    let lines = said(&all, "health_checks", "aws_route53_health_check.plain");
    let subject: Vec<&str> =
        lines.iter().map(String::as_str).filter(|line| line.starts_with("subject")).collect();
    assert_eq!(
        subject,
        [
            "subject = Endpoint",
            "subject.checkers = none",
            "subject.contains = none",
            "subject.failure_threshold = 3",
            "subject.host = \"a.example.com\"",
            "subject.interval = 30s",
            "subject.path = none",
            "subject.port = 443",
            "subject.protocol = \"https\"",
        ]
    );
}

#[test]
fn checks_look_for_words() {
    let all = of_foreign(|s| {
        s.resource(
            "aws_route53_health_check",
            "words",
            body! {
                type = "HTTP_STR_MATCH";
                ip_address = "192.0.2.1";
                port = 8080;
                resource_path = "/up";
                search_string = "ok";
                request_interval = 10;
                failure_threshold = 1;
                regions = list!["eu-west-1", "us-east-1", "us-west-1"];
                invert_healthcheck = true;
            },
        );
    });
    let words = |field: &str| value(&all, "health_checks", "aws_route53_health_check.words", field);
    let fields =
        ["subject.protocol", "subject.host", "subject.contains", "subject.interval", "inverted"].map(words);
    assert_eq!(fields, ["\"http\"", "\"192.0.2.1\"", "\"ok\"", "10s", "true"]);
    assert_eq!(words("subject.checkers"), "\"eu-west-1\" & \"us-east-1\" & \"us-west-1\"");
}

#[test]
fn checks_follow_other_checks_switches_and_alarms() {
    let all = of_foreign(|s| {
        let plain = s.resource(
            "aws_route53_health_check",
            "plain",
            body! { type = "HTTPS"; fqdn = "a.example.com"; },
        );
        s.resource(
            "aws_route53_health_check",
            "all",
            body! {
                type = "CALCULATED";
                child_healthchecks = list![plain.id(), "0000-1111"];
                child_health_threshold = 1;
            },
        );
        s.resource("aws_route53_health_check", "switch", body! {
            type = "RECOVERY_CONTROL";
            routing_control_arn = "arn:aws:route53-recovery-control::111111111111:controlpanel/1/routingcontrol/2";
        });
        s.resource(
            "aws_route53_health_check",
            "alarm",
            body! {
                type = "CLOUDWATCH_METRIC";
                cloudwatch_alarm_name = "gone";
                cloudwatch_alarm_region = "eu-west-1";
            },
        );
    });
    let all_of = |field: &str| value(&all, "health_checks", "aws_route53_health_check.all", field);
    assert_eq!(
        all_of("subject.checks"),
        "externals 0000-1111 & health_checks plan:aws_route53_health_check.plain"
    );
    assert_eq!(all_of("subject.threshold"), "1");
    let switch = value(&all, "health_checks", "aws_route53_health_check.switch", "subject");
    assert!(switch.starts_with("RoutingControl(\"arn:aws:route53-recovery-control"), "{switch}");
    let alarm = |field: &str| value(&all, "health_checks", "aws_route53_health_check.alarm", field);
    assert_eq!(
        (alarm("subject.alarm").as_str(), alarm("subject.without_data").as_str()),
        ("externals gone", "Last")
    );
}

#[test]
fn resolvers_forward_and_refuse_names() {
    let all = of_foreign(|s| {
        let vpc = s.resource("aws_vpc", "v", body! { cidr_block = "10.0.0.0/16"; });
        let rule = s.resource(
            "aws_route53_resolver_rule",
            "r",
            body! {
                domain_name = "corp.example.";
                rule_type = "FORWARD";
                target_ip { ip = "10.9.0.53"; }
            },
        );
        s.resource(
            "aws_route53_resolver_rule_association",
            "r",
            body! { resolver_rule_id = rule.id(); vpc_id = vpc.id(); },
        );
        let group = s.resource("aws_route53_resolver_firewall_rule_group", "g", body! { name = "g"; });
        let domains = s.resource(
            "aws_route53_resolver_firewall_domain_list",
            "d",
            body! { domains = list!["Bad.example."]; },
        );
        s.resource(
            "aws_route53_resolver_firewall_rule",
            "f",
            body! {
                action = "BLOCK";
                firewall_domain_list_id = domains.id();
                firewall_rule_group_id = group.id();
            },
        );
        s.resource(
            "aws_route53_resolver_firewall_rule_group_association",
            "g",
            body! {
                firewall_rule_group_id = group.id();
                vpc_id = vpc.id();
            },
        );
    });
    assert_eq!(
        said(&all, "resolver_rules", "aws_route53_resolver_rule.r"),
        [
            "action = Forward({{address: 10.9.0.53/32, port: 53}})",
            "domains = \"corp.example\"",
            "networks = networks plan:aws_vpc.v",
        ]
    );
    assert_eq!(
        said(&all, "resolver_rules", "aws_route53_resolver_firewall_rule.f"),
        ["action = Block", "domains = \"bad.example\"", "networks = networks plan:aws_vpc.v"]
    );
}

#[test]
fn queries_are_written_down_where_the_zone_says() {
    let all = of_foreign(|s| {
        let zone = s.resource("aws_route53_zone", "z", body! { name = "example.com"; });
        s.resource(
            "aws_route53_query_log",
            "z",
            body! {
                zone_id = zone.id();
                cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111111111111:log-group:/dns";
            },
        );
    });
    let route = all.observability.log_routes.values().next().expect("a route");
    assert_eq!(route.kind, polder_inventory::observability::LogKind::Query);
    assert_eq!(
        value(&all, "log_routes", "aws_route53_query_log.z#query log", "from"),
        "dns_zones plan:aws_route53_zone.z"
    );
}
