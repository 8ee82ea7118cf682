//! Volumes: `gp2` where `gp3` costs less, volumes without a machine, performance that is paid in addition.

use polder_inventory::stores::StoreKind;
use polder_units::Bytes;

use super::estate::{At, Estate, Found, copies, found, saved};
use super::{Loss, Rule};
use crate::amount::{Amount, Money};
use crate::bill::Line;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "gp2-volume",
        summary: "gp2 volumes, which cost less as gp3 with the same IOPS and throughput",
        loss: Loss::Nothing,
        find: gp2,
    },
    Rule {
        name: "unattached-volume",
        summary: "volumes that no instance uses",
        loss: Loss::IfUnused("whether their data are still needed; a snapshot costs less"),
        find: unattached,
    },
    Rule {
        name: "paid-performance",
        summary: "IOPS and throughput beyond what gp3 includes",
        loss: Loss::IfUnused("the metrics of the volumes: VolumeReadOps, VolumeWriteOps, ReadThroughput"),
        find: performance,
    },
];

/// IOPS that `gp3` includes, and those of `gp2`: three for each GiB, from 100 to 16,000. Source: AWS, Amazon EBS User
/// Guide, "General Purpose SSD volumes".
const GP3_IOPS: u64 = 3_000;
const GP2_IOPS: (u64, u64, u64) = (3, 100, 16_000);
/// From this size on, `gp2` has a throughput of 250 MiB in a second without credits, of which `gp3` includes 125.
const GP2_FAST_GIB: u64 = 334;
const EXTRA_THROUGHPUT: u64 = 125;

fn gp2(estate: &Estate<'_>) -> Vec<Found> {
    let volumes = estate.inventory.stores.stores.iter().filter_map(|(id, store)| match &store.kind {
        StoreKind::Volume(volume) => Some((estate.at(id)?, vec![volume.size.value().copied()?])),
        _ => None,
    });
    let pools = estate.inventory.compute.machine_pools.iter().filter_map(|(id, pool)| {
        let disks = pool.disks.iter().filter(|disk| disk.class.value().is_some_and(|class| class == "gp2"));
        let sizes: Option<Vec<Bytes>> = disks.map(|disk| disk.size.value().copied()).collect();
        Some((estate.at(id)?, sizes?))
    });
    volumes.chain(pools).filter_map(|(at, sizes)| gp2_of(estate, at, &sizes)).collect()
}

/// The saving of a resource, whose lines for storage are in the order of its disks.
fn gp2_of(estate: &Estate<'_>, at: At<'_>, sizes: &[Bytes]) -> Option<Found> {
    let storage =
        |line: &&&Line| line.key.service == "ebs" && line.key.item == "storage" && line.key.variant == "gp2";
    let lines: Vec<&Line> = estate.lines(at).iter().filter(storage).copied().collect();
    let mut savings = vec![];
    for (line, size) in lines.iter().zip(sizes) {
        let size = size.0.div_ceil(1 << 30);
        let each = copies(line.quantity.expected, size);
        let rate = estate.rate(line, "storage", "gp3", &line.unit)?;
        let (mut instead, mut mark) = (rate.cost(line.quantity.expected), rate.mark);
        for (item, unit, extra) in extra(size) {
            let rate = estate.rate(line, item, "gp3", unit)?;
            instead = instead.plus(rate.cost(each.product(Amount::whole(extra))));
            mark = mark.max(rate.mark);
        }
        savings.extend(saved(line, instead, mark));
    }
    (!savings.is_empty()).then(|| found(at, "gp3 instead of gp2".to_owned(), savings.into_iter()))
}

/// What `gp3` must be given in addition, to perform as `gp2` of a size in GiB does.
fn extra(size: u64) -> Vec<(&'static str, &'static str, u64)> {
    let (each, least, most) = GP2_IOPS;
    let iops = size.saturating_mul(each).clamp(least, most).saturating_sub(GP3_IOPS);
    let throughput = if size >= GP2_FAST_GIB { EXTRA_THROUGHPUT } else { 0 };
    let extra = [("iops", "iops-month", iops), ("throughput", "mbps-month", throughput)];
    extra.into_iter().filter(|(_, _, units)| *units > 0).collect()
}

fn unattached(estate: &Estate<'_>) -> Vec<Found> {
    let stores = estate.inventory.stores.stores.iter().filter_map(|(id, store)| match &store.kind {
        StoreKind::Volume(volume) if volume.attached_to.is_none() => estate.at(id),
        _ => None,
    });
    stores.filter_map(|at| estate.removed(at, "no volume")).collect()
}

fn performance(estate: &Estate<'_>) -> Vec<Found> {
    let paid = |line: &&Line| {
        let key = &line.key;
        let of_volume = key.service == "ebs" && key.variant == "gp3" && key.item != "storage";
        of_volume || key.item.starts_with("gp3-extra-")
    };
    let lines = estate.bill.lines.iter().filter(paid).filter(|line| line.month.expected > Money::ZERO);
    let savings = lines.map(|line| {
        let at = (line.place.stack.as_str(), line.place.address.as_str());
        let what = format!("no {} {} in addition", line.quantity.expected, line.unit.replace("-month", ""));
        found(at, what, [(line.month.expected, line.mark)].into_iter())
    });
    savings.collect()
}
