//! Every value of a platform with its origin, for `polder check --explain`.

use std::fmt;

use polder_units::{Bytes, Cidr, Duration, MilliCpu, Ppm};

use crate::choices::Choice;
use crate::model::{Cell, Market, Objectives, Platform, SaleorVersion, Service, Sizes, Workload};
use crate::setting::{Origin, Setting};

/// One value and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// As a key of the file: `cells.de.primary.region`.
    pub path: String,
    /// Formatted for display: `99.95 %`.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Written(_) => f.write_str("written in the file"),
            Origin::Owner(text) => write!(f, "the owner's requirements: {text}"),
            Origin::Fact(id) => write!(f, "the fact `{id}`"),
            Origin::Rule(text) => write!(f, "by default: {text}"),
        }
    }
}

/// All values, explicit ones and defaults, in the order of the sections. What has no default and was left out, such as
/// a backup or a port, is not in the list.
pub fn explain(platform: &Platform) -> Vec<Explained> {
    let mut list = List(vec![]);
    list.put("platform.domain", &platform.domain);
    list.put("platform.name", &platform.name);
    list.put("dns.existing", &platform.existing_zones);
    list.put("platform.owner", &platform.owner);
    list.put("platform.provider", &platform.provider);
    list.put("platform.compliance", &platform.compliance);
    list.put("platform.residency", &platform.residency);
    list.put("platform.runbooks", &platform.runbooks);
    list.put("platform.terraform", &platform.terraform);
    list.put("platform.scan_uploads", &platform.scan_uploads);
    list.put("platform.alarm_webhook", &platform.alarm_webhook);
    list.put("saleor.version", &platform.saleor);
    for account in &platform.accounts {
        let path = format!("accounts.{}", account.name.value);
        if let Some(id) = &account.id {
            list.put(&format!("{path}.id"), id);
        }
        list.put(&format!("{path}.environment"), &account.environment);
        list.put(&format!("{path}.existing"), &account.existing);
    }
    for cell in &platform.cells {
        cells(&mut list, cell, platform);
    }
    for market in &platform.markets {
        markets(&mut list, market, platform);
    }
    workload(&mut list, &platform.workload);
    objectives(&mut list, &platform.objectives);
    engines(&mut list, platform);
    edge_and_rest(&mut list, platform);
    for (key, value) in &platform.tags {
        list.put(&format!("tags.{}", key.value), value);
    }
    for service in &platform.services {
        services(&mut list, service, platform);
    }
    list.0
}

struct List(Vec<Explained>);

impl List {
    fn put<T: Plain>(&mut self, path: &str, setting: &Setting<T>) {
        self.0.push(Explained {
            path: path.to_owned(),
            value: setting.value.plain(),
            origin: setting.origin,
        });
    }

    fn put_some<T: Plain>(&mut self, path: &str, setting: Option<&Setting<T>>) {
        if let Some(setting) = setting {
            self.put(path, setting);
        }
    }

    fn put_name(&mut self, path: &str, name: &str, origin: Origin) {
        self.0.push(Explained { path: path.to_owned(), value: name.to_owned(), origin });
    }
}

fn cells(list: &mut List, cell: &Cell, platform: &Platform) {
    let path = format!("cells.{}", cell.name.value);
    let account = platform.accounts.get(cell.account.value).map_or("", |account| account.name.as_str());
    list.put_name(&format!("{path}.account"), account, cell.account.origin);
    list.put(&format!("{path}.active"), &cell.active);
    list.put(&format!("{path}.password_version"), &cell.password_version);
    let backup = cell.backup.as_ref().map(|backup| ("backup", &backup.site));
    for (role, site) in std::iter::once(("primary", &cell.primary)).chain(backup) {
        list.put(&format!("{path}.{role}.region"), &site.region);
        match &site.network {
            Some(network) => list.put(&format!("{path}.{role}.network"), network),
            None => list.put_name(&format!("{path}.{role}.network"), "a /16 from the pool", POOL),
        }
    }
    if let Some(backup) = &cell.backup {
        list.put(&format!("{path}.backup.mode"), &backup.mode);
    }
    sizes(list, &format!("{path}.sizes"), &cell.sizes);
    let account = platform.accounts.get(cell.account.value);
    if !account.is_some_and(|account| account.environment.holds_copies()) {
        return;
    }
    let mirrors: Vec<&str> = cell
        .mirrors
        .iter()
        .filter_map(|at| platform.markets.get(*at).map(|market| market.name.as_str()))
        .collect();
    list.put_name(&format!("{path}.mirrors"), &mirrors.join(", "), cell.mirrors.origin);
    list.put(&format!("{path}.load_percent"), &cell.load);
    let hours = cell.hours.as_ref().map_or("always".to_owned(), ToString::to_string);
    list.put_name(&format!("{path}.hours"), &hours, cell.hours.origin);
}

/// Sizes that are set. Computed ones are explained by the arithmetic.
fn sizes(list: &mut List, path: &str, sizes: &Sizes) {
    list.put_some(&format!("{path}.database_class"), sizes.database_class.as_ref());
    list.put_some(&format!("{path}.database_disk_gib"), sizes.database_disk.as_ref());
    list.put_some(&format!("{path}.cache_class"), sizes.cache_class.as_ref());
    list.put_some(&format!("{path}.broker_class"), sizes.broker_class.as_ref());
    list.put_some(&format!("{path}.machine_class"), sizes.machine_class.as_ref());
    let processes = [
        ("api", &sizes.api),
        ("worker", &sizes.worker),
        ("storefront", &sizes.storefront),
        ("dashboard", &sizes.dashboard),
    ];
    for (process, tasks) in processes {
        list.put_some(&format!("{path}.{process}.cpu_millis"), tasks.cpu.as_ref());
        list.put_some(&format!("{path}.{process}.memory_mib"), tasks.memory.as_ref());
        list.put_some(&format!("{path}.{process}.tasks"), tasks.tasks.as_ref());
        list.put_some(&format!("{path}.{process}.tasks_max"), tasks.tasks_max.as_ref());
        list.put_some(&format!("{path}.{process}.concurrency"), tasks.concurrency.as_ref());
    }
}

const POOL: Origin = Origin::Rule("the design allocates a unique network to each site");

fn markets(list: &mut List, market: &Market, platform: &Platform) {
    let path = format!("markets.{}", market.name.value);
    list.put(&format!("{path}.country"), &market.country);
    if let Some(url) = &market.storefront {
        list.put(&format!("{path}.storefront.url"), url);
    }
    if let Some(domain) = &market.domain {
        list.put(&format!("{path}.domain"), domain);
    }
    let cell = platform.cells.get(market.cell.value).map_or("", |cell| cell.name.as_str());
    list.put_name(&format!("{path}.cell"), cell, market.cell.origin);
    list.put(&format!("{path}.host"), &market.host);
    for former in &market.former_hosts {
        list.put(&format!("{path}.former_hosts"), former);
    }
    list.put(&format!("{path}.languages"), &market.languages);
    list.put(&format!("{path}.currency"), &market.currency);
    list.put(&format!("{path}.share_percent"), &market.share);
}

fn workload(list: &mut List, workload: &Workload) {
    list.put("workload.monthly_visitors", &workload.monthly_visitors);
    list.put("workload.monthly_page_views", &workload.monthly_page_views);
    list.put("workload.monthly_orders", &workload.monthly_orders);
    list.put("workload.peak_factor", &workload.peak_factor);
    list.put("workload.growth_percent_per_year", &workload.growth_per_year);
    list.put("workload.horizon_years", &workload.horizon_years);
    list.put("workload.peaks", &workload.peaks);
    list.put("workload.database_gib", &workload.database_size);
    list.put("workload.media_gib", &workload.media_size);
}

fn objectives(list: &mut List, objectives: &Objectives) {
    list.put("objectives.availability_percent", &objectives.availability);
    list.put("objectives.latency_p95", &objectives.latency_p95);
    list.put("objectives.zone_loss.rto", &objectives.zone_loss.rto);
    list.put("objectives.zone_loss.rpo", &objectives.zone_loss.rpo);
    list.put("objectives.region_loss.rto", &objectives.region_loss.rto);
    list.put("objectives.region_loss.rpo", &objectives.region_loss.rpo);
}

fn engines(list: &mut List, platform: &Platform) {
    list.put("compute.engine", &platform.compute.engine);
    list.put("compute.architecture", &platform.compute.architecture);
    list.put("database.engine", &platform.database.engine);
    list.put("database.version", &platform.database.version);
    list.put("database.read_replicas", &platform.database.read_replicas);
    list.put("cache.shards", &platform.cache.shards);
    list.put("cache.replicas", &platform.cache.replicas);
    list.put("broker.engine", &platform.broker.engine);
}

fn edge_and_rest(list: &mut List, platform: &Platform) {
    let edge = &platform.edge;
    for (key, label) in
        [("www", &edge.www), ("api", &edge.api), ("dashboard", &edge.dashboard), ("media", &edge.media)]
    {
        list.put_name(&format!("edge.{key}"), label.value.as_deref().unwrap_or("false"), label.origin);
    }
    list.put("edge.rate_limit", &edge.rate_limit);
    list.put("edge.refused_countries", &edge.refused_countries);
    list.put("mail.service", &platform.mail.service);
    list.put("mail.dmarc", &platform.mail.dmarc);
    list.put("network.pool", &platform.network.pool);
    list.put("network.zones", &platform.network.zones);
    list.put("retention.logs", &platform.retention.logs);
    list.put("retention.access_logs", &platform.retention.access_logs);
    list.put("retention.audit_logs", &platform.retention.audit_logs);
    list.put("retention.backups", &platform.retention.backups);
    list.put("retention.vault", &platform.retention.vault);
    list.put("retention.old_versions", &platform.retention.old_versions);
    list.put("retention.payloads", &platform.retention.payloads);
    list.put("state.bucket", &platform.state.bucket);
    list.put("state.region", &platform.state.region);
    let replica = &platform.state.replica_region;
    list.put_name("state.replica_region", replica.value.as_deref().unwrap_or("false"), replica.origin);
    list.put("state.active", &platform.state.active);
}

fn services(list: &mut List, service: &Service, platform: &Platform) {
    let path = format!("services.{}", service.name.value);
    list.put(&format!("{path}.image"), &service.image);
    if let Some(port) = &service.port {
        list.put(&format!("{path}.port"), port);
    }
    if let Some(public) = &service.path {
        list.put(&format!("{path}.path"), public);
    }
    list.put(&format!("{path}.health"), &service.health);
    list.put(&format!("{path}.cpu_millis"), &service.cpu);
    list.put(&format!("{path}.memory_mib"), &service.memory);
    list.put(&format!("{path}.tasks"), &service.tasks);
    let cells: Vec<String> = service
        .cells
        .iter()
        .filter_map(|at| platform.cells.get(*at).map(|cell| cell.name.value.clone()))
        .collect();
    list.put_name(&format!("{path}.cells"), &cells.join(", "), service.cells.origin);
    list.put(&format!("{path}.uses"), &service.uses);
}

/// A value, formatted for display.
trait Plain {
    fn plain(&self) -> String;
}

macro_rules! plain {
    ($($type:ty),+) => { $(impl Plain for $type { fn plain(&self) -> String { self.to_string() } })+ };
}
plain!(String, bool, u16, u32, u64, Bytes, Cidr, Duration, MilliCpu, Ppm);

impl Plain for SaleorVersion {
    fn plain(&self) -> String {
        format!("{}.{}", self.major, self.minor)
    }
}

impl Plain for Vec<String> {
    fn plain(&self) -> String {
        self.join(", ")
    }
}

impl<T: Choice + PartialEq> Plain for T {
    fn plain(&self) -> String {
        word(*self).to_owned()
    }
}

impl<T: Choice + PartialEq> Plain for Vec<T> {
    fn plain(&self) -> String {
        self.iter().map(|value| word(*value)).collect::<Vec<_>>().join(", ")
    }
}

/// The word of a choice. Every value has one.
fn word<T: Choice + PartialEq>(value: T) -> &'static str {
    T::WORDS.iter().find(|(_, meant)| *meant == value).map_or("", |(word, _)| word)
}
