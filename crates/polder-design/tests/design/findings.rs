//! Platforms that cannot be designed, and their findings.

use insta::assert_snapshot;
use polder_spec::Setting;

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
