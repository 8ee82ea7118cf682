//! Where the logs of databases go.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::observability::{LogKind, LogRoute};
use polder_inventory::stores::StoreId;

use crate::reader::Reader;
use crate::value::{some_text, texts};

/// One route for each kind of log that is exported: to `/aws/rds/instance/NAME/KIND`, with `cluster` for clusters. Source:
/// AWS, Amazon RDS User Guide, "Publishing database logs to Amazon CloudWatch Logs".
pub(super) fn exported<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    store: StoreId,
    (folder, name): (&str, &str),
) {
    let kinds = match texts(view, "enabled_cloudwatch_logs_exports") {
        Known::Value(kinds) => kinds,
        Known::Unknown(reason) => {
            let text = "which logs of the database are exported is not known";
            return reader.blind(
                view,
                Some(store.into()),
                Some("enabled_cloudwatch_logs_exports"),
                reason,
                text,
            );
        }
    };
    let name = some_text(view, name);
    for kind in &kinds {
        let to = match &name {
            Known::Value(Some(name)) => {
                let group = format!("/aws/rds/{folder}/{name}/{kind}");
                let group = reader.named_view(view, "aws_cloudwatch_log_group", "name", &group);
                // RDS creates the group, without a retention period, if it does not exist.
                group.and_then(|it| reader.entry(it.id())).map_or(Link::Unknown(Reason::Elsewhere), Link::To)
            }
            Known::Value(None) => Link::Unknown(Reason::AfterApply),
            Known::Unknown(reason) => Link::Unknown(*reason),
        };
        let route = LogRoute {
            source: reader.part(view, format!("log {kind}")),
            from: Link::To(store.into()),
            part: None,
            kind: log_kind(kind),
            to,
            prefix: Known::Value(None),
            identity: None,
            key: None,
            interval: Known::Value(None),
            fields: Known::Value(None),
            redacted: Known::Value(Set::default()),
            filter: Known::Value(None),
        };
        reader.inventory.observability.log_routes.push(route);
    }
}

fn log_kind(word: &Text) -> LogKind {
    match word.as_str() {
        "slowquery" => LogKind::Slow,
        "general" => LogKind::Query,
        "audit" => LogKind::Access,
        "postgresql" | "error" | "upgrade" | "alert" | "agent" | "listener" | "trace" | "instance" => {
            LogKind::Engine
        }
        other => LogKind::Other(other.into()),
    }
}
