//! Settings whose errors Saleor does not report.

use polder_design::{
    Access, Broker, BucketKind, CellId, ComputeEngine, Design, Environment, EnvironmentValue, Health, Party,
    Process, QueueId, Service, Site, SiteId, secrets,
};
use polder_facts::Facts;
use polder_units::Duration;

use crate::dump::{EXAMPLES, OWNER, designed, platform};

fn find<'a>(site: &'a Site, process: &Process) -> &'a Service {
    site.services.iter().chain(&site.jobs).find(|service| service.process == *process).unwrap()
}

fn value<'a>(service: &'a Service, name: &str) -> Option<&'a EnvironmentValue> {
    service.environment.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

fn text<'a>(service: &'a Service, name: &str) -> &'a str {
    match value(service, name) {
        Some(EnvironmentValue::Text(text)) => text,
        other => panic!("{name}: {other:?}"),
    }
}

fn sites() -> impl Iterator<Item = (Design, SiteId)> {
    EXAMPLES.into_iter().flat_map(|(_, text)| {
        let design = designed(&platform(text));
        design.sites.ids().map(move |site| (design.clone(), site))
    })
}

fn figure(id: &str) -> u64 {
    Facts::embedded().figure(id).unwrap().value
}

#[test]
fn nothing_runs_in_development_mode_or_calls_home() {
    for (design, id) in sites() {
        let site = &design.sites[id];
        for service in site.services.iter().chain(&site.jobs).filter(|service| service.process.is_saleor()) {
            assert_eq!(text(service, "DEBUG"), "false");
            assert_eq!(text(service, "SEND_USAGE_TELEMETRY"), "false");
            // No command of Saleor starts without these.
            for name in ["SECRET_KEY", "RSA_PRIVATE_KEY"] {
                assert!(matches!(value(service, name), Some(EnvironmentValue::Secret(_))));
            }
            assert!(!text(service, "ALLOWED_CLIENT_HOSTS").is_empty());
        }
        assert_eq!(text(find(site, &Process::Api), "PLAYGROUND_ENABLED"), "false");
    }
}

#[test]
fn traps_are_left_alone() {
    let traps = [
        "AWS_QUERYSTRING_EXPIRE",
        "AWS_DEFAULT_ACL",
        "AWS_LOCATION",
        "AWS_ACCESS_KEY_ID",
        "DB_CONN_MAX_AGE",
        "ENABLE_SSL",
    ];
    for (design, id) in sites() {
        let site = &design.sites[id];
        for service in site.services.iter().chain(&site.jobs) {
            for trap in traps {
                assert_eq!(value(service, trap), None, "{}", service.process.name());
            }
        }
    }
}

#[test]
fn who_needs_no_secret_gets_none() {
    let design = designed(&platform(OWNER));
    let site = &design.sites[SiteId::new(0)];
    let secret = |service: &Service, name: &str| value(service, name).is_some();
    for process in [Process::Beat, Process::Migrate, Process::Static, Process::Dashboard, Process::Storefront]
    {
        assert!(!secret(find(site, &process), "EMAIL_URL"), "{}", process.name());
    }
    for process in [Process::Static, Process::Dashboard, Process::Storefront] {
        assert!(!secret(find(site, &process), "DATABASE_URL"), "{}", process.name());
    }
    let dashboard = find(site, &Process::Dashboard);
    assert!(dashboard.environment.iter().all(|(_, value)| matches!(value, EnvironmentValue::Text(_))));
}

/// Saleor's plugin for mail to customers reads a variable of its own, in the API that checks it and in the worker that sends.
#[test]
fn mail_to_customers_has_a_relay() {
    for (design, id) in sites() {
        let site = &design.sites[id];
        for process in [Process::Api, Process::Worker] {
            let service = find(site, &process);
            let relay = value(service, "USER_EMAIL_URL");
            assert!(relay.is_some() && relay == value(service, "EMAIL_URL"), "{}", process.name());
        }
        assert!(value(find(site, &Process::Beat), "USER_EMAIL_URL").is_none());
    }
}

#[test]
fn the_cache_is_reached_through_the_proxy_and_the_broker_is_not_clustered() {
    for (design, id) in sites() {
        let site = &design.sites[id];
        for process in [Process::Api, Process::Worker] {
            let service = find(site, &process);
            assert!(service.cache_proxy);
            assert_eq!(text(service, "CACHE_URL"), "redis://127.0.0.1:6379/0");
        }
        for process in [Process::Api, Process::Worker, Process::Beat, Process::Migrate] {
            // Unset, tasks would run inside the request.
            assert!(value(find(site, &process), "CELERY_BROKER_URL").is_some());
        }
    }
}

#[test]
fn migrations_see_only_the_writer() {
    let design = designed(&platform(OWNER));
    let migrate = find(&design.sites[SiteId::new(0)], &Process::Migrate);
    assert_eq!(value(migrate, "DATABASE_URL"), value(migrate, "DATABASE_URL_REPLICA"));
    let owners = [secrets::DATABASE_URL, secrets::DATABASE_APPLICATION, secrets::DATABASE_READ_ONLY];
    for (design, id) in sites() {
        let site = &design.sites[id];
        for service in site.services.iter().chain(&site.jobs).filter(|it| it.process != Process::Migrate) {
            let has = |id: &&str| {
                service.environment.iter().any(|(_, it)| *it == EnvironmentValue::Secret((*id).to_owned()))
            };
            assert!(!owners.iter().any(has), "{} knows the owner", service.process.name());
        }
    }
    let readers = |flow: &&polder_design::Flow| {
        flow.from == Party::Process(Process::Migrate) && flow.to == Party::DatabaseReaders
    };
    assert_eq!(design.sites[SiteId::new(0)].flows.iter().filter(readers).count(), 0);
    assert_ne!(
        value(find(&design.sites[SiteId::new(0)], &Process::Api), "DATABASE_URL_REPLICA"),
        value(find(&design.sites[SiteId::new(0)], &Process::Api), "DATABASE_URL"),
    );
}

#[test]
fn starts_and_stops_take_the_time_that_they_take() {
    for (design, id) in sites() {
        let site = &design.sites[id];
        let (api, worker) = (find(site, &Process::Api), find(site, &Process::Worker));
        assert!(api.stop_timeout.as_seconds() >= figure("saleor.api.stop-timeout"));
        assert!(api.start_grace.as_seconds() >= figure("saleor.api.health-check-grace"));
        assert_eq!(worker.stop_timeout, Duration::seconds(figure("saleor.worker.stop-timeout")));
        for service in site.services.iter().chain(&site.jobs) {
            assert!(service.stop_timeout.as_seconds() <= figure("ecs.fargate.stop-timeout.max"));
        }
        assert_eq!(api.health, Some(Health::Http { path: "/health/".to_owned() }));
        assert_eq!(api.port, Some(8000));
        for path in ["/graphql/", "/.well-known/jwks.json", "/thumbnail/", "/image/", "/plugins/", "/health/"]
        {
            assert!(api.paths.iter().any(|known| known == path));
        }
    }
}

#[test]
fn in_production_nothing_of_saleor_may_be_interrupted_but_the_copying_of_files() {
    for (design, id) in sites() {
        let site = &design.sites[id];
        let spare = design.accounts[site.account].environment != Environment::Production
            && design.compute == ComputeEngine::ServerlessContainers;
        for service in &site.services {
            // Custom services set it themselves.
            let own = matches!(service.process, Process::Own(_));
            let may = spare && !service.scaling.singleton;
            assert!(
                own && !may || service.interruptible == may,
                "{} of {}",
                service.process.name(),
                site.name
            );
        }
        for job in &site.jobs {
            assert_eq!(job.interruptible, job.process == Process::Static);
        }
    }
}

#[test]
fn memory_holds_what_was_measured() {
    let facts = Facts::embedded();
    let memory = |id: &str| facts.process(id).unwrap().memory.0;
    for (design, id) in sites() {
        let site = &design.sites[id];
        let number = |service: &Service, flag: &str| -> u64 {
            let word = service.command.iter().find_map(|word| word.strip_prefix(flag)).unwrap();
            word.parse().unwrap()
        };
        let api = find(site, &Process::Api);
        let workers = number(api, "--workers=");
        assert!(workers >= 2);
        assert!(api.memory.0 > memory("api-parent") + workers * memory("api-worker") + memory("envoy"));
        let worker = find(site, &Process::Worker);
        let children = number(worker, "--concurrency=");
        assert!(
            worker.memory.0 > memory("celery-parent") + children * memory("celery-child") + memory("envoy")
        );
        let sizes = facts.serverless_sizes();
        for service in site.services.iter().chain(&site.jobs) {
            let offered =
                sizes.iter().any(|size| size.cpu == service.cpu && size.memories.contains(&service.memory));
            assert!(offered, "{} {} {}", service.process.name(), service.cpu, service.memory);
        }
    }
}

#[test]
fn sqs_is_named_from_3_24_and_fixed_before() {
    let (_, text_of) = EXAMPLES.into_iter().find(|(name, _)| *name == "sqs-broker").unwrap();
    let mut platform = platform(text_of);
    let queue = |design: &Design| match &design.sites[SiteId::new(0)].broker {
        Broker::Queues { queues } => queues[0].0.clone(),
        Broker::Valkey { .. } => panic!("a server"),
    };
    let design = designed(&platform);
    let site = &design.sites[SiteId::new(0)];
    assert_eq!(queue(&design), "queues-north-celery");
    for process in [Process::Api, Process::Worker, Process::Beat, Process::Migrate] {
        let service = find(site, &process);
        assert_eq!(text(service, "CELERY_BROKER_URL"), "sqs://");
        assert_eq!(text(service, "CELERY_TASK_DEFAULT_QUEUE"), "queues-north-celery");
        assert_eq!(text(service, "AWS_DEFAULT_REGION"), site.region);
        let to = Party::Queue("celery".to_owned());
        let flow =
            site.flows.iter().find(|flow| flow.from == Party::Process(process.clone()) && flow.to == to);
        let access = if process == Process::Worker { Access::SendReceive } else { Access::Send };
        assert_eq!(flow.map(|flow| flow.access), Some(access));
    }
    let worker = find(site, &Process::Worker);
    assert!(worker.command.ends_with(&["-Q".to_owned(), "queues-north-celery".to_owned()]));
    assert_eq!(site.queues[QueueId::new(1)].visibility, Duration::seconds(1_800));
    assert!(!site.secrets.iter().any(|secret| secret.id.starts_with("broker")));

    platform.saleor.value.minor = 23;
    let design = designed(&platform);
    assert_eq!(queue(&design), "celery");
    let worker = find(&design.sites[SiteId::new(0)], &Process::Worker);
    assert_eq!(value(worker, "CELERY_TASK_DEFAULT_QUEUE"), None);
    assert!(worker.command.ends_with(&["-Q".to_owned(), "celery".to_owned()]));
}

#[test]
fn dashboards_of_cells_are_apart() {
    let design = designed(&platform(OWNER));
    let dashboard = |site: usize| find(&design.sites[SiteId::new(site)], &Process::Dashboard);
    assert_eq!(text(dashboard(0), "APP_MOUNT_URI"), "/dashboard/");
    let hosts: Vec<Option<&str>> = design.cells.iter().map(|cell| cell.dashboard_host.as_deref()).collect();
    assert_eq!(hosts[..2], [Some("dashboard-de.example.com"), Some("dashboard-benelux.example.com")]);
    assert_eq!(hosts[2], Some("dashboard.staging.example.com"), "the only one of its account");
    let storefront = find(&design.sites[SiteId::new(1)], &Process::Storefront);
    let origins = "https://nl.example.com,https://be.example.com";
    assert_eq!(text(storefront, "ALLOWED_EXTRA_ORIGINS"), origins);
    assert_eq!(text(storefront, "NEXT_PUBLIC_DEFAULT_LOCALE"), "nl");
    assert_eq!(text(dashboard(1), "API_URL"), "https://nl.example.com/graphql/");
    assert_eq!(dashboard(0).paths, ["/dashboard/"]);

    let mut without = platform(OWNER);
    without.edge.dashboard.value = None;
    without.edge.media.value = None;
    let design = designed(&without);
    let none = |service: &Service| service.process != Process::Dashboard;
    assert!(design.sites.iter().all(|site| site.services.iter().all(none)));
    assert_eq!(design.cells[CellId::new(0)].media_base, "de.example.com/media");
    assert_eq!(
        text(find(&design.sites[SiteId::new(0)], &Process::Api), "ALLOWED_CLIENT_HOSTS"),
        "de.example.com"
    );
}

#[test]
fn payloads_are_private_and_end_in_the_bucket_when_saleor_ends_them() {
    for (design, id) in sites() {
        let site = &design.sites[id];
        let api = find(site, &Process::Api);
        let private = site.bucket(BucketKind::Private).unwrap();
        assert_eq!(text(api, "AWS_MEDIA_PRIVATE_BUCKET_NAME"), private.name);
        let days = private.expires.unwrap().as_days();
        assert_eq!(text(api, "EVENT_PAYLOAD_DELETE_PERIOD"), format!("{days} days"));
        assert_eq!(text(api, "EXPORT_FILES_TIMEDELTA"), "7 days");
        assert!(
            !site
                .flows
                .iter()
                .any(|flow| flow.from == Party::Edge && flow.to == Party::Bucket(BucketKind::Private))
        );
    }
}

#[test]
fn own_services_reach_what_they_use_and_nothing_else() {
    let (_, text_of) = EXAMPLES.into_iter().find(|(name, _)| *name == "own-services").unwrap();
    let design = designed(&platform(text_of));
    let west = &design.sites[SiteId::new(0)];
    let reaches = |name: &str| -> Vec<String> {
        let from = Party::Process(Process::Own(name.to_owned()));
        west.flows.iter().filter(|flow| flow.from == from).map(|flow| format!("{:?}", flow.to)).collect()
    };
    assert_eq!(
        reaches("reviews"),
        [
            "Database",
            "Cache",
            "Secret(\"cache-token\")",
            "Secret(\"reviews-database-url\")",
            "Registry",
            "Logs",
            "Internet(OwnHosts)",
        ]
    );
    assert_eq!(
        reaches("erp-bridge"),
        ["Queue(\"events\")", "Registry", "Logs", "Internet(OwnHosts)", "Internet(Any)",]
    );
    assert!(reaches("tax-report").is_empty(), "it runs in the other cell alone");
}

/// A worker that lost its broker stays up and does nothing.
#[test]
fn workers_are_asked_through_a_broker_that_can_carry_questions() {
    for (design, id) in sites() {
        let site = &design.sites[id];
        let health = &find(site, &Process::Worker).health;
        match (&site.broker, health) {
            (Broker::Valkey { .. }, Some(Health::Command { command, interval })) => {
                assert_eq!(command[..2], ["python3", "-c"]);
                // An answer may take 20 s, and a failed connection 7 s.
                assert!(interval.as_seconds() >= 30);
            }
            (Broker::Queues { .. }, None) => {}
            (broker, health) => panic!("{broker:?}: {health:?}"),
        }
    }
}

/// The load balancer would send a request on a connection that the server closes: sporadic 502.
#[test]
fn servers_keep_idle_connections_longer_than_the_load_balancer() {
    for (design, id) in sites() {
        let idle = design.timings.entry.balancer_idle;
        let storefront = find(&design.sites[id], &Process::Storefront);
        let kept: u64 = text(storefront, "KEEP_ALIVE_TIMEOUT").parse().expect("milliseconds");
        assert!(kept > idle.milliseconds);
        let api = &find(&design.sites[id], &Process::Api).command;
        let kept = api.iter().find_map(|word| word.strip_prefix("--timeout-keep-alive="));
        let kept: u64 = kept.expect("an option").parse().expect("seconds");
        assert!(kept > idle.as_seconds());
    }
}
