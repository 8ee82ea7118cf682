//! All facts in one form, for showing them.

use std::fmt::Display;

use polder_units::{Micros, PicoUsd};

use crate::Facts;
use crate::catalog::Catalog;
use crate::provenance::{Provenance, Quality, Sourced};
use crate::round_trip::RoundTrips;

/// A fact as `polder facts` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name: `price.nat-gateway.hour.eu-west-1`.
    pub id: String,
    /// Its value, or `unknown`.
    pub value: String,
    /// The unit of the value, or empty where the value says it.
    pub unit: String,
    /// Its quality.
    pub quality: Quality,
    /// The source.
    pub source: String,
    /// The date.
    pub dated: String,
    /// A note, or empty.
    pub note: String,
}

impl Facts {
    /// Every fact, in the order of the names.
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        self.list_places(&mut entries);
        list_round_trips("round-trip.region", &self.region_round_trips, &mut entries);
        list_round_trips("round-trip.zone", &self.zone_round_trips, &mut entries);
        self.list_cities(&mut entries);
        self.list_databases(&mut entries);
        self.list_caches(&mut entries);
        self.list_machines(&mut entries);
        self.list_saleor(&mut entries);
        list(&self.timings, &mut entries, |timing| {
            let value = match (timing.low, timing.high) {
                (Some(low), Some(high)) if low == high => low.to_string(),
                (Some(low), Some(high)) => format!("{low} to {high}"),
                (Some(low), None) => format!("at least {low}"),
                (None, Some(high)) => format!("at most {high}"),
                (None, None) => "unknown".to_owned(),
            };
            (value, "", &timing.provenance)
        });
        list(&self.figures, &mut entries, |f| (f.value.to_string(), &f.unit, &f.provenance));
        list(&self.texts, &mut entries, |text| (text.value.clone(), "", &text.provenance));
        list(&self.prices, &mut entries, |p| (p.usd.to_decimal(), &p.unit, &p.provenance));
        for entry in entries.iter_mut().filter(|entry| entry.id.starts_with("price.")) {
            entry.unit = format!("USD per {}", entry.unit);
        }
        for rule in &self.web_rules {
            let action = if rule.blocks { "blocks" } else { "counts" };
            let value = format!("{action}, {}, of {}", rule.label, rule.group);
            entries.push(entry(format!("web-rule.{}", rule.name), value, "", &rule.provenance));
        }
        entries.sort_by(|a, b| a.id.cmp(&b.id));
        entries
    }

    fn list_places(&self, entries: &mut Vec<Entry>) {
        for r in &self.regions {
            let enabled = if r.opt_in { ", must be enabled" } else { "" };
            let value =
                format!("{}, {}, {}, {} zones{enabled}", r.city, r.country, r.jurisdiction, r.zones.len());
            entries.push(entry(format!("region.{}", r.id), value, "", &r.provenance));
            for service in self.services.values() {
                let offered = if service.is_in(&r.id) { "offered" } else { "not offered" };
                let value = format!("{}: {offered}", service.meaning);
                let id = format!("service.{}.{}", service.name, r.id);
                entries.push(entry(id, value, "", &service.provenance));
            }
        }
        for c in &self.countries {
            let jurisdiction = c.jurisdiction.as_deref().unwrap_or("jurisdiction not known");
            let value = format!("{}, {jurisdiction}, {}, {}", c.name, c.currency, c.languages.join(" "));
            entries.push(entry(format!("country.{}", c.code), value, "", &c.provenance));
        }
        for (country, rate) in &self.vat_rates {
            entries.push(entry(format!("vat.{country}"), rate.value, "‰", &rate.provenance));
        }
        for (id, codes) in [
            ("iso.currency-codes", &self.iso_currencies),
            ("saleor.currency-codes", &self.currencies),
            ("saleor.language-codes", &self.languages),
        ] {
            let value = codes.value.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
            entries.push(entry(id.to_owned(), value, "", &codes.provenance));
        }
    }

    fn list_cities(&self, entries: &mut Vec<Entry>) {
        for trip in &self.city_round_trips {
            let id = format!("round-trip.city.{}.{}", trip.city, trip.region);
            let value = trip.average.map_or_else(|| "unknown".to_owned(), |Micros(us)| us.to_string());
            entries.push(entry(id, value, "µs", &trip.provenance));
        }
    }

    fn list_databases(&self, entries: &mut Vec<Entry>) {
        for class in &self.database_classes {
            let (name, arch, vcpu, memory) = (&class.name, class.arch, class.vcpu, class.memory);
            let value = format!("{arch}, {vcpu} vCPU, {memory}, {} connections", class.max_connections);
            entries.push(entry(format!("database-class.{name}"), value, "", &class.provenance));
            for (region, price) in &class.prices {
                for (zones, usd) in
                    [("single-zone", price.value.single_zone), ("multi-zone", price.value.multi_zone)]
                {
                    let id = format!("database-price.{name}.{zones}.{region}");
                    entries.push(hourly(id, usd, &price.provenance));
                }
            }
            for (region, Sourced { value, provenance }) in &class.shared_storage_prices {
                entries.push(hourly(format!("aurora-price.{name}.{region}"), *value, provenance));
            }
        }
    }

    fn list_caches(&self, entries: &mut Vec<Entry>) {
        for class in &self.cache_classes {
            let (name, arch, vcpu, memory) = (&class.name, class.arch, class.vcpu, class.memory);
            let value = format!("{arch}, {vcpu} vCPU, {memory}");
            entries.push(entry(format!("cache-class.{name}"), value, "", &class.provenance));
            for (region, Sourced { value, provenance }) in &class.prices {
                entries.push(hourly(format!("cache-price.{name}.{region}"), *value, provenance));
            }
        }
        for size in &self.serverless_sizes {
            let value = size.memories.iter().map(|memory| memory.as_mib().to_string());
            let value = value.collect::<Vec<_>>().join(" ");
            entries.push(entry(format!("fargate-size.{}", size.cpu.0), value, "MiB", &size.provenance));
        }
    }

    fn list_machines(&self, entries: &mut Vec<Entry>) {
        for class in &self.machine_classes {
            let (name, arch, vcpu, memory) = (&class.name, class.arch, class.vcpu, class.memory);
            let (interfaces, addresses) = (class.interfaces, class.addresses_per_interface);
            let value =
                format!("{arch}, {vcpu} vCPU, {memory}, {interfaces} interfaces with {addresses} addresses");
            entries.push(entry(format!("machine-class.{name}"), value, "", &class.provenance));
            if let Some(Sourced { value, provenance }) = &class.tasks {
                entries.push(entry(format!("machine-tasks.{name}"), value, "tasks", provenance));
            }
            if let Some(Sourced { value, provenance }) = &class.branches {
                entries.push(entry(
                    format!("machine-pods.{name}"),
                    value,
                    "pods with security groups",
                    provenance,
                ));
            }
            for (region, Sourced { value, provenance }) in &class.prices {
                entries.push(hourly(format!("machine-price.{name}.{region}"), *value, provenance));
            }
            for (region, Sourced { value, provenance }) in &class.spot {
                let (saving, lost) = (value.saving_percent, value.interrupted_percent_max);
                let value = format!("{saving} % less, up to {lost} % taken back in a month");
                entries.push(entry(format!("machine-spot.{name}.{region}"), value, "", provenance));
            }
        }
    }

    fn list_saleor(&self, entries: &mut Vec<Entry>) {
        list(&self.operations, entries, |o| {
            let (replica, writer) = (o.database_replica_cpu, o.database_writer_cpu);
            let value = format!("{} {}, reader {replica}, writer {writer}", o.runs_on, o.cpu);
            (value, "", &o.provenance)
        });
        list(&self.processes, entries, |p| {
            (format!("{}, start {}", p.memory, p.start_cpu), "", &p.provenance)
        });
        list(&self.environment, entries, |v| {
            let need = if v.required { "required" } else { "optional" };
            let kept = if v.secret { ", secret" } else { "" };
            (format!("{}, {need}{kept}: {}", v.of, v.meaning), "", &v.provenance)
        });
    }
}

fn list<'a, T>(
    catalog: &'a Catalog<T>,
    entries: &mut Vec<Entry>,
    show: impl Fn(&'a T) -> (String, &'a str, &'a Provenance),
) {
    for (id, fact) in catalog.iter() {
        entries.push(match fact {
            Ok(fact) => {
                let (value, unit, provenance) = show(fact);
                entry(id.to_owned(), value, unit, provenance)
            }
            Err(gap) => entry(id.to_owned(), "unknown".to_owned(), &gap.unit, &gap.provenance),
        });
    }
}

fn list_round_trips(prefix: &str, trips: &RoundTrips, entries: &mut Vec<Entry>) {
    for ((from, to), trip) in trips {
        let id = format!("{prefix}.{from}.{to}");
        entries.push(entry(id, trip.value.0.to_string(), "µs", &trip.provenance));
    }
}

fn hourly(id: String, usd: PicoUsd, provenance: &Provenance) -> Entry {
    entry(id, usd.to_decimal(), "USD per hour", provenance)
}

fn entry(id: String, value: impl Display, unit: &str, provenance: &Provenance) -> Entry {
    let Provenance { quality, source, dated, note } = provenance.clone();
    Entry { id, value: value.to_string(), unit: unit.to_owned(), quality, source, dated, note }
}
