//! `[state]`.

use polder_diag::Finding;

use super::platform::About;
use crate::codes;
use crate::model::{Account, Cell, State, StateCopy};
use crate::names::is_bucket;
use crate::reader::{Table, shown};
use crate::setting::{Origin, Otherwise, Setting};

/// Reads the section.
pub(super) fn read(table: &Table<'_>, about: &About, cells: &[Cell], accounts: &[Account]) -> State {
    let bucket = table.text("bucket");
    if let Some(bucket) = bucket.as_ref().filter(|bucket| !is_bucket(bucket)) {
        table.reader.say(
            Finding::new(&codes::BUCKET, format!("{} is not a bucket name", shown(bucket)))
                .at(bucket.span(), "3 to 63 lower-case letters, digits and hyphens"),
        );
    }
    let regions = regions(table, cells, accounts);
    let region = table.text("region");
    if let Some(region) = &region {
        super::cells::check_region(table.reader, region, &about.residency);
    }
    let region = region.unwrap_or_else(|| primary(&regions));
    let replica_region = table.text_or_false("replica_region");
    if let Some(replica) = &replica_region {
        check_replica(table, about, &region, replica);
    }
    let replica_region = replica_region.unwrap_or_else(|| replica(&regions, &region));
    let active = table
        .choice("active")
        .else_rule(StateCopy::Primary, "the primary bucket is used in normal operation");
    if active.value == StateCopy::Replica && replica_region.is_none() {
        table.reader.say(
            Finding::new(&codes::ACTIVE_WITHOUT_REPLICA, "the state has no replica that could be active")
                .at(active.span(), "there is no replica")
                .also(replica_region.span(), "none is wanted")
                .help("set `replica_region`, or remove `active`"),
        );
    }
    State {
        bucket: bucket.else_rule(
            // Bucket names are globally unique: only the full domain is sure to be the owner's.
            state_bucket(&about.domain.value),
            "the domain and `-terraform-state`: a name that is unlikely to be taken",
        ),
        region,
        replica_region,
        active,
    }
}

/// A region of the platform, as a place for the state.
struct Candidate<'a> {
    id: &'a str,
    /// An account must enable it: findings of other regions cannot be collected there.
    opt_in: bool,
    /// A primary site of production is in it: it should not take the state with it when it is lost.
    is_primary: bool,
}

impl Candidate<'_> {
    /// The smaller, the better. Of equal ones, the first in the file is chosen.
    fn rank(&self) -> (bool, bool) {
        (self.opt_in, self.is_primary)
    }
}

/// The regions of all sites, in the order of first use: all primary sites, then all backup sites.
fn regions<'a>(table: &Table<'_>, cells: &'a [Cell], accounts: &[Account]) -> Vec<Candidate<'a>> {
    let production = |cell: &Cell| {
        let account = accounts.get(cell.account.value);
        !account.is_some_and(|account| account.environment.holds_copies())
    };
    let primary = |id: &str| cells.iter().any(|cell| production(cell) && cell.primary.region.as_str() == id);
    let primaries = cells.iter().map(|cell| &cell.primary);
    let backups = cells.iter().filter_map(|cell| cell.backup.as_ref()).map(|backup| &backup.site);
    let mut found: Vec<Candidate<'a>> = vec![];
    for site in primaries.chain(backups) {
        let id = site.region.as_str();
        let Some(region) = table.reader.facts.region(id) else { continue };
        if !found.iter().any(|known| known.id == id) {
            found.push(Candidate { id, opt_in: region.opt_in, is_primary: primary(id) });
        }
    }
    found
}

fn primary(regions: &[Candidate<'_>]) -> Setting<String> {
    let best = regions.iter().min_by_key(|region| region.rank());
    let rule = match best {
        Some(best) if !best.is_primary => {
            "no primary site of production is in this region: one loss does not stop a shop and the stacks that repair it"
        }
        _ => {
            "the first region of the platform that is enabled by default: all such regions have primary sites of production"
        }
    };
    Setting::default(best.map(|best| best.id.to_owned()).unwrap_or_default(), Origin::Rule(rule))
}

fn replica(regions: &[Candidate<'_>], region: &str) -> Setting<Option<String>> {
    let best = regions.iter().filter(|other| other.id != region).min_by_key(|other| other.rank());
    let rule = match best {
        Some(best) if !best.is_primary => {
            "another region of the platform, without a primary site of production"
        }
        Some(_) => "another region of the platform",
        None => "the platform has no other region",
    };
    Setting::default(best.map(|best| best.id.to_owned()), Origin::Rule(rule))
}

fn check_replica(
    table: &Table<'_>,
    about: &About,
    region: &Setting<String>,
    replica: &Setting<Option<String>>,
) {
    let Some(id) = &replica.value else { return };
    let written = Setting { value: id.clone(), origin: replica.origin };
    super::cells::check_region(table.reader, &written, &about.residency);
    if *id == region.value && !id.is_empty() {
        let message = format!("the state and its replica are both in {}", shown(id));
        table.reader.say(
            Finding::new(&codes::REPLICA_IN_REGION, message)
                .at(replica.span(), "lost with the state")
                .also(region.span(), "the region of the state")
                .help("choose another region, or `false` for no replica"),
        );
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
