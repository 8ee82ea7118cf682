//! `[state]`.

use polder_diag::Finding;

use super::platform::About;
use crate::codes;
use crate::model::{Cell, State};
use crate::names::is_bucket;
use crate::reader::{Table, shown};
use crate::setting::Otherwise;

/// Reads it.
pub(super) fn read(table: &Table<'_>, about: &About, cells: &[Cell]) -> State {
    let bucket = table.text("bucket");
    if let Some(bucket) = bucket.as_ref().filter(|bucket| !is_bucket(bucket)) {
        table.reader.say(
            Finding::new(&codes::BUCKET, format!("{} is no bucket name", shown(bucket)))
                .at(bucket.span(), "3 to 63 lower-case letters, digits and hyphens"),
        );
    }
    let region = table.text("region");
    if let Some(region) = &region {
        super::cells::check_region(table.reader, region, &about.residency);
    }
    let first = cells.first().map(|cell| cell.primary.region.value.clone()).unwrap_or_default();
    State {
        bucket: bucket.else_rule(
            format!("{}-terraform-state", about.name.value),
            "the platform's name and `-terraform-state`",
        ),
        region: region.else_rule(first, "the region of the first cell's primary site"),
    }
}
