//! Layer `security`: detection and audit in one region of one account.

use polder_cloud::Layer;

use polder_design::AccountId;

use crate::context::Context;
use crate::detection::config_recorder;
use crate::detection::guardduty;
use crate::detection::security_services;
use crate::observability::oam;
use crate::organization::accounts;

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let Some(manager) = accounts::management(design) else { return };
    let secrets = config_recorder::secret_variables(design);
    // The management account comes first: the others link to its sinks.
    for region in accounts::watched_regions(design, manager) {
        watch(context, manager, &region, &secrets);
    }
    for account in accounts::members(design) {
        for region in accounts::watched_regions(design, account.id) {
            watch(context, account.id, &region, &secrets);
        }
    }
}

fn watch(context: &mut Context<'_>, account: AccountId, region: &str, secrets: &str) {
    let design = context.design;
    let manages = accounts::management(design) == Some(account);
    let administers = design.security_administrator() == Some(account);
    let purpose = "Security services of the region: Config, GuardDuty, Security Hub, Inspector, Macie, Access Analyzer.";
    let s = context.region_stack(account, region, Layer::Security, purpose);
    let accounts = &context.handles.accounts;
    if let (Some(role), Some(logging)) = (accounts.recorders.get(&account), &accounts.logging) {
        let identities = design.region_has(region, |traits| traits.records_identities);
        config_recorder::recorder(&s, role, logging, identities);
        config_recorder::conformance_packs(&s, region, secrets);
    }
    // GuardDuty creates the detectors of the other accounts.
    let detector = (manages || administers).then(|| guardduty::detector(&s));
    if let Some(detector) = detector.as_ref().filter(|_| administers) {
        guardduty::features(&s, detector, region);
    }
    security_services::security_hub(&s, region);
    security_services::inspector(&s);
    if let Some(logging) = &accounts.logging {
        security_services::macie(&s, design, account, region, logging);
    }
    let home = accounts::home(design, account) == region;
    security_services::access_analyzers(&s, home, administers);
    let inhabited = design.regions.iter().any(|known| known.account == account && known.region == region);
    if !inhabited {
        security_services::encrypted_disks(&s);
    }
    let mut sink = None;
    if let (true, Some(organization)) = (manages, &accounts.organization) {
        sink = Some(oam::sink(&s, organization.organization.id()));
    } else if let Some(sink) = accounts.sinks.get(region) {
        oam::link(&s, sink);
    }
    context.add(s);
    let accounts = &mut context.handles.accounts;
    if let Some(detector) = detector.filter(|_| administers) {
        accounts.detectors.insert(region.to_owned(), detector);
    }
    if let Some(sink) = sink {
        accounts.sinks.insert(region.to_owned(), sink);
    }
}
