//! The containers of a site: commands, sizes, health checks and numbers of tasks.
//!
//! **What can run with a replica database.** The API can: it serves queries, and its health check does not use the
//! database. A mutation would fail, but none arrives: the origin host resolves to the active site. Workers cannot:
//! nearly every task writes, and a task that fails is lost. Beat cannot: it writes when it last ran, and two beats in a
//! cell would schedule everything twice. So a standby has neither, in any mode, and a failover starts them after the
//! database is promoted.

use polder_facts::{Facts, MissingFact, ids};
use polder_spec as spec;
use polder_spec::MailService;
use polder_units::{Bytes, Duration, MilliCpu};

use crate::components::Process;
use crate::environment;
use crate::processes::{Health, Scaling, Service};
use crate::readiness::Readiness;
use crate::site_context::SiteContext;
use crate::sizing::{self, ServiceSize, SizingError, Task};

/// Tasks of a service at a warm standby: enough to lose a zone.
const WARM_TASKS: u64 = 2;

/// Time for the sidecar and the engine in addition to the stop time of the process.
const STOP_MARGIN_SECONDS: u64 = 5;

/// Stop time of a stateless container.
const STOP_PLAIN: Duration = Duration::seconds(30);

/// Start time of a container other than Saleor's Python. Assumed; not measured.
const START_PLAIN: Duration = Duration::seconds(60);

/// The program that asks a worker whether it answers.
const WORKER_HEALTH: &str = include_str!("worker_health.py");

/// The interval of that question. The timeout of the check is as long: an answer may take 20 s.
const WORKER_HEALTH_INTERVAL: Duration = Duration::seconds(60);

/// The program that creates the roles of the database, as its owner, and then runs its arguments. It can be repeated.
const DATABASE_ROLES: &str = include_str!("database_roles.py");

/// The program that sends the mail of a process with the rights of its task, and runs its arguments.
const MAIL: &str = include_str!("mail.py");

/// Long-running services, in the order of the processes.
pub(crate) fn services(view: &SiteContext<'_>) -> Result<Vec<Service>, SizingError> {
    let mut services = vec![api(view)?, worker(view)?, beat(view)?];
    if view.cell.dashboard_host.is_some() {
        services.push(dashboard(view)?);
    }
    if view.cell.storefront_host.is_some() {
        services.push(storefront(view)?);
    }
    for service in view.own_services() {
        services.push(own(view, service)?);
    }
    services.into_iter().map(|service| with_proxy(view, on_spare_capacity(view, service))).collect()
}

/// Where interruptions are accepted, every service that may run twice for a moment may be interrupted: its replacement starts
/// within the two minutes of the warning. On machines of the site that would need a second pool, which costs more than it saves.
fn on_spare_capacity(view: &SiteContext<'_>, service: Service) -> Service {
    let by_task = view.platform.compute.engine.value == spec::ComputeEngine::ServerlessContainers;
    let may = by_task && view.demand.guarantees.interruptible && !service.scaling.singleton;
    Service { interruptible: service.interruptible || may, ..service }
}

/// Jobs, which run once.
pub(crate) fn jobs(view: &SiteContext<'_>) -> Result<Vec<Service>, SizingError> {
    let once = |desired| Scaling { desired, min: 0, max: 1, singleton: true, cpu_target_percent: 100 };
    // Only where the database is the writer.
    let migrating = once(u64::from(view.readiness == Readiness::Active));
    let migrate = Service {
        command: with_roles(words(view.facts, "saleor.migrate.command")?),
        // Some migrations run long, and one that is killed half-way has to be repaired by hand.
        stop_timeout: seconds(view.facts, ids::SERVERLESS_STOP_TIMEOUT_MAX)?,
        ..plain(Process::Migrate, "saleor".to_owned(), view.sizes.migrate, migrating)
    };
    let copy = ["python3", "manage.py", "collectstatic", "--no-input"];
    let statics = Service {
        command: copy.map(str::to_owned).into(),
        // It is idempotent and writes only missing files.
        interruptible: true,
        ..plain(Process::Static, "saleor".to_owned(), view.sizes.statics, once(1))
    };
    [migrate, statics].into_iter().map(|job| with_saleor(view, job)).collect()
}

/// A command that runs after the roles of the database have their passwords and privileges. The image has no `psql`.
fn with_roles(command: Vec<String>) -> Vec<String> {
    around(DATABASE_ROLES, command)
}

/// A command that a program in Python starts, whose arguments it is.
fn around(program: &str, command: Vec<String>) -> Vec<String> {
    ["python3", "-c", program].map(str::to_owned).into_iter().chain(command).collect()
}

/// A command that can send mail. The API sends none, but Saleor opens a connection before it saves a relay's settings.
fn with_mail(view: &SiteContext<'_>, command: Vec<String>) -> Vec<String> {
    match view.platform.mail.service.value {
        MailService::Provider => around(MAIL, command),
        MailService::Relay => command,
    }
}

fn api(view: &SiteContext<'_>) -> Result<Service, SizingError> {
    let task = &view.sizes.api;
    let workers = format!("--workers={}", task.units);
    let command = words(view.facts, "saleor.api.command")?;
    let command =
        command.into_iter().map(|word| if word.starts_with("--workers=") { workers.clone() } else { word });
    let stop =
        seconds(view.facts, "saleor.api.stop-timeout")?.as_seconds().saturating_add(STOP_MARGIN_SECONDS);
    with_saleor(
        view,
        Service {
            command: with_mail(view, command.collect()),
            port: Some(port(view.facts, "saleor.api.port")?),
            health: Some(Health::Http { path: view.facts.text("saleor.api.health-path")?.value.clone() }),
            stop_timeout: Duration::milliseconds(stop.saturating_mul(1_000)),
            start_grace: sizing::start_grace(view.facts, "api-worker", task.units, task.fitted)?,
            cache_proxy: true,
            paths: words(view.facts, "saleor.api.paths")?,
            ..plain(Process::Api, "saleor".to_owned(), task.fitted, serving(view, task))
        },
    )
}

/// The health check of a worker asks it through the broker; after three missed answers in a row it is replaced. Over a queue
/// service, workers answer no questions: there a hanging worker shows in the age of the oldest task, which has an alarm.
fn worker(view: &SiteContext<'_>) -> Result<Service, SizingError> {
    let task = &view.sizes.worker;
    let mut command = words(view.facts, "saleor.worker.command")?;
    command.extend([format!("--concurrency={}", task.units), "-Q".to_owned(), view.celery_queues()]);
    let (ordinary, target) = (task.ordinary, task.target_percent);
    let least = if view.readiness == Readiness::Active { ordinary } else { 0 };
    let scaling =
        Scaling { desired: least, min: least, max: task.max, singleton: false, cpu_target_percent: target };
    with_saleor(
        view,
        Service {
            command: with_mail(view, command),
            health: view.broker_is_server().then(|| Health::Command {
                command: ["python3", "-c", WORKER_HEALTH].map(str::to_owned).into(),
                interval: WORKER_HEALTH_INTERVAL,
            }),
            stop_timeout: seconds(view.facts, "saleor.worker.stop-timeout")?,
            // Its children are forked from the parent, so only the parent needs start time.
            start_grace: sizing::start_grace(view.facts, "celery-parent", 1, task.fitted)?,
            cache_proxy: true,
            ..plain(Process::Worker, "saleor".to_owned(), task.fitted, scaling)
        },
    )
}

/// Exactly one in a cell: at the active site, and never two at a time, also during a deployment.
fn beat(view: &SiteContext<'_>) -> Result<Service, SizingError> {
    let one = view.facts.figure("saleor.beat.replicas")?.value;
    let least = if view.readiness == Readiness::Active { one } else { 0 };
    let scaling = Scaling { desired: least, min: least, max: one, singleton: true, cpu_target_percent: 100 };
    let mut command = words(view.facts, "saleor.beat.command")?;
    // The default, WARNING, logs no task that is sent: a beat that hangs would look like one that works.
    command.push("--loglevel=info".to_owned());
    with_saleor(
        view,
        Service {
            command,
            start_grace: sizing::start_grace(view.facts, "celery-beat", 1, view.sizes.beat)?,
            ..plain(Process::Beat, "saleor".to_owned(), view.sizes.beat, scaling)
        },
    )
}

fn dashboard(view: &SiteContext<'_>) -> Result<Service, SizingError> {
    let path = environment::DASHBOARD_PATH.to_owned();
    let task = &view.sizes.dashboard;
    Ok(Service {
        port: Some(port(view.facts, "saleor.dashboard.port")?),
        user_id: user(view.facts, "saleor.dashboard.user-id")?,
        environment: environment::dashboard(view),
        health: Some(Health::Http { path: path.clone() }),
        paths: vec![path],
        ..plain(Process::Dashboard, "saleor-dashboard".to_owned(), task.fitted, serving(view, task))
    })
}

/// The storefront is stateless: it runs at full size at every site, and each can carry the whole load.
fn storefront(view: &SiteContext<'_>) -> Result<Service, SizingError> {
    let task = &view.sizes.storefront;
    let (desired, min, max) = (task.ordinary, task.ordinary, task.max);
    let scaling = Scaling { desired, min, max, singleton: false, cpu_target_percent: task.target_percent };
    // The URLs of the API and of the shop are compiled into the image: each cell has its own.
    let image = format!("storefront-{}", view.cell.name);
    Ok(Service {
        command: words(view.facts, "saleor.storefront.command")?,
        port: Some(port(view.facts, "saleor.storefront.port")?),
        user_id: user(view.facts, "saleor.storefront.user-id")?,
        environment: environment::storefront(view),
        // A file, not a page: pages call the API, and all storefronts would be stopped while the API is down.
        health: Some(Health::Http { path: "/favicon.ico".to_owned() }),
        ..plain(Process::Storefront, image, task.fitted, scaling)
    })
}

fn own(view: &SiteContext<'_>, service: &spec::Service) -> Result<Service, SizingError> {
    let cache_proxy = service.uses.contains(&spec::Use::Cache);
    let fitted = sizing::own(view.platform, view.facts, view.demand, service, cache_proxy)?;
    let most = service.tasks.value;
    let tasks = if view.demand.guarantees.survives_zone { most } else { 1 };
    let least = match view.readiness {
        Readiness::Active | Readiness::Hot => tasks,
        Readiness::Warm => tasks.min(WARM_TASKS),
        Readiness::Pilot => 0,
    };
    // The number that the user set.
    let scaling = Scaling { desired: least, min: least, max: most, singleton: false, cpu_target_percent: 70 };
    let process = Process::Own(service.name.value.clone());
    Ok(Service {
        port: service.port.as_ref().map(|port| port.value),
        environment: environment::own(view, service),
        health: service.port.as_ref().map(|_| Health::Http { path: service.health.value.clone() }),
        cache_proxy,
        interruptible: service.interruptible.value,
        paths: service.path.iter().map(|path| path.value.clone()).collect(),
        ..plain(process, service.image.value.clone(), fitted, scaling)
    })
}

/// The number of tasks of a stateless service.
fn serving(view: &SiteContext<'_>, task: &Task) -> Scaling {
    let least = match view.readiness {
        Readiness::Active | Readiness::Hot => task.ordinary,
        Readiness::Warm => task.ordinary.min(WARM_TASKS),
        Readiness::Pilot => 0,
    };
    Scaling {
        desired: least,
        min: least,
        max: task.max,
        singleton: false,
        cpu_target_percent: task.target_percent,
    }
}

/// A container with defaults. In production only those marked so may be interrupted: Saleor's tasks are acknowledged before
/// they run, and an aborted request may be a payment.
fn plain(process: Process, image: String, fitted: ServiceSize, scaling: Scaling) -> Service {
    Service {
        process,
        image,
        command: vec![],
        port: None,
        cpu: fitted.cpu,
        memory: fitted.memory,
        scaling,
        environment: vec![],
        health: None,
        stop_timeout: STOP_PLAIN,
        start_grace: START_PLAIN,
        cache_proxy: false,
        proxy_cpu: MilliCpu(0),
        proxy_memory: Bytes(0),
        user_id: None,
        interruptible: false,
        paths: vec![],
    }
}

fn with_saleor(view: &SiteContext<'_>, service: Service) -> Result<Service, SizingError> {
    let user_id = user(view.facts, "saleor.user-id")?;
    Ok(Service { environment: environment::saleor(view, &service.process), user_id, ..service })
}

fn with_proxy(view: &SiteContext<'_>, service: Service) -> Result<Service, SizingError> {
    if !service.cache_proxy {
        return Ok(service);
    }
    let proxy_memory = view.facts.process("envoy")?.memory;
    Ok(Service { proxy_cpu: MilliCpu(sizing::PROXY_CPU), proxy_memory, ..service })
}

fn user(facts: &Facts, id: &str) -> Result<Option<u32>, SizingError> {
    u32::try_from(facts.figure(id)?.value).map(Some).map_err(|_| SizingError::OutOfRange)
}

fn words(facts: &Facts, id: &str) -> Result<Vec<String>, MissingFact> {
    Ok(facts.text(id)?.value.split_whitespace().map(str::to_owned).collect())
}

fn seconds(facts: &Facts, id: &str) -> Result<Duration, MissingFact> {
    Ok(Duration::milliseconds(facts.figure(id)?.value.saturating_mul(1_000)))
}

fn port(facts: &Facts, id: &str) -> Result<u16, SizingError> {
    u16::try_from(facts.figure(id)?.value).map_err(|_| SizingError::OutOfRange)
}
