//! Regions: which site serves which markets, and what takes over when a region is lost.
//!
//! There is one row for each site of production, primary sites first, and one for all of them together.

use polder_design::{Design, Environment, Role, Site};

use crate::requirement::Requirement;
use crate::scope::Scope;
use crate::speaker::{Need, Part, Speaker, Subject, speaker, texts};

pub(crate) fn rows(design: &Design) -> Vec<Requirement> {
    let production = |site: &&Site| design.accounts[site.account].environment == Environment::Production;
    let sites = design.sites.iter().filter(production);
    let mut rows: Vec<Requirement> =
        sites.enumerate().map(|(number, site)| row(design, number + 1, site)).collect();
    rows.push(
        Requirement::new(
            format!("REGION-{}", rows.len() + 1),
            "every production workload is there twice, in two regions",
            "no workload, store or entry of production stands in one region alone; whichever region is lost, each market \
             is served again within the objectives, as a rehearsal shows",
            REDUNDANT,
        )
        .within(Scope::Environment(Environment::Production)),
    );
    rows
}

fn row(design: &Design, number: usize, site: &Site) -> Requirement {
    let markets = &design.cells[site.cell].markets;
    let countries: Vec<&str> = markets.iter().map(|market| market.country.as_str()).collect();
    let countries = match countries.as_slice() {
        [] => "no market".to_owned(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    };
    let (city, region) = (&site.city, &site.region);
    let (role, met_when, speakers) = match site.role {
        Role::Primary => (
            "primary",
            format!(
                "the database that takes writes, API, workers, cache and pictures of {countries} are in {region}, and \
                 their visitors reach them"
            ),
            PRIMARY,
        ),
        Role::Backup => (
            "the backup",
            format!(
                "a second site in {region} has a replica of the database, copies of the pictures, services that can be \
                 started, a network and keys of its own"
            ),
            BACKUP,
        ),
    };
    let asks = format!("{city} (`{region}`) is {role} for {countries}");
    Requirement::new(format!("REGION-{number}"), asks, met_when, speakers).within(Scope::Site(site.id))
}

/// What serves the markets of a cell.
const PRIMARY: &[Speaker] = &[
    speaker("aws_db_instance", "takes the writes").needs(&[Need::Lacks("replicate_source_db")]),
    speaker("aws_rds_cluster", "takes the writes").needs(&[Need::Has("master_username")]),
    speaker("aws_ecs_service", "answers and works").named(&["api", "worker"]),
    speaker("aws_eks_pod_identity_association", "lets the pods of API and workers work")
        .named(&["api", "worker"]),
    speaker("aws_elasticache_replication_group", "is the cache").named(&["cache"]),
    speaker("aws_s3_bucket", "holds the pictures").named(&["media"]),
    speaker("aws_route53_record", "leads here").named(&["origin", "storefront"]),
    speaker("aws_cloudfront_distribution", "is where the market's visitors come in")
        .beyond()
        .fits(own_market),
];

/// What can take over.
const BACKUP: &[Speaker] = &[
    speaker("aws_db_instance", "follows the database of the other region")
        .needs(&[Need::Has("replicate_source_db")]),
    speaker("aws_rds_cluster", "follows the database of the other region")
        .needs(&[Need::Has("global_cluster_identifier"), Need::Lacks("master_username")]),
    speaker("aws_ecs_service", "can be started").named(&["api", "worker"]),
    speaker("aws_eks_pod_identity_association", "lets the pods of API and workers work")
        .named(&["api", "worker"]),
    speaker("aws_elasticache_replication_group", "is the cache").named(&["cache"]),
    speaker("aws_s3_bucket", "holds the copies of the pictures").named(&["media"]),
    speaker("aws_vpc", "is a network of its own"),
    speaker("aws_kms_key", "is a key of its own"),
    speaker("aws_route53_record", "leads here").named(&["origin", "storefront"]),
];

/// What is there twice, and what makes it so.
const REDUNDANT: &[Speaker] = &[
    speaker("aws_db_instance", "follows the database of the other region")
        .part(Part::Backup)
        .needs(&[Need::Has("replicate_source_db")]),
    speaker("aws_rds_global_cluster", "spans both regions"),
    speaker("aws_s3_bucket_replication_configuration", "copies each object to the other region"),
    speaker("aws_ecr_replication_configuration", "copies each image to the other regions"),
    speaker("aws_secretsmanager_secret", "is the same in both regions").needs(&[Need::Has("replica")]),
    speaker("aws_backup_plan", "copies each backup to the other region")
        .needs(&[Need::Has("rule.copy_action")]),
    speaker("aws_ecs_service", "can be started in the other region").part(Part::Backup),
    speaker("aws_eks_cluster", "can work in the other region").part(Part::Backup),
    speaker("aws_lb", "is the entry of the other region").part(Part::Backup),
    speaker("aws_route53_record", "moves to the other region").needs(&[Need::Has("failover_routing_policy")]),
    speaker("aws_route53_record", "leads to whichever region is well")
        .needs(&[Need::Has("latency_routing_policy")]),
    speaker("aws_route53_health_check", "tells whether a region is well"),
    speaker("aws_cloudfront_distribution", "asks the other bucket when one fails")
        .needs(&[Need::Has("origin_group")]),
];

/// Whether a distribution serves a market of the row's cell.
fn own_market(subject: &Subject<'_, '_>) -> bool {
    let Scope::Site(site) = subject.scope else { return false };
    let cell = &subject.design.cells[subject.design.sites[site].cell];
    let hosts = texts(subject.resource, "aliases");
    cell.markets.iter().any(|market| hosts.contains(&market.host))
}
