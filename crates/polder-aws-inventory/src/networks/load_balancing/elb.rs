//! `aws_elb`, a Classic Load Balancer: listeners, targets and health check in one resource.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{
    Listener, ListenerAction, ListenerProtocol, LoadBalancer, LoadBalancerId, LoadBalancerKind, ServerTls,
    Target, TargetGroup, TargetGroupId, TargetHealthCheck, TargetKind, WeightedTargets,
};
use polder_inventory::observability::LogKind;
use polder_units::Duration;

use crate::networks::attribute;
use crate::networks::load_balancing::tls;
use crate::networks::log_route::LogBucket;
use crate::reader::Reader;
use crate::value::is_set;

const PROTOCOLS: [(&str, ListenerProtocol); 4] = [
    ("HTTP", ListenerProtocol::Http),
    ("HTTPS", ListenerProtocol::Https),
    ("TCP", ListenerProtocol::Tcp),
    ("SSL", ListenerProtocol::Tls),
];

/// Reads the load balancer itself. Provider documentation for the defaults.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let web = view.blocks("listener").iter().any(|listener| {
        let protocol = listener.text("lb_protocol").map(|it| it.to_uppercase());
        matches!(protocol.as_deref(), Some("HTTP" | "HTTPS"))
    });
    let kind = if web { LoadBalancerKind::Application } else { LoadBalancerKind::Network };
    let balancer = LoadBalancer {
        source,
        name: attribute::name(view, "name"),
        kind: Known::Value(kind),
        public: attribute::truth_or(view, "internal", false).map(|internal| !internal),
        subnets: reader.all_lead_to(view, "subnets", "subnet").into(),
        cross_zone: attribute::truth_or(view, "cross_zone_load_balancing", true),
        idle_timeout: Some(attribute::seconds_or(view, "idle_timeout", 60)),
        // Classic Load Balancers have no deletion protection.
        deletion_protected: Known::Value(false),
        drops_invalid_headers: Known::Value(false),
        web_acl: None,
    };
    reader.inventory.networks.load_balancers.push(balancer);
}

/// Derives listeners, and a target group for each instance port with its targets.
pub(in crate::networks) fn read_parts<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let Some(id) = reader.id::<LoadBalancerId>(view.id()) else { return };
    for block in view.blocks("listener") {
        listener(reader, view, block, id);
    }
    if let Some(logs) = view.block("access_logs").filter(|it| is_set(*it, "bucket"))
        && attribute::truth_or(logs, "enabled", true) != Known::Value(false)
    {
        let route = LogBucket {
            part: "access_logs",
            kind: LogKind::Access,
            bucket: "bucket",
            prefix: "bucket_prefix",
        };
        reader.log_to_bucket(view, id.into(), Some(logs), route);
    }
}

fn listener<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    block: View<'i, 'a>,
    id: LoadBalancerId,
) {
    let port: Known<Option<u16>> = attribute::number(block, "lb_port");
    let words = match &port {
        Known::Value(Some(port)) => port.to_string(),
        _ => "?".to_owned(),
    };
    let protocol = attribute::required_word(block, "lb_protocol", &PROTOCOLS);
    let group = group(reader, view, block, &words);
    let tls = matches!(protocol, Known::Value(ListenerProtocol::Https | ListenerProtocol::Tls)).then(|| {
        // "Predefined SSL security policies for Classic Load Balancers": this is the default.
        ServerTls {
            policy: Known::Value(Some("ELBSecurityPolicy-2016-08".into())),
            minimum: tls::of_load_balancer("ELBSecurityPolicy-2016-08"),
            certificates: reader.all_lead_to(block, "ssl_certificate_id", "certificate").into(),
            client_certificates: Known::Value(false),
        }
    });
    let targets = WeightedTargets { group: Link::To(group), weight: Known::Value(1) };
    let source = reader.one_of(view, format!("listener {words}"));
    reader.inventory.networks.listeners.push(Listener {
        source,
        load_balancer: Link::To(id),
        port,
        protocol,
        tls,
        default_actions: [ListenerAction::Forward([targets].into())].into(),
    });
}

fn group<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    block: View<'i, 'a>,
    words: &str,
) -> TargetGroupId {
    let source = reader.one_of(view, format!("targets of listener {words}"));
    let network = reader.network_of_subnets(view, "subnets");
    let port: Known<Option<u16>> = attribute::number(block, "instance_port");
    let group = reader.inventory.networks.target_groups.push(TargetGroup {
        source,
        name: Known::Value(None),
        network,
        protocol: attribute::word(block, "instance_protocol", &PROTOCOLS),
        port,
        // A Classic Load Balancer opens connections of its own: Elastic Load Balancing, "Listeners for your Classic Load Balancer".
        keeps_clients: Known::Value(false),
        health_check: view.block("health_check").map(probe),
        deregistration_delay: match attribute::truth_or(view, "connection_draining", false) {
            Known::Value(true) => Some(attribute::seconds_or(view, "connection_draining_timeout", 300)),
            Known::Value(false) => None,
            Known::Unknown(reason) => Some(Known::Unknown(reason)),
        },
        slow_start: None,
        stickiness: None,
        algorithm: Known::Value(None),
    });
    for target in machines(reader, view) {
        let part = format!("target {} of listener {words}", reader.words_of_target(target));
        let source = reader.one_of(view, part);
        let group = Link::To(group);
        reader.inventory.networks.targets.push(Target { source, group, target, port });
    }
    group
}

/// The targets of the load balancer: its own instances, and those of attachments and Auto Scaling groups that
/// refer to it.
fn machines<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<TargetKind> {
    let mut found: Vec<TargetKind> = vec![];
    let mut add = |link: Link<EntryId>| {
        let target = match link {
            Link::To(EntryId::MachinePool(pool)) => TargetKind::Machines(Link::To(pool)),
            Link::To(EntryId::Process(process)) => TargetKind::Process(Link::To(process)),
            Link::To(_) => return,
            Link::Outside(outside) => TargetKind::Machines(Link::Outside(outside)),
            Link::Unknown(reason) => TargetKind::Machines(Link::Unknown(reason)),
        };
        if !found.contains(&target) {
            found.push(target);
        }
    };
    reader.all_lead_to_any(view, "instances", "machine").into_iter().for_each(&mut add);
    for other in reader.users(("aws_elb_attachment", "elb"), view.id()) {
        reader.leads_to_any(other, "instance", "machine").into_iter().for_each(&mut add);
    }
    for (kind, name) in [("aws_autoscaling_group", "load_balancers"), ("aws_autoscaling_attachment", "elb")] {
        for other in reader.users((kind, name), view.id()) {
            let link = match kind {
                "aws_autoscaling_group" => {
                    Some(reader.entry(other.id()).map_or(Link::Unknown(Reason::KindNotModelled), Link::To))
                }
                _ => reader.leads_to_any(other, "autoscaling_group_name", "machines"),
            };
            link.into_iter().for_each(&mut add);
        }
    }
    found
}

/// `HTTP:8080/health`, `TCP:80`.
fn probe(view: View<'_, '_>) -> TargetHealthCheck {
    let target = attribute::required(view, "target");
    let understood = target.value().and_then(|target| {
        let (protocol, rest) = target.split_once(':')?;
        let (port, path) = rest.find('/').map_or((rest, None), |at| (&rest[..at], Some(&rest[at..])));
        let protocol = PROTOCOLS.iter().find(|(word, _)| word.eq_ignore_ascii_case(protocol))?.1;
        Some((protocol, port.parse::<u16>().ok()?, path.map(polder_inventory::model::Text::new)))
    });
    let why = target.reason().unwrap_or(Reason::NotUnderstood);
    let web = understood.as_ref().is_some_and(|(_, _, path)| path.is_some());
    TargetHealthCheck {
        protocol: understood.as_ref().map_or(Known::Unknown(why), |(protocol, ..)| Known::Value(*protocol)),
        port: understood.as_ref().map_or(Known::Unknown(why), |(_, port, _)| Known::Value(Some(*port))),
        path: understood.map_or(Known::Unknown(why), |(.., path)| Known::Value(path)),
        statuses: Known::Value(web.then(|| "200".into())),
        interval: attribute::number::<u64>(view, "interval").map(|it| Duration::seconds(it.unwrap_or(30))),
        timeout: attribute::number::<u64>(view, "timeout").map(|it| Duration::seconds(it.unwrap_or(5))),
        healthy_threshold: attribute::number_or(view, "healthy_threshold", 10),
        unhealthy_threshold: attribute::number_or(view, "unhealthy_threshold", 2),
    }
}

impl Reader<'_, '_> {
    fn words_of_target(&self, target: TargetKind) -> polder_inventory::model::Text {
        match target {
            TargetKind::Machines(link) => self.words_of(link, "machines"),
            TargetKind::Process(link) => self.words_of(link, "process"),
            _ => "target".into(),
        }
    }
}
