//! How long logs are kept: by log stores, and by buckets with and without versions.

use polder_inventory::Inventory;
use polder_inventory::model::{Known, Link, Reason, Set};
use polder_inventory::observability::{LogKind, LogRoute};
use polder_inventory::stores::{Bucket, LifecycleEffect, LifecycleRule, PublicAccessBlock, StoreKind};
use polder_units::Duration;
use polder_verdict::Label;

use super::estate::{harmless, label, source, store};

fn rule(effect: LifecycleEffect, days: u64) -> LifecycleRule {
    let after = Known::Value(Duration::days(days));
    LifecycleRule { enabled: Known::Value(true), filter: Known::Value(None), effect, after }
}

pub(super) fn bucket(versioned: Known<bool>, rules: Set<LifecycleRule>) -> StoreKind {
    StoreKind::Bucket(Box::new(Bucket {
        versioned,
        mfa_delete: Known::Value(false),
        lock: None,
        public_access: Known::Value(PublicAccessBlock {
            rejects_public_acls: true,
            ignores_public_acls: true,
            rejects_public_policies: true,
            restricts_public_policies: true,
        }),
        acls_enabled: Known::Value(false),
        lifecycle: Known::Value(rules),
        cors: Known::Value(Set::default()),
        website: Known::Value(false),
        publishes_events: Known::Value(false),
        bucket_level_key: Known::Value(false),
    }))
}

/// The verdict on a bucket of logs. Logs may be kept for 365 days, and old versions for 30.
fn of_a_bucket(versioned: Known<bool>, rules: impl IntoIterator<Item = LifecycleRule>) -> Label {
    let mut all = Inventory::default();
    let (from, to) = (store(&mut all, "north", harmless()), store(&mut all, "north", harmless()));
    all.stores.stores.get_mut(to).expect("a store").kind = bucket(versioned, rules.into_iter().collect());
    let source = source(&mut all, "north");
    let (from, to) = (Link::To(from.into()), Link::To(to.into()));
    all.observability.log_routes.push(LogRoute {
        source,
        from,
        part: None,
        kind: LogKind::Access,
        to,
        prefix: Known::Value(None),
        identity: None,
        key: None,
        interval: Known::Value(None),
        fields: Known::Value(None),
        redacted: Known::Value(Set::default()),
        filter: Known::Value(None),
    });
    label(&all, "residency.retention")
}

#[test]
fn logs_in_a_bucket_expire_and_so_do_their_old_versions() {
    use LifecycleEffect::{Expire, ExpireNoncurrent};
    let (on, off) = (Known::Value(true), Known::Value(false));
    assert_eq!(of_a_bucket(off, [rule(Expire, 365)]), Label::Proved);
    assert_eq!(of_a_bucket(off, [rule(Expire, 366)]), Label::Refuted);
    assert_eq!(of_a_bucket(off, []), Label::Refuted);
    assert_eq!(of_a_bucket(on, [rule(Expire, 365), rule(ExpireNoncurrent, 30)]), Label::Proved);
    // An object that expires in a bucket with versions is still there.
    assert_eq!(of_a_bucket(on, [rule(Expire, 365), rule(ExpireNoncurrent, 31)]), Label::Refuted);
    assert_eq!(of_a_bucket(on, [rule(Expire, 365)]), Label::Refuted);
    assert_eq!(of_a_bucket(Known::Unknown(Reason::AfterApply), [rule(Expire, 365)]), Label::Undecided);
}
