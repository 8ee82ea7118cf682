//! Functions: their sites, and the consistency of their settings.

use std::collections::BTreeSet;

use polder_design::{Flow, FlowVolume, FunctionKind, Party, Role, Trigger};
use polder_units::{Duration, Rate};

use crate::dump::{EXAMPLES, OWNER, designed, platform};

#[test]
fn each_site_has_the_functions_of_its_role() {
    for (name, text) in EXAMPLES {
        let design = designed(&platform(text));
        for site in &design.sites {
            let kinds: BTreeSet<FunctionKind> = site.functions.iter().map(|function| function.kind).collect();
            let own = match site.role {
                Role::Primary => FunctionKind::Auditor,
                Role::Backup => FunctionKind::FailoverController,
            };
            // Where a custom service consumes the events, no function does.
            let taken = site.flows.iter().any(|flow| {
                matches!((&flow.from, &flow.to), (Party::Process(_), Party::Queue(key)) if key == "events")
                    && flow.access == polder_design::Access::Receive
            });
            let mut wanted = BTreeSet::from([own, FunctionKind::SetupRunner, FunctionKind::ShopProbe]);
            if !taken {
                wanted.insert(FunctionKind::EventConsumer);
            }
            assert_eq!(kinds, wanted, "{name}: {}", site.name);
            assert_eq!(site.tables.len(), usize::from(!taken), "{name}: {}", site.name);
        }
    }
}

#[test]
fn a_message_stays_hidden_for_six_runs() {
    for (name, text) in EXAMPLES {
        let design = designed(&platform(text));
        for site in &design.sites {
            for function in &site.functions {
                if let Trigger::Queue { key, .. } = &function.trigger {
                    let queue = site.queues.iter().find(|queue| queue.key == *key).expect("its queue");
                    // Lambda recommends six times the timeout, or messages are delivered again while they are
                    // processed.
                    assert!(Some(queue.visibility) >= function.timeout.times(6), "{name}");
                }
                assert!(function.timeout <= Duration::minutes(15) && function.concurrency > 0, "{name}");
            }
        }
    }
}

#[test]
fn the_shop_is_probed_where_it_takes_writes_while_it_runs() {
    let mut inside = 0;
    for (name, text) in EXAMPLES {
        let design = designed(&platform(text));
        for site in &design.sites {
            let probe = site.functions.iter().find(|function| function.kind == FunctionKind::ShopProbe);
            let Some(Trigger::Every { hours, enabled, .. }) = probe.map(|probe| &probe.trigger) else {
                panic!("{name}: {}", site.name);
            };
            assert_eq!(*enabled, site.active, "{name}: {}", site.name);
            let running = design.cells[site.cell].hours.as_ref();
            assert_eq!(hours.is_some(), running.is_some(), "{name}: {}", site.name);
            if let (Some(hours), Some(running)) = (hours, running) {
                assert!(running.from + 30 <= hours.from && hours.from < hours.to && hours.to <= running.to);
                assert_eq!((hours.from % 60, hours.to % 60), (0, 0));
                inside += 1;
            }
        }
    }
    assert!(inside > 0, "no example has a cell with hours");
}

#[test]
fn the_shop_is_verified_where_it_takes_writes_while_it_runs() {
    let mut inside = 0;
    for (name, text) in EXAMPLES {
        let design = designed(&platform(text));
        for site in &design.sites {
            let runner = site.functions.iter().find(|function| function.kind == FunctionKind::SetupRunner);
            let Some(Trigger::Daily { minute, hours, enabled }) = runner.map(|runner| &runner.trigger) else {
                panic!("{name}: {}", site.name);
            };
            assert_eq!(*enabled, site.active, "{name}: {}", site.name);
            assert_eq!(*hours, design.cells[site.cell].hours, "{name}: {}", site.name);
            if let Some(hours) = hours {
                assert!((hours.from..hours.to).contains(minute), "{name}: {}", site.name);
                inside += 1;
            }
        }
    }
    assert!(inside > 0, "no example has a cell with hours");
}

/// What a schedule starts, counted by hours and days: the bill follows from it.
#[test]
fn a_cell_with_hours_has_fewer_runs() {
    let design = designed(&platform(OWNER));
    let starts = |name: &str, kind| {
        let site = design.sites.iter().find(|site| site.name == name).expect("a site");
        let started = |flow: &&Flow| flow.from == Party::Scheduler && flow.to == Party::Function(kind);
        let flow = site.flows.iter().find(started).expect("a schedule");
        let FlowVolume::Requests { mean, .. } = flow.volume else { panic!("{:?}", flow.volume) };
        mean
    };
    assert_eq!(starts("de-eu-central-1", FunctionKind::ShopProbe), Rate::per_day(24 * 12));
    // From 8 to 20 on five days of a week; once on each of them.
    let probe = Rate::per_day(12 * 12).times(5, 7);
    assert_eq!(starts("dev-eu-west-1", FunctionKind::ShopProbe), probe);
    assert_eq!(starts("dev-eu-west-1", FunctionKind::SetupRunner), Rate::per_day(1).times(5, 7));
}
