//! Data transfer flow by flow: which path each flow of a design takes, what it costs, and what another path would cost.

use polder_design::{Design, External, NatPlacement, Party, Site, TransferEnd, Transferred};
use polder_inventory::Inventory;
use polder_units::PicoUsd;

use crate::amount::{Amount, Money};
use crate::bill::HOURS;
use crate::book::{Book, Key, Missing};

/// The path of a flow, by what is billed for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Path {
    /// Between containers and stores in different zones of a site.
    BetweenZones,
    /// Through NAT gateways to the internet.
    Nat,
    /// Through interface endpoints to services of the provider.
    Endpoint,
    /// To another region.
    BetweenRegions,
    /// Through gateway endpoints, or from an origin to the edge: free.
    Free,
}

impl Path {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Path::BetweenZones => "between zones",
            Path::Nat => "NAT gateway",
            Path::Endpoint => "interface endpoint",
            Path::BetweenRegions => "between regions",
            Path::Free => "free",
        }
    }
}

/// A flow with its cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowCost {
    /// The site, or the region, where it is billed.
    pub place: String,
    /// The source.
    pub from: String,
    /// The target.
    pub to: String,
    /// What it is for, in words that need no glossary.
    pub purpose: &'static str,
    /// The path.
    pub path: Path,
    /// Gigabytes in a month.
    pub amount: Amount,
    /// The cost of a month.
    pub month: Money,
}

/// A choice between two paths, with its cost and the amount from which it is the cheaper one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The site.
    pub place: String,
    /// What is chosen.
    pub chosen: String,
    /// What a month of it costs more than the other path, apart from the amount.
    pub month: Money,
    /// The gigabytes in a month above which it costs less.
    pub above: Amount,
    /// The forecast, in gigabytes in a month.
    pub forecast: Amount,
    /// What it is chosen for, whether it pays for itself or not.
    pub guarantee: &'static str,
    /// What the guarantee costs in a month: what is left after the saving of the forecast; nothing if it pays for itself.
    pub net: Money,
}

/// What interface endpoints are for.
const PRIVATE: &str = "images, logs, secrets and messages never cross the internet";
/// What NAT gateways in each zone are for.
const ZONES: &str = "outbound access survives the loss of a zone";

impl Choice {
    /// A choice that costs something for a month and saves something for each gigabyte.
    fn new(place: &str, chosen: String, month: Money, saved: Saved, guarantee: &'static str) -> Choice {
        let above = Amount(month.0.saturating_mul(1_000_000) / i128::from(saved.each.0.max(1)));
        let net = month.0.saturating_sub(Money::of(saved.forecast, saved.each).0).max(0);
        Choice {
            place: place.to_owned(),
            chosen,
            month,
            above,
            forecast: saved.forecast,
            guarantee,
            net: Money(net),
        }
    }
}

/// What a gigabyte saves, and how many are forecast in a month.
#[derive(Clone, Copy)]
struct Saved {
    each: PicoUsd,
    forecast: Amount,
}

/// The flows of a design with their costs, the most expensive first, and the choices of its sites.
#[derive(Clone, Debug, Default)]
pub struct Flows {
    /// The flows that move data.
    pub flows: Vec<FlowCost>,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// Prices the flows of a design. `name` names a party as the inventory does.
///
/// # Errors
/// If a price is missing.
pub fn flows(
    design: &Design,
    inventory: &Inventory,
    book: &Book,
    name: &dyn Fn(&Party) -> String,
) -> Result<Flows, Missing> {
    let pricer = Pricer { design, inventory, book, name };
    let mut flows = vec![];
    for site in &design.sites {
        flows.extend(pricer.site(site)?);
    }
    flows.extend(pricer.transfers()?);
    flows.retain(|flow| flow.amount > Amount::ZERO);
    flows.sort_by_key(|flow| std::cmp::Reverse((flow.month, flow.amount)));
    let choices = design.sites.iter().map(|site| pricer.choices(site)).collect::<Result<Vec<_>, _>>()?;
    Ok(Flows { flows, choices: choices.concat() })
}

struct Pricer<'a> {
    design: &'a Design,
    inventory: &'a Inventory,
    book: &'a Book,
    name: &'a dyn Fn(&Party) -> String,
}

impl Pricer<'_> {
    fn price(&self, service: &str, item: &str, unit: &str, region: &str) -> Result<PicoUsd, Missing> {
        let key = Key {
            service: service.to_owned(),
            item: item.to_owned(),
            variant: String::new(),
            region: region.to_owned(),
        };
        self.book.rate(&key, unit).map(|rate| rate.first())
    }

    fn site(&self, site: &Site) -> Result<Vec<FlowCost>, Missing> {
        let region = site.region.as_str();
        let zones = site.zones.len().max(1) as i128;
        let nat = self.price("nat-gateway", "data-processed", "gb", region)?;
        let out = self.price("data-transfer", "internet-out", "gb", region)?;
        let endpoint = self.price("vpc", "interface-endpoint-data", "gb", region)?;
        let between = self.price("data-transfer", "inter-az-each-direction", "gb", region)?;
        let flow = |flow: &polder_design::Flow| {
            let (sent, received) = (gib(flow.volume.sent()), gib(flow.volume.received()));
            let both = sent.plus(received);
            let path = path(&flow.to, site);
            // Both sides of a zone are billed, and one of as many pairs as there are zones is in the same one.
            let month = match path {
                Path::BetweenZones => Money::of(both.times(2 * (zones - 1), zones), between),
                Path::Nat => Money::of(both, nat).plus(Money::of(sent, out)),
                Path::Endpoint => Money::of(both, endpoint),
                Path::BetweenRegions | Path::Free => Money::ZERO,
            };
            let (from, to) = ((self.name)(&flow.from), (self.name)(&flow.to));
            FlowCost {
                place: site.name.clone(),
                from,
                to,
                purpose: purpose(&flow.to),
                path,
                amount: both,
                month,
            }
        };
        Ok(site.flows.iter().map(flow).collect())
    }

    /// Replicas, copies and images for other regions.
    fn transfers(&self) -> Result<Vec<FlowCost>, Missing> {
        let mut flows = vec![];
        for transfer in &self.design.transfers {
            let (from, to) = (self.region(transfer.from), self.region(transfer.to));
            let (Some((place, from)), Some((_, to))) = (from, to) else { continue };
            if from == to || matches!(transfer.what, Transferred::Telemetry | Transferred::Findings) {
                continue;
            }
            let amount = gib(transfer.volume.sent());
            let mut month = Money::of(amount, self.price("data-transfer", "inter-region", "gb", &from)?);
            if matches!(transfer.what, Transferred::Bucket(_)) {
                let surcharge = self.price("s3", "replication-time-control-surcharge", "gb", &from)?;
                month = month.plus(Money::of(amount, surcharge));
            }
            let to = format!("{to}: {}", transfer.purpose);
            let purpose = copied(&transfer.what);
            flows.push(FlowCost { place, from, to, purpose, path: Path::BetweenRegions, amount, month });
        }
        Ok(flows)
    }

    /// The name of an end of a transfer, and its region.
    fn region(&self, end: TransferEnd) -> Option<(String, String)> {
        match end {
            TransferEnd::Site(id) => {
                let site = &self.design.sites[id];
                Some((site.name.clone(), site.region.clone()))
            }
            TransferEnd::Region(id) => {
                let region = &self.design.regions[id];
                let account = &self.design.accounts[region.account].name;
                Some((format!("{account} {}", region.region), region.region.clone()))
            }
            TransferEnd::Account(_) => None,
        }
    }

    fn choices(&self, site: &Site) -> Result<Vec<Choice>, Missing> {
        let region = site.region.as_str();
        let zones = site.zones.len().max(1) as u64;
        let hours = Amount::whole(HOURS);
        let nat_hour = Money::of(hours, self.price("nat-gateway", "hour", "hour", region)?);
        let nat_gb = self.price("nat-gateway", "data-processed", "gb", region)?;
        let endpoint_hour = self.price("vpc", "interface-endpoint-per-az", "hour", region)?;
        let endpoint_gb = self.price("vpc", "interface-endpoint-data", "gb", region)?;
        let between = self.price("data-transfer", "inter-az-each-direction", "gb", region)?;
        let sum = |of: Path| through(site, of);
        let mut choices = vec![];
        let endpoints = endpoints_of(self.inventory, site);
        let addresses = endpoints.saturating_mul(site.endpoints.zones.min(zones));
        if endpoints > 0 {
            let month = Money::of(hours.times(addresses.into(), 1), endpoint_hour);
            let chosen = format!("{endpoints} interface endpoints instead of the NAT gateways");
            let saved =
                Saved { each: PicoUsd((nat_gb.0 - endpoint_gb.0).max(0)), forecast: sum(Path::Endpoint) };
            choices.push(Choice::new(&site.name, chosen, month, saved, PRIVATE));
        }
        if site.nat == NatPlacement::PerZone && zones > 1 {
            let month = nat_hour.times((zones - 1).into(), 1);
            let chosen = format!("{zones} NAT gateways instead of one");
            // With one, what comes from the other zones crosses a zone, and both sides are billed.
            let crossing = sum(Path::Nat).times((zones - 1).into(), zones.into());
            let saved = Saved { each: PicoUsd(between.0 * 2), forecast: crossing };
            let mut choice = Choice::new(&site.name, chosen, month, saved, ZONES);
            choice.above = choice.above.times(zones.into(), (zones - 1).into());
            choice.forecast = sum(Path::Nat);
            choices.push(choice);
        }
        Ok(choices)
    }
}

/// The number of interface endpoints of a site.
pub(crate) fn endpoints_of(inventory: &Inventory, site: &Site) -> u64 {
    let of_site = inventory.billing.billables.values().filter(|billable| {
        let source = inventory.sources.get(billable.source);
        let origin = source.and_then(|it| it.origin).and_then(|id| inventory.origins.get(id));
        billable.item == "interface_endpoint_per_az"
            && origin.and_then(|origin| origin.site.as_deref()) == Some(site.name.as_str())
    });
    of_site.count() as u64
}

/// What a site exchanges with the internet in a month, in gigabytes.
pub(crate) fn internet_of(site: &Site) -> Amount {
    through(site, Path::Nat)
}

/// What takes a path of a site in a month, in gigabytes in both directions.
fn through(site: &Site, of: Path) -> Amount {
    let flows = site.flows.iter().filter(|flow| path(&flow.to, site) == of);
    flows
        .map(|flow| gib(flow.volume.sent()).plus(gib(flow.volume.received())))
        .fold(Amount::ZERO, Amount::plus)
}

fn gib(bytes: Option<polder_units::Bytes>) -> Amount {
    bytes.map_or(Amount::ZERO, Amount::gib)
}

fn path(to: &Party, site: &Site) -> Path {
    match to {
        Party::Topic(_) if !site.endpoints.topics => Path::Nat,
        Party::Internet(_) => Path::Nat,
        Party::Secret(_)
        | Party::Queue(_)
        | Party::DeadLetters(_)
        | Party::Topic(_)
        | Party::Traces
        | Party::Logs => Path::Endpoint,
        Party::Database | Party::DatabaseReaders | Party::Cache | Party::Broker => Path::BetweenZones,
        Party::Edge
        | Party::LoadBalancer
        | Party::Process(_)
        | Party::Cluster
        // Layers of images are objects in a bucket of the provider.
        | Party::Registry
        | Party::Bucket(_)
        | Party::Function(_)
        | Party::Scheduler
        | Party::Table(_) => Path::Free,
    }
}

/// What a flow to a party is for, in words that need no glossary.
fn purpose(to: &Party) -> &'static str {
    match to {
        Party::Database | Party::DatabaseReaders => "database",
        Party::Cache | Party::Broker => "cache and task queue",
        Party::Internet(External::Webhooks | External::Any) => "payment providers, partners",
        Party::Internet(External::Mail) => "mail",
        Party::Internet(External::OwnHosts) => "shop pages that ask for their data",
        Party::Internet(External::Provider) => "AWS services",
        Party::Logs | Party::Traces => "logs and traces",
        Party::Secret(_) => "passwords and keys",
        Party::Queue(_) | Party::DeadLetters(_) | Party::Topic(_) => "messages",
        Party::Registry => "container images",
        Party::Bucket(_) => "files",
        Party::Edge
        | Party::LoadBalancer
        | Party::Process(_)
        | Party::Cluster
        | Party::Function(_)
        | Party::Scheduler
        | Party::Table(_) => "within the shop",
    }
}

/// What is copied to another region, in words that need no glossary.
fn copied(what: &Transferred) -> &'static str {
    match what {
        Transferred::Database => "second copy of the database",
        Transferred::Bucket(_) => "second copy of files",
        Transferred::Backup | Transferred::BackupCopy | Transferred::BackupToAccount => "copies of backups",
        Transferred::Images => "container images",
        Transferred::Secret(_) => "passwords and keys",
        Transferred::AuditLog | Transferred::Telemetry | Transferred::Findings => "audit logs",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guarantee_costs_what_the_forecast_does_not_save() {
        let dollars = |cents: i128| Money(cents * 10_000_000_000);
        let choice = |gb: u64| {
            let saved = Saved { each: PicoUsd(10_000_000_000), forecast: Amount::whole(gb) };
            Choice::new("here", "endpoints".to_owned(), dollars(1_000), saved, PRIVATE)
        };
        assert_eq!(choice(0).above, Amount::whole(1_000));
        let net = [0, 400, 999, 1_000, 5_000].map(|gb| choice(gb).net);
        assert_eq!(net, [1_000, 600, 1, 0, 0].map(dollars));
    }
}
