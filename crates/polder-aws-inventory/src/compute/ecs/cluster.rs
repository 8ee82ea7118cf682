//! `aws_ecs_cluster`.

use polder_cloud::View;
use polder_inventory::compute::{Cluster, ClusterKind};
use polder_inventory::model::{Known, Link, Set, Text};
use polder_inventory::observability::{LogKind, LogRoute};
use polder_inventory::stores::StoreId;

use super::settings;
use crate::reader::Reader;
use crate::value::{given_text, some_text};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let cluster = Cluster {
        source: reader.source(view),
        name: given_text(view, "name"),
        kind: ClusterKind::ContainerService { container_metrics: container_metrics(view) },
    };
    reader.inventory.compute.clusters.push(cluster);
}

/// Off by default. Source: AWS, Amazon CloudWatch User Guide, "Setting up Container Insights on
/// Amazon ECS".
fn container_metrics(view: View<'_, '_>) -> Known<bool> {
    let on = |word: Text| matches!(word.as_str(), "enabled" | "enhanced");
    match settings::container_metrics(view) {
        Some(value) => value.map(on),
        None => Known::Value(false),
    }
}

/// What is derived: the logs of ECS Exec sessions.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(cluster) = reader.entry(view.id()) else { return };
    let command = view.block("configuration").and_then(|it| it.block("execute_command_configuration"));
    let Some(log) = command.and_then(|it| it.block("log_configuration")) else { return };
    for (attribute, part, prefix) in [
        ("cloud_watch_log_group_name", "shell sessions", None),
        ("s3_bucket_name", "shell sessions in bucket", Some("s3_key_prefix")),
    ] {
        let Some(to) = reader.link::<StoreId>(log, attribute, "log store") else { continue };
        let key = command.and_then(|it| reader.key(it, "kms_key_id"));
        let route = LogRoute {
            source: reader.part(view, part),
            from: Link::To(cluster),
            part: None,
            kind: LogKind::Session,
            to: widened(to),
            prefix: prefix.map_or(Known::Value(None), |name| some_text(log, name)),
            identity: None,
            key,
            interval: Known::Value(None),
            fields: Known::Value(None),
            redacted: Known::Value(Set::default()),
            filter: Known::Value(None),
        };
        reader.inventory.observability.log_routes.push(route);
    }
}

/// A link to a store as a link to any entry.
pub(super) fn widened(link: Link<StoreId>) -> Link<polder_inventory::EntryId> {
    match link {
        Link::To(id) => Link::To(id.into()),
        Link::Outside(external) => Link::Outside(external),
        Link::Unknown(reason) => Link::Unknown(reason),
    }
}
