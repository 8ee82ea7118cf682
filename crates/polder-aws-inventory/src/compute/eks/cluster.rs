//! `aws_eks_cluster`.

use polder_cloud::View;
use polder_inventory::compute::{Cluster, ClusterKind};
use polder_inventory::model::{AddressBlock, Known, Link, Reason, Set, Text};
use polder_inventory::observability::{LogKind, LogRoute};
use polder_inventory::stores::StoreId;

use crate::reader::Reader;
use crate::value::{given_text, texts, truth_or};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let network = view.block("vpc_config");
    let key = view.block("encryption_config").and_then(|it| it.block("provider"));
    let kind = ClusterKind::Kubernetes {
        version: given_text(view, "version"),
        public_from: network.map_or(Known::Unknown(Reason::NotGiven), public_from),
        private: network
            .map_or(Known::Unknown(Reason::NotGiven), |it| truth_or(it, "endpoint_private_access", false)),
        secrets_key: key.and_then(|it| reader.key(it, "key_arn")),
        identity: reader.link(view, "role_arn", "role"),
    };
    let cluster = Cluster { source: reader.source(view), name: given_text(view, "name"), kind };
    reader.inventory.compute.clusters.push(cluster);
}

/// By default, the endpoint of the control plane is public, for all addresses. Source: Terraform AWS
/// provider, `aws_eks_cluster`, `vpc_config`.
fn public_from(network: View<'_, '_>) -> Known<Option<Set<AddressBlock>>> {
    truth_or(network, "endpoint_public_access", true).and_then(|public| {
        if !public {
            return Known::Value(None);
        }
        texts(network, "public_access_cidrs").and_then(|texts| {
            if texts.is_empty() {
                return "0.0.0.0/0".parse().map_or(Known::Unknown(Reason::NotUnderstood), |everybody| {
                    Known::Value(Some(Set::from([everybody])))
                });
            }
            let blocks: Option<Vec<AddressBlock>> = texts.iter().map(|text| text.parse().ok()).collect();
            blocks.map_or(Known::Unknown(Reason::NotUnderstood), |blocks| Known::Value(Some(blocks.into())))
        })
    })
}

/// What is derived: where the logs of the control plane go. Source: AWS, Amazon EKS User Guide, "Send control plane logs to
/// CloudWatch Logs": `/aws/eks/NAME/cluster`.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(cluster) = reader.entry(view.id()) else { return };
    let kinds = match texts(view, "enabled_cluster_log_types") {
        Known::Value(kinds) if kinds.is_empty() => return,
        Known::Value(kinds) => Known::Value(Some(kinds)),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let filter = kinds.map(|kinds| {
        let words: Vec<&str> = kinds.iter().flat_map(|kinds| kinds.iter().map(Text::as_str)).collect();
        Some(words.join(" ").into())
    });
    let name = view.text("name").map(|name| format!("/aws/eks/{name}/cluster"));
    let group =
        name.as_ref().and_then(|name| reader.named_view(view, "aws_cloudwatch_log_group", "name", name));
    let to = match (group.and_then(|it| reader.id::<StoreId>(it.id())), &name) {
        (Some(id), _) => Link::To(id.into()),
        // EKS creates the group, without a retention period.
        (None, Some(_)) => Link::Unknown(Reason::Elsewhere),
        (None, None) => Link::Unknown(Reason::AfterApply),
    };
    let route = LogRoute {
        source: reader.part(view, "control plane log"),
        from: Link::To(cluster),
        part: None,
        kind: LogKind::ControlPlane,
        to,
        prefix: Known::Value(None),
        identity: None,
        key: None,
        interval: Known::Value(None),
        fields: Known::Value(None),
        redacted: Known::Value(Set::default()),
        filter,
    };
    reader.inventory.observability.log_routes.push(route);
}

/// The cluster that a resource names.
pub(super) fn of_name<'i, 'a>(reader: &mut Reader<'_, 'a>, view: View<'i, 'a>) -> Option<View<'i, 'a>> {
    let target =
        view.targets("cluster_name").into_iter().find(|it| it.is_managed() && it.kind() == "aws_eks_cluster");
    target.or_else(|| reader.named_view(view, "aws_eks_cluster", "name", &view.text("cluster_name")?))
}
