//! `aws_cloudwatch_log_metric_filter`.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::observability::MetricFilter;

use crate::observability::LOG_GROUP;
use crate::reader::Reader;
use crate::value::{given_text, text_or};

/// A metric that is extracted from logs.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let store = reader.link_by_name(view, "log_group_name", "log group", LOG_GROUP);
    let becomes = view.block("metric_transformation");
    let of = |name| becomes.map_or(Known::Unknown(Reason::NotGiven), |block| given_text(block, name));
    let metric = MetricFilter {
        source: reader.source(view),
        store: store.unwrap_or(Link::Unknown(Reason::NotGiven)),
        pattern: text_or(view, "pattern", ""),
        namespace: of("namespace"),
        name: of("name"),
    };
    reader.inventory.observability.metric_filters.push(metric);
}
