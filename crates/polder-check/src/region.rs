//! Regions: the sites of markets, and what takes over when a region is lost.
//!
//! There is one row for each site of production, primary sites first, and one for all of them together.

use polder_design::{Design, Environment, Role, Site};

use crate::requirement::Requirement;
use crate::scope::Scope;
use crate::selector::{Condition, Selector, SiteRole, Subject, selector, texts};

pub(crate) fn rows(design: &Design) -> Vec<Requirement> {
    let production = |site: &&Site| design.accounts[site.account].environment == Environment::Production;
    let sites = design.sites.iter().filter(production);
    let mut rows: Vec<Requirement> =
        sites.enumerate().map(|(number, site)| row(design, number + 1, site)).collect();
    rows.push(
        Requirement::new(
            format!("REGION-{}", rows.len() + 1),
            "every production workload runs in two regions",
            "no workload, store or entry of production is in one region only; whichever region is lost, each market \
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
    let (role, met_when, selectors) = match site.role {
        Role::Primary => (
            "primary",
            format!(
                "the writer database, API, workers, cache and pictures of {countries} are in {region}, and \
                 their visitors are routed there"
            ),
            PRIMARY,
        ),
        Role::Backup => (
            "the backup",
            format!(
                "a second site in {region} has a replica of the database, replicas of the pictures, services that can be \
                 started, a network and keys of its own"
            ),
            BACKUP,
        ),
    };
    let asks = format!("{city} (`{region}`) is {role} for {countries}");
    Requirement::new(format!("REGION-{number}"), asks, met_when, selectors).within(Scope::Site(site.id))
}

/// Resources that serve the markets of a cell.
const PRIMARY: &[Selector] = &[
    selector("aws_db_instance", "is the writer").conditions(&[Condition::Lacks("replicate_source_db")]),
    selector("aws_rds_cluster", "is the writer").conditions(&[Condition::Has("master_username")]),
    selector("aws_ecs_service", "runs the processes").named(&["api", "worker"]),
    selector("aws_eks_pod_identity_association", "gives the pods of API and workers their role")
        .named(&["api", "worker"]),
    selector("aws_elasticache_replication_group", "is the cache").named(&["cache"]),
    selector("aws_s3_bucket", "stores the pictures").named(&["media"]),
    selector("aws_route53_record", "leads here").named(&["origin", "storefront"]),
    selector("aws_cloudfront_distribution", "is the entry of the market's visitors")
        .anywhere()
        .fits(own_market),
];

/// Resources that can take over.
const BACKUP: &[Selector] = &[
    selector("aws_db_instance", "is a replica of the database in the other region")
        .conditions(&[Condition::Has("replicate_source_db")]),
    selector("aws_rds_cluster", "is a replica of the database in the other region")
        .conditions(&[Condition::Has("global_cluster_identifier"), Condition::Lacks("master_username")]),
    selector("aws_ecs_service", "can be started").named(&["api", "worker"]),
    selector("aws_eks_pod_identity_association", "gives the pods of API and workers their role")
        .named(&["api", "worker"]),
    selector("aws_elasticache_replication_group", "is the cache").named(&["cache"]),
    selector("aws_s3_bucket", "stores the replicated pictures").named(&["media"]),
    selector("aws_vpc", "is a separate network"),
    selector("aws_kms_key", "is a separate key"),
    selector("aws_route53_record", "leads here").named(&["origin", "storefront"]),
];

/// Redundant resources, and replication.
const REDUNDANT: &[Selector] = &[
    selector("aws_db_instance", "is a replica of the database in the other region")
        .site_role(SiteRole::Backup)
        .conditions(&[Condition::Has("replicate_source_db")]),
    selector("aws_rds_global_cluster", "spans both regions"),
    selector("aws_s3_bucket_replication_configuration", "replicates each object to the other region"),
    selector("aws_ecr_replication_configuration", "replicates each image to the other regions"),
    selector("aws_secretsmanager_secret", "is the same in both regions")
        .conditions(&[Condition::Has("replica")]),
    selector("aws_backup_plan", "copies each backup to the other region")
        .conditions(&[Condition::Has("rule.copy_action")]),
    selector("aws_ecs_service", "can be started in the other region").site_role(SiteRole::Backup),
    selector("aws_eks_cluster", "can run in the other region").site_role(SiteRole::Backup),
    selector("aws_lb", "is the entry of the other region").site_role(SiteRole::Backup),
    selector("aws_route53_record", "fails over to the other region")
        .conditions(&[Condition::Has("failover_routing_policy")]),
    selector("aws_route53_record", "resolves to a healthy region")
        .conditions(&[Condition::Has("latency_routing_policy")]),
    selector("aws_route53_health_check", "checks the health of a region"),
    selector("aws_cloudfront_distribution", "fails over to the other bucket")
        .conditions(&[Condition::Has("origin_group")]),
];

/// Whether a distribution serves a market of the row's cell.
fn own_market(subject: &Subject<'_, '_>) -> bool {
    let Scope::Site(site) = subject.scope else { return false };
    let cell = &subject.design.cells[subject.design.sites[site].cell];
    let hosts = texts(subject.resource, "aliases");
    cell.markets.iter().any(|market| hosts.contains(&market.host))
}
