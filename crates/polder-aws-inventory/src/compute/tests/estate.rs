//! What holds for the processes of the owner's estate, known from its design.

use polder_inventory::EntryId;
use polder_inventory::compute::{ActionKind, CapacityKind, EnvironmentValue, Pinned, ProcessKind};
use polder_inventory::model::{Known, Link};
use polder_inventory::stores::StoreKind;

use crate::estate::owners;
use crate::test_graphs::{address, region};

#[test]
fn every_site_runs_its_services_on_managed_capacity() {
    let inventory = owners();
    let services: Vec<_> =
        inventory.compute.processes.values().filter(|it| it.kind == ProcessKind::Service).collect();
    // API, worker, beat, dashboard and storefront at each of seven sites.
    assert_eq!(services.len(), 7 * 5);
    for service in services {
        let [capacity] = &service.capacity[..] else { panic!("{:?}", service.name) };
        let in_production = inventory.sources[service.source].stack.starts_with("production/");
        let interruptible = !in_production && service.name != Known::Value("beat".into());
        let expected = if interruptible { CapacityKind::ServerlessSpot } else { CapacityKind::Serverless };
        assert_eq!(capacity.on, expected, "{:?}", service.name);
        let replicas = service.replicas.expect("replicas");
        let (min, desired, max) = (replicas.min.value(), replicas.desired.value(), replicas.max.value());
        assert!(min <= desired && desired <= max, "{:?}", service.name);
        assert_eq!(service.architecture, Known::Value("arm64".into()));
    }
}

#[test]
fn beat_never_runs_twice() {
    for process in owners().compute.processes.values() {
        if process.name == Known::Value("beat".into()) {
            let rollout = process.rollout.as_ref().expect("a rollout");
            assert_eq!(
                (&rollout.healthy_percent_min, &rollout.percent_max),
                (&Known::Value(0), &Known::Value(100))
            );
            assert!(process.replicas.expect("replicas").max.value() <= Some(&1));
        }
    }
}

#[test]
fn every_container_gets_its_image_and_its_secrets_in_its_own_region() {
    let inventory = owners();
    let (mut images, mut secrets) = (0, 0);
    for (id, process) in inventory.compute.processes.iter() {
        let here = region(inventory, id);
        for container in &process.containers {
            let Some(Link::To(registry)) = container.image.registry else {
                panic!("{}", address(inventory, id))
            };
            assert_eq!(region(inventory, registry), here);
            assert_eq!(container.image.pinned, Known::Value(Pinned::Tag));
            images += 1;
            let Known::Value(environment) = &container.environment else { panic!("an environment") };
            for variable in environment {
                if let EnvironmentValue::Secret { store, .. } = &variable.value {
                    let store =
                        store.id().unwrap_or_else(|| panic!("{}: {}", address(inventory, id), variable.name));
                    assert_eq!(region(inventory, store), here, "{}", variable.name);
                    assert!(matches!(inventory.stores.stores[store].kind, StoreKind::Secret(_)));
                    secrets += 1;
                }
            }
        }
    }
    assert!(images > 100 && secrets > 150, "{images} {secrets}");
}

#[test]
fn what_every_container_and_function_writes_goes_to_a_log_store_of_its_region() {
    let inventory = owners();
    let mut seen = 0;
    for (id, route) in inventory.observability.log_routes.iter() {
        let of_program = matches!(route.from, Link::To(EntryId::Process(_) | EntryId::Function(_)));
        if !of_program {
            continue;
        }
        let Link::To(EntryId::Store(to)) = route.to else { panic!("{}", address(inventory, id)) };
        assert_eq!(region(inventory, to), region(inventory, id));
        assert!(matches!(inventory.stores.stores[to].kind, StoreKind::LogStore(_)));
        seen += 1;
    }
    let containers: usize = inventory.compute.processes.values().map(|it| it.containers.len()).sum();
    assert_eq!(seen, containers + inventory.compute.functions.len());
}

#[test]
fn functions_take_signed_packages_only_and_lose_no_event() {
    for function in owners().compute.functions.values() {
        assert_eq!(function.code_signing, Known::Value(true), "{:?}", function.name);
        assert!(function.dead_letters.is_some_and(|it| it.id().is_some()), "{:?}", function.name);
        assert_eq!(function.tracing, Known::Value(true));
    }
}

#[test]
fn development_sleeps_and_production_does_not() {
    let inventory = owners();
    let scaled = |account: &str| {
        let actions = inventory.compute.scheduled_actions.iter();
        let of_account = actions
            .filter(|(id, _)| inventory.source_of(*id).is_some_and(|it| it.stack.starts_with(account)));
        of_account.filter(|(_, it)| matches!(it.action, ActionKind::Scale { .. })).count()
    };
    assert!(scaled("development/") >= 2, "{}", scaled("development/"));
    assert_eq!((scaled("production/"), scaled("staging/")), (0, 0));
}
