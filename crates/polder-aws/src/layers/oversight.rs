//! Layer `oversight`: what gathers the scanners of all accounts in one region.

use polder_cloud::Layer;

use crate::context::Context;
use crate::organization::estate;
use crate::security::config_recorder;
use crate::security::oversight;

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let Some(manager) = estate::management(design) else { return };
    for region in estate::watched_regions(design, manager) {
        let purpose =
            "Administers the scanners of all accounts in the region, and tells people what they find.";
        let s = context.region_stack(manager, &region, Layer::Oversight, purpose);
        let estate = &context.handles.estate;
        let own = estate.detectors.get(&region);
        let (Some(own), Some(organization)) = (own, &estate.organization) else { continue };
        let watched = oversight::watched(design, organization, &estate.hubs, &region);
        oversight::administrator(&s, own, &watched);
        if region == estate::home(design, manager) {
            config_recorder::aggregator(&s);
            oversight::finding_aggregator(&s, design, manager, &region);
            if let Some(logging) = &estate.logging {
                oversight::serious_findings(&s, &logging.topic);
            }
        }
        context.add(s);
    }
}
