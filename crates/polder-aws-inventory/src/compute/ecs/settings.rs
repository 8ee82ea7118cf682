//! `aws_ecs_account_setting_default`: the account's defaults for clusters and services.

use polder_cloud::View;
use polder_inventory::model::{Known, Text};

use crate::reader::Reader;
use crate::value::{given_text, same_place};

/// The setting that applies to clusters.
const CONTAINER_METRICS: &str = "containerInsights";

/// The setting of the cluster, else of its account; `None` where neither has one.
pub(super) fn container_metrics(view: View<'_, '_>) -> Option<Known<Text>> {
    if let Some(own) = own(view) {
        return Some(given_text(own, "value"));
    }
    let index = view.index();
    let all = index.of_kind("aws_ecs_account_setting_default").iter().filter_map(|id| index.view(*id));
    let mut here = all.filter(|it| it.is_managed() && same_place(*it, view));
    let setting = here.find(|it| it.text("name").as_deref() == Some(CONTAINER_METRICS))?;
    Some(given_text(setting, "value"))
}

fn own<'i, 'a>(view: View<'i, 'a>) -> Option<View<'i, 'a>> {
    view.blocks("setting").into_iter().find(|it| it.text("name").as_deref() == Some(CONTAINER_METRICS))
}

/// Notes that the setting contributes to clusters without a setting of their own. Other settings (lengths of
/// identifiers, interfaces per instance, tags) are not needed by any engine.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    if view.text("name").as_deref() != Some(CONTAINER_METRICS) {
        return;
    }
    let index = view.index();
    for id in index.of_kind("aws_ecs_cluster") {
        let Some(cluster) = index.view(*id).filter(|it| it.is_managed() && same_place(*it, view)) else {
            continue;
        };
        if own(cluster).is_none()
            && let Some(entry) = reader.entry(*id)
        {
            reader.contribute(view, entry, &["kind.container_metrics"]);
        }
    }
}
