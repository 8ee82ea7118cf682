//! File systems that containers and functions mount.

use polder_cloud::View;
use polder_inventory::model::{Link, Set};
use polder_inventory::stores::StoreId;

use crate::reader::Reader;

/// The file systems of the EFS volumes of a task definition. Other volumes are on the container instance, and
/// do not outlive the task or the instance.
pub(super) fn of_task<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Set<Link<StoreId>> {
    let volumes = view.blocks("volume").into_iter();
    let remote = volumes.filter_map(|volume| volume.block("efs_volume_configuration"));
    remote.filter_map(|it| file_system(reader, it, "file_system_id")).collect()
}

/// The file systems of a function: each is referred to by one of its access points.
pub(super) fn of_function<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Set<Link<StoreId>> {
    let mounts = view.blocks("file_system_config").into_iter();
    mounts.filter_map(|it| file_system(reader, it, "arn")).collect()
}

fn file_system<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    attribute: &str,
) -> Option<Link<StoreId>> {
    let mut targets = view.targets(attribute).into_iter();
    match targets.find(|target| target.kind() == "aws_efs_access_point") {
        Some(point) => reader.link(point, "file_system_id", "file system"),
        None => reader.link(view, attribute, "file system"),
    }
}
