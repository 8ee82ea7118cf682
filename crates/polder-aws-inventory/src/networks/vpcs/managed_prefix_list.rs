//! `aws_ec2_managed_prefix_list` and the data sources of AWS-managed prefix lists.

use polder_cloud::View;
use polder_inventory::model::{AddressBlock, Known, Link, Reason, Set, Text};
use polder_inventory::networks::{PrefixList, PrefixListContents, PrefixListId, ProviderRange};

use crate::networks::attribute;
use crate::reader::Reader;

/// The weights of AWS-managed prefix lists, by name without the region: Amazon VPC User Guide, "AWS-managed
/// prefix lists".
const WEIGHTS: [(&str, u32); 9] = [
    ("cloudfront.origin-facing", 55),
    ("dynamodb", 1),
    ("ec2-instance-connect", 2),
    ("groundstation", 5),
    ("ipv6.route53-healthchecks", 25),
    ("route53-healthchecks", 25),
    ("s3", 1),
    ("s3express", 6),
    ("vpc-lattice", 10),
];

/// Reads a customer-managed list.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let contents = PrefixListContents::Blocks(entries(view, "entry"));
    // The weight of a list is its maximum number of entries: Amazon VPC User Guide, "Prefix list concepts and rules".
    let weight = attribute::number(view, "max_entries");
    let list = PrefixList { source, name: attribute::required(view, "name"), contents, weight };
    reader.inventory.networks.prefix_lists.push(list);
}

/// Reads `aws_ec2_managed_prefix_list_entry`.
pub(in crate::networks) fn read_entry<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let list: Link<PrefixListId> = reader.must_lead_to(view, "prefix_list_id", "prefix-list");
    let Some(id) = list.id() else { return };
    let block = attribute::block(view, "cidr");
    if let Some(list) = reader.inventory.networks.prefix_lists.get_mut(id)
        && let PrefixListContents::Blocks(Known::Value(blocks)) = &list.contents
    {
        list.contents = PrefixListContents::Blocks(match block {
            Known::Value(block) => Known::Value(blocks.iter().copied().chain(block).collect()),
            Known::Unknown(reason) => Known::Unknown(reason),
        });
    }
    reader.contribute(view, id, &["contents"]);
}

/// Reads the data source of a list: `aws_ec2_managed_prefix_list` or `aws_prefix_list`.
pub(in crate::networks) fn read_look_up<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let name = match (attribute::text(view, "name"), filtered_name(view)) {
        (Known::Value(Some(name)), _) | (Known::Value(None), Some(name)) => Known::Value(name),
        (Known::Value(None), None) => Known::Unknown(Reason::AfterApply),
        (Known::Unknown(reason), _) => Known::Unknown(reason),
    };
    let (contents, weight) = match name.value().filter(|name| is_of_provider(name)) {
        Some(name) => (provider_list(name), weight(name)),
        None => (PrefixListContents::Blocks(looked_up(view)), attribute::number(view, "max_entries")),
    };
    reader.inventory.networks.prefix_lists.push(PrefixList { source, name, contents, weight });
}

/// The addresses that a data source has found. A configuration does not contain them.
fn looked_up(view: View<'_, '_>) -> Known<Set<AddressBlock>> {
    let found = [entries(view, "entries"), attribute::blocks(view, "cidr_blocks")];
    let some = found.into_iter().find(|it| it.value().is_some_and(|blocks| !blocks.is_empty()));
    some.unwrap_or(Known::Unknown(Reason::Elsewhere))
}

fn filtered_name(view: View<'_, '_>) -> Option<Text> {
    let filters = view.blocks("filter").into_iter();
    let mut names = filters.filter(|it| it.text("name").as_deref() == Some("prefix-list-name"));
    match names.next()?.texts("values").as_slice() {
        [name] => Some(name.clone().into()),
        _ => None,
    }
}

fn entries(view: View<'_, '_>, name: &str) -> Known<Set<AddressBlock>> {
    let mut found = vec![];
    for entry in view.blocks(name) {
        match attribute::block(entry, "cidr") {
            Known::Value(block) => found.extend(block),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    Known::Value(found.into())
}

fn is_of_provider(name: &str) -> bool {
    name.starts_with("com.amazonaws.")
}

/// The parts of the name of an AWS-managed list: the region or `global`, and the rest.
fn meaning(name: &str) -> Option<(&str, &str)> {
    name.strip_prefix("com.amazonaws.")?.split_once('.')
}

/// The contents of an AWS-managed list, by its name.
pub(in crate::networks) fn provider_list(name: &str) -> PrefixListContents {
    PrefixListContents::Provider(match meaning(name) {
        Some((_, "cloudfront.origin-facing")) => ProviderRange::CdnOriginFacing,
        Some((_, "route53-healthchecks" | "ipv6.route53-healthchecks")) => ProviderRange::HealthCheckers,
        Some((region, service @ ("s3" | "s3express" | "dynamodb" | "vpc-lattice"))) => {
            let region = Known::Value(Text::new(region));
            ProviderRange::Service { service: Text::new(service), region }
        }
        Some((_, other)) => ProviderRange::Other(Text::new(other)),
        None => ProviderRange::Other(Text::new(name)),
    })
}

/// The weight of an AWS-managed list.
pub(in crate::networks) fn weight(name: &str) -> Known<Option<u32>> {
    let meaning = meaning(name).map(|(_, meaning)| meaning);
    let known = WEIGHTS.iter().find(|(name, _)| Some(*name) == meaning);
    known.map_or(Known::Unknown(Reason::Elsewhere), |(_, weight)| Known::Value(Some(*weight)))
}
