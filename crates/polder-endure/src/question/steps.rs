//! The steps of a failover to another region: which control plane each of them needs, and where that is.

use std::collections::BTreeSet;

use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{DnsAnswer, DnsRecord, DnsRecordId};
use polder_inventory::stores::StoreKind;
use polder_inventory::{EntryId, Inventory};
use polder_verdict::{Effect, Evidence, Fact, Gap, Property, Resource, Step, Verdict, Witness};

use super::detection::{self, Watch};
use crate::build::Built;
use crate::place::{is_at, name, region, resource_of};
use crate::terms::Market;

/// A step that needs something in a region.
pub(super) struct Needed {
    /// What the step is, and what it needs.
    pub(super) text: String,
    /// What it needs: an entry of the region.
    pub(super) entry: EntryId,
}

/// Whether every step of a failover can be taken while the region of the first site is lost. Asked where there is a second one.
pub(super) fn property(inventory: &Inventory, market: &Market, built: &Built) -> Option<Property> {
    if !market.backup {
        return None;
    }
    let Some(lost) = lost(inventory, market, built) else { return Some(not_known(market)) };
    let (steps, mut gaps) = steps(inventory, market, built);
    let mut evidence = vec![];
    let mut witnesses = vec![];
    let watch = detection::of_site(inventory, &market.writer);
    match dns(inventory, market, &watch, &lost) {
        Dns::Leaves(text) => evidence.push(text),
        Dns::NeedsChange(witness) => witnesses.push(witness),
        Dns::Unknown(gap) => gaps.push(gap),
    }
    for step in steps {
        let at: Vec<Resource> = resource_of(inventory, step.entry).into_iter().collect();
        match region(inventory, step.entry) {
            Known::Value(Some(of)) if of == lost => match inspect(inventory, step.entry, &lost) {
                true => witnesses.push(in_lost_region(&step, &lost, at)),
                false => {
                    gaps.push(Gap::new(
                        "the search and the inspector disagree, which is a bug of Polder",
                        at,
                    ));
                }
            },
            Known::Value(Some(of)) => evidence.push(Evidence::new(format!("{}, in {of}", step.text), at)),
            Known::Value(None) => {
                evidence.push(Evidence::new(format!("{}, which is in no region", step.text), at));
            }
            Known::Unknown(reason) => {
                gaps.push(Gap::new(format!("{}, in a region that is not known: {reason}", step.text), at));
            }
        }
    }
    witnesses.sort();
    gaps.sort();
    Some(of(market, &format!("that is lost, {lost},"), Verdict::of(witnesses, gaps, || evidence)))
}

/// The property; `lost` names the region.
fn of(market: &Market, lost: &str, verdict: Verdict) -> Property {
    let name = &market.name;
    Property {
        id: format!("endurance.steps.{name}"),
        claim: format!(
            "no step of a failover of {name} needs a control plane in the region {lost} or of DNS, which is in one region"
        ),
        verdict,
    }
}

/// Without the region of the first site, no step can be classified.
fn not_known(market: &Market) -> Property {
    let text = format!("the region of {}, which serves `{}`, is not known", market.writer, market.host);
    of(market, "that is lost,", Verdict::Undecided(vec![Gap::new(text, [])]))
}

/// The region of the site that accepts writes.
pub(super) fn lost(inventory: &Inventory, market: &Market, built: &Built) -> Option<String> {
    let own = built.parts.iter().find(|entry| is_at(inventory, **entry, &market.writer))?;
    match region(inventory, *own) {
        Known::Value(region) => region,
        Known::Unknown(_) => None,
    }
}

/// How the names of a site move.
enum Dns {
    /// By health checks, without a change of a record.
    Leaves(Evidence),
    /// By a change of a record.
    NeedsChange(Witness),
    /// Not known.
    Unknown(Gap),
}

fn dns(inventory: &Inventory, market: &Market, watch: &Watch, lost: &str) -> Dns {
    let outside = |entry: &EntryId| region(inventory, *entry) != Known::Value(Some(lost.to_owned()));
    let switches: Vec<&EntryId> = watch.switches.iter().filter(|entry| outside(entry)).collect();
    let records: Vec<Resource> =
        watch.records.iter().filter_map(|id| resource_of(inventory, (*id).into())).collect();
    if watch.endpoints.is_empty() && switches.is_empty() {
        if !watch.records.is_empty() && watch.records.iter().any(|id| unwatched(inventory, *id)) {
            let text =
                "the record is returned whatever its health, until the control plane of DNS changes it"
                    .to_owned();
            return Dns::NeedsChange(Witness {
                summary: format!("DNS leads to {} until a record is changed", market.writer),
                facts: vec![Fact::new("region", lost)],
                steps: vec![Step { text, effect: Effect::Denies, resources: records }],
                replayed_by: "inspector",
            });
        }
        let text = format!("how DNS leaves {} without a change of a record is not known", market.writer);
        return Dns::Unknown(Gap::new(text, records));
    }
    let all = watch.endpoints.iter().map(|(entry, _)| entry).chain(switches);
    let at: Vec<Resource> = all.filter_map(|entry| resource_of(inventory, *entry)).collect();
    let text = format!(
        "DNS leaves {} by health checks and switches outside of {lost}: the data plane only",
        market.writer
    );
    Dns::Leaves(Evidence::new(text, at))
}

/// The inspector: whether a record has no health check that works, and does not take the health of what it leads to.
pub(super) fn unwatched(inventory: &Inventory, id: DnsRecordId) -> bool {
    let record = inventory.networks.dns_records.get(id);
    let takes = |record: &DnsRecord| match record.answer {
        DnsAnswer::Alias { evaluates_health, .. } => evaluates_health != Known::Value(false),
        _ => false,
    };
    match record.map(|record| record.health_check) {
        Some(None) => !record.is_some_and(takes),
        Some(Some(Link::To(check))) => inventory
            .networks
            .health_checks
            .get(check)
            .is_some_and(|check| check.disabled == Known::Value(true)),
        _ => false,
    }
}

/// The steps at the other sites.
pub(super) fn steps(inventory: &Inventory, market: &Market, built: &Built) -> (Vec<Needed>, Vec<Gap>) {
    let mut all = vec![];
    let mut gaps = vec![];
    for entry in built.parts.iter().filter(|entry| !is_at(inventory, **entry, &market.writer)) {
        let named = name(inventory, *entry);
        match entry {
            EntryId::Store(id) if matches!(inventory.stores.stores[*id].kind, StoreKind::Database(_)) => {
                all.push(Needed {
                    text: format!("{named} is promoted by the control plane of databases"),
                    entry: *entry,
                });
            }
            EntryId::Process(id) => {
                let text = format!("copies of {named} are started by the control plane of containers");
                all.push(Needed { text, entry: *entry });
                let (needed, unknown) = images(inventory, *id);
                all.extend(needed.into_iter().map(|store| Needed {
                    text: format!("copies of {named} start with {}", name(inventory, store)),
                    entry: store,
                }));
                gaps.extend(unknown);
            }
            _ => {}
        }
    }
    (all, gaps)
}

/// The registries that copies of a process are started from.
fn images(inventory: &Inventory, id: polder_inventory::compute::ProcessId) -> (BTreeSet<EntryId>, Vec<Gap>) {
    let containers = inventory.compute.processes[id].containers.iter();
    let mut found = BTreeSet::new();
    let mut gaps = vec![];
    for registry in containers.filter_map(|container| container.image.registry) {
        match registry {
            Link::To(store) => _ = found.insert(store.into()),
            Link::Outside(_) => {}
            Link::Unknown(reason) => {
                let at = resource_of(inventory, id.into());
                gaps.push(Gap::new(format!("the registry of an image is not known: {reason}"), at));
            }
        }
    }
    (found, gaps)
}

/// The inspector: reads the place of one entry again.
fn inspect(inventory: &Inventory, entry: EntryId, lost: &str) -> bool {
    let source = inventory.source_of(entry);
    let location = source.and_then(|source| inventory.locations.get(source.location));
    location
        .is_some_and(|location| matches!(&location.region, Known::Value(Some(name)) if name.as_str() == lost))
}

fn in_lost_region(step: &Needed, lost: &str, at: Vec<Resource>) -> Witness {
    let text = format!("{}, which is in the region that is lost", step.text);
    Witness {
        summary: format!("a step of the failover needs {lost}, which is lost: {}", step.text),
        facts: vec![Fact::new("region", lost)],
        steps: vec![Step { text, effect: Effect::Denies, resources: at }],
        replayed_by: "inspector",
    }
}
