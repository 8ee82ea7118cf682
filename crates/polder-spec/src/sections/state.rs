//! `[state]`.

use polder_diag::Finding;

use super::platform::About;
use crate::codes;
use crate::model::{Cell, State};
use crate::names::is_bucket;
use crate::reader::{Table, shown};
use crate::setting::Otherwise;

/// Reads the section.
pub(super) fn read(table: &Table<'_>, about: &About, cells: &[Cell]) -> State {
    let bucket = table.text("bucket");
    if let Some(bucket) = bucket.as_ref().filter(|bucket| !is_bucket(bucket)) {
        table.reader.say(
            Finding::new(&codes::BUCKET, format!("{} is not a bucket name", shown(bucket)))
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
            // Bucket names are globally unique: only the full domain is sure to be the owner's.
            state_bucket(&about.domain.value),
            "the domain and `-terraform-state`: a name that is unlikely to be taken",
        ),
        region: region.else_rule(first, "the region of the first cell's primary site"),
    }
}

/// A bucket of the domain: `example-com-terraform-state`. It is truncated at the front.
fn state_bucket(domain: &str) -> String {
    const TAIL: &str = "-terraform-state";
    let name: String = domain.chars().map(|letter| if letter == '.' { '-' } else { letter }).collect();
    let room = 63 - TAIL.len();
    let start = name.len().saturating_sub(room);
    let kept = name.get(start..).unwrap_or(&name).trim_start_matches('-');
    format!("{kept}{TAIL}")
}
