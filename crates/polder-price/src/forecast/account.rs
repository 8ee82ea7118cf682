//! The usage of what accounts share: registries, audit, detection.

use std::collections::{BTreeMap, BTreeSet};

use polder_design::{Cell, CellLoad, Design, Environment, Site};
use polder_inventory::Inventory;
use polder_inventory::model::Known;

use super::traffic::Figures;
use super::{assumed, bytes, events, kept};
use crate::amount::{Amount, Range};
use crate::bill::Asked;

/// The component of restore tests.
const RESTORES: &str = "restore-tests";

/// Accounts and their regions.
pub(super) struct Accounts<'a> {
    design: &'a Design,
    figures: Figures,
    /// Resources by account and region.
    resources: BTreeMap<(String, String), u64>,
    principals: u64,
}

impl<'a> Accounts<'a> {
    pub(super) fn of(design: &'a Design, figures: Figures, inventory: &'a Inventory) -> Accounts<'a> {
        let mut seen = BTreeSet::new();
        let mut resources: BTreeMap<(String, String), u64> = BTreeMap::new();
        for source in inventory.sources.values() {
            let origin = source.origin.and_then(|id| inventory.origins.get(id));
            let location = inventory.locations.get(source.location).map(|it| &it.region);
            let (Some(origin), Some(Known::Value(region))) = (origin, location) else { continue };
            if seen.insert((&source.stack, &source.address)) {
                let region = region.as_deref().unwrap_or("global").to_owned();
                *resources.entry((origin.account.to_string(), region)).or_default() += 1;
            }
        }
        let principals = inventory.access.principals.len() as u64;
        Accounts { design, figures, resources, principals }
    }

    pub(super) fn amount(&self, asked: &Asked<'_>) -> Option<Range<Amount>> {
        let place = asked.place;
        let region = place.region.as_deref().unwrap_or("global");
        let component = place.component.as_deref().unwrap_or_default();
        let (service, item) = (asked.billable.service.as_str(), asked.billable.item.as_str());
        let nothing = Range::exactly(Amount::ZERO);
        Some(match (service, item) {
            ("ecr", "storage") => {
                let saleor = component.strip_prefix("image ") == Some("saleor");
                let image = if saleor { self.figures.saleor_image } else { self.figures.other_image };
                bytes(image * assumed::IMAGES_KEPT)
            }
            // The registry of the home region sends each release to each other region.
            ("data_transfer", "inter_region") => {
                let other = self.figures.other_image.saturating_mul(3);
                bytes(self.figures.saleor_image.saturating_add(other).saturating_mul(self.figures.releases))
            }
            ("data_transfer", "internet_out") => nothing,
            ("s3", "standard_storage") => match component {
                "archive-log" | "trail" | "config" => {
                    let regions = self.resources.len() as u64;
                    bytes(self.figures.audit_log * regions * assumed::AUDIT_MONTHS)
                }
                _ => bytes(assumed::SMALL_BUCKET),
            },
            ("s3", _) => events(10_000, 1_000),
            ("kms", _) => events(assumed::KEY_REQUESTS, 10_000),
            ("secrets_manager", "api_calls") => events(100, 10_000),
            ("sns", "email_notifications") => events(assumed::MAILS, 100_000),
            ("sns", _) => events(assumed::MAILS, 1_000_000),
            // One for each finding that is sent.
            ("step_functions", _) => events(assumed::MAILS, 1),
            ("cloudwatch", "logs_ingest_standard" | "logs_storage" | "logs_insights_scanned") => {
                bytes(self.figures.audit_log)
            }
            ("lambda" | "xray" | "eventbridge" | "sqs", _) => events(30, 1_000_000),
            ("backup", "warm_storage") => {
                let copies = |load: &CellLoad, days| {
                    (
                        self.figures.backups(load.database_size.today.0, load.media_size.today.0, days),
                        self.figures.backups(load.database_size.horizon.0, load.media_size.horizon.0, days),
                    )
                };
                let sizes =
                    self.copied(region).map(|cell| copies(&cell.load, cell.vault_retention.as_days()));
                let (today, horizon) = sizes.fold((0, 0), |sum, size| (sum.0 + size.0, sum.1 + size.1));
                kept(today, horizon)
            }
            // Of buckets: restores of databases are free. Nothing is restored from a vault itself but in an emergency.
            ("backup", "restore") if component == RESTORES => {
                let media = |cell: &Cell| cell.load.media_size.today.0;
                bytes(self.copied(region).map(media).sum::<u64>() * assumed::RESTORES_TESTED)
            }
            ("backup", "restore") => nothing,
            // Nobody connects to what was restored.
            ("data_transfer", _) | ("cloudwatch", "logs_ingest_vended") if component == RESTORES => nothing,
            // One database or one bucket of each cell.
            ("backup", "restore_test") => {
                events(self.copied(region).count() as u64 * assumed::RESTORES_TESTED, 1)
            }
            _ => return self.watched(&place.account, region, service, item),
        })
    }

    /// Audit and detection in a region of an account.
    fn watched(&self, account: &str, region: &str, service: &str, item: &str) -> Option<Range<Amount>> {
        let sites: Vec<&Site> = self.sites(account, region).collect();
        let nothing = Range::exactly(Amount::ZERO);
        let (active, idle) = assumed::AUDIT_EVENTS;
        let audit = if sites.is_empty() { idle } else { active };
        let resources = self.resources.get(&(account.to_owned(), region.to_owned())).copied().unwrap_or(0);
        let changes = resources * assumed::CHANGES_PER_RESOURCE;
        let functions = sites.iter().map(|site| site.functions.len() as u64).sum::<u64>();
        Some(match (service, item) {
            ("guardduty", "cloudtrail_events") => events(audit, 1_000_000),
            ("guardduty", "flow_and_dns_logs") => bytes(sites.iter().map(|site| flow_log(site)).sum()),
            ("guardduty", "s3_data_events") => events(if sites.is_empty() { 0 } else { audit }, 1_000_000),
            ("guardduty", "runtime_monitoring") => events(sites.iter().map(|site| vcpus(site)).sum(), 1),
            // Aurora only: its sign-ins are watched.
            ("guardduty", _) => nothing,
            ("config", "configuration_item") => events(changes, 1),
            ("config", _) => events(changes * assumed::EVALUATIONS_PER_CHANGE, 1),
            ("security_hub", "check") => events(resources * assumed::CHECKS_PER_RESOURCE, 1),
            ("security_hub", _) => events(resources, 1),
            ("inspector", "image_scan") if !sites.is_empty() => events(self.figures.releases * 3, 1),
            ("inspector", "image_rescan") if !sites.is_empty() => events(assumed::IMAGES_KEPT * 3 * 8, 1),
            ("inspector", "lambda_function") => events(functions, 1),
            ("inspector", "instance") => {
                events(sites.iter().flat_map(|site| &site.machines).map(|pool| pool.desired).sum(), 1)
            }
            ("inspector", _) => nothing,
            ("macie", "bucket") => events(sites.iter().map(|site| site.buckets.len() as u64).sum(), 1),
            ("macie", "object_monitored") => {
                events(sites.iter().map(|site| self.media(site) / assumed::OBJECT).sum(), 100_000)
            }
            ("macie", "data_inspected") => {
                let new = |site: &&Site| self.media(site) / 1_000_000 * self.figures.new_media_ppm;
                bytes(sites.iter().map(new).sum())
            }
            // The first copy of the events of an account is free, and there is one trail.
            ("cloudtrail", "management_event_copies") => nothing,
            ("cloudtrail", _) => {
                let accounts =
                    self.design.accounts.iter().filter(|it| it.environment != Environment::Management);
                events(active * accounts.count() as u64, 100_000)
            }
            ("access_analyzer", _) => events(self.principals, 1),
            _ => return None,
        })
    }

    fn sites(&self, account: &str, region: &str) -> impl Iterator<Item = &'a Site> {
        let design = self.design;
        let is = |site: &&Site| site.region == region && design.accounts[site.account].name == account;
        let sites: Vec<&'a Site> = design.sites.iter().filter(is).collect();
        sites.into_iter()
    }

    /// The cells whose backups are copied to the account for backups in a region.
    fn copied(&self, region: &str) -> impl Iterator<Item = &'a Cell> {
        let design = self.design;
        let vaults = design.copy_vaults();
        let sites: Vec<_> =
            vaults.into_iter().filter(|vault| vault.region == region).flat_map(|vault| vault.sites).collect();
        sites.into_iter().map(|site| &design.cells[design.sites[site].cell])
    }

    fn media(&self, site: &Site) -> u64 {
        self.design.cells[site.cell].load.media_size.today.0
    }
}

/// Bytes of the flow log of a site in a month.
fn flow_log(site: &Site) -> u64 {
    let tasks: u64 = site.services.iter().map(|service| service.scaling.desired).sum();
    let interfaces = tasks + site.zones.len() as u64 * assumed::INTERFACES_PER_ZONE;
    interfaces * assumed::FLOW_RECORDS_PER_MINUTE * assumed::MINUTES * assumed::FLOW_RECORD
}

/// Virtual processors of the tasks of a site, rounded up.
fn vcpus(site: &Site) -> u64 {
    let milli = site.services.iter().map(|service| service.cpu.0 * service.scaling.desired);
    milli.sum::<u64>().div_ceil(1_000)
}
