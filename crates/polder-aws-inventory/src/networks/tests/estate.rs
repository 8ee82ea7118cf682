//! The owner's estate, compared with its design.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use polder_cloud::SmolStr;
use polder_design::Design;
use polder_inventory::model::{AddressBlock, Known, Link, Reason};
use polder_inventory::networks::{
    AclAction, Direction, DnsAnswer, DnsRouting, EndpointKind, EndpointTarget, FailoverRole, HealthSubject,
    PrefixListContents, ProviderRange, PublicAddressing, RouteTarget, RulePeer, SubnetId, Tier, TlsVersion,
    ViewerProtocol,
};
use polder_inventory::{EntryId, EntryKind, unknown_values};

use crate::estate::{OWNERS, designed, owners};

fn design() -> &'static Design {
    static DESIGN: OnceLock<Design> = OnceLock::new();
    DESIGN.get_or_init(|| designed(OWNERS))
}

fn tier(subnet: SubnetId) -> Option<Tier> {
    owners().networks.subnets[subnet].tier.clone()
}

/// The address of the resource of an entry.
fn address(entry: impl Into<EntryId>) -> String {
    owners()
        .source_of(entry)
        .map_or_else(String::new, |source| format!("{}:{}", source.stack, source.address))
}

#[test]
fn each_site_has_a_network_of_its_own_addresses() {
    let networks = &owners().networks;
    let designed: BTreeSet<AddressBlock> =
        design().sites.iter().map(|site| site.network.to_string().parse().expect("a block")).collect();
    let read: BTreeSet<AddressBlock> =
        networks.networks.values().flat_map(|it| it.blocks.value().expect("known").iter().copied()).collect();
    assert_eq!(read, designed);
    let zones: usize = design().sites.iter().map(|site| site.zones.len()).sum();
    assert_eq!(networks.subnets.len(), 3 * zones);
    assert!(networks.subnets.values().all(|it| it.assigns_public_addresses == Known::Value(false)));
}

#[test]
fn the_app_tier_leaves_by_its_own_zone_and_the_data_tier_does_not_leave() {
    let networks = &owners().networks;
    for (id, subnet) in networks.subnets.iter() {
        let table = subnet.route_table.id().expect("a table");
        let routes: Vec<_> = networks.routes.values().filter(|it| it.table == Link::To(table)).collect();
        match tier(id) {
            Some(Tier::Data) => assert!(routes.is_empty(), "{}", address(id)),
            Some(Tier::Application) => {
                let [route] = routes.as_slice() else { panic!("one route: {}", address(id)) };
                let RouteTarget::NatGateway(Link::To(nat)) = route.target else { panic!("a NAT gateway") };
                let [Link::To(stands)] = *networks.nat_gateways[nat].subnets else { panic!("one subnet") };
                // Development has one gateway, in the first zone.
                let own = networks.subnets[stands].zone == subnet.zone;
                let first = address(stands).ends_with("_a");
                let development = address(id).starts_with("development/");
                assert!(if development { first } else { own }, "{} by {}", address(id), address(stands));
                assert_eq!(tier(stands), Some(Tier::Public));
            }
            Some(Tier::Public) => {
                let [route] = routes.as_slice() else { panic!("one route: {}", address(id)) };
                assert!(matches!(route.target, RouteTarget::Gateway(Link::To(_))));
            }
            other => panic!("{} is of tier {other:?}", address(id)),
        }
    }
}

#[test]
fn nothing_uses_what_aws_makes_with_a_network() {
    let networks = &owners().networks;
    for subnet in networks.subnets.values() {
        let table = subnet.route_table.id().map(|it| networks.route_tables[it].main);
        assert_eq!(table, Some(Known::Value(false)));
        assert_eq!(subnet.acl.id().map(|it| networks.network_acls[it].default), Some(false));
    }
    let defaults: BTreeSet<_> = networks
        .security_groups
        .iter()
        .filter(|(_, it)| it.default)
        .collect::<Vec<_>>()
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert_eq!(defaults.len(), design().sites.len());
    assert!(
        networks
            .security_group_rules
            .values()
            .all(|it| it.group.id().is_some_and(|id| !defaults.contains(&id)))
    );
    for interface in networks.interfaces.values() {
        assert!(interface.groups.iter().all(|it| it.id().is_some_and(|id| !defaults.contains(&id))));
    }
}

#[test]
fn each_rule_between_groups_has_its_counterpart() {
    let rules = &owners().networks.security_group_rules;
    let mut seen = BTreeSet::new();
    for rule in rules.values() {
        if let (Link::To(group), RulePeer::Group(Link::To(peer))) = (rule.group, rule.peer) {
            let outbound = rule.direction == Direction::Outbound;
            let ends = if outbound { (group, peer) } else { (peer, group) };
            seen.insert((ends, rule.traffic, outbound));
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
    for (ends, traffic, outbound) in &seen {
        assert!(
            seen.contains(&(*ends, *traffic, !outbound)),
            "{} > {} {traffic:?}",
            address(ends.0),
            address(ends.1)
        );
    }
}

#[test]
fn only_the_edge_and_the_checkers_come_in_from_outside() {
    let networks = &owners().networks;
    let mut ranges = BTreeSet::new();
    for rule in networks.security_group_rules.values().filter(|it| it.direction == Direction::Inbound) {
        match rule.peer {
            RulePeer::Group(Link::To(_)) => {}
            RulePeer::PrefixList(Link::To(list)) => {
                assert_eq!(rule.traffic.ports.value().map(ToString::to_string).as_deref(), Some("443"));
                let PrefixListContents::Provider(range) = &networks.prefix_lists[list].contents else {
                    panic!("a list of the provider")
                };
                ranges.insert(format!("{range:?}"));
            }
            other => panic!("{other:?} comes in"),
        }
    }
    let expected = [ProviderRange::CdnOriginFacing, ProviderRange::HealthCheckers];
    assert_eq!(ranges, expected.iter().map(|it| format!("{it:?}")).collect());
}

#[test]
fn interfaces_are_in_their_tier_and_only_the_public_one_has_public_addresses() {
    let networks = &owners().networks;
    let mut by_kind: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, interface) in networks.interfaces.iter() {
        let subnet = interface.subnet.id().unwrap_or_else(|| panic!("a subnet: {}", address(id)));
        let place = tier(subnet).expect("a tier");
        assert_eq!(
            interface.public == Known::Value(PublicAddressing::None),
            place != Tier::Public,
            "{}",
            address(id)
        );
        let address = address(id);
        let kind = address.rsplit(':').next().and_then(|it| it.split('.').next()).unwrap_or_default();
        by_kind.entry(kind.to_owned()).or_default().insert(format!("{place:?}"));
    }
    let only = |tier: &str| BTreeSet::from([tier.to_owned()]);
    let expected = BTreeMap::from([
        ("aws_db_instance".to_owned(), only("Data")),
        ("aws_ecs_service".to_owned(), only("Application")),
        ("aws_elasticache_replication_group".to_owned(), only("Data")),
        ("aws_lambda_function".to_owned(), only("Application")),
        ("aws_lb".to_owned(), only("Public")),
        ("aws_nat_gateway".to_owned(), only("Public")),
        ("aws_vpc_endpoint".to_owned(), only("Application")),
    ]);
    assert_eq!(by_kind, expected);
}

#[test]
fn the_acl_of_the_data_tier_admits_the_app_tier_alone() {
    let networks = &owners().networks;
    let app: BTreeSet<AddressBlock> = networks
        .subnets
        .iter()
        .filter(|(id, _)| tier(*id) == Some(Tier::Application))
        .filter_map(|(_, it)| *it.block.value()?)
        .collect();
    let data: BTreeSet<_> = networks
        .subnets
        .iter()
        .filter(|(id, _)| tier(*id) == Some(Tier::Data))
        .filter_map(|(_, it)| it.acl.id())
        .collect();
    let entries = networks.network_acl_entries.values();
    let of_data: Vec<_> = entries.filter(|it| it.acl.id().is_some_and(|acl| data.contains(&acl))).collect();
    assert!(!of_data.is_empty());
    for entry in of_data {
        assert_eq!(entry.action, AclAction::Allow);
        assert!(entry.block.value().is_some_and(|block| app.contains(block)), "{:?}", entry.block);
    }
}

#[test]
fn gateway_endpoints_serve_the_app_tier_of_their_network() {
    let networks = &owners().networks;
    let mut services = BTreeSet::new();
    for endpoint in networks.private_endpoints.values() {
        let EndpointTarget::Provider { service: Known::Value(service), region: Known::Value(region) } =
            &endpoint.service
        else {
            panic!("a service of the provider")
        };
        services.insert(service.as_str());
        let here = &networks.networks[endpoint.network.id().expect("a network")];
        let here = &owners().locations[owners().sources[here.source].location].region;
        assert_eq!(here, &Known::Value(Some(region.clone())));
        match &endpoint.kind {
            EndpointKind::Gateway { route_tables } => {
                let of_app = networks.subnets.iter().filter(|(id, it)| {
                    it.network == endpoint.network && tier(*id) == Some(Tier::Application)
                });
                assert_eq!(*route_tables, of_app.map(|(_, it)| it.route_table).collect());
            }
            EndpointKind::Interface { private_dns } => assert_eq!(*private_dns, Known::Value(true)),
            EndpointKind::Inspection => panic!("no machine inspects packets"),
        }
    }
    assert_eq!(
        services,
        BTreeSet::from(["dynamodb", "ecr", "ecr.dkr", "logs", "s3", "secretsmanager", "sqs"])
    );
}

#[test]
fn every_entry_speaks_tls_and_has_a_web_acl() {
    let networks = &owners().networks;
    for (id, listener) in networks.listeners.iter() {
        let tls = listener.tls.as_ref().unwrap_or_else(|| panic!("{} speaks in the clear", address(id)));
        assert_eq!(tls.minimum, Known::Value(TlsVersion::Tls12));
        assert!(!tls.certificates.is_empty() && tls.certificates.iter().all(|it| it.id().is_some()));
    }
    for (id, distribution) in networks.distributions.iter() {
        assert_eq!(distribution.tls.minimum, Known::Value(TlsVersion::Tls12), "{}", address(id));
        assert!(matches!(distribution.web_acl, Some(Link::To(_))), "{}", address(id));
        let protocol = |it: &polder_inventory::networks::CacheBehaviour| {
            it.viewer_protocol == Known::Value(ViewerProtocol::RedirectToHttps)
        };
        assert!(distribution.behaviours.iter().all(protocol), "{}", address(id));
    }
    assert!(networks.load_balancers.values().all(|it| matches!(it.web_acl, Some(Link::To(_)))));
    assert!(
        networks
            .api_stages
            .values()
            .all(|it| matches!(it.web_acl, Some(Link::To(_))) && it.throttle.is_some())
    );
    let proved =
        networks.certificates.values().all(|it| it.validation_records.iter().any(|it| it.id().is_some()));
    assert!(proved, "every certificate has a record that proves it");
}

#[test]
fn every_host_of_a_distribution_leads_to_it() {
    let networks = &owners().networks;
    for (id, distribution) in networks.distributions.iter() {
        for alias in distribution.aliases.value().expect("known").iter() {
            let kinds: BTreeSet<&str> = networks
                .dns_records
                .values()
                .filter(|it| it.name.value().and_then(|name| name.as_literal()) == Some(alias))
                .filter(|it| matches!(it.answer, DnsAnswer::Alias { to: Link::To(EntryId::Distribution(to)), .. } if to == id))
                .filter_map(|it| it.kind.value().map(SmolStr::as_str))
                .collect();
            assert_eq!(kinds, BTreeSet::from(["A", "AAAA"]), "{alias}");
        }
    }
}

#[test]
fn cells_with_two_sites_fail_over_by_one_pair_of_records() {
    let networks = &owners().networks;
    let mut pairs: BTreeMap<&str, Vec<FailoverRole>> = BTreeMap::new();
    for record in networks.dns_records.values() {
        let DnsRouting::Failover(Known::Value(role)) = record.routing else { continue };
        let check = record.health_check.and_then(|it| it.id()).expect("a check");
        if role == FailoverRole::Primary {
            let HealthSubject::Calculated { checks, threshold } = &networks.health_checks[check].subject
            else {
                panic!("the primary's check combines others")
            };
            assert_eq!((checks.len(), *threshold), (3, Known::Value(3)));
        }
        let name = record.name.value().and_then(|name| name.as_literal()).expect("a name");
        pairs.entry(name).or_default().push(role);
    }
    let two_sites = design().cells.iter().filter(|cell| cell.sites().count() == 2);
    assert_eq!(pairs.len(), two_sites.count());
    for (name, mut roles) in pairs {
        roles.sort_by_key(|role| *role == FailoverRole::Secondary);
        assert_eq!(roles, [FailoverRole::Primary, FailoverRole::Secondary], "{name}");
    }
}

#[test]
fn nothing_of_networks_is_unknown_but_secrets_and_what_comes_with_the_deployment() {
    let unknown = unknown_values(owners()).into_iter().filter(|it| it.entry.kind().section() == "networks");
    // References to kinds that are not modelled are blind spots of their own sections.
    let unknown = unknown.filter(|it| it.reason != Reason::KindNotModelled);
    let kinds: BTreeSet<(EntryKind, String, Reason)> = unknown
        .map(|it| {
            let path: String = it.path.chars().filter(|it| !it.is_ascii_digit()).collect();
            (it.entry.kind(), path, it.reason)
        })
        .collect();
    let expected = [
        (EntryKind::PublicAddress, "address", Reason::AfterApply),
        (EntryKind::PrefixList, "contents", Reason::AfterApply),
        // Of tasks without port mappings.
        (EntryKind::Interface, "listens", Reason::Elsewhere),
        (EntryKind::ListenerRule, "conditions[].values", Reason::Sensitive),
        (EntryKind::Distribution, "origins[].headers[].value", Reason::Sensitive),
        (EntryKind::EdgeFunction, "size", Reason::Expression),
        (EntryKind::WebAcl, "rules[].condition.counted[].value", Reason::Sensitive),
    ];
    assert_eq!(
        kinds,
        expected.into_iter().map(|(kind, path, reason)| (kind, path.to_owned(), reason)).collect()
    );
}

#[test]
fn nothing_of_networks_is_a_blind_spot() {
    let spots = owners().coverage.blind_spots.values();
    let of_networks: Vec<String> = spots
        .filter(|it| it.reason != Reason::KindNotModelled)
        .filter(|it| matches!(&it.entry, Some(Link::To(entry)) if entry.kind().section() == "networks"))
        .map(|it| format!("{:?} {}", it.attribute, it.text))
        .collect();
    assert!(of_networks.is_empty(), "{of_networks:?}");
}
