//! From attributes to the entries that they lead to.
//!
//! An attribute leads to an entry by a reference, by an identifier that a state knows, or by another text of a resource:
//! the host name of a load balancer, the id of a table that AWS makes with a network.

use std::collections::BTreeMap;

use polder_cloud::index::{Attribute, Resolved};
use polder_cloud::{ResourceId, Segment, View};
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::outside::Owner;
use polder_inventory::{EntryId, EntryIndex};

use crate::networks::attribute::is_left_out;
use crate::networks::state::{Made, TextOf};
use crate::reader::Reader;
use crate::value::reason;

/// Texts, besides `id` and `arn`, by which others name a resource or what AWS makes with it.
const TEXTS: [TextOf; 24] = [
    ("aws_vpc", "main_route_table_id"),
    ("aws_vpc", "default_route_table_id"),
    ("aws_vpc", "default_network_acl_id"),
    ("aws_vpc", "default_security_group_id"),
    ("aws_default_vpc", "main_route_table_id"),
    ("aws_default_vpc", "default_route_table_id"),
    ("aws_default_vpc", "default_network_acl_id"),
    ("aws_default_vpc", "default_security_group_id"),
    ("aws_vpc_endpoint", "prefix_list_id"),
    ("aws_eks_cluster", "vpc_config.cluster_security_group_id"),
    ("aws_instance", "primary_network_interface_id"),
    ("aws_ec2_transit_gateway", "association_default_route_table_id"),
    ("aws_ec2_transit_gateway", "propagation_default_route_table_id"),
    ("aws_lb", "dns_name"),
    ("aws_alb", "dns_name"),
    ("aws_elb", "dns_name"),
    ("aws_cloudfront_distribution", "domain_name"),
    ("aws_api_gateway_domain_name", "regional_domain_name"),
    ("aws_api_gateway_domain_name", "cloudfront_domain_name"),
    ("aws_apigatewayv2_domain_name", "domain_name_configuration.target_domain_name"),
    ("aws_s3_bucket", "bucket_regional_domain_name"),
    ("aws_s3_bucket", "bucket_domain_name"),
    ("aws_lambda_function", "invoke_arn"),
    ("aws_lambda_function", "qualified_arn"),
];

impl<'i, 'a> Reader<'i, 'a> {
    /// The entry of one kind that an attribute leads to; none where nobody has set it. A known text that is no resource's
    /// is something outside, of the sort `outside`.
    pub(super) fn leads_to<I: EntryIndex>(
        &mut self,
        view: View<'i, 'a>,
        attribute: &str,
        outside: &'static str,
    ) -> Option<Link<I>> {
        self.lead(view, attribute, outside, &I::from_entry).into_iter().next()
    }

    /// The same where the attribute must be set: what nobody has set is made up by the provider.
    pub(super) fn must_lead_to<I: EntryIndex>(
        &mut self,
        view: View<'i, 'a>,
        attribute: &str,
        outside: &'static str,
    ) -> Link<I> {
        self.leads_to(view, attribute, outside).unwrap_or(Link::Unknown(Reason::AfterApply))
    }

    /// The entries of one kind that a list leads to.
    pub(super) fn all_lead_to<I: EntryIndex>(
        &mut self,
        view: View<'i, 'a>,
        attribute: &str,
        outside: &'static str,
    ) -> Vec<Link<I>> {
        self.lead(view, attribute, outside, &I::from_entry)
    }

    /// The entry of any kind that an attribute leads to; none where nobody has set it.
    pub(super) fn leads_to_any(
        &mut self,
        view: View<'i, 'a>,
        attribute: &str,
        outside: &'static str,
    ) -> Option<Link<EntryId>> {
        self.lead(view, attribute, outside, &Some).into_iter().next()
    }

    /// The entries of any kind that a list leads to.
    pub(super) fn all_lead_to_any(
        &mut self,
        view: View<'i, 'a>,
        attribute: &str,
        outside: &'static str,
    ) -> Vec<Link<EntryId>> {
        self.lead(view, attribute, outside, &Some)
    }

    fn lead<T: Copy + PartialEq>(
        &mut self,
        view: View<'i, 'a>,
        attribute: &str,
        outside: &'static str,
        want: &dyn Fn(EntryId) -> Option<T>,
    ) -> Vec<Link<T>> {
        let values = match view.get(attribute) {
            Resolved::List(items) => items,
            one => vec![one],
        };
        let (mut links, mut open) = (vec![], vec![]);
        for value in values.into_iter().filter(|value| !is_left_out(value)) {
            match self.meant(view, &value, want) {
                Some(entry) => links.push(Link::To(entry)),
                None => open.push(value),
            }
        }
        // Only the configuration says where these come from: a name, or a value that is known for another reason.
        if !open.is_empty() {
            for target in view.targets(attribute) {
                let found = self.entry(target.id()).and_then(want).map(Link::To);
                if let Some(link) = found.filter(|link| !open.is_empty() && !links.contains(link)) {
                    links.push(link);
                    open.remove(0);
                }
            }
        }
        let rest: Vec<Link<T>> = open.iter().map(|value| self.beyond(value, outside)).collect();
        links.extend(rest);
        links
    }

    /// The resources that an attribute leads to, of whatever kind, and whether or not they are entries.
    pub(super) fn resources(&mut self, view: View<'i, 'a>, attribute: &str) -> Vec<View<'i, 'a>> {
        let values = match view.get(attribute) {
            Resolved::List(items) => items,
            one => vec![one],
        };
        let index = self.index;
        let mut found: Vec<ResourceId> = vec![];
        for value in &values {
            match value {
                Resolved::Attribute(of) => found.push(of.resource),
                Resolved::Text(text) => found.extend(index.holders(text)),
                _ => {}
            }
        }
        found.extend(view.targets(attribute).into_iter().map(|it| it.id()));
        let mut views: Vec<View<'i, 'a>> = vec![];
        for id in found {
            if let Some(view) = index.view(id).filter(|_| views.iter().all(|it| it.id() != id)) {
                views.push(view);
            }
        }
        views
    }

    /// The first resource of some kinds that an attribute leads to.
    pub(super) fn resource_of(
        &mut self,
        view: View<'i, 'a>,
        attribute: &str,
        kinds: &[&str],
    ) -> Option<View<'i, 'a>> {
        self.resources(view, attribute).into_iter().find(|it| kinds.contains(&it.kind()))
    }

    fn meant<T>(
        &mut self,
        view: View<'i, 'a>,
        value: &Resolved<'_>,
        want: &dyn Fn(EntryId) -> Option<T>,
    ) -> Option<T> {
        match value {
            Resolved::Attribute(of) => self.stands_for(of).and_then(want),
            Resolved::Text(text) => {
                // Several stacks can look up the same: then that of this stack is meant.
                let holders = self.index.holders(text);
                let here = |id: &&ResourceId| id.stack == view.id().stack;
                let others = holders.iter().filter(|id| !here(id));
                let found = holders.iter().filter(here).chain(others).filter_map(|id| self.entry(*id));
                found.filter_map(want).next().or_else(|| self.by_text(text).into_iter().find_map(want))
            }
            _ => None,
        }
    }

    /// A link to something that no entry is.
    fn beyond<T>(&mut self, value: &Resolved<'_>, outside: &'static str) -> Link<T> {
        match value {
            Resolved::Attribute(of) => Link::Unknown(self.why_not(of)),
            // A resource that is there and is not modelled is not outside.
            Resolved::Text(text) if !self.index.holders(text).is_empty() => {
                Link::Unknown(Reason::KindNotModelled)
            }
            value => match value.as_plain() {
                Some(text) => Link::Outside(self.external(&text, outside, owner(&text))),
                None => Link::Unknown(reason(value)),
            },
        }
    }

    /// The entry that an attribute of a resource leads to: as a rule that of the resource.
    pub(super) fn stands_for(&mut self, of: &Attribute<'_>) -> Option<EntryId> {
        let view = self.index.view(of.resource)?;
        let last = of.steps.iter().rev().find_map(|step| match step {
            Segment::Name(name) => Some(name.as_str()),
            Segment::Index(_) => None,
        });
        self.means(view, last.unwrap_or(of.name))
    }

    /// The entry that an attribute of a resource leads to, by the attribute's last name.
    fn means(&mut self, view: View<'i, 'a>, attribute: &str) -> Option<EntryId> {
        match (view.kind(), attribute) {
            ("aws_vpc" | "aws_default_vpc", "main_route_table_id") if view.is_managed() => {
                self.main_table(view).map(Into::into)
            }
            ("aws_vpc" | "aws_default_vpc", "default_route_table_id") => self.made(view, Made::RouteTable),
            ("aws_vpc" | "aws_default_vpc", "default_network_acl_id") => self.made(view, Made::NetworkAcl),
            ("aws_vpc" | "aws_default_vpc", "default_security_group_id") => {
                self.made(view, Made::SecurityGroup)
            }
            ("aws_vpc_endpoint", "prefix_list_id") => self.made(view, Made::PrefixList),
            ("aws_eks_cluster", "cluster_security_group_id") => self.made(view, Made::ClusterGroup),
            (
                "aws_ec2_transit_gateway",
                "association_default_route_table_id" | "propagation_default_route_table_id",
            ) => self.made(view, Made::TransitRouteTable),
            ("aws_instance", "primary_network_interface_id") => {
                self.interfaces_of(view).first().copied().map(Into::into)
            }
            ("aws_route53_key_signing_key", _) => self.entry_of(view, "hosted_zone_id"),
            ("aws_acm_certificate_validation", _) => self.entry_of(view, "certificate_arn"),
            ("aws_lambda_alias" | "aws_lambda_function_url" | "aws_lambda_permission", _) => {
                self.entry_of(view, "function_name")
            }
            _ => self.entry(view.id()),
        }
    }

    /// The entry that another resource's attribute leads to.
    fn entry_of(&mut self, view: View<'i, 'a>, attribute: &str) -> Option<EntryId> {
        let resources = self.resources(view, attribute);
        resources.into_iter().find_map(|it| self.entry(it.id()))
    }

    /// Why an attribute of a resource leads to no entry.
    pub(super) fn why_not(&self, of: &Attribute<'_>) -> Reason {
        match self.entry(of.resource) {
            Some(_) => Reason::AfterApply,
            None => Reason::KindNotModelled,
        }
    }

    /// The entries that one of [`TEXTS`] leads to.
    pub(super) fn by_text(&mut self, text: &str) -> Vec<EntryId> {
        let text = text.to_lowercase();
        let text = text.trim_end_matches('.');
        let text = text.strip_prefix("dualstack.").unwrap_or(text);
        let mut found = vec![];
        for of in TEXTS {
            for id in self.with_text(of, text) {
                let (index, last) = (self.index, of.1.rsplit('.').next().unwrap_or(of.1));
                found.extend(index.view(id).and_then(|view| self.means(view, last)));
            }
        }
        found
    }

    /// The resources of a kind one of whose attributes is a text. Texts are compared in small letters.
    pub(super) fn with_text(&mut self, of: TextOf, text: &str) -> Vec<ResourceId> {
        let index = self.index;
        let texts = self.networks.texts.entry(of).or_insert_with(|| {
            let mut texts: BTreeMap<String, Vec<ResourceId>> = BTreeMap::new();
            let (block, attribute) =
                of.1.split_once('.').map_or((None, of.1), |(block, it)| (Some(block), it));
            for id in index.of_kind(of.0) {
                let view = index.view(*id);
                let view = view.and_then(|view| block.map_or(Some(view), |block| view.block(block)));
                if let Some(text) = view.and_then(|view| view.text(attribute)).filter(|it| !it.is_empty()) {
                    texts.entry(text.to_lowercase()).or_default().push(*id);
                }
            }
            texts
        });
        texts.get(text).cloned().unwrap_or_default()
    }

    /// The resources of a kind one of whose attributes leads to a resource, in the order of writing. An attribute of a block
    /// has the blocks around it before its name: `target.ecs_parameters.task_definition_arn`.
    pub(super) fn users(&mut self, of: TextOf, used: ResourceId) -> Vec<View<'i, 'a>> {
        let index = self.index;
        if !self.networks.users.contains_key(&of) {
            let mut users: BTreeMap<ResourceId, Vec<ResourceId>> = BTreeMap::new();
            let mut path: Vec<&str> = of.1.split('.').collect();
            let attribute = path.pop().unwrap_or(of.1);
            for id in index.of_kind(of.0) {
                let mut views: Vec<View<'i, 'a>> = index.view(*id).into_iter().collect();
                for block in &path {
                    views = views.into_iter().flat_map(|view| view.blocks(block)).collect();
                }
                for target in views.into_iter().flat_map(|view| self.resources(view, attribute)) {
                    users.entry(target.id()).or_default().push(*id);
                }
            }
            self.networks.users.insert(of, users);
        }
        let users = self.networks.users.get(&of).and_then(|users| users.get(&used));
        users.into_iter().flatten().filter_map(|id| index.view(*id)).collect()
    }

    /// The source of an entry that is one of several of a kind from one resource. Where the same text would name two of
    /// them, they are counted.
    pub(super) fn one_of(&mut self, view: View<'_, '_>, part: impl Into<Text>) -> polder_inventory::SourceId {
        let part = part.into();
        let mut unique = part.clone();
        let mut count = 1;
        while self.has_part(view, &unique) {
            count += 1;
            unique = Text::from(format!("{part} #{count}"));
        }
        self.part(view, unique)
    }
}

impl Reader<'_, '_> {
    /// How a link is named in the part of a source: by the resource that it leads to.
    pub(super) fn words_of<I: Into<EntryId>>(&self, link: Link<I>, what: &str) -> Text {
        match link {
            Link::To(id) => match self.inventory.source_of(id) {
                Some(source) => match &source.part {
                    Some(part) => format!("{} {part}", source.address).into(),
                    None => source.address.clone(),
                },
                None => what.into(),
            },
            Link::Outside(id) => {
                let external = self.inventory.outside.externals.get(id);
                external.map_or_else(|| what.into(), |external| external.name.clone())
            }
            Link::Unknown(_) => what.into(),
        }
    }

    /// The region of a resource.
    pub(super) fn region_of(&mut self, view: View<'_, '_>) -> Known<Text> {
        let source = self.source(view);
        let source = self.inventory.sources.get(source);
        let location = source.and_then(|source| self.inventory.locations.get(source.location));
        match location.map(|location| &location.region) {
            Some(Known::Value(Some(region))) => Known::Value(region.clone()),
            Some(Known::Unknown(reason)) => Known::Unknown(*reason),
            Some(Known::Value(None)) | None => Known::Unknown(Reason::NotGiven),
        }
    }
}

/// To whom something outside belongs, by the text that names it.
fn owner(text: &str) -> Owner {
    if text.starts_with("arn:aws:iam::aws:") || text.starts_with("com.amazonaws.") {
        return Owner::Provider;
    }
    Owner::Unknown
}
