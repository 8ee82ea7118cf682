//! Machines fit their tasks, at the minimum and at the maximum, under any load.

use polder_design::{ComputeEngine, Design, MachineKind, Machines, Service, Site, SiteId};
use polder_facts::Facts;
use polder_spec::Platform;
use polder_units::Bytes;
use proptest::prelude::*;

use crate::dump::{EXAMPLES, OWNER, complaints, designed, dump, platform};

/// A platform on machines.
fn on(engine: ComputeEngine, text: &str) -> Platform {
    let mut platform = platform(text);
    platform.compute.engine.value = engine;
    platform
}

const ENGINES: [ComputeEngine; 2] = [ComputeEngine::ContainersOnMachines, ComputeEngine::Kubernetes];

/// A task, or the remaining capacity of a machine: CPU, memory, addresses.
type Size = (u64, u64, u64);

fn size(service: &Service) -> Size {
    (service.cpu.0, service.memory.0, 1)
}

/// The tasks of a pool, so many of each service as `count` says.
fn tasks(site: &Site, kind: MachineKind, count: impl Fn(&Service) -> u64) -> Vec<Size> {
    let here = site.services.iter().filter(|service| MachineKind::of(service) == kind);
    here.flat_map(|service| (0..count(service)).map(|_| size(service))).collect()
}

/// First-fit placement of one task after the other: slow and obvious.
fn first_fit(tasks: &[Size], pool: &Machines, count: u64) -> bool {
    let mut left: Vec<Size> = (0..count).map(|_| (pool.cpu.0, pool.memory.0, pool.tasks)).collect();
    tasks.iter().all(|(cpu, memory, one)| {
        let room = left.iter_mut().find(|room| room.0 >= *cpu && room.1 >= *memory && room.2 >= *one);
        room.map(|room| *room = (room.0 - cpu, room.1 - memory, room.2 - one)).is_some()
    })
}

fn largest_first(mut tasks: Vec<Size>) -> Vec<Size> {
    tasks.sort_by_key(|(cpu, memory, _)| std::cmp::Reverse((*memory, *cpu)));
    tasks
}

/// The same tasks in another order, by a well-known generator.
fn shuffled(mut tasks: Vec<Size>, mut seed: u64) -> Vec<Size> {
    for last in (1..tasks.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        tasks.swap(last, usize::try_from(seed >> 33).unwrap() % (last + 1));
    }
    tasks
}

/// Whether each pool of a design fits its tasks.
fn carried(design: &Design, zones_may_be_lost: impl Fn(&Site) -> bool, seed: u64) {
    for site in &design.sites {
        assert_eq!(site.machines.iter().map(|pool| pool.kind).collect::<Vec<_>>(), MachineKind::ALL);
        for pool in &site.machines {
            let name = format!("{} {}", site.name, pool.kind.name());
            assert!(pool.min <= pool.desired && pool.desired <= pool.max && pool.max > 0, "{name}");
            for class in &pool.classes {
                let class = Facts::embedded().machine_class(class).expect("a class of the facts");
                assert!(pool.cpu.0 <= class.vcpu * 1_000 && pool.memory < class.memory, "{name}");
                assert!(pool.tasks <= class.tasks_max().max(class.pods_max()), "{name}");
            }
            let hours = design.cells[site.cell].hours.is_some();
            let least = if hours { pool.desired } else { pool.min };
            let min = tasks(site, pool.kind, |service| service.scaling.min);
            let jobs = site.jobs.iter().filter(|job| MachineKind::of(job) == pool.kind);
            let extra = site.services.iter().filter(|service| MachineKind::of(service) == pool.kind);
            for one in jobs.clone().chain(extra).map(size) {
                let with = min.iter().copied().chain([one]).collect();
                assert!(min.is_empty() || first_fit(&largest_first(with), pool, least), "{name}");
            }
            if zones_may_be_lost(site) && !min.is_empty() {
                let zones = u64::try_from(site.zones.len()).unwrap();
                assert!(least >= zones, "{name}");
                let part = tasks(site, pool.kind, |service| service.scaling.min.div_ceil(zones));
                assert!(first_fit(&largest_first(part), pool, least / zones), "{name}");
            }
            let most = tasks(site, pool.kind, |service| service.scaling.max * 2);
            let most = most.into_iter().chain(jobs.map(size)).collect();
            assert!(first_fit(&shuffled(most, seed), pool, pool.max), "{name}");
        }
    }
}

fn matters(design: &Design) -> impl Fn(&Site) -> bool {
    |site| design.accounts[site.account].environment != polder_design::Environment::Development
}

#[test]
fn every_example_has_machines_that_carry_it() {
    for engine in ENGINES {
        for (_, text) in EXAMPLES {
            let design = designed(&on(engine, text));
            assert_eq!(design.compute, engine);
            carried(&design, matters(&design), 1);
        }
    }
}

#[test]
fn fargate_has_no_machines() {
    assert!(designed(&platform(OWNER)).sites.iter().all(|site| site.machines.is_empty()));
}

#[test]
fn sites_of_a_cell_have_the_same_machines() {
    for engine in ENGINES {
        let design = designed(&on(engine, OWNER));
        for cell in &design.cells {
            let classes = |site: SiteId| {
                design.sites[site]
                    .machines
                    .iter()
                    .map(|pool| (pool.classes.clone(), pool.memory))
                    .collect::<Vec<_>>()
            };
            assert!(cell.sites().all(|site| classes(site) == classes(cell.primary)), "{}", cell.name);
        }
    }
}

/// A pool that is stopped at night has a minimum of zero.
#[test]
fn a_cell_that_stops_may_have_no_machine() {
    let design = designed(&on(ComputeEngine::ContainersOnMachines, OWNER));
    let stopping = |site: &&Site| design.cells[site.cell].hours.is_some();
    assert!(design.sites.iter().any(|site| stopping(&site)));
    for pool in design.sites.iter().filter(stopping).flat_map(|site| &site.machines) {
        assert_eq!(pool.min, 0);
    }
}

#[test]
fn the_machines_of_the_owner() {
    for engine in ENGINES {
        let design = designed(&on(engine, OWNER));
        let lines: Vec<String> = dump(&design)
            .lines()
            .filter(|line| line.starts_with("site") || line.contains("machines"))
            .map(str::to_owned)
            .collect();
        let written = design.arithmetic.iter().filter(|line| line.what.contains("machines"));
        let written =
            written.map(|line| format!("{}: {} = {} = {}", line.cell, line.what, line.formula, line.result));
        let all: Vec<String> = lines.into_iter().chain(written).collect();
        insta::assert_snapshot!(format!("the_machines_of_the_owner_{engine:?}"), all.join("\n"));
    }
}

/// An interruptible pool has several classes, each at least as large as the pool's size.
#[test]
fn spare_capacity_comes_from_several_classes() {
    for engine in ENGINES {
        for pool in designed(&on(engine, OWNER)).sites.iter().flat_map(|site| &site.machines) {
            let count = if pool.kind == MachineKind::Steady { 1 } else { 4 };
            assert_eq!(pool.classes.len(), count, "{:?}", pool.classes);
        }
    }
}

#[test]
fn no_machine_fits() {
    insta::assert_snapshot!(complaints(|platform| {
        platform.compute.engine.value = ComputeEngine::ContainersOnMachines;
        let text = format!("{OWNER}\n[services.giant]\ncpu_millis = 16000\nmemory_mib = 122880\ntasks = 2\n");
        let mut services = crate::dump::platform(&text).services;
        services[0].tasks.value = 1_000;
        platform.services = services;
    }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn machines_carry_any_load(
        views in 1u64..50_000_000,
        orders in 1u64..200_000,
        gib in 1u64..100,
        eks in any::<bool>(),
        x86 in any::<bool>(),
        own in prop::collection::vec((100u64..16_000, 128u64..65_536, 1u64..40, any::<bool>()), 0..4),
        seed in any::<u64>(),
    ) {
        let mut text = OWNER.to_owned();
        for (number, (cpu, memory, tasks, spare)) in own.iter().enumerate() {
            let service = format!(
                "\n[services.own-{number}]\ncpu_millis = {cpu}\nmemory_mib = {memory}\ntasks = {tasks}\ninterruptible = {spare}\n"
            );
            text.push_str(&service);
        }
        let mut platform = on(ENGINES[usize::from(eks)], &text);
        if x86 {
            platform.compute.architecture.value = polder_design::Architecture::X86_64;
        }
        platform.workload.monthly_page_views.value = views;
        platform.workload.monthly_orders.value = orders;
        platform.workload.database_size.value = Bytes(gib << 30);
        if let Some(design) = polder_design::design(&platform, Facts::embedded()).value {
            carried(&design, matters(&design), seed);
        }
    }
}
