//! How many copies of an entry run.

use polder_inventory::billing::{Billable, Pricing};
use polder_inventory::compute::{Capacity, CapacityKind, MachinePool, Process, Replicas};
use polder_inventory::model::Known;
use polder_inventory::{EntryId, Inventory};

use crate::amount::{Amount, Range};

/// The copies that a billable is about: at the minimum, at the start and at the maximum of the scaling. `Err` says what
/// is not known.
pub(crate) fn copies(inventory: &Inventory, billable: &Billable) -> Result<Range<Amount>, &'static str> {
    let entry = billable.of.and_then(|link| link.id());
    match entry {
        Some(EntryId::Process(id)) => {
            let process = inventory.compute.processes.get(id).ok_or("the process")?;
            // Jobs run for minutes; what starts them is not a copy that runs.
            let Some(replicas) = process.replicas else { return Ok(Range::exactly(Amount::ZERO)) };
            Ok(numbers(replicas)?.map(|copies| of_process(process, billable, copies)))
        }
        Some(EntryId::MachinePool(id)) => {
            let pool = inventory.compute.machine_pools.get(id).ok_or("the machines")?;
            Ok(numbers(pool.replicas)?.map(|copies| of_pool(pool, billable, copies)))
        }
        _ => Ok(Range::exactly(Amount::whole(1))),
    }
}

fn numbers(replicas: Replicas) -> Result<Range<u32>, &'static str> {
    // A group without a desired number starts with the minimum.
    let desired = replicas.desired.value().or(replicas.min.value());
    let Some(expected) = desired.copied() else { return Err("the number of copies") };
    let or = |bound: Known<u32>| bound.value().copied().unwrap_or(expected);
    let (low, high) = (or(replicas.min).min(expected), or(replicas.max).max(expected));
    Ok(Range { low, expected, high })
}

/// The copies on the capacity that the line prices.
fn of_process(process: &Process, billable: &Billable, copies: u32) -> Amount {
    let is_spot = |on: CapacityKind| on == CapacityKind::ServerlessSpot;
    let serverless = |it: &&Capacity| is_spot(it.on) || it.on == CapacityKind::Serverless;
    let both = process.capacity.iter().filter(serverless).count() > 1;
    if !both || !billable.item.contains("linux") && !billable.item.contains("spot") {
        return Amount::whole(copies.into());
    }
    let spot = billable.pricing == Pricing::Spot;
    let (mut base, mut weight, mut bases, mut weights) = (0u64, 0u64, 0u64, 0u64);
    for capacity in process.capacity.iter().filter(serverless) {
        let value = |known: Known<u32>| u64::from(known.value().copied().unwrap_or(0));
        bases += value(capacity.base);
        weights += value(capacity.weight);
        if is_spot(capacity.on) == spot {
            base += value(capacity.base);
            weight += value(capacity.weight);
        }
    }
    let copies = u64::from(copies);
    let further = copies.saturating_sub(bases);
    Amount::whole(base.min(copies)).plus(Amount::whole(further).times(weight.into(), weights.into()))
}

/// The machines that are bought as the line says.
fn of_pool(pool: &MachinePool, billable: &Billable, copies: u32) -> Amount {
    let all = Amount::whole(copies.into());
    let base = pool.purchase.on_demand_base.value().copied().unwrap_or(0).min(copies);
    let percent = pool.purchase.on_demand_percent.value().copied().unwrap_or(100);
    let listed =
        Amount::whole(base.into()).plus(Amount::whole((copies - base).into()).times(percent.into(), 100));
    match billable.pricing {
        Pricing::Spot => all.minus(listed),
        Pricing::Committable(_) => listed,
        Pricing::OnDemand | Pricing::Tiered => all,
    }
}
