//! Layer `oversight`: collects the findings of all accounts in one region.

use polder_cloud::Layer;

use crate::context::Context;
use crate::detection::config_recorder;
use crate::detection::delegated_administrator;
use crate::detection::serious_findings;
use crate::organization::accounts;

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let Some(manager) = accounts::management(design) else { return };
    for region in accounts::watched_regions(design, manager) {
        let purpose =
            "Delegated administrator of the security services in the region, with notifications of findings.";
        let s = context.region_stack(manager, &region, Layer::Oversight, purpose);
        let accounts = &context.handles.accounts;
        let organization = accounts.organization.as_ref().expect("the management account writes it");
        let watched = delegated_administrator::watched(design, organization, &accounts.hubs, &region);
        let has_macie = design.region_has(&region, |traits| traits.finds_personal_data);
        delegated_administrator::administrator(&s, &accounts.detectors[&region], &watched, has_macie);
        if region == accounts::home(design, manager) {
            config_recorder::aggregator(&s);
            if design.region_has(&region, |traits| traits.collects_findings) {
                delegated_administrator::finding_aggregator(&s, design, manager, &region);
            }
            let logging = accounts.logging.as_ref().expect("the management account has the logs of all");
            serious_findings::serious_findings(&s, design, &logging.topic, &logging.key);
        }
        context.add(s);
    }
}
