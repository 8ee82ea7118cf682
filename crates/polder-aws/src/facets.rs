//! The facets of stacks: conditions that distinguish the stacks of one module.
//!
//! A facet with words is used for dependents whose names contain one of them, and for nothing else. Of the
//! others the first that matches is used, so the most specific come first.

use polder_cloud::Facet;
use polder_design::{AccountId, AccountRegion, Design, Environment, Role, Site};

use crate::draft::Draft;
use crate::names::GLOBAL_REGION;
use crate::organization::accounts;

/// From this number of zones on, a site uses a third one.
const THIRD: usize = 3;

/// The facets of a site's stacks.
pub(crate) fn of_site(s: &Draft, design: &Design, site: &Site) {
    let cell = &design.cells[site.cell];
    let primary = site.role == Role::Primary;
    let peer = site.peer.is_some();
    general(s, "is_primary", "Whether this is the primary site of its cell.", primary);
    general(s, "has_peer", "Whether the cell has a site in another region.", peer);
    general(s, "has_backup", "Whether another site of the cell takes over from this one.", primary && peer);
    environment(s, design, site.account);
    general(s, "is_active", "Whether the site takes the writes of its cell now.", site.active);
    special(
        s,
        "has_read_replicas",
        "Whether the database has read replicas in the region.",
        &["reader", "readers", "replica", "replicas"],
        site.database.read_replicas > 0,
    );
    special(
        s,
        "has_replica_lag",
        "Whether the database has read replicas or is a replica: an alarm watches the lag.",
        &["lag"],
        site.database.read_replicas > 0 || site.database.follows.is_some(),
    );
    special(
        s,
        "has_third_zone",
        "Whether the site uses a third availability zone.",
        &["c"],
        site.zones.len() >= THIRD,
    );
    special(
        s,
        "keeps_backups",
        "Whether backups are kept after their source is deleted: a final snapshot is taken, and the vault is locked.",
        &["backup", "backups", "vault"],
        cell.protected,
    );
    special(
        s,
        "leaves_snapshot",
        "Whether a final snapshot is taken when the database is deleted.",
        &["snapshot"],
        cell.protected && primary,
    );
    special(
        s,
        "has_hours",
        "Whether the processes of the cell are stopped outside its hours.",
        &["hours", "start", "starts", "stop", "stops", "clock", "schedule"],
        cell.hours.is_some(),
    );
    special(
        s,
        "has_code_signing",
        "Whether the region offers code signing.",
        &["signer", "signing"],
        design.region_has(&site.region, |traits| traits.signs_code),
    );
    special(
        s,
        "has_several_shards",
        "Whether the cache has more than one shard.",
        &["cache"],
        site.cache.shards > 1,
    );
}

/// The facets of the stacks of a region.
pub(crate) fn of_region(s: &Draft, design: &Design, account: AccountId, region: &str) {
    let home = accounts::home(design, account) == region;
    let own = |it: &&AccountRegion| it.account == account;
    let sites = design.regions.iter().filter(own).any(|it| it.region == region);
    let others = design.regions.iter().filter(own).any(|it| it.region != region);
    special(
        s,
        "is_replica",
        "Whether the region has the replicas of the state and of the log archive.",
        &["replica"],
        [Some(accounts::state_holder(design)), design.log_archive()].contains(&Some(account))
            && design.state.replica_region.as_deref() == Some(region),
    );
    environment(s, design, account);
    general(s, "is_home", "Whether this is the first region of the account.", home);
    general(s, "has_sites", "Whether the account has sites in the region.", sites);
    let edge = "Whether this is us-east-1, the only region with rules about IAM and CloudFront.";
    general(s, "is_edge_region", edge, region == GLOBAL_REGION);
    special(
        s,
        "has_macie",
        "Whether the region offers Macie.",
        &["macie2"],
        design.region_has(region, |traits| traits.finds_personal_data),
    );
    special(
        s,
        "copies_images",
        "Whether images are replicated from this region to other regions of the account.",
        &["replication"],
        home && sites && others,
    );
}

/// The facets of the stacks of what exists once in an account.
pub(crate) fn of_account(s: &Draft, design: &Design, account: AccountId) {
    environment(s, design, account);
}

fn environment(s: &Draft, design: &Design, account: AccountId) {
    let is = |environment| design.accounts[account].environment == environment;
    general(s, "is_production", "Whether the account is for production.", is(Environment::Production));
    general(s, "is_staging", "Whether the account is for staging.", is(Environment::Staging));
    general(s, "is_development", "Whether the account is for development.", is(Environment::Development));
    general(
        s,
        "is_management",
        "Whether the account is the organization's management account.",
        is(Environment::Management),
    );
    general(
        s,
        "is_log_archive",
        "Whether the account keeps the audit logs of all.",
        is(Environment::LogArchive),
    );
    general(
        s,
        "is_security",
        "Whether the account administers the security services of all.",
        is(Environment::Security),
    );
    general(
        s,
        "is_backup",
        "Whether the account keeps copies of production's backups.",
        is(Environment::Backup),
    );
}

/// A facet that anything may depend on.
fn general(s: &Draft, name: &'static str, description: &'static str, holds: bool) {
    special(s, name, description, &[], holds);
}

/// A facet for dependents whose names contain one of these words.
fn special(
    s: &Draft,
    name: &'static str,
    description: &'static str,
    words: &'static [&'static str],
    holds: bool,
) {
    s.facet(Facet { name, description, words, holds });
}
