//! Load balancers, listeners and certificates.

use polder_cloud::{body, list};

use super::{blind, said, value};
use crate::test_graphs::of_foreign;

#[test]
fn load_balancers_have_the_defaults_of_their_kind() {
    let all = of_foreign(|s| {
        s.resource("aws_lb", "web", body! { name = "web"; subnets = list!["subnet-1"]; });
        s.resource(
            "aws_lb",
            "fast",
            body! { load_balancer_type = "network"; internal = true; idle_timeout = 400; },
        );
    });
    assert_eq!(
        said(&all, "load_balancers", "aws_lb.web"),
        [
            "cross_zone = true",
            "deletion_protected = false",
            "drops_invalid_headers = false",
            "idle_timeout = 1m",
            "kind = Application",
            "name = \"web\"",
            "public = true",
            "subnets = externals subnet-1",
            "web_acl = none",
        ]
    );
    let fast = |field: &str| value(&all, "load_balancers", "aws_lb.fast", field);
    let fields = ["cross_zone", "idle_timeout", "kind", "public", "name"].map(fast);
    assert_eq!(fields, ["false", "none", "Network", "false", "unknown (known after apply)"]);
}

#[test]
fn listeners_end_tls_with_all_of_their_certificates() {
    let all = of_foreign(|s| {
        let main = s.resource(
            "aws_acm_certificate",
            "main",
            body! { domain_name = "example.com"; validation_method = "DNS"; },
        );
        let more = s.resource(
            "aws_acm_certificate",
            "more",
            body! { domain_name = "example.org"; validation_method = "EMAIL"; },
        );
        let proved =
            s.resource("aws_acm_certificate_validation", "main", body! { certificate_arn = main.arn(); });
        let listener = s.resource("aws_lb_listener", "https", body! {
            load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/app/web/1";
            port = 443;
            protocol = "HTTPS";
            certificate_arn = proved.get("certificate_arn");
            mutual_authentication { mode = "passthrough"; }
        });
        s.resource(
            "aws_lb_listener_certificate",
            "more",
            body! {
                listener_arn = listener.arn();
                certificate_arn = more.arn();
            },
        );
        s.resource("aws_lb_listener", "http", body! { port = 80; });
    });
    let of = |field: &str| value(&all, "listeners", "aws_lb_listener.https", field);
    let both = "certificates plan:aws_acm_certificate.main & certificates plan:aws_acm_certificate.more";
    assert_eq!(of("tls.certificates"), both);
    // The default security policy accepts TLS 1.0.
    assert_eq!(
        (of("tls.policy").as_str(), of("tls.minimum").as_str()),
        ("\"ELBSecurityPolicy-2016-08\"", "Tls10")
    );
    // A certificate that is passed through is not verified.
    assert_eq!(of("tls.client_certificates"), "false");
    let http = |field: &str| value(&all, "listeners", "aws_lb_listener.http", field);
    assert_eq!((http("protocol").as_str(), http("tls").as_str()), ("Http", "none"));
    let issuer = |name: &str| value(&all, "certificates", &format!("aws_acm_certificate.{name}"), "issuer");
    assert_eq!((issuer("main").as_str(), issuer("more").as_str()), ("ProviderDns", "ProviderEmail"));
}

#[test]
fn policies_name_the_oldest_version_that_they_accept() {
    use polder_inventory::model::Known;
    use polder_inventory::networks::TlsVersion::{Ssl3, Tls10, Tls11, Tls12, Tls13};

    use crate::networks::load_balancing::tls::{of_edge, of_load_balancer};

    let known = [
        ("ELBSecurityPolicy-TLS13-1-3-2021-06", Tls13),
        ("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", Tls12),
        ("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", Tls12),
        ("ELBSecurityPolicy-TLS13-1-0-2021-06", Tls10),
        ("ELBSecurityPolicy-TLS-1-1-2017-01", Tls11),
        ("ELBSecurityPolicy-FS-1-2-Res-2020-10", Tls12),
        ("ELBSecurityPolicy-FS-2018-06", Tls10),
        ("ELBSecurityPolicy-2016-08", Tls10),
    ];
    for (policy, version) in known {
        assert_eq!(of_load_balancer(policy), Known::Value(version), "{policy}");
    }
    assert!(of_load_balancer("ELBSecurityPolicy-Next").value().is_none());
    assert!(of_load_balancer("my-own").value().is_none());
    let known = [
        ("TLSv1", Tls10),
        ("TLSv1_2016", Tls10),
        ("TLSv1.1_2016", Tls11),
        ("TLSv1.2_2021", Tls12),
        ("TLSv1.3_2025", Tls13),
        ("SSLv3", Ssl3),
        ("TLS_1_0", Tls10),
        ("SecurityPolicy_TLS13_1_3_2025_09", Tls13),
    ];
    for (policy, version) in known {
        assert_eq!(of_edge(policy), Known::Value(version), "{policy}");
    }
}

#[test]
fn actions_of_listeners_are_in_their_order() {
    let all = of_foreign(|s| {
        let one = s.resource("aws_lb_target_group", "one", body! { protocol = "HTTP"; port = 80; });
        let two = s.resource("aws_lb_target_group", "two", body! { protocol = "HTTP"; port = 80; });
        s.resource(
            "aws_lb_listener",
            "l",
            body! {
                port = 443;
                protocol = "TLS";
                default_action {
                    type = "forward";
                    order = 2;
                    target_group_arn = one.arn();
                    forward {
                        target_group { arn = one.arn(); weight = 90; }
                        target_group { arn = two.arn(); }
                    }
                }
                default_action {
                    type = "authenticate-oidc";
                    order = 1;
                    authenticate_oidc { issuer = "https://id.example.com"; }
                }
            },
        );
        s.resource("aws_lb_listener_rule", "r", body! {
            priority = 7;
            condition { host_header { values = list!["a.example.com"]; } }
            condition { path_pattern { values = list!["/b/*", "/a/*"]; } http_header = list![]; }
            condition { http_header { http_header_name = "x-proof"; values = list!["1"]; } }
            condition { query_string { key = "v"; value = "2"; } query_string { value = "x"; } }
            condition { source_ip { values = list!["10.0.0.0/8"]; } }
            condition { http_request_method { values = list!["GET"]; } }
            action { type = "redirect"; redirect { protocol = "HTTPS"; port = "443"; status_code = "HTTP_301"; } }
            action { type = "teleport"; }
        });
    });
    assert_eq!(
        said(&all, "listeners", "aws_lb_listener.l")[..2],
        ["default_actions[0] = Authenticate", "default_actions[0].issuer = \"https://id.example.com\"",]
    );
    let forward = value(&all, "listeners", "aws_lb_listener.l", "default_actions[1]");
    assert_eq!(
        forward,
        "Forward({{group: target_groups plan:aws_lb_target_group.one, weight: 90}, \
         {group: target_groups plan:aws_lb_target_group.two, weight: 1}})"
    );
    let rule = said(&all, "listener_rules", "aws_lb_listener_rule.r");
    assert_eq!(
        rule,
        [
            "actions[0] = Redirect",
            "actions[0].protocol = Https",
            "actions[0].status = 301",
            "actions[0].to = \"HTTPS://#{host}:443/#{path}?#{query}\"",
            "conditions = Header{name: \"x-proof\", values: {\"1\"}}",
            "conditions = Host({\"a.example.com\"})",
            "conditions = Method({\"GET\"})",
            "conditions = Path({\"/a/*\", \"/b/*\"})",
            "conditions = Query({\"v=2\", \"x\"})",
            "conditions = SourceAddress({10.0.0.0/8})",
            "listener = unknown (known after apply)",
            "priority = 7",
        ]
    );
    assert_eq!(blind(&all, "aws_lb_listener_rule.r"), ["action not understood"]);
}

#[test]
fn the_load_balancer_of_the_first_generation_is_taken_apart() {
    let all = of_foreign(|s| {
        let balancer = s.resource("aws_elb", "old", body! {
            name = "old";
            subnets = list!["subnet-1"];
            instances = list!["i-1", "i-2"];
            listener { lb_port = 443; lb_protocol = "https"; instance_port = 8080; instance_protocol = "http"; ssl_certificate_id = "arn:aws:acm:eu-central-1:111111111111:certificate/1"; }
            health_check { target = "HTTP:8080/up"; interval = 15; timeout = 5; healthy_threshold = 2; unhealthy_threshold = 4; }
            connection_draining = true;
            connection_draining_timeout = 60;
        });
        s.resource("aws_elb_attachment", "more", body! { elb = balancer.id(); instance = "i-3"; });
    });
    let listener = |field: &str| value(&all, "listeners", "aws_elb.old#listener 443", field);
    assert_eq!(listener("protocol"), "Https");
    let group = "target_groups plan:aws_elb.old#targets of listener 443";
    assert_eq!(listener("default_actions[0]"), format!("Forward({{{{group: {group}, weight: 1}}}})"));
    let of = |field: &str| value(&all, "target_groups", "aws_elb.old#targets of listener 443", field);
    let fields = [
        "port",
        "protocol",
        "deregistration_delay",
        "health_check.path",
        "health_check.port",
        "health_check.interval",
    ]
    .map(of);
    assert_eq!(fields, ["8080", "Http", "1m", "\"/up\"", "8080", "15s"]);
    let targets: Vec<String> =
        said(&all, "targets", "aws_elb.old").into_iter().filter(|line| line.contains("/target = ")).collect();
    assert_eq!(targets.len(), 3, "{targets:?}");
    assert_eq!(value(&all, "load_balancers", "aws_elb.old", "kind"), "Application");
}

#[test]
fn certificates_know_the_records_that_prove_them() {
    let all = of_foreign(|s| {
        let zone = s.resource("aws_route53_zone", "z", body! { name = "example.com"; });
        let certificate = s.resource(
            "aws_acm_certificate",
            "c",
            body! {
                domain_name = "example.com";
                subject_alternative_names = list!["*.example.com", "example.com"];
                validation_method = "DNS";
            },
        );
        let option = |name: &'static str| {
            let options =
                polder_cloud::Value::call("tolist", vec![certificate.get("domain_validation_options")]);
            options.at(0).field(name)
        };
        let record = s.resource(
            "aws_route53_record",
            "proof",
            body! {
                zone_id = zone.id();
                name = option("resource_record_name");
                type = option("resource_record_type");
                ttl = 60;
                records = list![option("resource_record_value")];
            },
        );
        s.resource(
            "aws_acm_certificate_validation",
            "c",
            body! {
                certificate_arn = certificate.arn();
                validation_record_fqdns = list![record.get("fqdn")];
            },
        );
        s.resource("aws_acm_certificate", "brought", body! { private_key = "k"; certificate_body = "b"; });
        s.resource("aws_acm_certificate", "private", body! {
            domain_name = "inner.example.com";
            certificate_authority_arn = "arn:aws:acm-pca:eu-central-1:111111111111:certificate-authority/1";
        });
    });
    assert_eq!(
        said(&all, "certificates", "aws_acm_certificate.c"),
        [
            "issuer = ProviderDns",
            "names = \"*.example.com\"",
            "names = \"example.com\"",
            "validation_records = dns_records plan:aws_route53_record.proof",
            "validity = none",
        ]
    );
    let kind = value(&all, "dns_records", "aws_route53_record.proof", "kind");
    assert_eq!(kind, "\"CNAME\"");
    let of =
        |name: &str, field: &str| value(&all, "certificates", &format!("aws_acm_certificate.{name}"), field);
    assert_eq!(of("brought", "issuer"), "Imported");
    assert_eq!(of("brought", "names"), "unknown (not understood)");
    assert_eq!(of("private", "issuer"), "Private");
}
