//! The usage of the resources of a site.

use std::collections::BTreeMap;

use polder_design::{
    Cell, Design, FlowVolume, FunctionKind, NatPlacement, Party, Process, Site, TransferEnd, Transferred,
};
use polder_inventory::model::Known;
use polder_inventory::stores::StoreKind;
use polder_inventory::{EntryId, Inventory};

use super::traffic::{Figures, Traffic};
use super::{assumed, bytes, events, kept};
use crate::amount::{Amount, Range};
use crate::bill::Asked;

/// The sites of a design with their traffic, by name.
pub(super) struct Sites<'a> {
    design: &'a Design,
    figures: Figures,
    sites: BTreeMap<&'a str, (&'a Site, Traffic)>,
    /// Interface endpoints of each site.
    endpoints: BTreeMap<&'a str, u64>,
}

/// A site, and what is asked about it.
struct View<'s, 'a> {
    all: &'s Sites<'a>,
    site: &'a Site,
    cell: &'a Cell,
    traffic: &'s Traffic,
    component: &'s str,
}

impl<'a> Sites<'a> {
    pub(super) fn of(
        design: &'a Design,
        figures: Figures,
        inventory: &'a Inventory,
        name: &dyn Fn(&Party) -> String,
    ) -> Sites<'a> {
        let site = |site: &'a Site| (site.name.as_str(), (site, Traffic::of(site, name)));
        let mut endpoints: BTreeMap<&'a str, u64> = BTreeMap::new();
        for billable in inventory.billing.billables.values() {
            let source = inventory.sources.get(billable.source);
            let origin = source.and_then(|it| it.origin).and_then(|id| inventory.origins.get(id));
            if billable.item == "interface_endpoint_per_az"
                && let Some(site) = origin.and_then(|origin| origin.site.as_deref())
            {
                *endpoints.entry(site).or_default() += 1;
            }
        }
        Sites { design, figures, sites: design.sites.iter().map(site).collect(), endpoints }
    }

    pub(super) fn amount(&self, site: &str, asked: &Asked<'_>) -> Option<Range<Amount>> {
        let (site, traffic) = self.sites.get(site)?;
        let cell = &self.design.cells[site.cell];
        let component = asked.place.component.as_deref().unwrap_or_default();
        let view = View { all: self, site, cell, traffic, component };
        let (service, item) = (asked.billable.service.as_str(), asked.billable.item.as_str());
        view.network(service, item)
            .or_else(|| view.logs(service, item, asked))
            .or_else(|| view.store(service, item))
            .or_else(|| view.messages(service, item, asked))
            .or_else(|| view.copies(service, item))
    }
}

impl View<'_, '_> {
    fn network(&self, service: &str, item: &str) -> Option<Range<Amount>> {
        let traffic = self.traffic;
        let zones = self.site.zones.len().max(1) as u64;
        Some(match (service, item) {
            ("alb", "lcu") => {
                // The dimension of bytes decides, unless every request opens a connection.
                let entry = traffic.arriving(self.component);
                let expected = bytes(entry.bytes());
                // Capacity units have 25 new connections in a second, so 90,000 in an hour.
                Range { high: Amount::of(entry.requests, 90_000).max(expected.high), ..expected }
            }
            ("nat_gateway", "data_processed") => {
                let gateways = match self.site.nat {
                    NatPlacement::PerZone => zones,
                    NatPlacement::Single | NatPlacement::None => 1,
                };
                bytes(traffic.internet.bytes() / gateways)
            }
            ("vpc", "interface_endpoint_data") => {
                let endpoints = self.all.endpoints.get(self.site.name.as_str()).copied().unwrap_or(1);
                bytes(traffic.services / endpoints.max(1))
            }
            // A task and its store are in different zones in all but one of as many cases as there are zones. Both sides
            // are billed.
            ("data_transfer", "inter_az_each_direction") => bytes(traffic.inside / zones * (zones - 1) * 2),
            ("data_transfer", "internet_out") if self.component == "network" => bytes(traffic.internet.sent),
            // The content delivery network reads from buckets free of charge.
            ("data_transfer", "internet_out") => Range::exactly(Amount::ZERO),
            ("data_transfer", "inter_region") if self.component == "network" => Range::exactly(Amount::ZERO),
            ("wafv2", "requests") => events(traffic.arriving("load balancer").requests, 1_000_000),
            ("cloudwatch", "logs_ingest_vended" | "logs_delivered_to_s3") => bytes(self.vended()),
            _ => return None,
        })
    }

    /// Flow logs of the network, and logs of the firewall.
    fn vended(&self) -> u64 {
        if self.component == "firewall" {
            let requests = self.traffic.arriving("load balancer").requests;
            return requests / assumed::REQUESTS_PER_BLOCKED * assumed::FIREWALL_LINE;
        }
        let zones = self.site.zones.len() as u64;
        let interfaces = self.tasks() + zones * assumed::INTERFACES_PER_ZONE;
        interfaces * assumed::FLOW_RECORDS_PER_MINUTE * assumed::MINUTES * assumed::FLOW_RECORD
    }

    fn tasks(&self) -> u64 {
        self.site.services.iter().map(|service| service.scaling.desired).sum()
    }

    fn logs(&self, service: &str, item: &str, asked: &Asked<'_>) -> Option<Range<Amount>> {
        if service != "cloudwatch" {
            return None;
        }
        let services = self.site.services.len() as u64;
        Some(match item {
            "logs_ingest_standard" => bytes(self.logged()),
            "logs_storage" => {
                let months = retention_days(asked).div_ceil(30).max(1);
                let percent = assumed::LOG_COMPRESSED_PERCENT;
                bytes(self.logged_by_all().saturating_mul(months).saturating_mul(percent) / 100)
            }
            // Everything that is logged is searched once.
            "logs_insights_scanned" => bytes(self.logged_by_all()),
            // Container Insights bills hours in which tasks run: those of jobs last minutes in a month.
            "custom_metric" if self.component == Process::Migrate.name() => Range::exactly(Amount::ZERO),
            "custom_metric" => events(services * assumed::METRICS_PER_SERVICE, 1),
            _ => return None,
        })
    }

    /// Bytes of logs of a component in a month.
    fn logged(&self) -> u64 {
        match self.component {
            "database" | "cache" | "broker" => assumed::STORE_LOG,
            "cluster" => self.tasks() * assumed::INSIGHTS_PER_TASK,
            component => self.traffic.logs.get(component).copied().unwrap_or(0),
        }
    }

    fn logged_by_all(&self) -> u64 {
        if matches!(self.component, "network" | "firewall") { self.vended() } else { self.logged() }
    }

    fn store(&self, service: &str, item: &str) -> Option<Range<Amount>> {
        let load = &self.cell.load;
        let (database, media) = (load.database_size, load.media_size);
        let arriving = self.traffic.arriving(self.component);
        let figures = &self.all.figures;
        Some(match (service, item) {
            ("s3", "standard_storage") => match self.component {
                "bucket media" => kept(media.today.0, media.horizon.0),
                "bucket private" => bytes(load.events.monthly.saturating_mul(figures.event)),
                "bucket static" => bytes(figures.static_release.saturating_mul(assumed::IMAGES_KEPT)),
                "bucket access-logs" => bytes(self.site.load.access_logs.0.saturating_mul(3)),
                _ => bytes(assumed::SMALL_BUCKET),
            },
            ("s3", "put_copy_post_list") => events(arriving.sent / assumed::OBJECT, 1_000),
            ("s3", "get_and_other") => events(arriving.requests, 1_000),
            // Backups of a database are free up to its size.
            (_, "backup_beyond_free" | "backup") if service != "backup" => Range::exactly(Amount::ZERO),
            ("aurora_postgres", "storage" | "storage_io_optimized") => {
                kept(database.today.0, database.horizon.0)
            }
            ("aurora_postgres", "io_requests") => {
                events(load.writes.monthly.saturating_add(load.api_requests.monthly), 1_000_000)
            }
            ("aurora_postgres", "global_db_replicated_write_io") => events(load.writes.monthly, 1_000_000),
            ("backup", "warm_storage") => {
                let days = self.cell.vault_retention.as_days();
                let both = |database: u64, media: u64| figures.backups(database, media, days);
                kept(both(database.today.0, media.today.0), both(database.horizon.0, media.horizon.0))
            }
            ("backup", "restore") => Range::exactly(Amount::ZERO),
            ("dynamodb", "storage" | "point_in_time_recovery") => bytes(assumed::SMALL_BUCKET),
            ("dynamodb", "read_request_units" | "write_request_units") => {
                events(arriving.requests, 1_000_000)
            }
            ("secrets_manager", "api_calls") => {
                events(arriving.received / figures.secret.max(1) + arriving.requests, 10_000)
            }
            ("kms", "symmetric_requests") => events(self.key_requests(), 10_000),
            _ => return None,
        })
    }

    /// Requests to the key of a component.
    fn key_requests(&self) -> u64 {
        let to = |names: &dyn Fn(&str) -> bool| {
            let found = self.traffic.to.iter().filter(|(name, _)| names(name));
            found.map(|(_, arriving)| arriving.requests).fold(0u64, u64::saturating_add)
        };
        let requests = match self.component {
            "key media" => to(&|name| name.starts_with("bucket")) / assumed::REQUESTS_PER_KEY_REQUEST,
            "key events" => to(&|name| name.starts_with("queue") || name.starts_with("topic")),
            "key secrets" => to(&|name| name.starts_with("secret")),
            _ => 0,
        };
        requests + assumed::KEY_REQUESTS
    }

    fn messages(&self, service: &str, item: &str, asked: &Asked<'_>) -> Option<Range<Amount>> {
        let arriving = self.traffic.arriving(self.component).requests;
        Some(match (service, item) {
            ("sqs", _) if self.component.starts_with("dead letters") => Range::exactly(Amount::ZERO),
            // A flow sends, another receives: the messages are counted twice.
            ("sqs", _) => events(arriving / 2 * assumed::REQUESTS_PER_MESSAGE + assumed::POLLS, 1_000_000),
            ("sns", "email_notifications") => events(assumed::MAILS, 100_000),
            ("sns", _) => events(arriving + assumed::MAILS, 1_000_000),
            ("ses", "messages") => events(self.traffic.arriving("internet: mail").requests, 1_000),
            ("lambda", "requests") => events(self.runs(), 1_000_000),
            ("lambda", "gb_second") => {
                let time = Amount::of(self.runs() * assumed::FUNCTION_MILLISECONDS, 1_000);
                super::uncertain(time.times(memory(asked)?, 1 << 30))
            }
            ("xray", _) => events(self.runs() / assumed::REQUESTS_PER_TRACE, 1_000_000),
            ("eventbridge", "scheduler_invocations") => events(self.started(), 1_000_000),
            _ => return None,
        })
    }

    /// Runs of the function of a component in a month.
    fn runs(&self) -> u64 {
        if self.component == format!("function {}", FunctionKind::EventConsumer.name()) && self.site.active {
            return self.cell.load.events.monthly;
        }
        self.traffic.arriving(self.component).requests
    }

    /// Invocations of a schedule in a month: runs of its function, or starts and stops of a database on each day.
    fn started(&self) -> u64 {
        if self.component.starts_with("function ") { self.runs() } else { assumed::DAYS }
    }

    /// Copies that are sent to another region.
    fn copies(&self, service: &str, item: &str) -> Option<Range<Amount>> {
        let sent = match self.component {
            "database" => self.transferred(|what| *what == Transferred::Database),
            "backup" => self.transferred(|what| *what == Transferred::BackupCopy),
            component => {
                let name = component.strip_prefix("transfer bucket ")?;
                self.transferred(|what| matches!(what, Transferred::Bucket(kind) if kind.name() == name))
            }
        };
        match (service, item) {
            ("data_transfer", "inter_region") | ("s3", "replication_time_control_surcharge") => {
                Some(bytes(sent))
            }
            ("s3", "replication_put") => Some(events(sent / assumed::OBJECT, 1_000)),
            _ => None,
        }
    }

    fn transferred(&self, is: impl Fn(&Transferred) -> bool) -> u64 {
        let from = TransferEnd::Site(self.site.id);
        let all = self.all.design.transfers.iter().filter(|it| it.from == from && is(&it.what));
        all.filter_map(|it| FlowVolume::sent(&it.volume)).map(|it| it.0).fold(0, u64::saturating_add)
    }
}

/// Days for which the log store of a billable keeps what is written; ten years if it has no limit.
fn retention_days(asked: &Asked<'_>) -> u64 {
    let store = match asked.billable.of.and_then(|link| link.id()) {
        Some(EntryId::Store(id)) => asked.inventory.stores.stores.get(id),
        _ => None,
    };
    match store.map(|store| &store.kind) {
        Some(StoreKind::LogStore(log)) => match log.retention {
            Known::Value(Some(retention)) => retention.as_days(),
            Known::Value(None) => 3_650,
            Known::Unknown(_) => 30,
        },
        _ => 30,
    }
}

/// Bytes of memory of the function of a billable.
fn memory(asked: &Asked<'_>) -> Option<i128> {
    let Some(EntryId::Function(id)) = asked.billable.of.and_then(|link| link.id()) else { return None };
    let memory = asked.inventory.compute.functions.get(id)?.memory.value().copied()?;
    Some(memory.0.into())
}
