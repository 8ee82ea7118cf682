//! `aws_config_configuration_aggregator` and `aws_securityhub_finding_aggregator`.

use polder_cloud::View;
use polder_inventory::access::AccountId;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::observability::{AggregationKind, DetectorKind};

use super::{account_of, add};
use crate::access::account_of_value;
use crate::link::elements;
use crate::reader::Reader;
use crate::value::{text_or, texts, truth_or};

/// Configurations that recorders of other accounts and regions recorded: one entry for each account.
pub(crate) fn of_records<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    if let Some(organization) = view.block("organization_aggregation_source") {
        let regions = regions(organization);
        for (name, account) in members(reader, view) {
            record(reader, view, Text::from(format!("organization {name}")), account, regions.clone());
        }
    }
    for block in view.blocks("account_aggregation_source") {
        let regions = regions(block);
        for (at, value) in elements(block.stack(), block.body().get("account_ids")).into_iter().enumerate() {
            let account = account_of_value(reader, block, value);
            record(reader, view, Text::from(format!("account_ids[{at}]")), account, regions.clone());
        }
    }
}

fn record<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    part: Text,
    account: Link<AccountId>,
    regions: Known<Option<Set<Text>>>,
) {
    let (source, seen_by) = (reader.part(view, part), account_of(reader, view));
    let id = add(reader, source, AggregationKind::Configurations, Some(account), seen_by);
    if let Some(oversight) = reader.inventory.observability.aggregations.get_mut(id) {
        oversight.regions = regions;
    }
}

/// `all` means all regions.
fn regions(block: View<'_, '_>) -> Known<Option<Set<Text>>> {
    match truth_or(block, "all_regions", false) {
        Known::Value(true) => Known::Value(Some(Set::from([Text::new_static("all")]))),
        Known::Value(false) => texts(block, "regions").map(Some),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// The other accounts of the organization in the estate, by name; one unknown account where there are none.
fn members<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Vec<(Text, Link<AccountId>)> {
    let own = account_of(reader, view).id();
    let index = reader.index;
    let made = index.of_kind("aws_organizations_account").iter().filter_map(|id| reader.id(*id));
    let mut all: Vec<AccountId> = made.collect();
    for organization in
        index.of_kind("aws_organizations_organization").iter().filter_map(|id| index.view(*id))
    {
        all.extend(account_of(reader, organization).id().filter(|_| organization.is_managed()));
    }
    all.retain(|account| Some(*account) != own);
    let name = |account: &AccountId| Some(reader.inventory.access.accounts.get(*account)?.name.clone());
    let named = all.iter().filter_map(|account| Some((name(account)?, Link::To(*account))));
    let found: Vec<(Text, Link<AccountId>)> = named.collect();
    if found.is_empty() {
        return vec![(Text::new_static("unknown"), Link::Unknown(Reason::NotGiven))];
    }
    found
}

/// Security Hub findings of other regions. `linking_mode` says whether new regions are included.
pub(crate) fn of_findings<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let (source, seen_by) = (reader.source(view), account_of(reader, view));
    let regions = match text_or(view, "linking_mode", "") {
        Known::Value(mode) => match mode.as_str() {
            "SPECIFIED_REGIONS" => texts(view, "specified_regions").map(Some),
            "ALL_REGIONS" => Known::Value(Some(Set::from([Text::new_static("all")]))),
            "NO_REGIONS" => Known::Value(Some(Set::default())),
            // All except some.
            _ => Known::Unknown(Reason::AttributeNotModelled),
        },
        Known::Unknown(reason) => Known::Unknown(reason),
    };
    let id = add(reader, source, AggregationKind::Findings(DetectorKind::Posture), None, seen_by);
    if let Some(oversight) = reader.inventory.observability.aggregations.get_mut(id) {
        oversight.regions = regions;
    }
}
