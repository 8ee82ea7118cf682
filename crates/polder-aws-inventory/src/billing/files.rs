//! File systems: EFS and FSx.

use polder_cloud::View;
use polder_inventory::billing::Usage;
use polder_inventory::model::{Known, Text};

use super::line::{Line, whole};
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{decimal, given_text, number, number_or, or_provider, some_text, text_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_efs_file_system", file_system),
    ("aws_efs_replication_configuration", transfer_out),
    ("aws_fsx_windows_file_system", windows),
    ("aws_fsx_lustre_file_system", lustre),
    ("aws_fsx_ontap_file_system", ontap),
    ("aws_fsx_openzfs_file_system", openzfs),
];

/// IOPS of SSD storage of FSx that each GiB includes. Source: Amazon FSx for NetApp ONTAP pricing, Amazon FSx for OpenZFS
/// pricing.
const IOPS_OF_A_GIB: u64 = 3;

/// Storage by class; reads and writes in the mode `elastic`; throughput in the mode `provisioned`, of which stored data include a
/// part. In the mode `bursting`, storage is all.
fn file_system<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let zones = some_text(view, "availability_zone_name")
        .map(|zone| Text::new_static(if zone.is_some() { "one" } else { "all" }));
    let mut lines =
        vec![Line::used("efs", "storage", "gb_month", Usage::BytesStored).with("zones", zones.clone())];
    let moves = |to: &str| view.blocks("lifecycle_policy").into_iter().any(|it| crate::value::is_set(it, to));
    if moves("transition_to_ia") {
        lines.extend([
            Line::used("efs", "infrequent_access_storage", "gb_month", Usage::BytesStored)
                .with("zones", zones.clone()),
            Line::used("efs", "infrequent_access_reads", "gb", Usage::BytesOut),
            Line::used("efs", "infrequent_access_writes", "gb", Usage::BytesIn),
        ]);
    }
    if moves("transition_to_archive") {
        lines.push(Line::used("efs", "archive_storage", "gb_month", Usage::BytesStored).with("zones", zones));
    }
    match text_or(view, "throughput_mode", "bursting").value().map(Text::as_str) {
        Some("bursting") => {}
        Some("provisioned") => {
            let asked = or_provider(decimal(view, "provisioned_throughput_in_mibps"));
            let asked = asked.map(|asked| Text::from(asked.to_string()));
            lines.push(
                Line::used("efs", "provisioned_throughput", "mbps_month", Usage::CapacityUnits)
                    .with("provisioned", asked),
            );
        }
        _ => lines.extend([
            Line::used("efs", "reads", "gb", Usage::BytesOut),
            Line::used("efs", "writes", "gb", Usage::BytesIn),
        ]),
    }
    reader.bill(view, lines);
}

fn transfer_out<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    for destination in view.blocks("destination") {
        let to = given_text(destination, "region");
        reader
            .bill(view, [Line::used("data_transfer", "inter_region", "gb", Usage::BytesOut).with("to", to)]);
    }
}

/// Whether a file system has a standby in another zone, as the price list names it.
fn deployment(view: View<'_, '_>) -> Known<Text> {
    text_or(view, "deployment_type", "SINGLE_AZ_1")
        .map(|kind| Text::new_static(if kind.starts_with("MULTI_AZ") { "Multi-AZ" } else { "Single-AZ" }))
}

fn size(view: View<'_, '_>) -> Known<u64> {
    or_provider(number(view, "storage_capacity"))
}

/// Backups, where there are automatic ones: their default is that of the Terraform AWS provider.
fn backups<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, days: u64) {
    if number_or(view, "automatic_backup_retention_days", days) != Known::Value(0) {
        reader.bill(view, [Line::used("fsx", "backup", "gb_month", Usage::BytesStored)]);
    }
}

fn windows<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let at = deployment(view);
    let throughput = or_provider(number(view, "throughput_capacity"));
    reader.bill(
        view,
        [
            Line::constant("fsx", "windows_storage", "gb_month", whole(size(view)))
                .with("medium", text_or(view, "storage_type", "SSD"))
                .with("deployment", at.clone()),
            Line::constant("fsx", "windows_throughput", "mbps_month", whole(throughput))
                .with("deployment", at),
        ],
    );
    backups(reader, view, 7);
}

/// The price of storage depends on the throughput of each TiB.
fn lustre<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let kind = text_or(view, "deployment_type", "SCRATCH_1");
    let scratch = kind.value().is_some_and(|kind| kind.starts_with("SCRATCH"));
    let throughput =
        some_text(view, "per_unit_storage_throughput").map(|it| it.unwrap_or(Text::new_static("none")));
    let throughput = if scratch { Known::Value(Text::new_static("none")) } else { throughput };
    reader.bill(
        view,
        [Line::constant("fsx", "lustre_storage", "gb_month", whole(size(view)))
            .with("medium", text_or(view, "storage_type", "SSD"))
            .with("kind", kind)
            .with("throughput", throughput)],
    );
    if !scratch {
        backups(reader, view, 0);
    }
}

fn ontap<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let pairs: Known<u64> = number_or(view, "ha_pairs", 1);
    let throughput = if crate::value::is_set(view, "throughput_capacity") {
        or_provider(number::<u64>(view, "throughput_capacity"))
    } else {
        let each: Known<u64> = or_provider(number(view, "throughput_capacity_per_ha_pair"));
        each.and_then(|each| pairs.map(|pairs| each.saturating_mul(pairs)))
    };
    ssd(reader, view, throughput, ["ontap_storage", "ontap_throughput", "ontap_iops"]);
    reader.bill(
        view,
        [Line::used("fsx", "ontap_capacity_pool", "gb_month", Usage::BytesStored)
            .with("deployment", deployment(view))],
    );
    backups(reader, view, 0);
}

fn openzfs<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let throughput = or_provider(number(view, "throughput_capacity"));
    ssd(reader, view, throughput, ["openzfs_storage", "openzfs_throughput", "openzfs_iops"]);
    backups(reader, view, 0);
}

/// SSD storage, throughput, and IOPS beyond what the storage includes.
fn ssd<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    throughput: Known<u64>,
    [storage, speed, operations]: [&'static str; 3],
) {
    let (at, size) = (deployment(view), size(view));
    reader.bill(
        view,
        [
            Line::constant("fsx", storage, "gb_month", whole(size)).with("deployment", at.clone()),
            Line::constant("fsx", speed, "mbps_month", whole(throughput)).with("deployment", at.clone()),
        ],
    );
    let Some(asked) = view.block("disk_iops_configuration") else { return };
    if text_or(asked, "mode", "AUTOMATIC") == Known::Value("AUTOMATIC".into()) {
        return;
    }
    let asked: Known<u64> = number_or(asked, "iops", 0);
    let beyond =
        asked.and_then(|asked| size.map(|size| asked.saturating_sub(size.saturating_mul(IOPS_OF_A_GIB))));
    if beyond != Known::Value(0) {
        reader.bill(
            view,
            [Line::constant("fsx", operations, "iops_month", whole(beyond)).with("deployment", at)],
        );
    }
}
