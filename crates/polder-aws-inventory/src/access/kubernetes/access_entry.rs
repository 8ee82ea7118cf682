//! `aws_eks_access_entry` and `aws_eks_access_policy_association`.

use polder_cloud::View;
use polder_inventory::compute::{ClusterAccess, ClusterId};
use polder_inventory::model::{Known, Link, Reason, Set, Text};

use crate::link::ByName;
use crate::reader::Reader;
use crate::value::{given_text, text_or, texts, truth_or};

const CLUSTER: &[ByName] = &[("aws_eks_cluster", "name")];

/// The access policy of the creator of a cluster. Source: AWS, EKS User Guide, "Grant IAM users access to
/// Kubernetes with EKS access entries".
const ADMINISTRATOR: &str = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

/// A principal with access to the cluster, and its Kubernetes groups.
pub(crate) fn entry<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let kind = text_or(view, "type", "STANDARD");
    let groups = match kind.value().map(Text::as_str) {
        // Source: AWS, EKS User Guide, "Create access entries": EKS assigns these groups to access entries of nodes.
        Some("EC2_LINUX" | "EC2_WINDOWS" | "FARGATE_LINUX" | "HYBRID_LINUX") => {
            Known::Value(Set::from([Text::new_static("system:nodes")]))
        }
        _ => texts(view, "kubernetes_groups"),
    };
    add(reader, view, groups, Known::Value(None));
}

/// An access policy of EKS for a principal.
pub(crate) fn policy<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let rights = given_text(view, "policy_arn").map(|policy| Set::from([policy]));
    let namespaces = match view.block("access_scope") {
        Some(scope) if scope.text("type").as_deref() == Some("cluster") => Known::Value(None),
        Some(scope) if scope.text("type").as_deref() == Some("namespace") => {
            texts(scope, "namespaces").map(Some)
        }
        _ => Known::Unknown(Reason::NotUnderstood),
    };
    add(reader, view, rights, namespaces);
}

/// The creator of the cluster, unless the cluster disables that. The graph does not contain who that is.
/// Source: documentation of the provider, `bootstrap_cluster_creator_admin_permissions`: the default is
/// `true`.
pub(crate) fn creator(reader: &mut Reader<'_, '_>, cluster: View<'_, '_>) {
    let Some(id) = reader.id::<ClusterId>(cluster.id()) else { return };
    let name = "bootstrap_cluster_creator_admin_permissions";
    let kept =
        cluster.block("access_config").map_or(Known::Value(true), |access| truth_or(access, name, true));
    let rights = match kept {
        Known::Value(false) => return,
        Known::Value(true) => Known::Value(Set::from([Text::new_static(ADMINISTRATOR)])),
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let source = reader.part(cluster, Text::new_static(name));
    let access = ClusterAccess {
        source,
        cluster: Link::To(id),
        principal: Link::Unknown(Reason::Elsewhere),
        rights,
        namespaces: Known::Value(None),
    };
    reader.inventory.compute.cluster_access.push(access);
}

fn add<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    rights: Known<Set<Text>>,
    namespaces: Known<Option<Set<Text>>>,
) {
    let cluster = reader.link_by_name(view, "cluster_name", "cluster", CLUSTER);
    let principal = reader.link(view, "principal_arn", "role");
    let source = reader.source(view);
    let access = ClusterAccess {
        source,
        cluster: cluster.unwrap_or(Link::Unknown(Reason::NotGiven)),
        principal: principal.unwrap_or(Link::Unknown(Reason::NotGiven)),
        rights,
        namespaces,
    };
    reader.inventory.compute.cluster_access.push(access);
}
