//! Every region has enough zones for its sites.

use std::collections::BTreeSet;

use polder_diag::Finding;

use super::sites;
use crate::codes;
use crate::model::Platform;
use crate::reader::{Reader, shown};

/// Reports regions with too few.
pub(super) fn check(reader: &Reader<'_>, platform: &Platform) {
    let zones = &platform.network.zones;
    let mut said = BTreeSet::new();
    for (_, _, site) in sites(platform) {
        let Some(region) = reader.facts.region(&site.region) else { continue };
        let there = region.zones.len();
        if usize::try_from(zones.value).is_ok_and(|wanted| wanted <= there)
            || !said.insert(region.id.as_str())
        {
            continue;
        }
        let message = format!("{} has {there} zones, not {}", shown(&region.id), zones.value);
        reader.say(
            Finding::new(&codes::ZONES, message)
                .at(zones.span().or(site.region.span()), "more than there are")
                .also(zones.span().and(site.region.span()), "a site in this region")
                .help(format!("write `zones = {there}` or less")),
        );
    }
}
