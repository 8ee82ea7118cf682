//! What the owner states about the places of data, in terms of the inventory.

use std::collections::{BTreeMap, BTreeSet};

use polder_facts::Facts;
use polder_locate::{Cell, Residency, Terms};

use crate::compiled::Compiled;

/// Without a platform: where regions are.
pub(crate) fn of_regions() -> Terms {
    let regions = Facts::embedded().regions().iter();
    let jurisdictions: BTreeMap<String, String> =
        regions.map(|region| (region.id.clone(), region.jurisdiction.clone())).collect();
    Terms { jurisdictions, residency: None }
}

/// Of a plan or state whose owner has a platform file: its residency and its times of retention. What a resource of a plan belongs to is
/// not known, so that there are no cells.
pub(crate) fn stated(compiled: &Compiled) -> Terms {
    let mut terms = of_platform(compiled);
    terms.residency.iter_mut().for_each(|residency| residency.cells.clear());
    terms
}

/// Of a platform: its residency, the regions of its cells, and its times of retention.
pub(crate) fn of_platform(compiled: &Compiled) -> Terms {
    let design = &compiled.design;
    let terms = of_regions();
    let known: BTreeSet<&String> = terms.jurisdictions.values().collect();
    let allowed = known.into_iter().filter(|it| polder_spec::allows(&compiled.platform.residency, it));
    let cells = design.cells.iter().map(|cell| {
        let sites = [Some(cell.primary), cell.backup].into_iter().flatten();
        Cell {
            account: design.accounts[cell.account].name.clone(),
            name: cell.name.clone(),
            regions: sites.map(|site| design.sites[site].region.clone()).collect(),
        }
    });
    let retention = &design.retention;
    let residency = Residency {
        allowed: allowed.cloned().collect(),
        cells: cells.collect(),
        logs_max: retention.logs.max(retention.access_logs).max(retention.audit_logs),
        old_versions_max: retention.old_versions,
        backups_max: retention.backups.max(retention.vault),
    };
    Terms { residency: Some(residency), ..terms }
}
