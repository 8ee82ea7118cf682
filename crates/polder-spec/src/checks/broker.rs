//! No two sites share a queue.

use std::collections::BTreeMap;

use polder_diag::Finding;

use crate::codes;
use crate::model::{BrokerEngine, Platform, SaleorVersion};
use crate::reader::{Reader, shown};

/// The first release in which the queue name can be set.
const NAMED_QUEUES: SaleorVersion = SaleorVersion { major: 3, minor: 24 };

/// Reports sites that would share the queue `celery`.
pub(super) fn check(reader: &Reader<'_>, platform: &Platform) {
    if platform.broker.engine.value != BrokerEngine::Queues || platform.saleor.value >= NAMED_QUEUES {
        return;
    }
    let mut seen = BTreeMap::new();
    for cell in &platform.cells {
        let backup = cell.backup.as_ref().map(|backup| &backup.site);
        for site in std::iter::once(&cell.primary).chain(backup) {
            // Missing and unknown regions, and two sites of one cell in one region, are reported elsewhere.
            if reader.facts.region(&site.region).is_none() {
                continue;
            }
            let place = (cell.account.value, site.region.as_str());
            let Some((first_cell, first)) = seen.get(&place) else {
                seen.insert(place, (cell.name.as_str(), site.region.span()));
                continue;
            };
            if *first_cell == cell.name.as_str() {
                continue;
            }
            let message = format!(
                "cells {} and {} would share one queue in {}",
                shown(first_cell),
                shown(&cell.name),
                shown(&site.region)
            );
            reader.say(
                Finding::new(&codes::SHARED_SQS, message)
                    .at(platform.broker.engine.span(), "before 3.24 Saleor's queue is always named `celery`")
                    .also(*first, format!("a site of {}", shown(first_cell)))
                    .also(site.region.span(), format!("a site of {}", shown(&cell.name)))
                    .help("choose `engine = \"valkey\"`, or Saleor `3.24`"),
            );
        }
    }
}
