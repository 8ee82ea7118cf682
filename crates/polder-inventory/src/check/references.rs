//! Links, sources and locations without a target.

use super::{Report, Violation, ViolationKind};
use crate::describe::{Step, Visitor};
use crate::entries::{EntryId, Inventory, SourceId};
use crate::index::Path;
use crate::model::{Id, Link, Reason};

pub(super) fn check(report: &mut Report<'_>) {
    let inventory = report.inventory;
    let mut found: Vec<(EntryId, String)> = Vec::new();
    inventory.each_entry(&mut |id, entry| {
        let mut dangling = Dangling { inventory, path: Path::default(), found: Vec::new() };
        entry.describe(&mut dangling);
        found.extend(dangling.found.into_iter().map(|path| (id, path)));
        if entry.source().is_some_and(|source| inventory.sources.get(source).is_none()) {
            report.add(ViolationKind::DanglingSource, id, "", None);
        }
    });
    for (id, path) in found {
        report.add(ViolationKind::DanglingLink, id, &path, None);
    }
    for (id, source) in inventory.sources.iter() {
        let location = inventory.locations.get(source.location).is_some();
        let origin = source.origin.is_none_or(|origin| inventory.origins.get(origin).is_some());
        let tags = source.tags.is_none_or(|tags| inventory.tag_sets.get(tags).is_some());
        if !(location && origin && tags) {
            add(report, source_place(inventory, id));
        }
    }
    for (id, location) in inventory.locations.iter() {
        let sound = match location.account {
            Link::To(account) => inventory.access.accounts.get(account).is_some(),
            Link::Outside(external) => inventory.outside.externals.get(external).is_some(),
            Link::Unknown(_) => true,
        };
        if !sound {
            add(report, format!("locations/{}", id.index()));
        }
    }
    for (id, set) in inventory.tag_sets.iter() {
        // Inheritance from earlier sets only excludes cycles.
        if set.inherits.is_some_and(|inherited| inherited >= id) {
            add(report, format!("tag_sets/{}", id.index()));
        }
    }
}

fn source_place(inventory: &Inventory, id: SourceId) -> String {
    let Some(source) = inventory.sources.get(id) else { return format!("sources/{}", id.index()) };
    format!("sources/{}:{}", source.stack, source.address)
}

fn add(report: &mut Report<'_>, place: String) {
    report.found.push(Violation { kind: ViolationKind::DanglingSource, place, other: None });
}

struct Dangling<'a> {
    inventory: &'a Inventory,
    path: Path,
    found: Vec<String>,
}

impl Visitor for Dangling<'_> {
    fn leaf(&mut self, _: &dyn std::fmt::Display) {}
    fn unknown(&mut self, _: Reason) {}

    fn reference(&mut self, to: EntryId) {
        if to.index() >= self.inventory.count(to.kind()) {
            self.found.push(self.path.to_string());
        }
    }

    fn enter(&mut self, step: Step) {
        self.path.enter(step);
    }

    fn leave(&mut self) {
        self.path.leave();
    }
}
