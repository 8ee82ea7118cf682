//! Constraints between the tables of the file.

mod accounts;
mod broker;
mod countries;
mod hosts;
mod loss;
mod networks;
mod paths;
mod sizes;
mod zones;

use crate::model::{Platform, Role, Site};
use crate::reader::Reader;
use crate::sections::Draft;

/// Checks everything. Checks of a single value are made where it is read.
pub(crate) fn all(reader: &Reader<'_>, draft: &Draft) {
    let platform = &draft.platform;
    accounts::check(reader, platform);
    hosts::check(reader, platform);
    countries::check(reader, platform);
    networks::check(reader, platform);
    zones::check(reader, platform);
    broker::check(reader, platform);
    paths::check(reader, platform);
    sizes::check(reader, platform);
    if draft.markets_sound {
        loss::check(reader, platform);
    }
}

/// All sites with the name of their cell and their role, in the order of the file.
fn sites(platform: &Platform) -> impl Iterator<Item = (&str, Role, &Site)> {
    platform.cells.iter().flat_map(|cell| {
        let primary = (cell.name.as_str(), Role::Primary, &cell.primary);
        let backup = cell.backup.as_ref().map(|backup| (cell.name.as_str(), Role::Backup, &backup.site));
        std::iter::once(primary).chain(backup)
    })
}
