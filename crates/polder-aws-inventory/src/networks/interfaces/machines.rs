//! Interfaces of instances: single ones, those of Auto Scaling groups and of clusters.

use polder_cloud::View;
use polder_inventory::EntryIndex;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::{InterfaceId, SecurityGroupId, SubnetId};

use super::interface_settings::{Groups, InterfaceSettings, Public, tcp};
use crate::networks::attribute;
use crate::networks::state::Made;
use crate::networks::vpcs::nat_gateway::addresses;
use crate::reader::Reader;
use crate::value::is_set;

/// The estate does not contain what runs on an instance, so its ports are not known.
const ELSEWHERE: Reason = Reason::Elsewhere;

/// `aws_instance`.
pub(super) fn instance<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let owner = reader.owner(view);
    let mut made = vec![];
    for name in ["primary_network_interface", "network_interface"] {
        for block in view.blocks(name) {
            let interface =
                reader.leads_to::<InterfaceId>(block, "network_interface_id", "network-interface");
            if let Some(Link::To(id)) = interface {
                if let Some(interface) = reader.inventory.networks.interfaces.get_mut(id) {
                    interface.owner = owner;
                }
                reader.contribute(view, id, &["owner"]);
                made.push(id);
            }
        }
    }
    if !made.is_empty() {
        return made;
    }
    let template = template(reader, view, "launch_template", ["id", "name"]);
    let groups = own_groups(reader, view, &["vpc_security_group_ids", "security_groups"], template.as_ref());
    let public = public(attribute::text(view, "associate_public_ip_address"), template.as_ref());
    let mut common = InterfaceSettings {
        public,
        listens: Known::Unknown(ELSEWHERE),
        ..InterfaceSettings::of(owner, groups)
    };
    // Provider documentation: `source_dest_check` defaults to `true`.
    common.forwards = attribute::truth_or(view, "source_dest_check", true).map(|checked| !checked);
    let subnet = subnet(reader, view, template.as_ref());
    let made = reader.add_interfaces(view, vec![subnet], &common);
    for id in &made {
        reader.at(*id, addresses(view, &["private_ip", "secondary_private_ips", "ipv6_addresses"]));
    }
    made
}

/// The subnet of an instance or Auto Scaling group, from its own attributes or its launch template. Without either, it is a default subnet: AWS, Amazon EC2
/// User Guide, "Launch an EC2 instance".
fn subnet<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    template: Option<&Template<'i, 'a>>,
) -> Link<SubnetId> {
    if let Some(own) = reader.leads_to(view, "subnet_id", "subnet") {
        return own;
    }
    let card = template.and_then(|it| it.card);
    if let Some(of_card) = card.and_then(|card| reader.leads_to(card, "subnet_id", "subnet")) {
        return of_card;
    }
    // A template that the plan does not contain may name one, and so may an interface.
    let elsewhere = template.is_none() && names_template(view)
        || card.is_some_and(|card| is_set(card, "network_interface_id"))
        || view.block("network_interface").is_some()
        || view.block("primary_network_interface").is_some();
    if elsewhere { Link::Unknown(ELSEWHERE) } else { reader.default_subnet(view) }
}

/// Whether the settings of machines are in a launch template or configuration.
fn names_template(view: View<'_, '_>) -> bool {
    let blocks = ["launch_template", "mixed_instances_policy"];
    blocks.iter().any(|block| view.block(block).is_some()) || is_set(view, "launch_configuration")
}

/// `aws_autoscaling_group`.
pub(super) fn autoscaling_group<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let owner = reader.owner(view);
    let mut template = template(reader, view, "launch_template", ["id", "name"]);
    if template.is_none() {
        let mixed = view.block("mixed_instances_policy").and_then(|it| it.block("launch_template"));
        let names = ["launch_template_id", "launch_template_name"];
        template = mixed.and_then(|it| self::template(reader, it, "launch_template_specification", names));
    }
    if template.is_none() {
        let kind = ["aws_launch_configuration"];
        let old = reader.resource_of(view, "launch_configuration", &kind);
        template = old.map(|it| Template { group: it, groups: "security_groups", public: it, card: None });
    }
    let groups = own_groups(reader, view, &[], template.as_ref());
    let public = public(Known::Value(None), template.as_ref());
    let common = InterfaceSettings {
        public,
        listens: Known::Unknown(ELSEWHERE),
        ..InterfaceSettings::of(owner, groups)
    };
    let subnets = match is_set(view, "vpc_zone_identifier") {
        true => reader.subnets(view, "vpc_zone_identifier"),
        false => vec![subnet(reader, view, template.as_ref())],
    };
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_eks_cluster`: the control plane has interfaces in the VPC with the cluster security group.
pub(super) fn eks_cluster<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let owner = reader.owner(view);
    let Some(settings) = view.block("vpc_config") else { return vec![] };
    let mut groups: Vec<Link<SecurityGroupId>> =
        reader.all_lead_to(settings, "security_group_ids", "security-group");
    groups.push(cluster_group(reader, view));
    let listens = Known::Value([tcp(443)].into());
    let role = Some("control plane");
    let common = InterfaceSettings { role, listens, ..InterfaceSettings::of(owner, Groups::Named(groups)) };
    let subnets = reader.subnets(settings, "subnet_ids");
    reader.add_interfaces(view, subnets, &common)
}

fn cluster_group<'i, 'a>(reader: &mut Reader<'i, 'a>, cluster: View<'i, 'a>) -> Link<SecurityGroupId> {
    let group = reader.made(cluster, Made::ClusterGroup).and_then(SecurityGroupId::from_entry);
    group.map_or(Link::Unknown(ELSEWHERE), Link::To)
}

fn cluster_of<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Link<SecurityGroupId> {
    let mut cluster = reader.resource_of(view, "cluster_name", &["aws_eks_cluster"]);
    if cluster.is_none()
        && let Some(name) = view.text("cluster_name")
    {
        let same = reader.with_text(("aws_eks_cluster", "name"), &name.to_lowercase());
        let index = reader.index;
        let here = |id: &&polder_cloud::ResourceId| id.stack == view.id().stack;
        cluster = same.iter().find(here).and_then(|id| index.view(*id));
    }
    cluster.map_or(Link::Unknown(ELSEWHERE), |cluster| cluster_group(reader, cluster))
}

/// `aws_eks_node_group`. Nodes have the cluster security group unless their launch template sets groups:
/// Amazon EKS User Guide, "Customize managed nodes with launch templates".
pub(super) fn eks_node_group<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let owner = reader.owner(view);
    let template = template(reader, view, "launch_template", ["id", "name"]);
    let groups = match own_groups(reader, view, &[], template.as_ref()) {
        Groups::Named(groups) if groups.is_empty() => Groups::Named(vec![cluster_of(reader, view)]),
        groups => groups,
    };
    let public = public(Known::Value(None), template.as_ref());
    let common = InterfaceSettings {
        public,
        listens: Known::Unknown(ELSEWHERE),
        ..InterfaceSettings::of(owner, groups)
    };
    let subnets = reader.subnets(view, "subnet_ids");
    if is_set(view, "remote_access") || view.block("remote_access").is_some() {
        let text = "EKS adds a security group to the nodes that allows remote access.";
        let entry = reader.entry(view.id());
        reader.blind(view, entry, Some("remote_access"), Reason::AttributeNotModelled, text);
    }
    reader.add_interfaces(view, subnets, &common)
}

/// `aws_eks_fargate_profile`: pods on Fargate have the cluster security group.
pub(super) fn fargate_profile<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<InterfaceId> {
    let owner = reader.owner(view);
    let groups = Groups::Named(vec![cluster_of(reader, view)]);
    let common =
        InterfaceSettings { listens: Known::Unknown(ELSEWHERE), ..InterfaceSettings::of(owner, groups) };
    let subnets = reader.subnets(view, "subnet_ids");
    reader.add_interfaces(view, subnets, &common)
}

/// The settings of interfaces in a launch template.
struct Template<'i, 'a> {
    /// The resource or block with the security groups.
    group: View<'i, 'a>,
    /// The attribute with the groups.
    groups: &'static str,
    /// The resource or block with the setting of public addresses.
    public: View<'i, 'a>,
    /// The first network interface of a template.
    card: Option<View<'i, 'a>>,
}

/// The launch template in a block, by ID or name.
fn template<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    block: &str,
    names: [&str; 2],
) -> Option<Template<'i, 'a>> {
    let block = view.block(block)?;
    let found =
        names.into_iter().find_map(|name| reader.resource_of(block, name, &["aws_launch_template"]))?;
    let first = found.block("network_interfaces");
    Some(match first {
        Some(first) if is_set(first, "security_groups") => {
            Template { group: first, groups: "security_groups", public: first, card: Some(first) }
        }
        first => Template {
            group: found,
            groups: "vpc_security_group_ids",
            public: first.unwrap_or(found),
            card: first,
        },
    })
}

/// The groups of an instance, from its own attributes or its launch template.
fn own_groups<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    names: &[&str],
    template: Option<&Template<'i, 'a>>,
) -> Groups {
    if let Some(name) = names.iter().find(|name| is_set(view, name)) {
        return reader.groups(view, name);
    }
    template.map_or(Groups::Named(vec![]), |it| reader.groups(it.group, it.groups))
}

/// Whether instances get public addresses: from their own attributes, their launch template, or their subnet.
fn public(own: Known<Option<polder_inventory::model::Text>>, template: Option<&Template<'_, '_>>) -> Public {
    let said = match own {
        Known::Value(None) => template
            .map_or(Known::Value(None), |it| attribute::text(it.public, "associate_public_ip_address")),
        own => own,
    };
    match said {
        Known::Value(Some(word)) => Public::said(match word.as_str() {
            "true" => Known::Value(true),
            "false" => Known::Value(false),
            _ => Known::Unknown(Reason::NotUnderstood),
        }),
        Known::Value(None) => Public::OfSubnet,
        Known::Unknown(reason) => Public::Known(Known::Unknown(reason)),
    }
}
