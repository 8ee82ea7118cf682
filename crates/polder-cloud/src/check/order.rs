//! Order: what the provider wants to stand before something else, although no attribute of the one names the other.
//!
//! Terraform makes at once whatever does not refer to each other. So each of these relations must be carried by a
//! reference or by `depends_on`, directly or through others. Where a stack has several of what a rule wants first, one
//! of them is enough: which one is meant is not known from the kinds alone.

use crate::address::{Address, Mode, StackId};
use crate::index::ResourceId;
use crate::link::Links;
use crate::provider::{After, DelegationModel, Prepared};
use crate::stack::{Resource, Stack};
use crate::value::{Reference, Value};

use super::needs::Needs;
use super::{Judge, Spot, codes};

/// Checks the order inside a stack.
pub(super) fn check(judge: &mut Judge<'_>, stack: &Stack, needs: &Needs<'_>) {
    for (place, resource) in stack.resources.iter().enumerate() {
        let kind = judge.kind(&resource.address.kind);
        if kind.after.is_empty() && kind.works_with.is_empty() {
            continue;
        }
        let has = |with: &str| with.is_empty() || resource.body.items.iter().any(|item| item.key == with);
        let before = needs.all(place);
        let after = kind.after.iter().filter(|after| has(after.with));
        let missing = after.filter_map(|after| after.missing(stack, &before));
        let unfit = kind.works_with.iter().flat_map(|thing| thing.missing(stack, &before));
        for first in missing.chain(unfit) {
            unordered(judge, Spot::of(stack, resource), &first.address);
        }
    }
}

/// Checks that no certificate is waited for before the world can find its proof.
pub(super) fn check_delegations(judge: &mut Judge<'_>) {
    let (cloud, links) = (judge.cloud(), judge.links);
    let Some(delegation) = &cloud.provider.delegation else { return };
    let delegated = delegated(judge, delegation);
    for waits in judge.index.of_kind(delegation.waits).to_vec() {
        let resource = judge.index.resource(waits).filter(|it| it.address.mode == Mode::Managed);
        let (Some(stack), Some(resource)) = (cloud.stack(waits.stack), resource) else { continue };
        for zone in zones(judge, delegation, stack, resource) {
            if let Some(late) = too_late(&delegated, links, stack, zone) {
                let message = format!("the certificate is waited for, and {late}");
                judge.report(&codes::UNDELEGATED, Spot::of(stack, resource), message);
            }
        }
    }
}

fn unordered(judge: &mut Judge<'_>, spot: Spot<'_>, first: &Address) {
    let message = format!("`{first}` must stand before it, and nothing says so");
    judge
        .report(&codes::UNORDERED, spot, message)
        .help
        .push(format!("refer to `{first}`, or name it in `depends_on`"));
}

impl After {
    /// What should be among `before` and is not, if the stack has it at all.
    fn missing<'a>(&self, stack: &'a Stack, before: &[&Resource]) -> Option<&'a Resource> {
        let first = stack.resources.iter().find(|it| it.address.kind == self.first)?;
        before.iter().all(|it| it.address.kind != self.first).then_some(first)
    }
}

impl Prepared {
    /// What should be among `before`, since the thing that it makes fit is among them, and is not.
    fn missing<'a>(&self, stack: &'a Stack, before: &[&Resource]) -> Vec<&'a Resource> {
        let has = |address: &Address| before.iter().any(|it| *it.address == *address);
        let thing = |it: &Resource| it.body.get(self.of).and_then(reference).map(|thing| has(&thing.address));
        let missing = |it: &&Resource| {
            self.by.contains(&it.address.kind.as_str()) && thing(it) == Some(true) && !has(&it.address)
        };
        stack.resources.iter().filter(missing).collect()
    }
}

/// The zones of the records that prove a certificate.
fn zones<'a>(
    judge: &Judge<'a>,
    delegation: &DelegationModel,
    stack: &Stack,
    validation: &Resource,
) -> Vec<Named<'a>> {
    let mut zones = vec![];
    let Some(records) = validation.body.get(delegation.proofs) else { return zones };
    records.walk(&mut |value| {
        let Some(record) = reference(value) else { return };
        let Some(holder) = stack.target(record).and_then(|id| judge.cloud().stack(id)) else { return };
        let record = judge.resource(holder.id, &record.address);
        zones.extend(record.and_then(|record| Named::by(holder, record.body.get(delegation.zone)?)));
    });
    zones
}

/// A resource that a value names.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Named<'a> {
    stack: StackId,
    address: &'a Address,
}

impl<'a> Named<'a> {
    /// By a value of `stack`.
    fn by(stack: &'a Stack, value: &'a Value) -> Option<Named<'a>> {
        let reference = reference(value)?;
        Some(Named { stack: stack.target(reference)?, address: &reference.address })
    }
}

/// Why a certificate in `stack` is waited for too early.
fn too_late(
    delegated: &[(Named<'_>, &Stack)],
    links: &Links,
    stack: &Stack,
    zone: Named<'_>,
) -> Option<String> {
    if stack.id == zone.stack {
        return Some("its zone is made in the same stack, so that nobody can have delegated it".to_owned());
    }
    let wave = |stack: &Stack| links.waves.get(stack.id.index()).copied();
    let mut by = delegated.iter().filter(|(of, _)| *of == zone).map(|(_, by)| by);
    let late = by.find(|by| wave(stack) < wave(by))?;
    Some(format!("its zone is delegated by stack `{}`, which comes later", late.key))
}

/// The zones that are delegated, and which stack does it, stack by stack.
fn delegated<'a>(judge: &Judge<'a>, delegation: &DelegationModel) -> Vec<(Named<'a>, &'a Stack)> {
    let records = judge.index.of_kind(delegation.record).iter();
    let named = |id: &ResourceId| {
        let record = judge.index.resource(*id).filter(|it| it.address.mode == Mode::Managed)?;
        let stack = judge.cloud().stack(id.stack)?;
        if record.body.get(delegation.record_type)?.as_text() != Some(delegation.delegates) {
            return None;
        }
        Some((Named::by(stack, record.body.get(delegation.servers)?)?, stack))
    };
    records.filter_map(named).collect()
}

fn reference(value: &Value) -> Option<&Reference> {
    match value {
        Value::Reference(reference) => Some(reference),
        _ => None,
    }
}
