//! `aws_flow_log`.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::observability::{LogKind, LogRoute};
use polder_units::Duration;

use super::route;
use crate::observability::LOG_GROUP;
use crate::reader::Reader;
use crate::value::{seconds_or, text, text_or};

/// The fields of the default format. Source: AWS, VPC User Guide, "Flow log records".
const DEFAULT_FIELDS: [&str; 14] = [
    "account-id",
    "action",
    "bytes",
    "dstaddr",
    "dstport",
    "end",
    "interface-id",
    "log-status",
    "packets",
    "protocol",
    "srcaddr",
    "srcport",
    "start",
    "version",
];

/// The possible subjects of a flow log, by attribute.
const ABOUT: [(&str, &str); 7] = [
    ("vpc_id", "network"),
    ("subnet_id", "subnet"),
    ("eni_id", "interface"),
    ("transit_gateway_id", "transit gateway"),
    ("transit_gateway_attachment_id", "transit gateway attachment"),
    ("regional_nat_gateway_id", "NAT gateway"),
    ("resource_id", "network"),
];

/// A flow log: the connections in a network.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let from = ABOUT.iter().find_map(|(name, kind)| reader.entry_link(view, name, kind, &[]));
    let by_name = reader.entry_link(view, "log_group_name", "log group", LOG_GROUP);
    let to = reader.entry_link(view, "log_destination", "store of logs", &[]).or(by_name);
    let unknown = Link::Unknown(Reason::NotGiven);
    let identity = reader.link(view, "iam_role_arn", "role");
    let source = reader.source(view);
    // Source: provider documentation, `max_aggregation_interval`: the default is 600 seconds.
    let interval = seconds_or(view, "max_aggregation_interval", 600).map(Some::<Duration>);
    let filter = text_or(view, "traffic_type", "ALL").map(|traffic| (traffic != "ALL").then_some(traffic));
    let ends = (from.unwrap_or(unknown), to.unwrap_or(unknown));
    let route = LogRoute {
        identity,
        interval,
        filter,
        fields: fields(view),
        ..route(source, ends.0, LogKind::Flow, ends.1)
    };
    reader.inventory.observability.log_routes.push(route);
}

fn fields(view: View<'_, '_>) -> Known<Option<Set<Text>>> {
    text(view, "log_format").map(|format| match format {
        None => Some(DEFAULT_FIELDS.map(Text::new_static).into()),
        Some(format) => {
            let fields = format.split(['$', '{', '}', ' ']).filter(|field| !field.is_empty());
            Some(fields.map(Text::new).collect())
        }
    })
}
