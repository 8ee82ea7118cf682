//! What is not known, or not modelled, is never part of a proof that nothing is possible.

use polder::verdict::Label;
use polder::{Inventory, compile_with_inventory, prove, prove_plans, requirements_of_plans};
use polder_inventory::coverage::BlindSpot;
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::networks::{EndpointTarget, GatewayKind, HealthSubject};

const EXAMPLE: &str = include_str!("../../../examples/one-region/polder.toml");
/// The properties that say that nothing is possible.
const CLOSED: [&str; 3] = ["network.entry-points", "network.data-tier", "network.edge"];

type Doubt = (&'static str, fn(&mut Inventory));

const DOUBTS: [Doubt; 8] = [
    ("a resource type is not modelled", |all| {
        let source = all.networks.networks.values().next().expect("a network").source;
        let (reason, text) = (Reason::KindNotModelled, Text::new("It is not modelled."));
        let (entry, attribute, touches_networks) = (None, None, true);
        let spot = BlindSpot { source, entry, attribute, reason, touches_networks, text };
        all.coverage.blind_spots.push(spot);
    }),
    ("the network of the internet gateway is not known", |all| {
        let mut gateways = all.networks.gateways.values_mut();
        let internet = gateways.find(|it| it.kind == GatewayKind::Internet).expect("a gateway");
        internet.network = Some(Link::Unknown(Reason::NotGiven));
    }),
    ("the addresses of a subnet are not known", |all| {
        all.networks.subnets.values_mut().next().expect("a subnet").block =
            Known::Unknown(Reason::AfterApply);
    }),
    ("the group of a rule is not known", |all| {
        let mut rules = all.networks.security_group_rules.values_mut();
        rules.next().expect("a rule").group = Link::Unknown(Reason::NotGiven);
    }),
    ("the ACL of an entry is not known", |all| {
        let mut entries = all.networks.network_acl_entries.values_mut();
        entries.next().expect("an entry").acl = Link::Unknown(Reason::NotGiven);
    }),
    ("a route table is that of a gateway", |all| {
        let mut tables = all.networks.route_tables.values_mut();
        tables.next().expect("a table").gateway = Some(Link::Unknown(Reason::NotGiven));
    }),
    ("a NAT gateway is private", |all| {
        all.networks.nat_gateways.values_mut().next().expect("a NAT gateway").public = Known::Value(false);
    }),
    ("an endpoint leads to a service of somebody", |all| {
        let mut endpoints = all.networks.private_endpoints.values_mut();
        endpoints.next().expect("an endpoint").service =
            EndpointTarget::Published(Link::Unknown(Reason::NotGiven));
    }),
];

#[test]
fn it_is_undecided() {
    let (compiled, sound) = compile_with_inventory(EXAMPLE).value.expect("a sound platform");
    let labels = |inventory: &Inventory| -> Vec<(String, Label)> {
        let all = prove(&compiled, inventory).into_iter();
        let closed =
            all.filter(|it| CLOSED.contains(&it.id.as_str()) || it.id.starts_with("network.surplus."));
        closed.map(|it| (it.id.to_string(), it.verdict.label())).collect()
    };
    assert!(labels(&sound).iter().all(|(_, label)| *label == Label::Proved), "{:?}", labels(&sound));
    for (name, doubt) in DOUBTS {
        let mut inventory = sound.clone();
        doubt(&mut inventory);
        let proved = labels(&inventory).into_iter().filter(|(_, label)| *label == Label::Proved);
        assert_eq!(proved.map(|(id, _)| id).collect::<Vec<_>>(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn nothing_is_proved_of_a_plan_without_resources() {
    let plan = |resources: &str| {
        let text = format!(
            r#"{{"format_version": "1.2", "terraform_version": "1.11.4",
                "planned_values": {{"root_module": {{"resources": [{resources}]}}}}}}"#
        );
        prove_plans(&[("plan.json".to_owned(), text.into_bytes())]).expect("a plan")
    };
    let proved = |properties: &[polder::verdict::Property]| -> Vec<String> {
        let proved = properties.iter().filter(|it| it.verdict.label() == Label::Proved);
        proved.map(|it| it.id.clone()).collect()
    };
    let queue = r#"{"address": "aws_sqs_queue.q", "mode": "managed", "type": "aws_sqs_queue", "name": "q", "values": {}}"#;
    assert!(!proved(&plan(queue)).is_empty());
    // What is only looked up is no resource of the plan.
    let looked_up =
        r#"{"address": "data.aws_vpc.v", "mode": "data", "type": "aws_vpc", "name": "v", "values": {}}"#;
    for nothing in ["", looked_up] {
        let properties = plan(nothing);
        assert_eq!(proved(&properties), Vec::<String>::new());
        assert_eq!(proved(&requirements_of_plans(&properties)), Vec::<String>::new());
    }
}

/// Health checks that may not fail while what they are about does not work.
const CHECKS: [Doubt; 2] = [
    ("a calculated check needs one of its checks only", |all| {
        let mut calculated = 0;
        for check in all.networks.health_checks.values_mut() {
            if let HealthSubject::Calculated { threshold, .. } = &mut check.subject {
                *threshold = Known::Value(1);
                calculated += 1;
            }
        }
        assert!(calculated > 0, "no calculated check");
    }),
    ("checks are inverted", |all| {
        all.networks.health_checks.values_mut().for_each(|check| check.inverted = Known::Value(true));
    }),
];

#[test]
fn a_check_that_may_not_fail_proves_no_failover() {
    let example = include_str!("../../../examples/solo-market/polder.toml");
    let (compiled, sound) = compile_with_inventory(example).value.expect("a sound platform");
    let backup = |inventory: &Inventory| -> Label {
        let all = prove(&compiled, inventory);
        let of = all.iter().find(|it| it.id.starts_with("endurance.backup.")).expect("the property");
        of.verdict.label()
    };
    assert_eq!(backup(&sound), Label::Proved);
    for (name, change) in CHECKS {
        let mut changed = sound.clone();
        change(&mut changed);
        assert_eq!(backup(&changed), Label::Undecided, "{name}");
    }
}
