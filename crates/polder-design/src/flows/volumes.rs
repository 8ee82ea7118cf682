//! The volume of each flow of a site, from the load of its cell and the facts about traffic.

use polder_spec::Hours;
use polder_units::{Bytes, Rate};

use crate::components::{BucketKind, FunctionKind, Process};
use crate::flow::{External, Flow, Party, Topic};
use crate::flow_volume::FlowVolume;
use crate::load::Arrivals;
use crate::processes::{Service, Trigger};
use crate::queues::{CELERY, EVENTS};
use crate::site_context::SiteContext;
use crate::traffic::MessageSizes;

/// Why the volume of a custom service is unknown.
const OWN: &str = "the file does not specify the traffic of a custom service";

/// Why the volume of a cluster is unknown.
const CONTROL: &str = "the traffic of machines and controllers is not forecast";

/// The input of the volumes of a site.
pub(super) struct Volumes<'a> {
    pub(super) view: &'a SiteContext<'a>,
    pub(super) services: &'a [Service],
    pub(super) jobs: &'a [Service],
    /// The trigger of each function.
    pub(super) triggers: &'a [(FunctionKind, Trigger)],
}

impl Volumes<'_> {
    /// The volume of a flow.
    pub(super) fn of(&self, flow: &Flow) -> FlowVolume {
        if matches!((&flow.from, &flow.to), (Party::Process(Process::Own(_)), _)) && !is_to_start(&flow.to) {
            return FlowVolume::Unknown(OWN);
        }
        let traffic = self.view.traffic;
        match &flow.to {
            Party::LoadBalancer => self.entry(),
            Party::Process(process) => self.process(&flow.from, process),
            Party::Database => self.database(&flow.from),
            Party::DatabaseReaders => self.readers(&flow.from),
            Party::Cache => self.cache(&flow.from),
            Party::Broker => self.tasks(&flow.from),
            Party::Queue(key) if key == CELERY => self.tasks(&flow.from),
            // Events are sent once and received once.
            Party::Queue(key) if key == EVENTS => self.messages(self.events(), traffic.event_message),
            Party::Queue(_) => FlowVolume::Unknown("the file does not specify the traffic of this queue"),
            Party::Bucket(kind) => self.bucket(&flow.from, *kind),
            Party::Secret(_) | Party::Registry | Party::Logs => self.to_start_and_log(&flow.from, &flow.to),
            Party::Internet(external) => self.internet(&flow.from, *external),
            Party::Function(kind) => self.messages(self.runs(*kind), traffic.log_line),
            // There are no dead letters in normal operation.
            Party::DeadLetters(_) => self.messages(Arrivals::default(), traffic.event_message),
            Party::Topic(Topic::DomainEvents) => self.messages(self.events(), traffic.event_message),
            // There are no failed runs in normal operation.
            Party::Topic(Topic::Alarms) => self.messages(Arrivals::default(), traffic.event_message),
            Party::Table(_) => self.messages(self.events(), traffic.log_line),
            Party::Traces => match &flow.from {
                Party::Function(kind) => self.messages(self.runs(*kind), traffic.log_line),
                _ => FlowVolume::Unknown(CONTROL),
            },
            Party::Cluster => FlowVolume::Unknown(CONTROL),
            Party::Edge | Party::Scheduler => FlowVolume::Unknown("nothing at a site starts a flow to it"),
        }
    }

    /// Load while the site takes writes; none at a standby before a failover.
    fn at_writer(&self, arrivals: Arrivals) -> Arrivals {
        if self.view.active { arrivals } else { arrivals.at_standby() }
    }

    fn events(&self) -> Arrivals {
        self.at_writer(self.view.sizes.load.events)
    }

    fn back_office(&self) -> Arrivals {
        self.at_writer(Arrivals::steady(Rate::per_day(self.view.traffic.back_office_per_day)))
    }

    /// Requests that the edge forwards: pages, the API, the dashboard.
    fn entry(&self) -> FlowVolume {
        let (traffic, load) = (self.view.traffic, self.view.load);
        mixed(&[
            (load.page_views, traffic.page),
            (load.api_requests, traffic.api),
            (self.back_office(), traffic.back_office),
        ])
    }

    fn process(&self, from: &Party, process: &Process) -> FlowVolume {
        let (traffic, load) = (self.view.traffic, self.view.load);
        match (from, process) {
            (Party::Cluster, _) => FlowVolume::Unknown(CONTROL),
            (_, Process::Api) => volume(load.api_requests, traffic.api),
            (_, Process::Storefront) => volume(load.page_views, traffic.page),
            (_, Process::Dashboard) => volume(self.back_office(), traffic.back_office),
            (_, Process::Own(_)) => FlowVolume::Unknown(OWN),
            (_, Process::Worker | Process::Beat | Process::Migrate | Process::Static) => {
                FlowVolume::Unknown("nothing calls this process")
            }
        }
    }

    /// Statements on the writer database, and on its replica where there is no reader.
    fn database(&self, from: &Party) -> FlowVolume {
        let load = &self.view.sizes.load;
        let (mut statements, reading) = match from {
            Party::Process(Process::Api) => (load.statements_writing, load.statements_reading),
            Party::Process(Process::Worker) => (load.task_statements_writing, load.task_statements_reading),
            // The last run of each scheduled task.
            Party::Process(Process::Beat) => (self.tasks_of(from), Arrivals::default()),
            Party::Process(Process::Migrate) => (self.releases(1_000), Arrivals::default()),
            _ => return FlowVolume::Unknown(OWN),
        };
        if !self.view.has_readers {
            statements = statements.plus(reading);
        }
        volume(self.at_writer(statements), self.view.traffic.statement)
    }

    fn readers(&self, from: &Party) -> FlowVolume {
        let statements = match from {
            Party::Process(Process::Api) => self.view.sizes.load.statements_reading,
            Party::Process(Process::Worker) => self.view.sizes.load.task_statements_reading,
            Party::Process(Process::Beat) => Arrivals::default(),
            _ => return FlowVolume::Unknown(OWN),
        };
        volume(self.at_writer(statements), self.view.traffic.statement)
    }

    fn cache(&self, from: &Party) -> FlowVolume {
        let traffic = self.view.traffic;
        let asking = match from {
            Party::Process(Process::Api) => self.view.load.api_requests,
            Party::Process(Process::Worker) => self.at_writer(self.view.sizes.load.tasks),
            _ => return FlowVolume::Unknown(OWN),
        };
        volume(asking.times(traffic.cache_commands_per_request, 1), traffic.cache)
    }

    /// Tasks that a process puts into the broker or takes out of it.
    fn tasks(&self, from: &Party) -> FlowVolume {
        self.messages(self.at_writer(self.tasks_of(from)), self.view.traffic.task_message)
    }

    fn tasks_of(&self, from: &Party) -> Arrivals {
        let load = &self.view.sizes.load;
        let scheduled = Rate::per_day(self.view.traffic.scheduled_per_minute.saturating_mul(1_440));
        match from {
            // Tasks of the API and of beat arrive at the workers.
            Party::Process(Process::Worker) => load.tasks,
            Party::Process(Process::Beat) => Arrivals::steady(scheduled),
            Party::Process(Process::Migrate) => self.releases(1),
            _ => Arrivals {
                monthly: load.tasks.monthly.saturating_sub(scheduled.in_month()),
                mean: Rate(load.tasks.mean.0.saturating_sub(scheduled.0)),
                ordinary: Rate(load.tasks.ordinary.0.saturating_sub(scheduled.0)),
                peak: Rate(load.tasks.peak.0.saturating_sub(scheduled.0)),
            },
        }
    }

    fn bucket(&self, from: &Party, kind: BucketKind) -> FlowVolume {
        let (traffic, load) = (self.view.traffic, &self.view.sizes.load);
        let pages = self.view.load.page_views;
        let stored = |part: Bytes| FlowVolume::Stream { sent: part, received: Bytes(0) };
        match (from, kind) {
            (Party::Edge, BucketKind::Media) => {
                let images = pages.times(traffic.images_per_page, 1);
                volume(images.times(traffic.image_edge_miss.0.into(), 1_000_000), traffic.image)
            }
            (Party::Edge, BucketKind::Static) => {
                volume(pages.times(traffic.static_per_page_view.0.into(), 1_000_000), traffic.static_file)
            }
            (Party::LoadBalancer, BucketKind::AccessLogs) => stored(self.view.load.access_logs),
            // The API stores uploads, and workers their thumbnails: half of the new data each.
            (Party::Process(Process::Api | Process::Worker), BucketKind::Media) => {
                let new = traffic.media_new_per_month.of(load.media_size.today.0) / 2;
                let new = Bytes(if self.view.active { new } else { 0 });
                FlowVolume::Stream { sent: new, received: new }
            }
            // The API writes the payload of each event, and a worker reads it.
            (Party::Process(Process::Api), BucketKind::Private) => {
                self.messages(self.events(), traffic.event_message)
            }
            (Party::Process(Process::Worker), BucketKind::Private) => {
                volume(self.events(), MessageSizes { request: Bytes(0), response: traffic.event_message })
            }
            (Party::Process(Process::Static), BucketKind::Static) => {
                stored(Bytes(traffic.releases_per_month.saturating_mul(traffic.static_release.0)))
            }
            _ => FlowVolume::Unknown(OWN),
        }
    }

    fn internet(&self, from: &Party, external: External) -> FlowVolume {
        let (traffic, load) = (self.view.traffic, &self.view.sizes.load);
        match (external, from) {
            (External::Webhooks, Party::Process(Process::Api)) => {
                volume(self.at_writer(load.app_requests), traffic.webhook)
            }
            (External::Webhooks, _) => volume(self.events(), traffic.webhook),
            // The API only tests the relay when its settings are saved.
            (External::Mail, Party::Process(Process::Api)) => {
                self.messages(Arrivals::default(), traffic.mail_message)
            }
            (External::Mail, _) => {
                self.messages(self.view.load.orders.times(traffic.mails_per_order, 1), traffic.mail_message)
            }
            (External::OwnHosts, Party::Process(Process::Storefront)) => {
                // As many requests for each page view as in the whole cell.
                let (requests, pages) = (load.storefront_requests.monthly, load.page_views.monthly);
                volume(self.view.load.page_views.times(requests, pages), traffic.api)
            }
            // A verification asks a dozen questions, and one for the price of each channel.
            (External::OwnHosts, Party::Function(kind @ FunctionKind::SetupRunner)) => {
                let requests = 12 + self.view.cell.markets.len() as u64;
                volume(self.runs(*kind).times(requests, 1), traffic.api)
            }
            // Two requests in each market.
            (External::OwnHosts, Party::Function(kind @ FunctionKind::ShopProbe)) => {
                let requests = 2 * self.view.cell.markets.len() as u64;
                volume(self.runs(*kind).times(requests, 1), traffic.api)
            }
            // The public keys of event signatures: once for each start of the function, a few in an hour.
            (External::OwnHosts, _) => volume(Arrivals::steady(Rate::per_day(100)), traffic.api),
            (External::Provider, _) => FlowVolume::Unknown(CONTROL),
            (External::Any, _) => FlowVolume::Unknown(OWN),
        }
    }

    /// Startup and logs of processes and functions.
    fn to_start_and_log(&self, from: &Party, to: &Party) -> FlowVolume {
        let traffic = self.view.traffic;
        match from {
            Party::Function(kind) => self.messages(self.runs(*kind), traffic.log_line),
            Party::Process(process) if self.view.has_machines() && !process.is_job() => {
                FlowVolume::Elsewhere("the machine of the process performs it")
            }
            Party::Process(process) => {
                let own = self.services.iter().chain(self.jobs).filter(|service| service.process == *process);
                self.of_services(own, to)
            }
            _ => self.of_services(self.services.iter().chain(self.jobs), to),
        }
    }

    fn of_services<'b>(&self, services: impl Iterator<Item = &'b Service>, to: &Party) -> FlowVolume {
        let traffic = self.view.traffic;
        let (mut sent, mut received) = (0u64, 0u64);
        for service in services {
            let is_job = matches!(service.process, Process::Migrate | Process::Static);
            let starts = match is_job {
                true => traffic.releases_per_month,
                false => service.scaling.desired.saturating_mul(traffic.task_starts_per_month),
            };
            let each = match to {
                Party::Registry if service.process.is_saleor() => traffic.saleor_image,
                Party::Registry => traffic.other_image,
                _ => traffic.secret,
            };
            if *to == Party::Logs {
                sent = sent.saturating_add(self.lines(&service.process).saturating_mul(traffic.log_line.0));
            } else {
                received = received.saturating_add(starts.saturating_mul(each.0));
            }
        }
        FlowVolume::Stream { sent: Bytes(sent), received: Bytes(received) }
    }

    /// Lines that a process writes in a month.
    fn lines(&self, process: &Process) -> u64 {
        match process {
            Process::Api => self.view.load.api_requests.monthly,
            Process::Storefront => self.view.load.page_views.monthly,
            Process::Worker => self.at_writer(self.view.sizes.load.tasks).monthly,
            Process::Beat => self.at_writer(self.tasks_of(&Party::Process(Process::Beat))).monthly,
            Process::Dashboard => self.back_office().monthly,
            Process::Migrate | Process::Static => self.view.traffic.releases_per_month.saturating_mul(1_000),
            // Where it logs itself, the volume of its flow is unknown; where a machine logs for all, the other
            // processes count.
            Process::Own(_) => 0,
        }
    }

    /// How often a function runs.
    fn runs(&self, kind: FunctionKind) -> Arrivals {
        let trigger = self.triggers.iter().find(|(of, _)| *of == kind).map(|(_, trigger)| trigger);
        match trigger {
            // A batch has one message, except at high rates.
            Some(Trigger::Queue { .. }) => self.events(),
            Some(Trigger::Daily { hours, enabled: true, .. }) => {
                Arrivals::steady(on_days(Rate::per_day(1), hours.as_ref()))
            }
            Some(Trigger::Every { minutes, hours, enabled: true }) => every(*minutes, hours.as_ref()),
            Some(
                Trigger::Daily { enabled: false, .. } | Trigger::Every { enabled: false, .. } | Trigger::Hand,
            )
            | None => Arrivals::default(),
        }
    }

    /// This many with each release.
    fn releases(&self, each: u64) -> Arrivals {
        Arrivals::steady(Rate::per_month(self.view.traffic.releases_per_month.saturating_mul(each)))
    }

    /// Messages with a short answer.
    fn messages(&self, arrivals: Arrivals, size: Bytes) -> FlowVolume {
        FlowVolume::requests(arrivals, size, self.view.traffic.log_line)
    }
}

/// Runs at an interval in minutes, in the hours of a cell only if it has any.
fn every(minutes: u16, hours: Option<&Hours>) -> Arrivals {
    let of = |span: u16| Rate::per_day(u64::from(span / minutes.max(1)));
    let (always, open) = (of(24 * 60), hours.map_or(24 * 60, |hours| hours.to.saturating_sub(hours.from)));
    Arrivals { ordinary: always, peak: always, ..Arrivals::steady(on_days(of(open), hours)) }
}

/// The average of a rate of the days on which a cell runs.
fn on_days(rate: Rate, hours: Option<&Hours>) -> Rate {
    hours.map_or(rate, |hours| rate.times(hours.days.names().count() as u64, 7))
}

/// Whether every process needs it to start.
fn is_to_start(to: &Party) -> bool {
    matches!(to, Party::Registry | Party::Secret(_))
}

fn volume(arrivals: Arrivals, each: MessageSizes) -> FlowVolume {
    FlowVolume::requests(arrivals, each.request, each.response)
}

/// Requests of several kinds, with the average of their sizes.
fn mixed(kinds: &[(Arrivals, MessageSizes)]) -> FlowVolume {
    let all = kinds.iter().fold(Arrivals::default(), |sum, (arrivals, _)| sum.plus(*arrivals));
    let average = |size: fn(&MessageSizes) -> Bytes| {
        // A standby site has no average today, and gets that of the peak.
        let rate = |arrivals: &Arrivals| if all.mean == Rate::ZERO { arrivals.peak } else { arrivals.mean };
        let bytes =
            kinds.iter().map(|(arrivals, each)| u128::from(rate(arrivals).0) * u128::from(size(each).0));
        let average = bytes.fold(0u128, u128::saturating_add) / u128::from(rate(&all).0.max(1));
        Bytes(u64::try_from(average).unwrap_or(u64::MAX))
    };
    FlowVolume::requests(all, average(|each| each.request), average(|each| each.response))
}
