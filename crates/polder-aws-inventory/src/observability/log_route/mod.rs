//! Log routes that are separate resources and belong to no other section.

use polder_inventory::EntryId;
use polder_inventory::SourceId;
use polder_inventory::model::{Known, Link, Set};
use polder_inventory::observability::{LogKind, LogRoute};

pub(super) mod delivery;
pub(super) mod flow_log;
pub(super) mod subscription_filter;

/// A route with source and destination only.
pub(super) fn route(source: SourceId, from: Link<EntryId>, kind: LogKind, to: Link<EntryId>) -> LogRoute {
    LogRoute {
        source,
        from,
        part: None,
        kind,
        to,
        prefix: Known::Value(None),
        identity: None,
        key: None,
        interval: Known::Value(None),
        fields: Known::Value(None),
        redacted: Known::Value(Set::default()),
        filter: Known::Value(None),
    }
}
