//! Sizes under any load: monotonic, without panics, and fast.

use polder_design::{Design, Service, SiteId};
use polder_facts::Facts;
use polder_spec::Platform;
use polder_units::{Bytes, Ppm};
use proptest::prelude::*;

use crate::dump::{OWNER, designed, platform};

fn loaded(views: u64, orders: u64, visitors: u64, gib: u64) -> Platform {
    let mut platform = platform(OWNER);
    let workload = &mut platform.workload;
    workload.monthly_page_views.value = views;
    workload.monthly_orders.value = orders;
    workload.monthly_visitors.value = visitors;
    workload.database_size.value = Bytes(gib << 30);
    platform
}

/// The price per hour of the minimum number of machines of a design, by kind.
fn hourly(design: &Design) -> Vec<u128> {
    let facts = Facts::embedded();
    let rate = facts.serverless_price(polder_facts::Arch::Arm64, "eu-west-1").unwrap();
    let tasks = |service: &Service| {
        let (cpu, memory) = (u128::from(service.cpu.0), u128::from(service.memory.as_mib()));
        let each = cpu * 1_024 * rate.vcpu.0 as u128 + memory * 1_000 * rate.gigabyte.0 as u128;
        each * u128::from(service.scaling.desired)
    };
    let site = &design.sites[SiteId::new(1)];
    let database = facts.database_class(&site.database.class).unwrap();
    let database = database.price(&site.region, true).unwrap().0 as u128;
    let cache = facts.cache_class(&site.cache.class).unwrap().price(&site.region).unwrap().0 as u128;
    let storage = u128::from(site.database.storage.0);
    site.services.iter().map(tasks).chain([database, cache, storage]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn more_load_never_gives_a_smaller_size(
        views in 1u64..200_000_000,
        orders in 1u64..500_000,
        visitors in 1u64..2_000_000,
        gib in 1u64..200,
        more in prop::array::uniform4(0u64..1_000),
    ) {
        let grown = |value: u64, percent: u64| value + value * percent / 100;
        let less = polder_design::design(&loaded(views, orders, visitors, gib), Facts::embedded());
        let more = loaded(
            grown(views, more[0]),
            grown(orders, more[1]),
            grown(visitors, more[2]),
            grown(gib, more[3]),
        );
        let more = polder_design::design(&more, Facts::embedded());
        if let Some(more) = more.value {
            let less = less.value.expect("what fits more fits less");
            for (less, more) in hourly(&less).into_iter().zip(hourly(&more)) {
                prop_assert!(less <= more);
            }
        }
    }

    #[test]
    fn no_number_makes_it_panic(
        numbers in prop::array::uniform8(prop_oneof![any::<u64>(), 0u64..1_000, Just(u64::MAX)]),
        growth in any::<u32>(),
        share in any::<u32>(),
        zones in 0u64..9,
    ) {
        let mut platform = loaded(numbers[0], numbers[1], numbers[2], 20);
        platform.workload.database_size.value = Bytes(numbers[3]);
        platform.workload.peak_factor.value = numbers[4];
        platform.workload.horizon_years.value = numbers[5];
        platform.workload.growth_per_year.value = Ppm(growth);
        platform.objectives.latency_p95.value.milliseconds = numbers[6];
        platform.cache.shards.value = numbers[7];
        platform.database.read_replicas.value = numbers[7];
        platform.network.zones.value = zones;
        platform.markets[0].share.value = Ppm(share);
        let outcome = polder_design::design(&platform, Facts::embedded());
        prop_assert_eq!(outcome.value.is_none(), outcome.has_errors());
    }
}

#[test]
fn a_thousand_sites_have_one_design() {
    let mut platform = platform(OWNER);
    let pool: polder_units::Cidr = "10.0.0.0/8".parse().unwrap();
    let (cell, market) = (platform.cells[0].clone(), platform.markets[0].clone());
    (platform.cells, platform.markets) = (vec![], vec![]);
    // One host cannot serve this many dashboards.
    platform.edge.dashboard.value = None;
    for number in 0..500usize {
        let (mut cell, mut market) = (cell.clone(), market.clone());
        cell.name.value = format!("cell-{number}");
        let written = |index: u32| pool.subnet(20, index);
        let index = 2 * u32::try_from(number).unwrap();
        cell.primary.network.as_mut().unwrap().value = written(index).unwrap();
        cell.backup.as_mut().unwrap().site.network.as_mut().unwrap().value = written(index + 1).unwrap();
        market.cell.value = number;
        market.host.value = format!("shop-{number}");
        market.share.value = Ppm(2_000);
        platform.cells.push(cell);
        platform.markets.push(market);
    }
    let design = designed(&platform);
    assert_eq!((design.cells.len(), design.sites.len()), (500, 1_000));
    assert_eq!(design.sites[SiteId::new(999)].network.to_string(), "10.62.112.0/20");
}
