//! Examples as platforms, and designs as text.

use std::fmt::Write as _;

use polder_design::{Design, EnvironmentValue, Service, Site};
use polder_facts::Facts;
use polder_spec::Platform;

/// The built-in example.
pub(crate) const OWNER: &str = include_str!("../../../../examples/saleor-eu/polder.toml");

/// All examples by name.
pub(crate) const EXAMPLES: [(&str, &str); 10] = [
    ("saleor-eu", OWNER),
    ("one-region", include_str!("../../../../examples/one-region/polder.toml")),
    ("six-cells", include_str!("../../../../examples/six-cells/polder.toml")),
    ("solo-market", include_str!("../../../../examples/solo-market/polder.toml")),
    ("no-backup", include_str!("../../../../examples/no-backup/polder.toml")),
    ("own-services", include_str!("../../../../examples/own-services/polder.toml")),
    ("aurora", include_str!("../../../../examples/aurora/polder.toml")),
    ("sqs-broker", include_str!("../../../../examples/sqs-broker/polder.toml")),
    ("kubernetes", include_str!("../../../../examples/kubernetes/polder.toml")),
    ("machines", include_str!("../../../../examples/machines/polder.toml")),
];

/// A platform file that has no errors.
pub(crate) fn platform(text: &str) -> Platform {
    let outcome = polder_spec::read(text, Facts::embedded());
    let messages: Vec<&str> = outcome.findings.iter().map(|finding| finding.message.as_str()).collect();
    outcome.value.unwrap_or_else(|| panic!("{messages:?}"))
}

/// Its design, which has no errors.
pub(crate) fn designed(platform: &Platform) -> Design {
    let outcome = polder_design::design(platform, Facts::embedded());
    let messages: Vec<&str> = outcome.findings.iter().map(|finding| finding.message.as_str()).collect();
    outcome.value.unwrap_or_else(|| panic!("{messages:?}"))
}

/// Findings of the built-in example after a change.
pub(crate) fn complaints(change: impl FnOnce(&mut Platform)) -> String {
    let mut changed = platform(OWNER);
    change(&mut changed);
    let outcome = polder_design::design(&changed, Facts::embedded());
    assert_eq!(outcome.value.is_none(), outcome.has_errors());
    let show = |finding: &polder_diag::Finding| {
        let help = finding.help.join("; ");
        format!("{}[{}]: {}\n  help: {help}", finding.severity(), finding.code.id, finding.message)
    };
    outcome.findings.iter().map(show).collect::<Vec<_>>().join("\n")
}

/// Sites, hosts, networks and sizes.
pub(crate) fn dump(design: &Design) -> String {
    let mut out = String::new();
    let w = &mut out;
    let host = |host: &Option<String>| host.clone().unwrap_or_else(|| "-".to_owned());
    line(
        w,
        format!(
            "{} ({}), Saleor {}.{}",
            design.name, design.domain, design.saleor.major, design.saleor.minor
        ),
    );
    for account in &design.accounts {
        let hosts = &account.hosts;
        let shared = [host(&hosts.www), host(&hosts.api), host(&hosts.apex), host(&hosts.media)];
        line(w, format!("account {} at {}: {}", account.name, account.domain, shared.join(" ")));
    }
    for region in &design.regions {
        let home = if region.home { ", home" } else { "" };
        let account = &design.accounts[region.account].name;
        line(w, format!("{account} in {} ({}){home}: sites {:?}", region.region, region.city, region.sites));
    }
    for cell in &design.cells {
        line(
            w,
            format!(
                "\ncell {}: sites {:?}, active {}",
                cell.name,
                cell.sites().collect::<Vec<_>>(),
                cell.active.index()
            ),
        );
        let hours = cell.hours.as_ref().map_or("always".to_owned(), ToString::to_string);
        let protected = if cell.protected { "protected" } else { "not protected" };
        line(w, format!("  runs {hours}, {protected}, vault {}", cell.vault_retention));
        line(
            w,
            format!(
                "  {} {} {}",
                cell.public_host,
                cell.origin_host,
                cell.storefront_host.as_deref().unwrap_or_default()
            ),
        );
        line(w, format!("  {} {}", cell.media_base, cell.static_base));
        for market in &cell.markets {
            let languages = market.languages.join(" ");
            line(
                w,
                format!(
                    "  {} {} [{languages}] {} {}",
                    market.country, market.host, market.currency, market.share
                ),
            );
        }
        for secret in &cell.secrets {
            line(w, format!("  secret {} {:?}", secret.name, secret.source));
        }
    }
    for site in &design.sites {
        dump_site(w, site);
    }
    out
}

fn dump_site(w: &mut String, site: &Site) {
    let mode = site.mode.map_or_else(String::new, |mode| format!(" {mode:?}"));
    let active = if site.active { " active" } else { "" };
    line(
        w,
        format!("\nsite {} ({}, {}): {:?}{mode}{active}", site.name, site.city, site.jurisdiction, site.role),
    );
    for zone in &site.zones {
        line(w, format!("  {} public {} app {} data {}", zone.name, zone.public, zone.app, zone.data));
    }
    for service in &site.services {
        dump_service(w, "service", service);
    }
    for job in &site.jobs {
        dump_service(w, "job", job);
    }
    dump_machines(w, site);
    let d = &site.database;
    let follows = d.follows.map_or("writer".to_owned(), |site| format!("follows site {site:?}"));
    line(
        w,
        format!(
            "  database {} {} standby {} readers {} {} to {} connections {} PostgreSQL {} {follows}, {} back{}",
            d.class,
            d.memory,
            d.standby,
            d.read_replicas,
            d.storage,
            d.storage_max,
            d.connections,
            d.version,
            d.backup_retention,
            if d.hours.is_some() { ", stopped outside of the hours" } else { "" },
        ),
    );
    line(
        w,
        format!(
            "  cache {} × {} shards, {} replicas",
            site.cache.class, site.cache.shards, site.cache.replicas
        ),
    );
    line(w, format!("  broker {:?}", site.broker));
    dump_stores(w, site);
}

fn dump_stores(w: &mut String, site: &Site) {
    for bucket in &site.buckets {
        let expires = bucket.expires.map_or("never".to_owned(), |after| after.to_string());
        line(w, format!("  bucket {} copied to {:?}, expires {expires}", bucket.name, bucket.replicates_to));
    }
    for queue in &site.queues {
        line(
            w,
            format!(
                "  queue {} visible after {}, {} max_receive_count",
                queue.name, queue.visibility, queue.max_receive_count
            ),
        );
    }
    for function in &site.functions {
        line(
            w,
            format!(
                "  function {} {} {:?} within {}, at most {}, by {:?}",
                function.kind.name(),
                function.memory,
                function.architecture,
                function.timeout,
                function.concurrency,
                function.trigger
            ),
        );
    }
    for table in &site.tables {
        line(w, format!("  table {} by {}, until {}", table.key, table.id, table.ttl_attribute));
    }
    for secret in &site.secrets {
        line(w, format!("  secret {} {:?}", secret.name, secret.source));
    }
}

fn dump_machines(w: &mut String, site: &Site) {
    for pool in &site.machines {
        line(
            w,
            format!(
                "  machines {}: {}, {} {} {} addresses, {} of {}..{}, disk {}",
                pool.kind.name(),
                pool.classes.join(" "),
                pool.cpu,
                pool.memory,
                pool.tasks,
                pool.desired,
                pool.min,
                pool.max,
                pool.disk,
            ),
        );
    }
}

fn dump_service(w: &mut String, what: &str, service: &Service) {
    let scaling = service.scaling;
    line(
        w,
        format!(
            "  {what} {}: {} {} {}, {} of {}..{} at {} %{}{}",
            service.process.name(),
            service.image,
            service.cpu,
            service.memory,
            scaling.desired,
            scaling.min,
            scaling.max,
            scaling.cpu_target_percent,
            if scaling.singleton { ", singleton" } else { "" },
            if service.interruptible { ", interruptible" } else { "" },
        ),
    );
}

/// Commands, health and environments of a site.
pub(crate) fn dump_processes(site: &Site) -> String {
    let mut out = String::new();
    let w = &mut out;
    for service in site.services.iter().chain(&site.jobs) {
        line(w, format!("{}: {}", service.process.name(), service.command.join(" ")));
        let health = service.health.as_ref().map_or("none".to_owned(), |health| format!("{health:?}"));
        let (stop, start) = (service.stop_timeout, service.start_grace);
        line(
            w,
            format!("  health {health}, stops within {stop}, starts within {start}, port {:?}", service.port),
        );
        line(w, format!("  cache proxy {}, paths {:?}", service.cache_proxy, service.paths));
        for (name, value) in &service.environment {
            let value = match value {
                EnvironmentValue::Text(text) => text.clone(),
                EnvironmentValue::Secret(id) => format!("<secret {id}>"),
            };
            line(w, format!("  {name}={value}"));
        }
    }
    out
}

/// The flows of a site.
pub(crate) fn dump_flows(site: &Site) -> String {
    let mut out = String::new();
    for flow in &site.flows {
        let carries: Vec<&str> = flow.carries.iter().map(|class| class.name()).collect();
        let protocol = flow.protocol;
        line(
            &mut out,
            format!(
                "{:?} -> {:?} {} {} {:?} [{}] {}",
                flow.from,
                flow.to,
                protocol.name,
                protocol.port,
                flow.access,
                carries.join(" "),
                flow.purpose
            ),
        );
    }
    out
}

/// The arithmetic, a cell at a time.
pub(crate) fn dump_arithmetic(design: &Design) -> String {
    let mut out = String::new();
    for step in &design.arithmetic {
        let facts =
            if step.facts.is_empty() { String::new() } else { format!("  [{}]", step.facts.join(", ")) };
        line(&mut out, format!("{}: {} = {} = {}{facts}", step.cell, step.what, step.formula, step.result));
    }
    out
}

fn line(out: &mut String, text: impl std::fmt::Display) {
    writeln!(out, "{text}").expect("a string takes all");
}
