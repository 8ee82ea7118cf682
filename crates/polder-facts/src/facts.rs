//! The facts themselves, and how they are looked up.

use std::sync::LazyLock;

use polder_units::{Micros, PicoUsd};

use crate::catalog::Catalog;
use crate::country::Codes;
use crate::provenance::{MissingFact, Sourced};
use crate::round_trip::RoundTrips;
use crate::service::Services;
use crate::table::{Sources, TableError};
use crate::vat::VatRates;
use crate::{
    Arch, CacheClass, CityRoundTrip, Country, DatabaseClass, EnvironmentVariable, Figure, MachineClass,
    Operation, Price, Process, Region, ServerlessPrice, ServerlessSize, Text, Timing,
};
use crate::{WebRule, region, round_trip, service, text, timing, vat, web_rule};
use crate::{cache, country, database, environment, figure, machine, operation, price, process, serverless};

/// All facts.
#[derive(Clone, Debug)]
pub struct Facts {
    pub(crate) regions: Vec<Region>,
    pub(crate) services: Services,
    pub(crate) countries: Vec<Country>,
    pub(crate) vat_rates: VatRates,
    pub(crate) currencies: Codes,
    pub(crate) iso_currencies: Codes,
    pub(crate) languages: Codes,
    pub(crate) region_round_trips: RoundTrips,
    pub(crate) zone_round_trips: RoundTrips,
    pub(crate) city_round_trips: Vec<CityRoundTrip>,
    pub(crate) database_classes: Vec<DatabaseClass>,
    pub(crate) cache_classes: Vec<CacheClass>,
    pub(crate) serverless_sizes: Vec<ServerlessSize>,
    pub(crate) machine_classes: Vec<MachineClass>,
    pub(crate) operations: Catalog<Operation>,
    pub(crate) processes: Catalog<Process>,
    pub(crate) timings: Catalog<Timing>,
    pub(crate) figures: Catalog<Figure>,
    pub(crate) texts: Catalog<Text>,
    pub(crate) prices: Catalog<Price>,
    pub(crate) environment: Catalog<EnvironmentVariable>,
    pub(crate) web_rules: Vec<WebRule>,
}

static EMBEDDED: LazyLock<Facts> =
    LazyLock::new(|| Facts::read().expect("the compiled-in tables can be read; a test reads them all"));

impl Facts {
    /// The facts that are compiled in.
    pub fn embedded() -> &'static Facts {
        &EMBEDDED
    }

    /// A region of the provider by its own name.
    pub fn region(&self, id: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.id == id)
    }

    /// All regions.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Whether a region offers a service.
    pub fn offers(&self, region: &str, service: &str) -> Result<bool, MissingFact> {
        let known = self.services.get(service).filter(|_| self.region(region).is_some());
        let known = known.ok_or_else(|| MissingFact::unheard(format!("service.{service}.{region}")))?;
        Ok(known.is_in(region))
    }

    /// A country by its ISO 3166-1 alpha-2 code.
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.countries.iter().find(|country| country.code == code)
    }

    /// All countries in the order of their codes.
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }

    /// The standard rate of a country's value added tax, in thousandths of the net price: 255 is 25.5 %.
    pub fn vat(&self, country: &str) -> Option<&Sourced<u32>> {
        self.vat_rates.get(country)
    }

    /// Whether a code is a currency of ISO 4217 that is in use.
    pub fn currency_in_use(&self, code: &str) -> bool {
        self.iso_currencies.value.contains(code)
    }

    /// Whether Saleor's configurator accepts an ISO 4217 currency.
    pub fn currency_known(&self, code: &str) -> bool {
        self.currencies.value.contains(code)
    }

    /// All currencies that Saleor's configurator accepts.
    pub fn currencies(&self) -> impl Iterator<Item = &str> {
        self.currencies.value.iter().map(String::as_str)
    }

    /// Whether Saleor knows an ISO 639-1 language.
    pub fn language_known(&self, code: &str) -> bool {
        self.languages.value.contains(code)
    }

    /// All two-letter languages that Saleor knows.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.value.iter().map(String::as_str)
    }

    /// The median round trip between two regions, or within one.
    pub fn rtt(&self, from: &str, to: &str) -> Option<&Sourced<Micros>> {
        self.region_round_trips.get(&(from.to_owned(), to.to_owned()))
    }

    /// The average round trip between two zones, in either order.
    pub fn zone_rtt(&self, one: &str, other: &str) -> Option<&Sourced<Micros>> {
        let key = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let trips = &self.zone_round_trips;
        trips.get(&key(one, other)).or_else(|| trips.get(&key(other, one)))
    }

    /// Round trips from cities to the cities of regions.
    pub fn city_round_trips(&self) -> &[CityRoundTrip] {
        &self.city_round_trips
    }

    /// The round trip from a city to the city of a region.
    pub fn city_rtt(&self, city: &str, region: &str) -> Option<&CityRoundTrip> {
        self.city_round_trips.iter().find(|trip| trip.city == city && trip.region == region)
    }

    /// All classes of database instances, by family and from small to large.
    pub fn database_classes(&self) -> &[DatabaseClass] {
        &self.database_classes
    }

    /// A class of database instances.
    pub fn database_class(&self, name: &str) -> Option<&DatabaseClass> {
        self.database_classes.iter().find(|class| class.name == name)
    }

    /// All classes of cache nodes, by family and from small to large.
    pub fn cache_classes(&self) -> &[CacheClass] {
        &self.cache_classes
    }

    /// A class of cache nodes.
    pub fn cache_class(&self, name: &str) -> Option<&CacheClass> {
        self.cache_classes.iter().find(|class| class.name == name)
    }

    /// All Fargate sizes, from small to large.
    pub fn serverless_sizes(&self) -> &[ServerlessSize] {
        &self.serverless_sizes
    }

    /// Price of Fargate per hour in a region.
    pub fn serverless_price(&self, arch: Arch, region: &str) -> Result<ServerlessPrice, MissingFact> {
        let arch = match arch {
            Arch::Arm64 => "arm",
            Arch::X86_64 => "x86",
        };
        let price = |item: &str| self.price("fargate", item, region).map(|price| price.usd);
        let vcpu = price(&format!("linux-{arch}-vcpu"))?;
        Ok(ServerlessPrice { vcpu, gigabyte: price(&format!("linux-{arch}-gb"))? })
    }

    /// The ID of the fact with the price of a Fargate vCPU per hour in a region.
    pub fn serverless_cpu_price_id(arch: Arch, region: &str) -> String {
        let arch = match arch {
            Arch::Arm64 => "arm",
            Arch::X86_64 => "x86",
        };
        format!("price.fargate.linux-{arch}-vcpu.{region}")
    }

    /// Price of a gibibyte of an EBS volume per month.
    pub fn disk_price(&self, region: &str) -> Result<PicoUsd, MissingFact> {
        self.price("ebs", "storage-gp3", region).map(|price| price.usd)
    }

    /// All instance types for containers, by family and from small to large.
    pub fn machine_classes(&self) -> &[MachineClass] {
        &self.machine_classes
    }

    /// An instance type for containers.
    pub fn machine_class(&self, name: &str) -> Option<&MachineClass> {
        self.machine_classes.iter().find(|class| class.name == name)
    }

    /// The resource usage of a request.
    pub fn operation(&self, id: &str) -> Result<&Operation, MissingFact> {
        self.operations.get(&format!("operation.{id}"))
    }

    /// All operations in the order of their names.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.known()
    }

    /// What a process needs.
    pub fn process(&self, id: &str) -> Result<&Process, MissingFact> {
        self.processes.get(&format!("process.{id}"))
    }

    /// How long something takes.
    pub fn timing(&self, id: &str) -> Result<&Timing, MissingFact> {
        self.timings.get(id)
    }

    /// A single number.
    pub fn figure(&self, id: &str) -> Result<&Figure, MissingFact> {
        self.figures.get(id)
    }

    /// A fact with a text value.
    pub fn text(&self, id: &str) -> Result<&Text, MissingFact> {
        self.texts.get(id)
    }

    /// The price of a unit of a service in a region. Services with one price for Europe or worldwide have it in every
    /// region.
    pub fn price(&self, category: &str, item: &str, region: &str) -> Result<&Price, MissingFact> {
        let exact = self.prices.get(&price::id(category, item, region));
        exact.or_else(|missing| {
            let wider = ["europe", "global"].into_iter();
            wider
                .filter_map(|wide| self.prices.get(&price::id(category, item, wide)).ok())
                .next()
                .ok_or(missing)
        })
    }

    /// All prices of services that are known, in the order of their names.
    pub fn prices(&self) -> impl Iterator<Item = &Price> {
        self.prices.known()
    }

    /// An environment variable that Saleor, its dashboard or its storefront reads.
    pub fn environment_variable(&self, name: &str) -> Option<&EnvironmentVariable> {
        self.environment.get(&format!("environment.{name}")).ok()
    }

    /// All environment variables in the order of their names.
    pub fn environment_variables(&self) -> impl Iterator<Item = &EnvironmentVariable> {
        self.environment.known()
    }

    /// The rules of the provider's managed rule groups that the platform uses, group by group.
    pub fn web_rules(&self) -> &[WebRule] {
        &self.web_rules
    }

    /// A rule of a managed rule group by its name.
    pub fn web_rule(&self, name: &str) -> Option<&WebRule> {
        self.web_rules.iter().find(|rule| rule.name == name)
    }

    fn read() -> Result<Facts, TableError> {
        let sources = Sources::read(include_str!("../data/sources.toml"))?;
        let sources = &sources;
        Ok(Facts {
            regions: region::read(sources)?,
            services: service::read(sources)?,
            countries: country::read(sources)?,
            vat_rates: vat::read(sources)?,
            currencies: country::read_codes("currencies", sources)?,
            iso_currencies: country::read_iso_currencies(sources)?,
            languages: country::read_codes("languages", sources)?,
            region_round_trips: round_trip::read_regions(sources)?,
            zone_round_trips: round_trip::read_zones(sources)?,
            city_round_trips: round_trip::read_cities(sources)?,
            database_classes: database::read(sources)?,
            cache_classes: cache::read(sources)?,
            serverless_sizes: serverless::read(sources)?,
            machine_classes: machine::read(sources)?,
            operations: operation::read(sources)?,
            processes: process::read(sources)?,
            timings: timing::read(sources)?,
            figures: figure::read(sources)?,
            texts: text::read(sources)?,
            prices: price::read(sources)?,
            environment: environment::read(sources)?,
            web_rules: web_rule::read(sources)?,
        })
    }
}
