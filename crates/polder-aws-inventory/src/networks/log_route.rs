//! Access logs of network resources.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::access::PrincipalId;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::observability::{LogKind, LogRoute};

use crate::networks::attribute;
use crate::reader::Reader;

/// Logs in a bucket.
pub(super) struct LogBucket {
    /// The part of the source, which distinguishes routes of the resource.
    pub(super) part: &'static str,
    /// What is in the logs.
    pub(super) kind: LogKind,
    /// The attribute with the bucket.
    pub(super) bucket: &'static str,
    /// The attribute with the key prefix of the logs.
    pub(super) prefix: &'static str,
}

impl<'i, 'a> Reader<'i, 'a> {
    /// A route to the bucket in a block of a resource.
    pub(super) fn log_to_bucket(
        &mut self,
        view: View<'i, 'a>,
        from: EntryId,
        block: Option<View<'i, 'a>>,
        logs: LogBucket,
    ) {
        let Some(block) = block else { return };
        let to = self.leads_to_any(block, logs.bucket, "bucket");
        let source = self.part(view, logs.part);
        let mut route = blank(source, Link::To(from), logs.kind, to);
        route.prefix = attribute::text(block, logs.prefix);
        self.inventory.observability.log_routes.push(route);
    }

    /// A route to the destination in an attribute.
    pub(super) fn log_route(
        &mut self,
        view: View<'i, 'a>,
        from: Link<EntryId>,
        kind: LogKind,
        to: (View<'i, 'a>, &str),
    ) -> LogRoute {
        let source = self.part(view, format!("{kind:?} log").to_lowercase());
        let to = self.leads_to_any(to.0, to.1, "log-destination");
        blank(source, from, kind, to)
    }

    /// The role in an attribute, if it is set.
    pub(super) fn role(&mut self, view: View<'i, 'a>, name: &str) -> Option<Link<PrincipalId>> {
        self.leads_to(view, name, "role")
    }
}

fn blank(
    source: polder_inventory::SourceId,
    from: Link<EntryId>,
    kind: LogKind,
    to: Option<Link<EntryId>>,
) -> LogRoute {
    LogRoute {
        source,
        from,
        part: None,
        kind,
        to: to.unwrap_or(Link::Unknown(Reason::AfterApply)),
        prefix: Known::Value(None),
        identity: None,
        key: None,
        interval: Known::Value(None),
        fields: Known::Value(None),
        redacted: Known::Value(Set::<Text>::default()),
        filter: Known::Value(None),
    }
}
