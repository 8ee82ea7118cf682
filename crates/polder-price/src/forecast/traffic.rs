//! The traffic of a site's parts, and the figures behind it.

use std::collections::BTreeMap;

use polder_design::{FlowVolume, Party, Site};
use polder_facts::{Facts, MissingFact};

/// Figures about traffic that the design uses, too.
#[derive(Clone, Copy)]
pub(super) struct Figures {
    pub(super) page: u64,
    pub(super) api_request: u64,
    pub(super) api_response: u64,
    pub(super) image: u64,
    pub(super) images_per_page: u64,
    pub(super) static_file: u64,
    pub(super) static_per_million_pages: u64,
    pub(super) static_release: u64,
    pub(super) releases: u64,
    pub(super) saleor_image: u64,
    pub(super) other_image: u64,
    pub(super) secret: u64,
    pub(super) new_media_ppm: u64,
    pub(super) audit_log: u64,
    pub(super) event: u64,
    pub(super) access_log_line: u64,
    pub(super) changed_per_day_ppm: u64,
}

impl Figures {
    /// Bytes of the recovery points of a database, whose changes are kept for days, and of the media.
    pub(super) fn backups(&self, database: u64, media: u64, days: u64) -> u64 {
        let daily = database / 1_000_000 * self.changed_per_day_ppm;
        database.saturating_add(daily.saturating_mul(days)).saturating_add(media)
    }

    pub(super) fn of(facts: &Facts) -> Result<Figures, MissingFact> {
        let bytes = |id: &str| {
            let missing =
                || MissingFact { id: id.to_owned(), why: "it is not an amount of bytes".to_owned() };
            facts.figure(id)?.bytes().map(|it| it.0).ok_or_else(missing)
        };
        let count = |id: &str| -> Result<u64, MissingFact> { Ok(facts.figure(id)?.value) };
        Ok(Figures {
            page: bytes("traffic.page.response")?,
            api_request: bytes("traffic.api.request")?,
            api_response: bytes("traffic.api.response")?,
            image: bytes("traffic.image.response")?,
            images_per_page: count("storefront.images-per-page")?,
            static_file: bytes("traffic.static.response")?,
            static_per_million_pages: count("traffic.static.per-page-view")?,
            static_release: bytes("traffic.static.release")?,
            releases: count("traffic.releases-per-month")?,
            saleor_image: bytes("traffic.image.saleor")?,
            other_image: bytes("traffic.image.other")?,
            secret: bytes("traffic.secret")?,
            new_media_ppm: count("traffic.media.new-per-month")?,
            audit_log: bytes("traffic.audit-log.per-month")?,
            event: bytes("traffic.event.message")?,
            access_log_line: bytes("traffic.access-log.line")?,
            changed_per_day_ppm: count("traffic.backup.changed-per-day")?,
        })
    }
}

/// What arrives at a part of a site in a month, and what is sent back.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Arriving {
    pub(super) requests: u64,
    pub(super) sent: u64,
    pub(super) received: u64,
}

impl Arriving {
    pub(super) fn bytes(self) -> u64 {
        self.sent.saturating_add(self.received)
    }

    fn add(&mut self, volume: &FlowVolume) {
        if let FlowVolume::Requests { mean, .. } = volume {
            self.requests = self.requests.saturating_add(mean.in_month());
        }
        self.sent = self.sent.saturating_add(volume.sent().map_or(0, |it| it.0));
        self.received = self.received.saturating_add(volume.received().map_or(0, |it| it.0));
    }
}

/// The traffic of a site.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    /// What arrives at each part, by the name of its component.
    pub(super) to: BTreeMap<String, Arriving>,
    /// What each part sends to the log service, by the name of its component.
    pub(super) logs: BTreeMap<String, u64>,
    /// What leaves for the internet through NAT gateways.
    pub(super) internet: Arriving,
    /// What reaches AWS services through interface endpoints.
    pub(super) services: u64,
    /// What passes between containers and stores of the site.
    pub(super) inside: u64,
}

impl Traffic {
    pub(super) fn of(site: &Site, name: &dyn Fn(&Party) -> String) -> Traffic {
        let mut traffic = Traffic::default();
        for flow in &site.flows {
            let volume = &flow.volume;
            traffic.to.entry(name(&flow.to)).or_default().add(volume);
            let bytes = {
                let mut one = Arriving::default();
                one.add(volume);
                one.bytes()
            };
            match &flow.to {
                Party::Logs => {
                    let logs = traffic.logs.entry(name(&flow.from)).or_default();
                    *logs = logs.saturating_add(bytes);
                    traffic.services = traffic.services.saturating_add(bytes);
                }
                Party::Internet(_) => traffic.internet.add(volume),
                Party::Topic(_) if !site.endpoints.topics => traffic.internet.add(volume),
                Party::Secret(_) | Party::Queue(_) | Party::Topic(_) | Party::Traces => {
                    traffic.services = traffic.services.saturating_add(bytes);
                }
                Party::Database | Party::DatabaseReaders | Party::Cache | Party::Broker => {
                    traffic.inside = traffic.inside.saturating_add(bytes);
                }
                _ => {}
            }
        }
        traffic
    }

    pub(super) fn arriving(&self, component: &str) -> Arriving {
        self.to.get(component).copied().unwrap_or_default()
    }
}
