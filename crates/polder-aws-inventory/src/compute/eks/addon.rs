//! `aws_eks_addon`: programs that AWS keeps in a cluster.

use polder_cloud::View;
use polder_inventory::model::Reason;

use super::cluster::of_name;
use crate::reader::Reader;

/// What runs in a cluster is no resource of AWS: the add-on is named as what the inventory does not hold.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let cluster = of_name(reader, view).and_then(|it| reader.entry(it.id()));
    let text = "the processes of the add-on and what they do in the cluster are not modelled";
    reader.blind(view, cluster, Some("addon_name"), Reason::AttributeNotModelled, text);
}
