//! Sizes that the user sets are of what the platform has, and of classes that its engines take.

use polder_diag::{Finding, Span};
use polder_facts::Arch;

use crate::codes;
use crate::model::{Architecture, BrokerEngine, Cell, ComputeEngine, DatabaseEngine, Platform};
use crate::reader::{Reader, shown};
use crate::setting::Setting;

/// Reports sizes without effect, and classes that an engine refuses.
pub(super) fn check(reader: &Reader<'_>, platform: &Platform) {
    for (number, cell) in platform.cells.iter().enumerate() {
        for (span, message, why, help) in faults(reader, platform, cell, number) {
            reader.say(Finding::new(&codes::SIZE_OF_NOTHING, message).at(span, why).help(help));
        }
    }
}

type Fault = (Option<Span>, String, &'static str, &'static str);

fn faults(reader: &Reader<'_>, platform: &Platform, cell: &Cell, number: usize) -> Vec<Fault> {
    let name = shown(&cell.name);
    let sizes = &cell.sizes;
    let mut faults: Vec<Fault> = vec![];
    let shared = platform.database.engine.value == DatabaseEngine::SharedStorage;
    if let Some(disk) = sizes.database_disk.as_ref().filter(|_| shared) {
        let message = format!("the database of cell {name} has no disk");
        faults.push((
            disk.span(),
            message,
            "storage of Aurora grows by itself",
            "remove `database_disk_gib`",
        ));
    }
    if let Some(class) = &sizes.database_class
        && shared
        && cell.backup.is_some()
        && reader.facts.database_class(class).is_some_and(|known| known.burstable)
    {
        let message = format!("an Aurora global cluster does not take the class {}", shown(class));
        faults.push((class.span(), message, "a burstable class", "choose a class such as `db.r6g.large`"));
    }
    if let Some(class) = sizes.broker_class.as_ref()
        && platform.broker.engine.value == BrokerEngine::Queues
    {
        let message = format!("the broker of cell {name} has no nodes");
        faults.push((class.span(), message, "`sqs` has no class", "remove `broker_class`"));
    }
    if let Some(class) = &sizes.machine_class {
        faults.extend(machine_fault(reader, platform, class, &name));
    }
    if let Some(span) = sizes
        .storefront
        .span()
        .filter(|_| platform.markets_of(number).all(|market| market.storefront.is_some()))
    {
        let message = format!("cell {name} has no storefront");
        let help = "remove `storefront` from `sizes`";
        faults.push((Some(span), message, "the storefronts of its markets are elsewhere", help));
    }
    faults
}

fn machine_fault(
    reader: &Reader<'_>,
    platform: &Platform,
    class: &Setting<String>,
    name: &str,
) -> Option<Fault> {
    if platform.compute.engine.value == ComputeEngine::ServerlessContainers {
        let message = format!("cell {name} has no machines");
        return Some((class.span(), message, "`ecs-fargate` has none", "remove `machine_class`"));
    }
    let arch = match platform.compute.architecture.value {
        Architecture::Arm64 => Arch::Arm64,
        Architecture::X86_64 => Arch::X86_64,
    };
    let other = reader.facts.machine_class(class).is_some_and(|known| known.arch != arch);
    let message = || format!("images for `{arch}` do not run on {}", shown(class));
    let help = "choose another class, or change `compute.architecture`";
    other.then(|| (class.span(), message(), "of another architecture", help))
}
