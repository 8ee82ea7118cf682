//! The search against the follower on generated estates: both say where data get to.

use std::collections::BTreeSet;

use polder_inventory::messaging::{Subscription, SubscriptionTarget};
use polder_inventory::model::{Known, Link, Set};
use polder_inventory::stores::{BackupPlan, BackupRule, BackupSelection, StoreId, StoreKind};
use polder_inventory::{EntryId, EntryKind, Inventory};
use polder_units::Duration;

use super::estate::{harmless, personal, replicate, source, store};
use crate::follower::follow;
use crate::holdings::Holdings;

const ESTATES: u64 = 3_000;

/// A generator of numbers, the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}

fn generated(seed: u64) -> Inventory {
    let mut numbers = Numbers(seed);
    let mut all = Inventory::default();
    let count = 2 + numbers.below(6);
    let stores: Vec<StoreId> = (0..count)
        .map(|at| store(&mut all, "north", if at == 0 { personal() } else { harmless() }))
        .collect();
    let pick = |numbers: &mut Numbers| Link::To(stores[numbers.below(count)]);
    for _ in 0..numbers.below(6) {
        let (from, to) = (pick(&mut numbers), pick(&mut numbers));
        replicate(&mut all, from, to);
    }
    for _ in 0..numbers.below(3) {
        let (vault, copy, selected) = (pick(&mut numbers), pick(&mut numbers), pick(&mut numbers));
        plan(&mut all, vault, copy, selected);
    }
    for _ in 0..numbers.below(3) {
        let (topic, Link::To(to)) = (pick(&mut numbers), pick(&mut numbers)) else { continue };
        let source = source(&mut all, "north");
        let (to, filter) = (SubscriptionTarget::Entry(Link::To(to.into())), Known::Value(None));
        all.messaging.subscriptions.push(Subscription { source, topic, to, filter, dead_letters: None });
    }
    if numbers.below(2) == 0 {
        let (id, of) = (stores[count - 1], stores[numbers.below(count)]);
        let kind = StoreKind::Snapshot { of: Link::To(of), shared_with: Known::Value(Set::default()) };
        all.stores.stores.get_mut(id).expect("a store").kind = kind;
    }
    all
}

pub(super) fn plan(all: &mut Inventory, vault: Link<StoreId>, copy: Link<StoreId>, selected: Link<StoreId>) {
    let source = source(all, "north");
    let day = Known::Value(Some(Duration::days(1)));
    let copies = Set::from([polder_inventory::stores::BackupCopy { vault: copy, retention: day }]);
    let rule = BackupRule {
        name: Known::Value("nightly".into()),
        schedule: Known::Unknown(polder_inventory::model::Reason::NotGiven),
        start_window: Known::Value(Duration::minutes(60)),
        completion_window: Known::Value(Duration::minutes(60)),
        point_in_time: Known::Value(false),
        vault,
        retention: day,
        cold_after: Known::Value(None),
        copies,
    };
    let plan = all.stores.backup_plans.push(BackupPlan {
        source,
        name: Known::Value("plan".into()),
        rules: Set::from([rule]),
    });
    all.stores.backup_selections.push(BackupSelection {
        source,
        plan: Link::To(plan),
        stores: Set::from([selected]),
        tags: Known::Value(Set::default()),
        identity: None,
    });
}

/// Everything that could move data.
fn movers(all: &Inventory) -> Vec<EntryId> {
    let kinds = [
        EntryKind::Replication,
        EntryKind::BackupSelection,
        EntryKind::BackupPlan,
        EntryKind::Subscription,
        EntryKind::Store,
    ];
    let each = kinds.iter().flat_map(|kind| {
        let count = u32::try_from(all.count(*kind)).unwrap_or(0);
        (0..count).map(|at| kind.id(at))
    });
    each.collect()
}

/// Where data get to by trying every step from everywhere.
fn by_trying(all: &Inventory, from: EntryId) -> BTreeSet<EntryId> {
    let movers = movers(all);
    let stores: Vec<EntryId> = all.stores.stores.iter().map(|(id, _)| id.into()).collect();
    let mut reached = BTreeSet::from([from]);
    loop {
        let before = reached.len();
        for here in reached.clone() {
            for by in &movers {
                let ends = stores.iter().filter(|to| follow(all, here, &[(*by, **to)]) == Ok(**to));
                reached.extend(ends.copied());
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}

#[test]
fn the_search_and_the_follower_agree_on_generated_estates() {
    let mut moved = 0;
    for seed in 0..ESTATES {
        let all = generated(seed);
        let start = all.stores.stores.iter().next().expect("a store").0.into();
        let holdings = Holdings::of(&all);
        let found: BTreeSet<EntryId> = holdings.personal.keys().copied().collect();
        assert_eq!(found, by_trying(&all, start), "estate {seed}");
        for end in &found {
            let path = holdings.graph.path(&holdings.personal, *end);
            moved += path.len();
        }
    }
    assert!(moved > 3_000, "{moved}");
}
