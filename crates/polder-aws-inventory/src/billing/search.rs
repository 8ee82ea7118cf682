//! Search domains: data nodes, masters, warm nodes and their storage.

use polder_cloud::View;
use polder_inventory::billing::Commitment;
use polder_inventory::model::{Known, Text};

use super::line::{Line, whole};
use super::storage::GP3_INCLUDES;
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{given_text, number, number_or, or_provider, text_or, truth_or};

pub(super) const BILLABLES: &[(&str, Read)] =
    &[("aws_opensearch_domain", search), ("aws_elasticsearch_domain", search)];

fn search<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let cluster = view.block("cluster_config");
    let machines: Known<u64> = cluster.map_or(Known::Value(1), |it| number_or(it, "instance_count", 1));
    // Source: Terraform AWS provider, the page of each resource, `instance_type`.
    let default = match view.kind() {
        "aws_elasticsearch_domain" => "m4.large.elasticsearch",
        _ => "m4.large.search",
    };
    let class =
        cluster.map_or(Known::Value(Text::new_static(default)), |it| text_or(it, "instance_type", default));
    let instance = Line::constant("opensearch", "instance", "hour", whole(machines)).with("class", class);
    reader.bill(view, [instance.committable([Commitment::Reservation])]);
    if let Some(cluster) = cluster {
        further_nodes(reader, view, cluster);
    }
    if let Some(disk) = view.block("ebs_options")
        && truth_or(disk, "ebs_enabled", true) != Known::Value(false)
    {
        disks(reader, view, disk, machines);
    }
}

/// Dedicated masters and warm nodes, whose classes are paid like those of data nodes.
fn further_nodes<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, cluster: View<'_, 'a>) {
    for (enabled, class, count, default) in [
        ("dedicated_master_enabled", "dedicated_master_type", "dedicated_master_count", Some(3)),
        ("warm_enabled", "warm_type", "warm_count", None),
    ] {
        if truth_or(cluster, enabled, false) == Known::Value(false) {
            continue;
        }
        let nodes: Known<u64> =
            or_provider(number(cluster, count).map(|number: Option<u64>| number.or(default)));
        let node = Line::constant("opensearch", "instance", "hour", whole(nodes));
        reader.bill(view, [node.with("class", given_text(cluster, class))]);
    }
}

/// Each data node has a volume. What gp3 includes is that of EBS, and more for large volumes: three IOPS for each GiB beyond
/// 1,024 GiB, and 250 MiB/s for each TiB from 170 GiB on. Source: Amazon OpenSearch Service Developer Guide, "Making
/// configuration changes", and the quotas of volumes.
fn disks<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, disk: View<'_, 'a>, machines: Known<u64>) {
    let size: Known<u64> = or_provider(number(disk, "volume_size"));
    let of_all = |each: Known<u64>| {
        whole(each.and_then(|each| machines.map(|machines| each.saturating_mul(machines))))
    };
    let class = text_or(disk, "volume_type", "gp2");
    let storage = Line::constant("opensearch", "storage", "gb_month", of_all(size));
    reader.bill(view, [storage.with("class", class.clone())]);
    let asked = |name| number::<u64>(disk, name).map(|it| it.unwrap_or(0));
    let (operations, throughput) = match class.value().map(Text::as_str) {
        Some("gp3") => (
            asked("iops").and_then(|asked| size.map(|size| asked.saturating_sub(operations_of(size)))),
            asked("throughput").and_then(|asked| size.map(|size| asked.saturating_sub(throughput_of(size)))),
        ),
        Some("io1" | "io2") => (asked("iops"), Known::Value(0)),
        _ => (Known::Value(0), Known::Value(0)),
    };
    for (item, unit, each) in [("iops", "iops_month", operations), ("throughput", "mbps_month", throughput)] {
        if each != Known::Value(0) {
            let line = Line::constant("opensearch", item, unit, of_all(each));
            reader.bill(view, [line.with("class", class.clone())]);
        }
    }
}

fn operations_of(gib: u64) -> u64 {
    if gib > 1_024 { gib.saturating_mul(3) } else { GP3_INCLUDES.0 }
}

fn throughput_of(gib: u64) -> u64 {
    if gib < 170 { GP3_INCLUDES.1 } else { gib.div_ceil(1_024).saturating_mul(250) }
}
