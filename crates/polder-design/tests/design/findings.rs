//! Platforms that cannot be designed, and their findings.

use insta::assert_snapshot;
use polder_spec::{Origin, Platform, Setting};

use crate::dump::{OWNER, complaints, platform};

#[test]
fn the_pool_is_used_up() {
    assert_snapshot!(complaints(|platform| {
        platform.network.pool.value = "10.64.0.0/15".parse().unwrap();
        for cell in &mut platform.cells {
            cell.primary.network = None;
            if let Some(backup) = &mut cell.backup {
                backup.site.network = None;
            }
        }
    }));
}

#[test]
fn a_network_does_not_fit() {
    assert_snapshot!(complaints(|platform| {
        let network = "10.100.0.0/24".parse().unwrap();
        platform.cells[0].primary.network.as_mut().unwrap().value = network;
    }));
}

#[test]
fn a_region_has_too_few_zones() {
    assert_snapshot!(complaints(|platform| platform.network.zones.value = 4));
}

#[test]
fn a_region_is_not_known() {
    assert_snapshot!(complaints(
        |platform| platform.cells[1].primary.region.value = "mars-north-1".to_owned()
    ));
}

#[test]
fn a_bucket_name_is_too_long() {
    assert_snapshot!(complaints(|platform| {
        platform.domain.value = "a-shop-with-a-name-that-does-not-end.example.com".to_owned();
    }));
}

#[test]
fn a_cell_has_no_market() {
    assert_snapshot!(complaints(|platform| platform.markets.retain(|market| market.cell.value != 0)));
}

#[test]
fn a_host_is_taken() {
    assert_snapshot!(complaints(|platform| {
        platform.markets[0].host.value = "origin-benelux".to_owned();
        platform.markets[1].host.value = "x".repeat(250);
    }));
}

/// Outside production a market with a domain of its own is at its name: where another market or a shared host is. Markets that
/// share a host in production share it there, too.
#[test]
fn a_host_outside_production_is_taken() {
    let change = |platform: &mut Platform, name: &str, domain: Option<&str>, host: &str| {
        let market = platform.markets.iter_mut().find(|market| market.name.value == name).expect("a market");
        market.domain = domain.map(|own| Setting::default(own.to_owned(), Origin::Rule("a test")));
        market.host.value = host.to_owned();
    };
    let found = |nl: (Option<&str>, &str), be: (Option<&str>, &str)| {
        complaints(|platform| {
            change(platform, "NL", nl.0, nl.1);
            change(platform, "BE", be.0, be.1);
        })
    };
    let none = complaints(|_| {});
    assert_snapshot!(found((Some("winkel.nl"), "www"), (None, "nl")));
    assert_eq!(found((Some("winkel.nl"), "www"), (Some("winkel.be"), "www")), none);
    assert_eq!(found((None, "shops"), (None, "shops")), none);
    let shared = complaints(|platform| {
        change(platform, "NL", Some("winkel.nl"), "www");
        platform.edge.www.value = Some("nl".to_owned());
    });
    assert!(
        shared.contains("`edge.www` and market `NL` would both be at `nl.staging.example.com`"),
        "{shared}"
    );
    assert!(!shared.contains("`nl.example.com`"), "{shared}");
}

#[test]
fn no_size_fits() {
    assert_snapshot!(complaints(|platform| platform.workload.monthly_page_views.value = 10u64.pow(15)));
}

#[test]
fn data_do_not_fit_into_memory() {
    assert_snapshot!(complaints(|platform| platform.workload.database_size.value.0 = 1 << 60));
}

#[test]
fn the_forecast_is_out_of_range() {
    assert_snapshot!(complaints(|platform| {
        platform.workload.peak_factor.value = u64::MAX;
        platform.workload.monthly_orders.value = u64::MAX;
    }));
}

#[test]
fn the_latency_is_out_of_reach() {
    assert_snapshot!(complaints(|platform| platform.objectives.latency_p95.value.milliseconds = 50));
}

#[test]
fn tasks_find_no_addresses() {
    assert_snapshot!(complaints(|platform| {
        platform.cells[0].primary.network.as_mut().unwrap().value = "10.100.0.0/20".parse().unwrap();
        platform.services = vec![crowd()];
    }));
}

#[test]
fn a_service_is_larger_than_any_task() {
    assert_snapshot!(complaints(|platform| {
        let mut service = crowd();
        service.cpu.value.0 = 64_000;
        platform.services = vec![service];
    }));
}

/// A service of a thousand tasks.
fn crowd() -> polder_spec::Service {
    let text = format!("{OWNER}\n[services.crowd]\ntasks = 2\n");
    let mut service = platform(&text).services.remove(0);
    service.tasks = Setting::default(1_000, polder_spec::Origin::Rule("a test"));
    service
}

/// Production had the market at a domain of its own, and the other accounts had it at theirs.
#[test]
fn a_former_host_is_another_in_another_account() {
    assert_snapshot!(complaints(|platform| {
        let former = Setting::default("www.tools.example".to_owned(), Origin::Rule("a test"));
        platform.markets[0].former_hosts = vec![former];
    }));
}

#[test]
fn a_former_host_is_in_use() {
    assert_snapshot!(complaints(|platform| {
        let former = |host: &str| Setting::default(host.to_owned(), Origin::Rule("a test"));
        let domain = platform.domain.value.clone();
        let host = platform.markets[1].full_host(&domain);
        platform.markets[0].former_hosts = vec![former(&host), former(&format!("api.{domain}"))];
        platform.markets[1].former_hosts = vec![former(&format!("old.{domain}")), former(&host)];
        platform.markets[2].former_hosts = vec![former(&format!("old.{domain}"))];
    }));
}
