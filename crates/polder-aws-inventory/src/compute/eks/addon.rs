//! `aws_eks_addon`: software that EKS manages in a cluster.

use polder_cloud::View;
use polder_inventory::model::Reason;

use super::cluster::of_name;
use crate::reader::Reader;

/// The pods of an add-on are not AWS resources: the add-on is a blind spot.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let cluster = of_name(reader, view).and_then(|it| reader.entry(it.id()));
    let text = "the processes of the add-on and what they do in the cluster are not modelled";
    reader.blind(view, cluster, Some("addon_name"), Reason::AttributeNotModelled, text);
}
