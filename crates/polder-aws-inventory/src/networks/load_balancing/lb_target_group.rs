//! `aws_lb_target_group`.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Text};
use polder_inventory::networks::{ListenerProtocol, TargetGroup, TargetHealthCheck};
use polder_units::Duration;

use crate::networks::attribute;
use crate::networks::load_balancing::lb_action::PROTOCOLS;
use crate::reader::Reader;
use crate::value::is_set;

/// The type of load balancer that a group can belong to. Defaults differ between types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// Application load balancers, with instances or IP addresses as targets.
    Application,
    /// Application load balancers, with a Lambda function as the target.
    Function,
    /// Network load balancers.
    Network,
    /// Gateway load balancers.
    Inspection,
}

/// The defaults of AWS for health checks: User Guides for Application, Network and Gateway Load Balancers,
/// "Health checks".
struct Defaults {
    protocol: ListenerProtocol,
    interval: u64,
    healthy: u32,
    unhealthy: u32,
}

impl Family {
    fn of(view: View<'_, '_>) -> Known<Family> {
        if view.text("target_type").as_deref() == Some("lambda") {
            return Known::Value(Family::Function);
        }
        attribute::required_word(view, "protocol", &PROTOCOLS).map(|protocol| match protocol {
            ListenerProtocol::Http | ListenerProtocol::Https => Family::Application,
            ListenerProtocol::Geneve => Family::Inspection,
            ListenerProtocol::Tcp
            | ListenerProtocol::Tls
            | ListenerProtocol::Udp
            | ListenerProtocol::TcpUdp => Family::Network,
        })
    }

    /// The health check if the block is absent.
    fn defaults(self) -> Defaults {
        let http = ListenerProtocol::Http;
        let (protocol, interval) = match self {
            Family::Application => (http, 30),
            Family::Function => (http, 35),
            Family::Network => (ListenerProtocol::Tcp, 30),
            Family::Inspection => (ListenerProtocol::Tcp, 10),
        };
        Defaults { protocol, interval, healthy: 5, unhealthy: 2 }
    }

    /// The default of the provider for attributes that are absent from the block, by its documentation.
    const DESCRIBED: Defaults =
        Defaults { protocol: ListenerProtocol::Http, interval: 30, healthy: 3, unhealthy: 3 };

    /// The default timeout of a health check.
    fn timeout(self, protocol: ListenerProtocol) -> u64 {
        match (self, protocol) {
            (Family::Application | Family::Inspection, _) => 5,
            (Family::Function, _) => 30,
            (Family::Network, ListenerProtocol::Http) => 6,
            (Family::Network, _) => 10,
        }
    }

    /// The default status codes of healthy targets: provider documentation.
    fn statuses(self) -> &'static str {
        match self {
            Family::Application | Family::Function => "200",
            Family::Network | Family::Inspection => "200-399",
        }
    }
}

/// Reads a target group.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let family = Family::of(view);
    let function = family == Known::Value(Family::Function);
    let network = reader.leads_to(view, "vpc_id", "vpc");
    // Provider documentation for the defaults below.
    let delay = attribute::seconds_or(view, "deregistration_delay", 300);
    let slow_start = match attribute::seconds_or(view, "slow_start", 0) {
        Known::Value(time) if time == Duration::seconds(0) => None,
        time => Some(time),
    };
    let algorithm = match family {
        Known::Value(Family::Application) => {
            attribute::text_or(view, "load_balancing_algorithm_type", "round_robin").map(Some)
        }
        Known::Value(_) => Known::Value(None),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let group = TargetGroup {
        source,
        name: attribute::name(view, "name"),
        network,
        protocol: attribute::word(view, "protocol", &PROTOCOLS),
        port: attribute::number(view, "port"),
        keeps_clients: keeps_clients(view),
        health_check: probe(view, family),
        deregistration_delay: (!function).then_some(delay),
        slow_start,
        stickiness: view.block("stickiness").and_then(stickiness),
        algorithm,
    };
    reader.inventory.networks.target_groups.push(group);
}

/// Whether targets see the addresses of clients. Elastic Load Balancing, "Client IP preservation": a Network Load Balancer does so by
/// default for targets by instance ID and for UDP, and does not for targets by IP address with TCP or TLS.
pub(in crate::networks) fn keeps_clients(view: View<'_, '_>) -> Known<bool> {
    match Family::of(view) {
        // The load balancer opens connections of its own, or sends events.
        Known::Value(Family::Application | Family::Function) => return Known::Value(false),
        Known::Value(Family::Inspection) => return Known::Value(true),
        Known::Value(Family::Network) => {}
        Known::Unknown(reason) => return Known::Unknown(reason),
    }
    if is_set(view, "preserve_client_ip") {
        return attribute::truth_or(view, "preserve_client_ip", false);
    }
    let by_address = match attribute::text_or(view, "target_type", "instance") {
        Known::Value(kind) => kind == "ip",
        Known::Unknown(reason) => return Known::Unknown(reason),
    };
    attribute::required_word(view, "protocol", &PROTOCOLS)
        .map(|protocol| !(by_address && matches!(protocol, ListenerProtocol::Tcp | ListenerProtocol::Tls)))
}

fn probe(view: View<'_, '_>, family: Known<Family>) -> Option<TargetHealthCheck> {
    let check = view.block("health_check");
    match check {
        Some(check) if attribute::truth_or(check, "enabled", true) == Known::Value(false) => return None,
        // Health checks of functions are disabled by default: User Guide, "Lambda functions as targets".
        None if family == Known::Value(Family::Function) => return None,
        _ => {}
    }
    let family = match family {
        Known::Value(family) => family,
        Known::Unknown(reason) => return Some(unknown(reason)),
    };
    let defaults = if check.is_some() { Family::DESCRIBED } else { family.defaults() };
    let view = check;
    let number = |name: &str, default: u32| {
        view.map_or(Known::Value(default), |it| attribute::number_or(it, name, default))
    };
    let protocol = view.map_or(Known::Value(defaults.protocol), |it| {
        attribute::word_or(it, "protocol", &PROTOCOLS, defaults.protocol)
    });
    let web = !matches!(protocol, Known::Value(ListenerProtocol::Tcp | ListenerProtocol::Tls));
    let timeout = match protocol {
        Known::Value(protocol) => {
            let default = family.timeout(protocol);
            view.map_or(Known::Value(Duration::seconds(default)), |it| {
                attribute::seconds_or(it, "timeout", default)
            })
        }
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let interval = view.map_or(Known::Value(Duration::seconds(defaults.interval)), |it| {
        attribute::seconds_or(it, "interval", defaults.interval)
    });
    let text = |name: &str, default: &'static str| -> Known<Option<Text>> {
        if !web {
            return Known::Value(None);
        }
        let known = view.map_or(Known::Value(default.into()), |it| attribute::text_or(it, name, default));
        known.map(Some)
    };
    Some(TargetHealthCheck {
        protocol,
        port: view.map_or(Known::Value(None), port),
        path: text("path", "/"),
        statuses: text("matcher", family.statuses()),
        interval,
        timeout,
        healthy_threshold: number("healthy_threshold", defaults.healthy),
        unhealthy_threshold: number("unhealthy_threshold", defaults.unhealthy),
    })
}

/// The port of a health check; `traffic-port` is the port of the target.
fn port(view: View<'_, '_>) -> Known<Option<u16>> {
    match attribute::text_or(view, "port", "traffic-port") {
        Known::Value(port) if port == "traffic-port" => Known::Value(None),
        Known::Value(port) => {
            port.parse().map_or(Known::Unknown(Reason::NotUnderstood), |port| Known::Value(Some(port)))
        }
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

fn unknown(reason: Reason) -> TargetHealthCheck {
    TargetHealthCheck {
        protocol: Known::Unknown(reason),
        port: Known::Unknown(reason),
        path: Known::Unknown(reason),
        statuses: Known::Unknown(reason),
        interval: Known::Unknown(reason),
        timeout: Known::Unknown(reason),
        healthy_threshold: Known::Unknown(reason),
        unhealthy_threshold: Known::Unknown(reason),
    }
}

/// The duration of stickiness. The schema of the provider enables it if the block exists. Load balancer
/// cookies last a day by default; stickiness by source IP has no time limit.
fn stickiness(view: View<'_, '_>) -> Option<Known<Duration>> {
    match attribute::truth_or(view, "enabled", true) {
        Known::Value(false) => return None,
        Known::Unknown(reason) => return Some(Known::Unknown(reason)),
        Known::Value(true) => {}
    }
    match view.text("type").as_deref() {
        Some("lb_cookie" | "app_cookie") => Some(attribute::seconds_or(view, "cookie_duration", 86_400)),
        _ => Some(Known::Unknown(Reason::AttributeNotModelled)),
    }
}
