//! Load, volumes of flows, and transfers between sites: complete, and consistent with each other.

use std::collections::BTreeMap;

use polder_design::{
    Design, Environment, Flow, FlowVolume, Party, Process, Role, Site, Transfer, TransferEnd, Transferred,
};
use polder_facts::Facts;
use polder_units::Rate;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::dump::{EXAMPLES, OWNER, designed, platform};

/// Every example, before and after a failover.
fn all(check: impl Fn(&str, &Design)) {
    for (name, text) in EXAMPLES {
        for active in [Role::Primary, Role::Backup] {
            let mut platform = platform(text);
            for cell in &mut platform.cells {
                cell.active.value = active;
            }
            check(&format!("{name} {active:?}"), &designed(&platform));
        }
    }
}

/// Two numbers differ at most by the rounding of rates and shares: a hundred, or two in a thousand.
fn close(one: u64, other: u64) -> bool {
    one.abs_diff(other) <= 100 + one.max(other) / 500
}

#[test]
fn every_page_view_and_order_comes_to_one_site() {
    all(|name, design| {
        for cell in &design.cells {
            let sites: Vec<&Site> = cell.sites().map(|site| &design.sites[site]).collect();
            let markets = |pick: fn(&polder_design::MarketLoad) -> u64| -> u64 {
                cell.markets.iter().map(|market| pick(&market.load)).sum()
            };
            let pages: u64 = sites.iter().map(|site| site.load.page_views.monthly).sum();
            assert_eq!(pages, markets(|load| load.page_views.monthly), "{name} {}", cell.name);
            let orders: u64 = sites.iter().map(|site| site.load.orders.monthly).sum();
            assert_eq!(orders, cell.load.orders.monthly, "{name} {}", cell.name);
            assert!(close(pages, cell.load.page_views.monthly), "{name} {}", cell.name);
            assert!(close(markets(|load| load.orders.monthly), orders), "{name} {}", cell.name);
            for site in sites {
                assert_eq!(site.load.orders.mean > Rate::ZERO, site.active, "{name} {}", site.name);
                // The remaining site carries everything.
                assert_eq!(site.load.orders.peak, cell.load.orders.peak, "{name} {}", site.name);
                assert_eq!(site.load.page_views.peak, cell.load.page_views.peak, "{name} {}", site.name);
            }
        }
    });
}

#[test]
fn rates_rise_from_the_average_to_the_peak() {
    all(|name, design| {
        for cell in &design.cells {
            for arrivals in [cell.load.page_views, cell.load.orders, cell.load.api_requests] {
                assert!(arrivals.mean <= arrivals.ordinary && arrivals.ordinary <= arrivals.peak, "{name}");
                assert!(close(arrivals.mean.in_month(), arrivals.monthly), "{name}: {arrivals:?}");
            }
            assert!(cell.load.database_size.today <= cell.load.database_size.horizon, "{name}");
            assert!(cell.load.storefront_requests.monthly <= cell.load.api_requests.monthly, "{name}");
        }
    });
}

#[test]
fn what_the_edge_hands_on_arrives_at_processes() {
    all(|name, design| {
        for site in &design.sites {
            let mean = |flow: &Flow| match flow.volume {
                FlowVolume::Requests { mean, .. } => mean,
                _ => Rate::ZERO,
            };
            let entry = site.flows.iter().find(|flow| flow.to == Party::LoadBalancer).map(mean);
            let processes = site
                .flows
                .iter()
                .filter(|flow| flow.from == Party::LoadBalancer && matches!(flow.to, Party::Process(_)));
            let sum = processes.map(mean).fold(Rate::ZERO, Rate::plus);
            let has_dashboard = site.services.iter().any(|service| service.process == Process::Dashboard);
            // Without a dashboard, nobody requests its files; the entry counts them nevertheless.
            assert!(entry == Some(sum) || !has_dashboard, "{name} {}: {entry:?} {sum:?}", site.name);
        }
    });
}

/// Volumes are unknown only where they cannot be known.
#[test]
fn volumes_are_unknown_for_own_services_and_clusters_alone() {
    all(|name, design| {
        for site in &design.sites {
            for flow in &site.flows {
                let own = |party: &Party| matches!(party, Party::Process(Process::Own(_)));
                let control = flow.from == Party::Cluster || flow.to == Party::Cluster;
                match flow.volume {
                    FlowVolume::Unknown(why) => {
                        assert!(why != "not forecast", "{name} {}: {flow:?}", site.name);
                        assert!(
                            own(&flow.from) || own(&flow.to) || control,
                            "{name} {}: {flow:?}",
                            site.name
                        );
                    }
                    FlowVolume::Elsewhere(_) => {
                        let counted = site
                            .flows
                            .iter()
                            .any(|other| other.from == Party::Cluster && other.to == flow.to);
                        assert!(counted, "{name} {}: {flow:?}", site.name);
                    }
                    FlowVolume::Requests { mean, peak, .. } => assert!(mean <= peak, "{name}: {flow:?}"),
                    FlowVolume::Stream { .. } => {}
                }
            }
        }
    });
}

/// The number of transfers of each kind between two ends.
fn counted(design: &Design) -> BTreeMap<(String, TransferEnd, TransferEnd), usize> {
    let mut counts = BTreeMap::new();
    for Transfer { what, from, to, .. } in &design.transfers {
        *counts.entry((format!("{what:?}"), *from, *to)).or_insert(0) += 1;
    }
    counts
}

#[test]
fn transfers_are_what_sites_regions_and_accounts_say() {
    all(|name, design| {
        let mut wanted = BTreeMap::new();
        let mut want = |what: Transferred, from, to| {
            *wanted.entry((format!("{what:?}"), from, to)).or_insert(0) += 1;
        };
        for site in &design.sites {
            let here = TransferEnd::Site(site.id);
            if let Some(source) = site.database.follows {
                want(Transferred::Database, TransferEnd::Site(source), here);
            }
            for bucket in &site.buckets {
                if let Some(to) = bucket.replicates_to {
                    want(Transferred::Bucket(bucket.kind), here, TransferEnd::Site(to));
                }
            }
            if site.role == Role::Primary || site.active {
                want(Transferred::Backup, here, here);
                if let Some(peer) = site.peer {
                    want(Transferred::BackupCopy, here, TransferEnd::Site(peer));
                }
                let holder = design.accounts.iter().find(|it| it.environment == Environment::Backup);
                let of = design.accounts[site.account].environment;
                if let Some(holder) = holder.filter(|_| of == Environment::Production) {
                    want(Transferred::BackupToAccount, here, TransferEnd::Account(holder.id));
                }
            }
        }
        for cell in &design.cells {
            for secret in &cell.secrets {
                if let Some(backup) = cell.backup {
                    let ends = (TransferEnd::Site(cell.primary), TransferEnd::Site(backup));
                    want(Transferred::Secret(secret.id.clone()), ends.0, ends.1);
                }
            }
        }
        for region in design.regions.iter().filter(|region| !region.home) {
            let home = design.regions.iter().find(|known| known.home && known.account == region.account);
            let home = home.expect("an account with sites has a home").id;
            want(Transferred::Images, TransferEnd::Region(home), TransferEnd::Region(region.id));
        }
        let manages = |account: &&polder_design::Account| account.environment == Environment::Management;
        if let Some(manager) = design.accounts.iter().find(manages) {
            let own = |environment| {
                let mut accounts = design.accounts.iter();
                TransferEnd::Account(accounts.find(|it| it.environment == environment).unwrap_or(manager).id)
            };
            let manager = TransferEnd::Account(manager.id);
            let (archive, security) = (own(Environment::LogArchive), own(Environment::Security));
            for account in &design.accounts {
                let from = TransferEnd::Account(account.id);
                want(Transferred::AuditLog, from, archive);
                if from != manager {
                    want(Transferred::Telemetry, from, manager);
                }
                if from != security {
                    want(Transferred::Findings, from, security);
                }
            }
        }
        assert_eq!(counted(design), wanted, "{name}");
    });
}

#[test]
fn every_transfer_carries_what_its_source_holds() {
    all(|name, design| {
        for transfer in &design.transfers {
            assert!(!transfer.carries.is_empty(), "{name}: {transfer:?}");
            assert!(transfer.carries.is_sorted(), "{name}: {transfer:?}");
        }
    });
}

#[test]
fn the_traffic_of_the_owner() {
    let design = designed(&platform(OWNER));
    let mut lines = vec![];
    for cell in &design.cells {
        lines.push(format!("cell {}: {:?}", cell.name, cell.load).replace(" }, ", " }\n    "));
    }
    for site in &design.sites {
        lines.push(format!("site {}: {:?}", site.name, site.load));
    }
    let first = design.sites.first().expect("there is a site");
    for flow in &first.flows {
        lines.push(format!("{:?} -> {:?}: {:?}", flow.from, flow.to, flow.volume));
    }
    for transfer in &design.transfers {
        let Transfer { what, from, to, carries, volume, .. } = transfer;
        lines.push(format!("{what:?} {from:?} -> {to:?} {carries:?}: {volume:?}"));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(29), failure_persistence: None, ..ProptestConfig::with_cases(48)
    })]

    #[test]
    fn more_visitors_never_carry_less(views in 1u64..10_000_000, orders in 1u64..100_000, more in 0u64..300) {
        let with = |views: u64, orders: u64| {
            let mut platform = platform(OWNER);
            platform.workload.monthly_page_views.value = views;
            platform.workload.monthly_orders.value = orders;
            polder_design::design(&platform, Facts::embedded()).value
        };
        let grown = |value: u64| value + value * more / 100;
        let (Some(less), Some(more)) = (with(views, orders), with(grown(views), grown(orders))) else {
            return Ok(());
        };
        for (less, more) in less.sites.iter().zip(&more.sites) {
            for (one, other) in less.flows.iter().zip(&more.flows) {
                prop_assert_eq!((&one.from, &one.to), (&other.from, &other.to));
                // Sizes of mixed requests are averages, so whole months are compared.
                if let (FlowVolume::Requests { mean: a, .. }, FlowVolume::Requests { mean: b, .. }) =
                    (one.volume, other.volume)
                {
                    prop_assert!(a <= b, "{:?}", one);
                } else {
                    prop_assert!(one.volume.sent() <= other.volume.sent(), "{:?}", one);
                }
            }
        }
        for (less, more) in less.transfers.iter().zip(&more.transfers) {
            prop_assert!(less.volume.sent() <= more.volume.sent(), "{:?}", less);
        }
    }
}
