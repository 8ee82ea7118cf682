//! What a conventional build of the same guarantees would cost: the bill of a design, with each choice that Polder made
//! undone.
//!
//! The conventional build has the same sites, sizes, services and amounts. It differs only in what builders copy without
//! asking what it is for: an address of each endpoint and a NAT gateway in each zone, a standby of every database, on-demand
//! capacity for everything, and all groups of rules in each web ACL. Processors, engines and generations are those of the
//! design, so that the comparison says nothing about them.

use polder_design::{DatabaseEngine, Design, NatPlacement, Site};
use polder_inventory::Inventory;

use crate::amount::{Amount, Money};
use crate::bill::{Bill, HOURS, Line};
use crate::book::{Book, Key, Missing};
use crate::flows::{endpoints_of, internet_of};

/// Groups of rules that the web ACL of a load balancer goes without: they judge the address of the sender.
const GROUPS_BY_ADDRESS: u64 = 2;

/// A choice of the design that a conventional build makes otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The site.
    pub place: String,
    /// What the design has instead of what.
    pub what: String,
    /// The guarantee that holds with both.
    pub guarantee: &'static str,
    /// What a month of the conventional build costs more.
    pub month: Money,
}

/// The choices of a design with what they save, in the order of the sites.
///
/// # Errors
/// If a price is missing.
pub fn chosen(
    design: &Design,
    inventory: &Inventory,
    bill: &Bill,
    book: &Book,
) -> Result<Vec<Chosen>, Missing> {
    let mut all = vec![];
    for site in &design.sites {
        let of_site = Undone { inventory, bill, book, site };
        all.extend(of_site.endpoints()?);
        all.extend(of_site.gateways()?);
        all.extend(of_site.standby()?);
        all.extend(of_site.capacity()?);
        all.extend(of_site.groups()?);
    }
    all.retain(|it| it.month > Money::ZERO);
    Ok(all)
}

struct Undone<'a> {
    inventory: &'a Inventory,
    bill: &'a Bill,
    book: &'a Book,
    site: &'a Site,
}

impl Undone<'_> {
    fn choice(&self, what: String, guarantee: &'static str, month: Money) -> Chosen {
        Chosen { place: self.site.name.clone(), what, guarantee, month }
    }

    /// The cost of an amount at the price of an item in the region of the site.
    fn cost(&self, (service, item, unit): (&str, &str, &str), amount: Amount) -> Result<Money, Missing> {
        let key = Key {
            service: service.to_owned(),
            item: item.to_owned(),
            variant: String::new(),
            region: self.site.region.clone(),
        };
        self.book.rate(&key, unit).map(|rate| Money::of(amount, rate.first()))
    }

    fn endpoints(&self) -> Result<Option<Chosen>, Missing> {
        let (zones, services) = (self.site.zones.len() as u64, endpoints_of(self.inventory, self.site));
        let used = self.site.endpoints.zones.min(zones);
        let hours = Amount::whole(HOURS).times(((zones - used) * services).into(), 1);
        let month = self.cost(("vpc", "interface-endpoint-per-az", "hour"), hours)?;
        let what = format!("addresses of {services} endpoints in {used} of {zones} zones");
        let guarantee = match used {
            1 => "AWS services are reached without the internet; this site may be down while a zone is lost",
            _ => "AWS services are reached without the internet, also while a zone is lost",
        };
        Ok(Some(self.choice(what, guarantee, month)))
    }

    /// One gateway costs what crosses zones to it.
    fn gateways(&self) -> Result<Option<Chosen>, Missing> {
        let zones = self.site.zones.len() as i128;
        if self.site.nat != NatPlacement::Single || zones < 2 {
            return Ok(None);
        }
        let hours = Amount::whole(HOURS).times(zones - 1, 1);
        let more = self.cost(("nat-gateway", "hour", "hour"), hours)?;
        let more = more.plus(self.cost(("vpc", "public-ipv4", "hour"), hours)?);
        let crossing = internet_of(self.site).times(2 * (zones - 1), zones);
        let less = self.cost(("data-transfer", "inter-az-each-direction", "gb"), crossing)?;
        let guarantee = "this site may be down while a zone is lost";
        let month = Money(more.0.saturating_sub(less.0));
        Ok(Some(self.choice(format!("one NAT gateway instead of {zones}"), guarantee, month)))
    }

    fn standby(&self) -> Result<Option<Chosen>, Missing> {
        if self.site.database.standby || self.site.database.engine == DatabaseEngine::SharedStorage {
            return Ok(None);
        }
        let month = self.instead(|key| {
            let item = key.item.replace("single-az", "multi-az");
            let variant = key.variant.replace("/Single-AZ", "/Multi-AZ");
            (key.service == "rds-postgres").then_some(Key { item, variant, ..key.clone() })
        })?;
        let guarantee = "this site may be down while a zone is lost";
        Ok(Some(self.choice("a database without a standby".to_owned(), guarantee, month)))
    }

    fn capacity(&self) -> Result<Option<Chosen>, Missing> {
        let month = self.instead(|key| {
            let item = key.item.strip_prefix("spot-").filter(|_| key.service == "fargate")?;
            Some(Key { item: format!("linux-{item}"), ..key.clone() })
        })?;
        let guarantee =
            "services of this site may be interrupted after two minutes; their replacements start at once";
        Ok(Some(self.choice("Spot capacity for containers".to_owned(), guarantee, month)))
    }

    fn groups(&self) -> Result<Option<Chosen>, Missing> {
        let unit = ("wafv2", "managed-rule-group", "group-month");
        let month = self.cost(unit, Amount::whole(GROUPS_BY_ADDRESS))?;
        let guarantee =
            "every request passes these groups once, at the edge, where the address is that of the client";
        let what = "no lists of addresses behind the edge".to_owned();
        Ok(Some(self.choice(what, guarantee, month)))
    }

    /// What lines of the site would cost more with another key.
    fn instead(&self, other: impl Fn(&Key) -> Option<Key>) -> Result<Money, Missing> {
        let of_site = |line: &&Line| line.place.site.as_deref() == Some(self.site.name.as_str());
        let mut more = Money::ZERO;
        for line in self.bill.lines.iter().filter(of_site) {
            let Some(key) = other(&line.key).filter(|key| *key != line.key) else { continue };
            let rate = self.book.rate(&key, &line.unit)?;
            let there = Money::of(line.quantity.expected, rate.first());
            more = more.plus(Money(there.0.saturating_sub(line.month.expected.0)));
        }
        Ok(more)
    }
}

/// What a month of the conventional build costs: that of the design, and what its choices save.
pub fn conventional(month: Money, chosen: &[Chosen]) -> Money {
    chosen.iter().map(|it| it.month).fold(month, Money::plus)
}
