//! Layer `oversight`: collects the findings of all accounts in one account, in each region.

use polder_cloud::{Handle, Layer, StackKey, StackScope};
use polder_design::{AccountId, Design};

use crate::context::Context;
use crate::detection::config_recorder;
use crate::detection::delegated_administrator::{self, Administration};
use crate::detection::{guardduty, log_archive, security_topic, serious_findings};
use crate::draft::Draft;
use crate::names::account;
use crate::organization::accounts;

const PURPOSE: &str =
    "Administration of the security services in the region for all accounts, and notifications of findings.";

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let (Some(manager), Some(administrator)) =
        (accounts::management(design), design.security_administrator())
    else {
        return;
    };
    for region in accounts::watched_regions(design, manager) {
        if administrator != manager {
            delegate(context, manager, administrator, &region);
        }
        administer(context, manager, administrator, &region);
    }
}

/// Only the management account makes another account the administrator.
fn delegate(context: &mut Context<'_>, manager: AccountId, to: AccountId, region: &str) {
    let s = context.region_stack(manager, region, Layer::Oversight, PURPOSE);
    // GuardDuty would create a detector there that no stack knows.
    after(&s, context.design, to, region, Layer::Security);
    let administrator = context.account_number(&s, manager, to);
    let has_macie = context.design.region_has(region, |traits| traits.finds_personal_data);
    delegated_administrator::register(&s, &administrator, has_macie);
    context.add(s);
}

fn administer(context: &mut Context<'_>, manager: AccountId, administrator: AccountId, region: &str) {
    let design = context.design;
    let s = context.region_stack(administrator, region, Layer::Oversight, PURPOSE);
    let accounts = &context.handles.accounts;
    let organization = accounts.organization.as_ref().expect("the management account writes it");
    let has_macie = design.region_has(region, |traits| traits.finds_personal_data);
    let registers = administrator == manager;
    let admin = if registers {
        Some(delegated_administrator::register(&s, &account(), has_macie))
    } else {
        after(&s, design, manager, region, Layer::Oversight);
        None
    };
    let detector = &accounts.detectors[region];
    guardduty::for_members(&s, detector, region, admin.as_ref());
    let watched = delegated_administrator::watched(design, administrator, organization, region);
    for member in &watched {
        // An account reports once its own services are enabled. Their state has nothing that this stack needs.
        after(&s, design, member.of, region, Layer::Security);
    }
    let all = Administration { detector, watched: &watched, has_macie, registers };
    delegated_administrator::administration(&s, &all);
    if region == accounts::home(design, administrator) {
        config_recorder::aggregator(&s);
        if design.region_has(region, |traits| traits.collects_findings) {
            delegated_administrator::finding_aggregator(&s, design, administrator, region);
        }
        let logging = accounts.logging.as_ref().expect("an organization has the logs of all");
        let (topic, key) =
            if registers { (logging.topic.clone(), logging.topic_key.clone()) } else { topic(&s, design) };
        serious_findings::serious_findings(&s, design, &topic, &key);
    }
    context.add(s);
}

/// Orders a stack after one of another account in the same region.
fn after(s: &Draft, design: &Design, account: AccountId, region: &str, layer: Layer) {
    s.after(&StackKey {
        account: design.accounts[account].name.as_str().into(),
        scope: StackScope::Region(region.into()),
        layer,
    });
}

/// The topic of the security account, and its key.
fn topic(s: &Draft, design: &Design) -> (Handle, Handle) {
    let key = log_archive::key_of_alarms(s);
    (security_topic::security_topic(s, design, &key), key)
}
