//! Order: resources that the provider requires before others, without a reference between them.
//!
//! Terraform creates resources in parallel unless one refers to another. So each of these relations must be expressed
//! by a reference or `depends_on`, directly or indirectly. If a stack has several resources of the required type, one
//! of them is enough: the types alone do not show which one is required.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::{Address, Mode, StackId};
use crate::index::ResourceId;
use crate::provider::{After, DelegationModel, Prepared};
use crate::stack::{Resource, Stack};
use crate::value::{Reference, Value};

use super::needs::Needs;
use super::{Checker, Subject, codes};

/// Checks the order inside a stack.
pub(super) fn check(checker: &mut Checker<'_>, stack: &Stack, needs: &Needs<'_>) {
    for (position, resource) in stack.resources.iter().enumerate() {
        let kind = checker.kind(&resource.address.kind);
        if kind.after.is_empty() && kind.works_with.is_empty() {
            continue;
        }
        let has = |with: &str| with.is_empty() || resource.body.items.iter().any(|item| item.key == with);
        let before = needs.all(position);
        let after = kind.after.iter().filter(|after| has(after.with));
        let missing = after.filter_map(|after| after.missing(stack, &before));
        let unfit = kind.works_with.iter().flat_map(|thing| thing.missing(stack, &before));
        for first in missing.chain(unfit) {
            unordered(checker, Subject::of(stack, resource), &first.address);
        }
    }
}

/// Checks that no certificate is waited for before its validation record can be resolved.
pub(super) fn check_delegations(checker: &mut Checker<'_>) {
    let (cloud, links) = (checker.cloud(), checker.links);
    let Some(delegation) = &cloud.provider.delegation else { return };
    let delegated = delegated(checker, delegation);
    let mut before: BTreeMap<StackId, BTreeSet<StackId>> = BTreeMap::new();
    for waits in checker.index.of_kind(delegation.waits).to_vec() {
        let resource = checker.index.resource(waits).filter(|it| it.address.mode == Mode::Managed);
        let (Some(stack), Some(resource)) = (cloud.stack(waits.stack), resource) else { continue };
        let before = &*before.entry(stack.id).or_insert_with(|| links.before(cloud, stack.id));
        for zone in zones(checker, delegation, stack, resource) {
            if let Some(late) = too_late(&delegated, before, stack, zone) {
                let message = format!("certificate validation is too early: {late}");
                checker.report(&codes::UNDELEGATED, Subject::of(stack, resource), message);
            }
        }
    }
}

fn unordered(checker: &mut Checker<'_>, subject: Subject<'_>, first: &Address) {
    let message = format!("`{first}` must be created before it, but it does not depend on that");
    checker
        .report(&codes::UNORDERED, subject, message)
        .help
        .push(format!("refer to `{first}`, or name it in `depends_on`"));
}

impl After {
    /// The type that is missing among `before`, if the stack has it.
    fn missing<'a>(&self, stack: &'a Stack, before: &[&Resource]) -> Option<&'a Resource> {
        let first = stack.resources.iter().find(|it| it.address.kind == self.first)?;
        before.iter().all(|it| it.address.kind != self.first).then_some(first)
    }
}

impl Prepared {
    /// The configuration resource that is missing among `before`, although its target is among them.
    fn missing<'a>(&self, stack: &'a Stack, before: &[&Resource]) -> Vec<&'a Resource> {
        let has = |address: &Address| before.iter().any(|it| *it.address == *address);
        let thing = |it: &Resource| it.body.get(self.of).and_then(reference).map(|thing| has(&thing.address));
        let missing = |it: &&Resource| {
            self.by.contains(&it.address.kind.as_str()) && thing(it) == Some(true) && !has(&it.address)
        };
        stack.resources.iter().filter(missing).collect()
    }
}

/// The zones of a certificate's validation records.
fn zones<'a>(
    checker: &Checker<'a>,
    delegation: &DelegationModel,
    stack: &Stack,
    validation: &Resource,
) -> Vec<Named<'a>> {
    let mut zones = vec![];
    let Some(records) = validation.body.get(delegation.validation_records) else { return zones };
    records.walk(&mut |value| {
        let Some(record) = reference(value) else { return };
        let Some(holder) = stack.target(record).and_then(|id| checker.cloud().stack(id)) else { return };
        let record = checker.resource(holder.id, &record.address);
        zones.extend(record.and_then(|record| Named::by(holder, record.body.get(delegation.zone)?)));
    });
    zones
}

/// A resource that a value refers to.
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

/// Why the validation of a certificate in `stack` is too early, if it is applied after the stacks `before`.
fn too_late(
    delegated: &[Delegated<'_>],
    before: &BTreeSet<StackId>,
    stack: &Stack,
    zone: Named<'_>,
) -> Option<String> {
    if stack.id == zone.stack {
        return Some("its zone is created in the same stack and cannot be delegated yet".to_owned());
    }
    // The parent of a zone may be delegated as well. A loop of delegations would be refused as a cycle of stacks.
    let mut open = vec![zone];
    for _ in 0..=delegated.len() {
        let Some(zone) = open.pop() else { break };
        for Delegated { by, parent, .. } in delegated.iter().filter(|it| it.zone == zone) {
            if by.id != stack.id && !before.contains(&by.id) {
                return Some(format!(
                    "its zone is delegated by stack `{}`, and nothing ensures that this stack is applied before",
                    by.key
                ));
            }
            open.extend(parent);
        }
    }
    None
}

/// A zone that is delegated.
struct Delegated<'a> {
    zone: Named<'a>,
    /// The stack that delegates it.
    by: &'a Stack,
    /// The zone of the domain above.
    parent: Option<Named<'a>>,
}

/// The zones that are delegated, stack by stack.
fn delegated<'a>(checker: &Checker<'a>, delegation: &DelegationModel) -> Vec<Delegated<'a>> {
    let records = checker.index.of_kind(delegation.record).iter();
    let of = |id: &ResourceId| {
        let record = checker.index.resource(*id).filter(|it| it.address.mode == Mode::Managed)?;
        let by = checker.cloud().stack(id.stack)?;
        if record.body.get(delegation.record_type)?.as_text() != Some(delegation.delegates) {
            return None;
        }
        let named = |attribute| Named::by(by, record.body.get(attribute)?);
        Some(Delegated { zone: named(delegation.servers)?, by, parent: named(delegation.zone) })
    };
    records.filter_map(of).collect()
}

fn reference(value: &Value) -> Option<&Reference> {
    match value {
        Value::Reference(reference) => Some(reference),
        _ => None,
    }
}
