//! The distribution of a cell's load between its sites.

use polder_facts::Facts;
use polder_spec::Role;
use polder_units::{Bytes, Micros};

use crate::load::{Arrivals, CellLoad, MarketLoad, SiteLoad};
use crate::traffic::Traffic;

/// A site with what determines its load.
pub(crate) struct SiteShare<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) traffic: &'a Traffic,
    /// The countries of the cell's markets, with their loads.
    pub(crate) markets: &'a [(&'a str, MarketLoad)],
    pub(crate) load: &'a CellLoad,
    pub(crate) role: Role,
    pub(crate) active: bool,
    /// Its region.
    pub(crate) here: &'a str,
    /// The region of the other site of its cell.
    pub(crate) there: Option<&'a str>,
}

impl SiteShare<'_> {
    /// The load of the site.
    pub(crate) fn load(&self) -> SiteLoad {
        let all = self.load;
        // Every site serves the storefront; orders and their requests go to the active one.
        let near = self.markets.iter().filter(|(country, _)| self.is_nearer(country));
        let near = near.fold(Arrivals::default(), |sum, (_, market)| sum.plus(market.page_views));
        let page_views = Arrivals { peak: all.page_views.peak, ..near };
        let here = |arrivals: Arrivals| if self.active { arrivals } else { arrivals.at_standby() };
        let (orders, api_requests, tasks) = (here(all.orders), here(all.api_requests), here(all.tasks));
        let lines = |counts: &[u64], line: Bytes| {
            let count = counts.iter().fold(0u64, |sum, count| sum.saturating_add(*count));
            Bytes(count.saturating_mul(line.0))
        };
        let events = here(all.events);
        let logged = [page_views.monthly, api_requests.monthly, tasks.monthly, events.monthly];
        SiteLoad {
            page_views,
            orders,
            api_requests,
            logs: lines(&logged, self.traffic.log_line),
            access_logs: lines(&logged[..2], self.traffic.access_log_line),
        }
    }

    /// Whether visitors of a country reach this site rather than the other one of its cell. Without measurements from
    /// the country to both regions, the primary site counts as the nearest.
    fn is_nearer(&self, country: &str) -> bool {
        let Some(there) = self.there else { return true };
        match (self.round_trip(country, self.here), self.round_trip(country, there)) {
            (Some(here), Some(other)) if here != other => here < other,
            _ => self.role == Role::Primary,
        }
    }

    /// The shortest average round trip from a city of the country to a region.
    fn round_trip(&self, country: &str, region: &str) -> Option<Micros> {
        let trips = self.facts.city_round_trips().iter();
        trips
            .filter(|trip| trip.country == country && trip.region == region)
            .filter_map(|trip| trip.average)
            .min()
    }
}
