//! Target groups and targets.

use polder_cloud::body;

use super::value;
use crate::test_graphs::of_foreign;

#[test]
fn checks_of_targets_have_the_defaults_of_their_family() {
    let all = of_foreign(|s| {
        let group = |name: &str, body: polder_cloud::Body| s.resource("aws_lb_target_group", name, body);
        group("plain", body! { protocol = "HTTP"; port = 80; });
        group(
            "described",
            body! { protocol = "HTTPS"; port = 443; health_check { path = "/up"; port = "8080"; } },
        );
        group("fast", body! { protocol = "TCP"; port = 80; });
        group(
            "fast_web",
            body! { protocol = "TLS"; port = 443; health_check { protocol = "HTTP"; interval = 10; } },
        );
        group("function", body! { target_type = "lambda"; });
        group("asked", body! { target_type = "lambda"; health_check { enabled = true; } });
        group("off", body! { protocol = "HTTP"; port = 80; health_check { enabled = false; } });
        group("packets", body! { protocol = "GENEVE"; port = 6081; });
    });
    let probe = |name: &str| {
        let of = |field: &str| {
            value(
                &all,
                "target_groups",
                &format!("aws_lb_target_group.{name}"),
                &format!("health_check.{field}"),
            )
        };
        let fields = [
            "protocol",
            "port",
            "path",
            "statuses",
            "interval",
            "timeout",
            "healthy_threshold",
            "unhealthy_threshold",
        ];
        fields.map(of).join(" ")
    };
    // Without a block, the defaults are those of AWS; with one, those of the provider.
    assert_eq!(probe("plain"), "Http none \"/\" \"200\" 30s 5s 5 2");
    assert_eq!(probe("described"), "Http 8080 \"/up\" \"200\" 30s 5s 3 3");
    assert_eq!(probe("fast"), "Tcp none none none 30s 10s 5 2");
    assert_eq!(probe("fast_web"), "Http none \"/\" \"200-399\" 10s 6s 3 3");
    assert_eq!(probe("asked"), "Http none \"/\" \"200\" 30s 30s 3 3");
    assert_eq!(probe("packets"), "Tcp none none none 10s 5s 5 2");
    for name in ["function", "off"] {
        let of = format!("aws_lb_target_group.{name}");
        assert_eq!(value(&all, "target_groups", &of, "health_check"), "none", "{name}");
    }
    let algorithm =
        |name: &str| value(&all, "target_groups", &format!("aws_lb_target_group.{name}"), "algorithm");
    assert_eq!((algorithm("plain").as_str(), algorithm("fast").as_str()), ("\"round_robin\"", "none"));
}

#[test]
fn which_targets_see_the_addresses_of_clients_depends_on_their_group() {
    let all = of_foreign(|s| {
        let group = |name: &str, body: polder_cloud::Body| s.resource("aws_lb_target_group", name, body);
        group("machines", body! { protocol = "TCP"; port = 80; });
        group("hidden", body! { protocol = "TCP"; port = 80; preserve_client_ip = "false"; });
        group("addresses", body! { protocol = "TLS"; port = 443; target_type = "ip"; });
        group(
            "kept",
            body! { protocol = "TCP"; port = 80; target_type = "ip"; preserve_client_ip = "true"; },
        );
        group("packets", body! { protocol = "UDP"; port = 53; target_type = "ip"; });
        group("requests", body! { protocol = "HTTP"; port = 80; });
        group("inspected", body! { protocol = "GENEVE"; port = 6081; });
    });
    let keeps =
        |name: &str| value(&all, "target_groups", &format!("aws_lb_target_group.{name}"), "keeps_clients");
    for name in ["machines", "kept", "packets", "inspected"] {
        assert_eq!(keeps(name), "true", "{name}");
    }
    for name in ["hidden", "addresses", "requests"] {
        assert_eq!(keeps(name), "false", "{name}");
    }
}

#[test]
fn times_of_targets_are_read() {
    let all = of_foreign(|s| {
        s.resource(
            "aws_lb_target_group",
            "t",
            body! {
                protocol = "HTTP";
                port = 80;
                deregistration_delay = "30";
                slow_start = 60;
                stickiness { type = "lb_cookie"; cookie_duration = 600; }
            },
        );
        s.resource(
            "aws_lb_target_group",
            "d",
            body! {
                protocol = "HTTP";
                port = 80;
                stickiness { type = "lb_cookie"; enabled = false; }
            },
        );
    });
    let of = |name: &str| {
        let field = |field: &str| value(&all, "target_groups", &format!("aws_lb_target_group.{name}"), field);
        ["deregistration_delay", "slow_start", "stickiness"].map(field)
    };
    assert_eq!(of("t"), ["30s", "1m", "10m"]);
    assert_eq!(of("d"), ["5m", "none", "none"]);
}

#[test]
fn targets_are_addresses_or_what_they_name() {
    let all = of_foreign(|s| {
        let group = s.resource(
            "aws_lb_target_group",
            "ip",
            body! { target_type = "ip"; protocol = "TCP"; port = 80; },
        );
        let inner = s.resource("aws_lb", "inner", body! { internal = true; });
        let attach = |name: &str, id: polder_cloud::Value| {
            s.resource(
                "aws_lb_target_group_attachment",
                name,
                body! {
                    target_group_arn = group.arn();
                    target_id = id;
                    port = 8080;
                },
            );
        };
        attach("address", "10.0.1.7".into());
        attach("balancer", inner.arn());
        attach("outside", "i-0abc".into());
    });
    let of = |name: &str| {
        let address = format!("aws_lb_target_group_attachment.{name}");
        format!("{} {}", value(&all, "targets", &address, "target"), value(&all, "targets", &address, "port"))
    };
    assert_eq!(of("address"), "Address(10.0.1.7/32) 8080");
    assert_eq!(of("balancer"), "LoadBalancer(load_balancers plan:aws_lb.inner) 8080");
    assert_eq!(of("outside"), "Machines(externals i-0abc) 8080");
}

#[test]
fn services_are_targets_at_their_containers_port() {
    let all = of_foreign(|s| {
        let group = s.resource(
            "aws_lb_target_group",
            "web",
            body! { target_type = "ip"; protocol = "HTTP"; port = 80; },
        );
        s.resource("aws_ecs_service", "web", body! {
            load_balancer { target_group_arn = group.arn(); container_name = "web"; container_port = 3000; }
        });
    });
    let target = "aws_ecs_service.web#target aws_lb_target_group.web";
    assert_eq!(value(&all, "targets", target, "group"), "target_groups plan:aws_lb_target_group.web");
    assert_eq!(value(&all, "targets", target, "port"), "3000");
}
