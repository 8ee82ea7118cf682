//! Sizes that the user sets, beside those that are computed.

use insta::assert_snapshot;
use polder_design::{Broker, ComputeEngine, Design, Process, Service};
use polder_spec::{Origin, Platform, Setting, Sizes, TaskSizes};
use polder_units::{Bytes, MilliCpu};

use crate::dump::{EXAMPLES, OWNER, complaints, designed, dump, platform};

fn set<T>(value: T) -> Option<Setting<T>> {
    Some(Setting::default(value, Origin::Rule("a test")))
}

fn service<'d>(design: &'d Design, process: &Process) -> &'d Service {
    let site = design.sites.iter().next().expect("a site");
    site.services.iter().find(|service| service.process == *process).expect("a service")
}

/// The sizes of a design's cell, as if they were set.
fn as_computed(platform: &Platform, design: &Design, number: usize) -> Option<Sizes> {
    let name = &platform.cells[number].name.value;
    let cell = design.cells.iter().find(|cell| cell.name == *name)?;
    let site = &design.sites[cell.active];
    let tasks = |process: Process| {
        let service = site.services.iter().find(|service| service.process == process);
        service.map_or_else(TaskSizes::default, |service| TaskSizes {
            cpu: set(service.cpu),
            memory: set(service.memory),
            tasks: set(service.scaling.desired),
            tasks_max: set(service.scaling.max),
            concurrency: None,
        })
    };
    Some(Sizes {
        database_class: set(site.database.class.clone()),
        database_disk: set(site.database.storage),
        cache_class: set(site.cache.class.clone()),
        broker_class: match &site.broker {
            Broker::Valkey { class, .. } => set(class.clone()),
            Broker::Queues { .. } => None,
        },
        machine_class: site.machines.first().and_then(|machines| set(machines.classes[0].clone())),
        api: tasks(Process::Api),
        worker: tasks(Process::Worker),
        storefront: tasks(Process::Storefront),
        dashboard: tasks(Process::Dashboard),
    })
}

/// What is computed carries the forecast: set to the same, nothing changes and nothing is reported.
#[test]
fn the_computed_sizes_can_be_set() {
    for (name, text) in EXAMPLES {
        let mut platform = platform(text);
        platform.cells.iter_mut().for_each(|cell| cell.sizes = Sizes::default());
        let computed = designed(&platform);
        for number in 0..platform.cells.len() {
            if let Some(sizes) = as_computed(&platform, &computed, number) {
                platform.cells[number].sizes = sizes;
            }
        }
        let outcome = polder_design::design(&platform, polder_facts::Facts::embedded());
        assert!(
            outcome.findings.iter().all(|finding| finding.code.id != "DESIGN017"),
            "{name}: {:?}",
            outcome.findings
        );
        assert_eq!(dump(&outcome.value.expect("a design")), dump(&computed), "{name}");
    }
}

#[test]
fn a_size_that_is_set_is_at_both_sites() {
    let mut platform = platform(OWNER);
    let sizes = &mut platform.cells[0].sizes;
    sizes.database_class = set("db.m6g.4xlarge".to_owned());
    sizes.database_disk = set(Bytes::gib(400));
    sizes.cache_class = set("cache.m7g.xlarge".to_owned());
    sizes.broker_class = set("cache.m7g.large".to_owned());
    sizes.api = TaskSizes {
        cpu: set(MilliCpu(4_000)),
        memory: set(Bytes::gib(16)),
        tasks: set(11),
        tasks_max: set(44),
        concurrency: set(9),
    };
    sizes.worker.concurrency = set(7);
    let design = designed(&platform);
    let cell = design.cells.iter().next().expect("a cell");
    for id in cell.sites() {
        let site = &design.sites[id];
        assert_eq!(site.database.class, "db.m6g.4xlarge");
        assert_eq!((site.database.storage, site.database.memory), (Bytes::gib(400), Bytes::gib(64)));
        assert_eq!(site.cache.class, "cache.m7g.xlarge");
        assert!(format!("{:?}", site.broker).contains("cache.m7g.large"));
        let find = |process: Process| site.services.iter().find(|service| service.process == process);
        let api = find(Process::Api).expect("an API");
        assert_eq!((api.cpu, api.memory, api.scaling.max), (MilliCpu(4_000), Bytes::gib(16), 44));
        assert_eq!(api.scaling.desired, if site.active { 11 } else { 2 });
        assert!(api.command.contains(&"--workers=9".to_owned()), "{:?}", api.command);
        let worker = find(Process::Worker).expect("a worker");
        assert!(worker.command.contains(&"--concurrency=7".to_owned()), "{:?}", worker.command);
    }
    // The other cells are as computed.
    let other = design.sites.iter().find(|site| site.cell != cell.id).expect("another cell's site");
    assert_ne!(other.database.class, "db.m6g.4xlarge");
    let lines: Vec<String> = design
        .arithmetic
        .iter()
        .filter(|line| line.what.ends_with("as set"))
        .map(|line| format!("{}: {}, {}", line.what, line.result, line.formula))
        .collect();
    assert_snapshot!(lines.join("\n"));
}

/// More tasks hold more connections, so that the sizes of others follow.
#[test]
fn the_database_has_connections_for_the_workers_that_are_set() {
    let computed = designed(&platform(OWNER));
    let mut platform = platform(OWNER);
    platform.cells[0].sizes.worker.tasks_max = set(100);
    let design = designed(&platform);
    let connections = |design: &Design| design.sites.iter().next().map(|site| site.database.connections);
    assert!(connections(&design) > connections(&computed));
    assert_eq!(service(&design, &Process::Worker).scaling.max, 100);
}

#[test]
fn what_does_not_carry_the_forecast_is_reported() {
    assert_snapshot!(complaints(|platform| {
        let sizes = &mut platform.cells[0].sizes;
        sizes.database_class = set("db.t4g.micro".to_owned());
        sizes.database_disk = set(Bytes::gib(20));
        sizes.cache_class = set("cache.t4g.micro".to_owned());
        sizes.broker_class = set("cache.t4g.micro".to_owned());
        sizes.api = TaskSizes {
            cpu: set(MilliCpu(250)),
            memory: set(Bytes::mib(512)),
            tasks: set(1),
            tasks_max: set(2),
            concurrency: set(16),
        };
        sizes.worker.tasks_max = set(1);
        sizes.storefront.tasks = set(1);
        sizes.dashboard.tasks_max = set(1);
        platform.workload.database_size.value = Bytes::gib(100);
        platform.workload.monthly_visitors.value = 5_000_000;
        platform.workload.monthly_orders.value = 900_000;
    }));
}

/// What nothing carries is an error, unless the user sets a size.
#[test]
fn a_size_that_is_set_is_taken_where_none_fits() {
    let most = |platform: &mut Platform| {
        platform.workload.database_size.value = Bytes::gib(5_000);
        platform.cells.truncate(1);
        platform.markets.retain(|market| market.cell.value == 0);
    };
    let refused = complaints(most);
    assert!(refused.contains("no database class is large enough"), "{refused}");
    let taken = complaints(|platform| {
        most(platform);
        platform.cells[0].sizes.database_class = set("db.m6g.16xlarge".to_owned());
    });
    assert!(!taken.contains("error[") && taken.contains("warning[DESIGN017]"), "{taken}");
    let more = |platform: &mut Platform| {
        most(platform);
        platform.workload.database_size.value = Bytes::gib(50_000);
        platform.cells[0].sizes.database_class = set("db.m6g.16xlarge".to_owned());
    };
    let refused = complaints(more);
    assert!(refused.contains("no disk is large enough"), "{refused}");
    let taken = complaints(|platform| {
        more(platform);
        platform.cells[0].sizes.database_disk = set(Bytes::gib(65_536));
    });
    assert!(!taken.contains("error[") && taken.contains("disk of the database"), "{taken}");
}

#[test]
fn machines_have_the_class_that_is_set() {
    for engine in [ComputeEngine::ContainersOnMachines, ComputeEngine::Kubernetes] {
        let mut platform = platform(OWNER);
        platform.compute.engine.value = engine;
        platform.cells[0].sizes.machine_class = set("m6g.4xlarge".to_owned());
        let design = designed(&platform);
        let site = design.sites.iter().next().expect("a site");
        assert_eq!(site.machines[0].classes, ["m6g.4xlarge"]);
    }
    let found = |class: &str| {
        complaints(|platform| {
            platform.compute.engine.value = ComputeEngine::ContainersOnMachines;
            platform.cells[0].sizes.machine_class = set(class.to_owned());
        })
    };
    let lent = found("t4g.2xlarge");
    assert!(lent.contains("DESIGN017") && !lent.contains("error["), "{lent}");
    let small = found("t4g.small");
    assert!(small.contains("error[DESIGN013]"), "{small}");
    assert!(small.contains("help: choose a larger class, or remove `machine_class`"), "{small}");
}

/// The user corrects all of it at once.
#[test]
fn a_size_below_the_forecast_is_reported_beside_machines_that_do_not_fit() {
    let found = complaints(|platform| {
        platform.compute.engine.value = ComputeEngine::ContainersOnMachines;
        platform.cells[0].sizes.machine_class = set("t4g.small".to_owned());
        platform.cells[0].sizes.cache_class = set("cache.t4g.micro".to_owned());
        platform.workload.monthly_visitors.value = 5_000_000;
    });
    assert!(found.contains("error[DESIGN013]"), "{found}");
    assert!(found.contains("warning[DESIGN017]") && found.contains("class of the cache"), "{found}");
}
