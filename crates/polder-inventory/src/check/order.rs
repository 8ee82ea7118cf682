//! Numbers and priorities of rules, which are unique in their list.

use std::collections::BTreeMap;

use super::{Report, ViolationKind};
use crate::entries::EntryId;
use crate::networks::WebRule;

pub(super) fn check(report: &mut Report<'_>) {
    let networks = &report.inventory.networks;
    let mut places = Places::default();
    for (id, entry) in networks.network_acl_entries.iter() {
        if let (Some(acl), Some(number)) = (entry.acl.id(), entry.number.value()) {
            places.add((acl.into(), entry.direction as u8, *number), id.into(), String::new());
        }
    }
    for (id, rule) in networks.listener_rules.iter() {
        if let (Some(listener), Some(priority)) = (rule.listener.id(), rule.priority.value()) {
            places.add((listener.into(), 0, *priority), id.into(), String::new());
        }
    }
    for (id, acl) in networks.web_acls.iter() {
        web_rules(id.into(), &acl.rules, &mut places);
    }
    for (id, group) in networks.web_rule_groups.iter() {
        web_rules(id.into(), &group.rules, &mut places);
    }
    for (id, path, other) in places.twice {
        report.add(ViolationKind::DuplicatePriority, id, &path, Some(other));
    }
}

fn web_rules(id: EntryId, rules: &[WebRule], places: &mut Places) {
    for (at, rule) in rules.iter().enumerate() {
        if let Some(priority) = rule.priority.value() {
            places.add((id, 0, *priority), id, format!("rules[{at}].priority"));
        }
    }
}

/// The numbers taken in each list.
#[derive(Default)]
struct Places {
    taken: BTreeMap<(EntryId, u8, u32), EntryId>,
    twice: Vec<(EntryId, String, EntryId)>,
}

impl Places {
    fn add(&mut self, place: (EntryId, u8, u32), by: EntryId, path: String) {
        match self.taken.get(&place) {
            Some(other) => self.twice.push((by, path, *other)),
            None => drop(self.taken.insert(place, by)),
        }
    }
}
