//! Cycles of units, keys, health checks and alarms.

use super::{Report, ViolationKind};
use crate::entries::{EntryId, EntryIndex};
use crate::model::{Arena, Link};
use crate::networks::HealthSubject;
use crate::observability::AlarmCondition;

pub(super) fn check(report: &mut Report<'_>) {
    let inventory = report.inventory;
    search(report, "parent", &inventory.access.units, |unit| unit.parent.iter().copied().collect());
    search(report, "replica_of", &inventory.access.keys, |key| key.replica_of.iter().copied().collect());
    search(report, "subject.checks", &inventory.networks.health_checks, |check| match &check.subject {
        HealthSubject::Calculated { checks, .. } => checks.to_vec(),
        _ => vec![],
    });
    search(report, "condition.alarms", &inventory.observability.alarms, |alarm| match &alarm.condition {
        AlarmCondition::Composite { alarms, .. } => alarms.to_vec(),
        AlarmCondition::Threshold(_) => vec![],
    });
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Depth-first search for cycles, iterative because a chain can be as long as the table. Reports the link
/// that closes a cycle.
fn search<I: EntryIndex, T>(
    report: &mut Report<'_>,
    path: &str,
    entries: &Arena<I, T>,
    links: impl Fn(&T) -> Vec<Link<I>>,
) {
    let mut marks = vec![Mark::New; entries.len()];
    let next = |id: I| entries.get(id).map_or_else(Vec::new, &links);
    for (start, _) in entries.iter() {
        if marks[start.index()] != Mark::New {
            continue;
        }
        marks[start.index()] = Mark::Open;
        let mut open = vec![(start, next(start))];
        while let Some((id, rest)) = open.last_mut() {
            let id = *id;
            let Some(link) = rest.pop() else {
                marks[id.index()] = Mark::Done;
                open.pop();
                continue;
            };
            let Some(to) = link.id() else { continue };
            match marks.get(to.index()) {
                Some(Mark::New) => {
                    marks[to.index()] = Mark::Open;
                    open.push((to, next(to)));
                }
                Some(Mark::Open) => {
                    let to: EntryId = to.into();
                    report.add(ViolationKind::Cycle, id, path, Some(to));
                }
                Some(Mark::Done) | None => {}
            }
        }
    }
}
