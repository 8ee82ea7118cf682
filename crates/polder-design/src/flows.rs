//! The flows of a site: complete and minimal.

mod cluster;
mod machines;
mod volumes;

use std::collections::BTreeSet;

use polder_spec::{MailService, Use};

use crate::components::{BucketKind, FunctionKind, Process};
use crate::flow::{Access, DataClass, External, Flow, Party, Protocol, Topic};
use crate::flow_volume::FlowVolume;
use crate::functions::PUBLISHED;
use crate::processes::{EnvironmentValue, Function, Service, Trigger};
use crate::queues::{CELERY, EVENTS};
use crate::secrets;
use crate::site_context::SiteContext;

use self::volumes::Volumes;

use DataClass::{Catalogue, Commercial, Credentials, Operational, Personal, Public};

const HTTPS: Protocol = Protocol::HTTPS;
const POSTGRESQL: Protocol = Protocol::POSTGRESQL;
const REDISS: Protocol = Protocol::REDISS;
const SMTP: Protocol = Protocol::SMTP;

/// Inside a site, from the load balancer to a container: it decrypts, and the container speaks plain HTTP.
const fn http(port: u16) -> Protocol {
    Protocol { name: "http", port, encrypted: false }
}

/// Classes of data between shoppers and the API.
const SHOPPING: &[DataClass] = &[Public, Catalogue, Personal, Commercial, Credentials];
/// Classes of data in Saleor's database, including password hashes.
const ALL_KEPT: &[DataClass] = &[Catalogue, Personal, Commercial, Credentials];

/// All flows of a site, sorted.
pub(crate) fn flows(
    view: &SiteContext<'_>,
    services: &[Service],
    jobs: &[Service],
    functions: &[Function],
) -> Vec<Flow> {
    let mut all = ingress(services);
    for service in services.iter().chain(jobs) {
        everywhere(view, service, &mut all);
        match &service.process {
            Process::Api => api(view, &mut all),
            Process::Worker => worker(view, &mut all),
            Process::Beat => scheduler(view, Process::Beat, "schedule of tasks", &mut all),
            Process::Migrate => migrate(view, &mut all),
            Process::Static => all.push(bucket(
                Process::Static,
                BucketKind::Static,
                Access::ReadWrite,
                &[Public],
                "upload of static files",
            )),
            Process::Dashboard => {}
            Process::Storefront => all.push(process(
                Process::Storefront,
                Party::Internet(External::OwnHosts),
                HTTPS,
                Access::Connect,
                &[Catalogue, Personal, Commercial, Credentials],
                "API calls of the storefront",
            )),
            Process::Own(name) => own(view, name, &mut all),
        }
    }
    if view.has_cluster() {
        cluster::flows(services, jobs, &mut all);
    }
    if view.has_machines() {
        machines::flows(&mut all);
    }
    functions.iter().for_each(|of| function(of, &mut all));
    all.sort();
    // Flows that all processes need are flows of the cluster.
    all.dedup();
    let triggers: Vec<_> = functions.iter().map(|of| (of.kind, of.trigger.clone())).collect();
    let volumes = Volumes { view, services, jobs, triggers: &triggers };
    for flow in &mut all {
        flow.volume = volumes.of(flow);
    }
    all
}

/// Flows of a function, and its trigger.
fn function(of: &Function, all: &mut Vec<Flow>) {
    let mut uses = |to, access, carries: &[DataClass], purpose: &str| {
        all.push(flow(Party::Function(of.kind), to, HTTPS, access, carries, purpose));
    };
    uses(Party::Logs, Access::Write, &[Operational], "log output");
    uses(Party::Traces, Access::Write, &[Operational], "traces of runs");
    let business = &[Catalogue, Personal, Commercial];
    match of.kind {
        FunctionKind::EventConsumer => {
            let shop = Party::Internet(External::OwnHosts);
            uses(shop, Access::Connect, &[Public], "public keys of event signatures");
            let published = Party::Table(PUBLISHED.to_owned());
            uses(published, Access::Write, &[Operational], "ledger of published events");
            uses(Party::Topic(Topic::DomainEvents), Access::Send, business, "publication of domain events");
            let dead = Party::DeadLetters(EVENTS.to_owned());
            uses(dead, Access::Send, business, "dead-lettering of rejected messages");
        }
        FunctionKind::ShopProbe => {
            let shop = Party::Internet(External::OwnHosts);
            uses(shop, Access::Connect, &[Catalogue], "checkouts without lines");
        }
        FunctionKind::SetupRunner => {
            let shop = Party::Internet(External::OwnHosts);
            uses(shop, Access::Connect, &[Catalogue, Credentials], "settings of the running shop");
            let token = Party::Secret(secrets::SHOP_TOKEN.to_owned());
            uses(token, Access::Read, &[Credentials], "token of the app that reads and changes settings");
        }
        FunctionKind::Auditor | FunctionKind::FailoverController => {}
    }
    if of.notifies() {
        uses(Party::Topic(Topic::Alarms), Access::Send, &[Operational], "notification of failed runs");
    }
    match &of.trigger {
        Trigger::Queue { key, .. } => {
            uses(Party::Queue(key.clone()), Access::Receive, business, "consumption of messages");
        }
        Trigger::Daily { .. } | Trigger::Every { .. } => {
            let to = Party::Function(of.kind);
            all.push(flow(Party::Scheduler, to, HTTPS, Access::Send, &[Operational], "scheduled start"));
        }
        Trigger::Hand => {}
    }
}

/// From the edge to the containers.
fn ingress(services: &[Service]) -> Vec<Flow> {
    let edge =
        |to, access, carries: &[DataClass], purpose| flow(Party::Edge, to, HTTPS, access, carries, purpose);
    let mut all = vec![
        edge(Party::LoadBalancer, Access::Connect, SHOPPING, "requests of visitors"),
        // Invoices and exports are in the media bucket, too; the edge blocks their prefixes.
        edge(Party::Bucket(BucketKind::Media), Access::Read, &[Public, Catalogue], "delivery of pictures"),
        edge(Party::Bucket(BucketKind::Static), Access::Read, &[Public], "delivery of static files"),
        flow(
            Party::LoadBalancer,
            Party::Bucket(BucketKind::AccessLogs),
            HTTPS,
            Access::Write,
            &[Personal, Operational],
            "access logs",
        ),
    ];
    for service in services {
        let carries: &[DataClass] = match service.process {
            Process::Dashboard => &[Public],
            Process::Api
            | Process::Worker
            | Process::Beat
            | Process::Migrate
            | Process::Static
            | Process::Storefront
            | Process::Own(_) => SHOPPING,
        };
        let reached = match service.process {
            Process::Api | Process::Dashboard | Process::Storefront => true,
            Process::Own(_) => !service.paths.is_empty(),
            Process::Worker | Process::Beat | Process::Migrate | Process::Static => false,
        };
        if let (true, Some(port)) = (reached, service.port) {
            let to = Party::Process(service.process.clone());
            let purpose = format!("requests to {}", service.process.name());
            all.push(flow(Party::LoadBalancer, to, http(port), Access::Connect, carries, &purpose));
        }
    }
    all
}

/// Flows that every container needs: its image, its log, and the secrets in its environment. In a cluster the nodes
/// pull images, an agent collects logs and a controller reads secrets: processes have no such flows.
fn everywhere(view: &SiteContext<'_>, service: &Service, all: &mut Vec<Flow>) {
    let who = || match view.has_cluster() {
        true => Party::Cluster,
        false => Party::Process(service.process.clone()),
    };
    let process =
        |to, access, carries: &[DataClass], purpose: &str| flow(who(), to, HTTPS, access, carries, purpose);
    all.push(process(Party::Registry, Access::Read, &[Operational], "image pull"));
    all.push(process(Party::Logs, Access::Write, &[Operational], "log output"));
    let named = service.environment.iter().filter_map(|(_, value)| match value {
        EnvironmentValue::Secret(id) => Some(id.as_str()),
        EnvironmentValue::Text(_) => None,
    });
    // The sidecar proxy authenticates to the cache.
    let proxy = service.cache_proxy.then_some(secrets::CACHE_TOKEN);
    let secrets: BTreeSet<&str> = named.chain(proxy).collect();
    all.extend(secrets.into_iter().map(|id| {
        let purpose = match view.has_cluster() {
            true => format!("{id} for processes that need it at startup"),
            false => format!("{id} at startup of {}", service.process.name()),
        };
        process(Party::Secret(id.to_owned()), Access::Read, &[Credentials], &purpose)
    }));
}

fn api(view: &SiteContext<'_>, all: &mut Vec<Flow>) {
    let connect = |to, protocol, carries: &[DataClass], purpose| {
        process(Process::Api, to, protocol, Access::Connect, carries, purpose)
    };
    database(view, &Process::Api, "queries of requests", all);
    all.push(connect(
        Party::Cache,
        REDISS,
        &[Personal, Commercial, Credentials],
        "throttling, tokens and responses of apps",
    ));
    broker(view, Process::Api, Access::Send, all);
    files(Process::Api, "uploads and thumbnails", "payloads of events", all);
    let carries = &[Catalogue, Personal, Commercial];
    all.push(connect(
        Party::Internet(External::Webhooks),
        HTTPS,
        carries,
        "calls of payment, tax and shipping apps",
    ));
    // Mail is sent by workers; the API tests the relay when its settings are saved in the dashboard.
    if view.platform.mail.service.value == MailService::Relay {
        all.push(connect(
            Party::Internet(External::Mail),
            SMTP,
            &[Credentials],
            "test of the mail relay's settings",
        ));
    }
}

fn worker(view: &SiteContext<'_>, all: &mut Vec<Flow>) {
    let worker = |to, protocol, access, carries: &[DataClass], purpose| {
        process(Process::Worker, to, protocol, access, carries, purpose)
    };
    database(view, &Process::Worker, "reads and writes of tasks", all);
    let carries = &[Personal, Commercial, Credentials];
    all.push(worker(Party::Cache, REDISS, Access::Connect, carries, "tokens and responses of apps"));
    broker(view, Process::Worker, Access::SendReceive, all);
    files(Process::Worker, "thumbnails, invoices and exports", "reading and deletion of event payloads", all);
    // Only workers deliver events to queues; the API only passes them to workers.
    let events = Party::Queue(EVENTS.to_owned());
    let business = &[Catalogue, Personal, Commercial];
    all.push(worker(events, HTTPS, Access::Send, business, "delivery of events to the platform's queue"));
    let webhooks = Party::Internet(External::Webhooks);
    all.push(worker(webhooks, HTTPS, Access::Connect, business, "delivery of events to apps"));
    let mail = Party::Internet(External::Mail);
    let (protocol, access) = match view.platform.mail.service.value {
        MailService::Relay => (SMTP, Access::Connect),
        MailService::Provider => (HTTPS, Access::Send),
    };
    all.push(worker(mail, protocol, access, carries, "mail to customers and staff"));
}

fn migrate(view: &SiteContext<'_>, all: &mut Vec<Flow>) {
    let migrate = Process::Migrate;
    all.push(process(
        migrate.clone(),
        Party::Database,
        POSTGRESQL,
        Access::Connect,
        ALL_KEPT,
        "schema migrations",
    ));
    // Some migrations delegate long-running steps to workers.
    broker(view, migrate, Access::Send, all);
}

fn scheduler(view: &SiteContext<'_>, who: Process, purpose: &str, all: &mut Vec<Flow>) {
    database(view, &who, purpose, all);
    broker(view, who, Access::Send, all);
}

fn own(view: &SiteContext<'_>, name: &str, all: &mut Vec<Flow>) {
    let Some(service) = view.own_services().find(|service| service.name.value == name) else { return };
    let who = Process::Own(name.to_owned());
    let business = &[Catalogue, Personal, Commercial];
    let uses: BTreeSet<Use> = service.uses.iter().copied().collect();
    all.extend(uses.into_iter().map(|usage| {
        let (to, protocol, access, carries, purpose): (_, _, _, &[DataClass], _) = match usage {
            Use::Api => {
                (Party::Internet(External::OwnHosts), HTTPS, Access::Connect, SHOPPING, "calls to the API")
            }
            Use::Cache => (Party::Cache, REDISS, Access::Connect, business, "keeps answers"),
            Use::Database => (Party::Database, POSTGRESQL, Access::Connect, ALL_KEPT, "reads and writes"),
            Use::Events => {
                (Party::Queue(EVENTS.to_owned()), HTTPS, Access::Receive, business, "takes events")
            }
            Use::Media => (
                Party::Bucket(BucketKind::Media),
                HTTPS,
                Access::ReadWrite,
                business,
                "reads and writes of media",
            ),
            Use::Internet => {
                (Party::Internet(External::Any), HTTPS, Access::Connect, business, "calls to the internet")
            }
        };
        process(who.clone(), to, protocol, access, carries, &format!("{name}: {purpose}"))
    }));
}

fn database(view: &SiteContext<'_>, who: &Process, purpose: &str, all: &mut Vec<Flow>) {
    let connect = |to| process(who.clone(), to, POSTGRESQL, Access::Connect, ALL_KEPT, purpose);
    all.push(connect(Party::Database));
    if view.has_readers {
        all.push(connect(Party::DatabaseReaders));
    }
}

/// Tasks contain credentials: one that sends mail contains the relay's password.
fn broker(view: &SiteContext<'_>, who: Process, access: Access, all: &mut Vec<Flow>) {
    let carries = &[Personal, Commercial, Credentials];
    let purpose = match access {
        Access::SendReceive => "tasks to and from the broker",
        Access::Connect
        | Access::Read
        | Access::ReadWrite
        | Access::Write
        | Access::Send
        | Access::Receive => "tasks for workers",
    };
    all.push(if view.broker_is_server() {
        process(who, Party::Broker, REDISS, Access::Connect, carries, purpose)
    } else {
        process(who, Party::Queue(CELERY.to_owned()), HTTPS, access, carries, purpose)
    });
}

fn files(who: Process, media: &str, payloads: &str, all: &mut Vec<Flow>) {
    let carries = &[Public, Catalogue, Personal, Commercial];
    all.push(bucket(who.clone(), BucketKind::Media, Access::ReadWrite, carries, media));
    all.push(bucket(
        who,
        BucketKind::Private,
        Access::ReadWrite,
        &[Catalogue, Personal, Commercial],
        payloads,
    ));
}

fn bucket(who: Process, kind: BucketKind, access: Access, carries: &[DataClass], purpose: &str) -> Flow {
    process(who, Party::Bucket(kind), HTTPS, access, carries, purpose)
}

fn process(
    who: Process,
    to: Party,
    protocol: Protocol,
    access: Access,
    carries: &[DataClass],
    purpose: &str,
) -> Flow {
    flow(Party::Process(who), to, protocol, access, carries, purpose)
}

fn flow(
    from: Party,
    to: Party,
    protocol: Protocol,
    access: Access,
    carries: &[DataClass],
    purpose: &str,
) -> Flow {
    // Once all flows are known, each gets its volume.
    let volume = FlowVolume::Unknown("not forecast");
    Flow { from, to, protocol, access, carries: carries.to_vec(), purpose: purpose.to_owned(), volume }
}
