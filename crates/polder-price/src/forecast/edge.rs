//! The usage of the content delivery network, the domain and the managed API.

use polder_design::{Cell, Design, Market};

use super::traffic::Figures;
use super::{assumed, bytes, events};
use crate::amount::{Amount, Range};
use crate::bill::Asked;

/// The function of a page reads its market, and whether shops are closed.
const READS_PER_PAGE: u64 = 2;

/// What passes the edge.
pub(super) struct Edge<'a> {
    design: &'a Design,
    figures: Figures,
}

/// Requests and bytes of a host in a month.
#[derive(Clone, Copy, Default)]
struct Passing {
    requests: u64,
    out: u64,
    to_origin: u64,
}

impl Passing {
    fn plus(self, other: Passing) -> Passing {
        Passing {
            requests: self.requests.saturating_add(other.requests),
            out: self.out.saturating_add(other.out),
            to_origin: self.to_origin.saturating_add(other.to_origin),
        }
    }
}

impl<'a> Edge<'a> {
    pub(super) fn of(design: &'a Design, figures: Figures) -> Edge<'a> {
        Edge { design, figures }
    }

    pub(super) fn amount(&self, asked: &Asked<'_>) -> Option<Range<Amount>> {
        let component = asked.place.component.as_deref().unwrap_or_default();
        let (service, item) = (asked.billable.service.as_str(), asked.billable.item.as_str());
        let cells = || self.design.cells.iter().filter(|cell| self.account(cell) == asked.place.account);
        let passing = || self.passing(component, cells());
        Some(match (service, item) {
            ("cloudfront", "out") => bytes(passing().out),
            ("cloudfront", "https_requests") => events(passing().requests, 10_000),
            ("cloudfront", "out_to_origin") => bytes(passing().to_origin),
            ("cloudfront", "origin_shield_requests") => events(passing().requests / 10, 10_000),
            ("cloudfront", "function_invocations") => events(passing().requests, 1_000_000),
            ("cloudfront", "key_value_store_reads") => {
                let pages =
                    cells().flat_map(|cell| &cell.markets).map(|market| market.load.page_views.monthly);
                events(pages.fold(0, u64::saturating_add).saturating_mul(READS_PER_PAGE), 1_000_000)
            }
            ("cloudfront", "invalidation_paths") => events(self.figures.releases, 1),
            // Resolvers ask for every record of a zone; distributions log every request.
            ("cloudwatch", "logs_ingest_vended") if component == "domain" => {
                bytes(assumed::QUERIES * assumed::QUERY_LINE)
            }
            ("cloudwatch", "logs_ingest_vended" | "logs_delivered_to_s3")
                if component.starts_with("host ") || component.starts_with("market ") =>
            {
                bytes(passing().requests.saturating_mul(self.figures.access_log_line))
            }
            ("route53", _) => events(assumed::QUERIES, 1_000_000),
            ("wafv2", "requests") => events(passing().requests, 1_000_000),
            ("cloudwatch", "logs_ingest_vended" | "logs_insights_scanned") if component == "firewall" => {
                bytes(passing().requests / assumed::REQUESTS_PER_BLOCKED * assumed::FIREWALL_LINE)
            }
            ("api_gateway", _) => events(self.partners(cells()), 1_000_000),
            ("xray", _) => events(self.partners(cells()) / assumed::REQUESTS_PER_TRACE, 1_000_000),
            ("cloudwatch", "logs_ingest_standard" | "logs_insights_scanned") if component == "gateway" => {
                bytes(self.partners(cells()) * 1_000)
            }
            _ => return None,
        })
    }

    fn account(&self, cell: &Cell) -> &str {
        &self.design.accounts[cell.account].name
    }

    /// Requests of partners in a month.
    fn partners<'c>(&self, cells: impl Iterator<Item = &'c Cell>) -> u64 {
        cells.map(|cell| cell.load.api_requests.monthly / assumed::REQUESTS_PER_PARTNER).sum()
    }

    /// What passes a host or a market, or all of them.
    fn passing<'c>(&self, component: &str, cells: impl Iterator<Item = &'c Cell>) -> Passing {
        let mut sum = Passing::default();
        for cell in cells {
            let media = self.media(cell);
            let host = component.strip_prefix("host ");
            if host == Some(cell.media_host()) && cell.has_media_host() {
                sum = sum.plus(media);
            }
            for market in &cell.markets {
                let own = host == Some(market.host.as_str())
                    || component.strip_prefix("market ") == Some(market.channel.as_str());
                if own || matches!(component, "edge" | "firewall") {
                    sum = sum.plus(self.market(cell, market));
                }
            }
            if matches!(component, "edge" | "firewall") {
                sum = sum.plus(media);
            }
        }
        sum
    }

    /// Pages, and the requests that browsers send to the API.
    fn market(&self, cell: &Cell, market: &Market) -> Passing {
        let figures = &self.figures;
        // Of a storefront that is hosted elsewhere, only the API is here.
        let visits = market.load.page_views.monthly;
        let pages = if market.storefront.is_none() { visits } else { 0 };
        let from_browsers =
            cell.load.api_requests.monthly.saturating_sub(cell.load.storefront_requests.monthly);
        let all = cell.load.page_views.monthly.max(1);
        let requests = u64::try_from(u128::from(from_browsers) * u128::from(visits) / u128::from(all))
            .unwrap_or(u64::MAX);
        Passing {
            requests: pages.saturating_add(requests),
            out: pages
                .saturating_mul(figures.page)
                .saturating_add(requests.saturating_mul(figures.api_response)),
            to_origin: requests.saturating_mul(figures.api_request),
        }
    }

    /// Pictures and static files.
    fn media(&self, cell: &Cell) -> Passing {
        let (figures, pages) = (&self.figures, cell.load.page_views.monthly);
        let images = pages.saturating_mul(figures.images_per_page);
        let files = pages / 1_000_000 * figures.static_per_million_pages;
        let out =
            images.saturating_mul(figures.image).saturating_add(files.saturating_mul(figures.static_file));
        Passing { requests: images.saturating_add(files), out, to_origin: 0 }
    }
}
