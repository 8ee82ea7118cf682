//! A design by hand, in the shape of the owner's platform, until the design room makes it.

use polder_design::*;
use polder_units::{Bytes, Cidr, Duration, MilliCpu, Ppm};

const SITES: [(usize, Role, &str, &str, &str, Option<usize>); 4] = [
    (0, Role::Primary, "eu-central-1", "Frankfurt", "10.100.0.0/16", Some(3)),
    (1, Role::Primary, "eu-west-1", "Dublin", "10.101.0.0/16", Some(2)),
    (1, Role::Backup, "eu-west-3", "Paris", "10.102.0.0/16", Some(1)),
    (0, Role::Backup, "eu-west-1", "Dublin", "10.103.0.0/16", Some(0)),
];

/// The owner's platform.
pub(crate) fn owner() -> Design {
    let cells = ["de", "benelux"];
    let sites: Vec<Site> = SITES.iter().map(|row| site(cells[row.0], *row)).collect();
    let region = |region: &str, city: &str, home: bool, sites: &[usize]| AccountRegion {
        account: 0,
        region: region.into(),
        city: city.into(),
        home,
        sites: sites.into(),
    };
    Design {
        name: "saleor-eu".into(),
        owner: "platform-team".into(),
        domain: "example.com".into(),
        saleor: SaleorVersion { major: 3, minor: 23 },
        architecture: Architecture::Arm64,
        tags: vec![("cost-center".into(), "webshop".into())],
        accounts: vec![Account {
            name: "production".into(),
            id: None,
            environment: Environment::Production,
            domain: "example.com".into(),
            parent: None,
            unique: "example-com".into(),
            hosts: SharedHosts {
                www: Some("www.example.com".into()),
                api: Some("api.example.com".into()),
                dashboard: Some("dashboard.example.com".into()),
                media: Some("media.example.com".into()),
            },
        }],
        regions: vec![
            region("eu-central-1", "Frankfurt", true, &[0]),
            region("eu-west-1", "Dublin", false, &[1, 3]),
            region("eu-west-3", "Paris", false, &[2]),
        ],
        cells: vec![
            cell("de", 0, 3, vec![market("DE", "de", &["de", "en"])]),
            cell(
                "benelux",
                1,
                2,
                vec![market("NL", "nl", &["nl", "en"]), market("BE", "be", &["nl", "fr", "de", "en"])],
            ),
        ],
        sites,
        objectives: Objectives {
            availability: Ppm(999_500),
            zone_loss: (Duration::seconds(300), Duration::seconds(0)),
            region_loss: (Duration::seconds(900), Duration::seconds(60)),
            latency_p95: Duration::milliseconds(300),
        },
        retention: Retention {
            logs: Duration::days(365),
            backups: Duration::days(35),
            vault: Duration::days(90),
        },
        state: State { bucket: "saleor-eu-terraform-state".into(), region: "eu-central-1".into() },
        rate_limit: 2000,
        arithmetic: vec![],
    }
}

fn market(country: &str, channel: &str, languages: &[&str]) -> Market {
    Market {
        country: country.into(),
        channel: channel.into(),
        host: format!("{channel}.example.com"),
        languages: languages.iter().map(|language| (*language).to_owned()).collect(),
        currency: "EUR".into(),
        share: Ppm(333_333),
    }
}

fn secret(cell: &str, id: &str, source: SecretSource) -> Secret {
    Secret {
        id: id.into(),
        name: format!("saleor-eu/{cell}/{id}"),
        description: format!("The {id} of the cell."),
        source,
    }
}

fn cell(name: &str, primary: usize, backup: usize, markets: Vec<Market>) -> Cell {
    Cell {
        name: name.into(),
        account: 0,
        primary,
        backup: Some(backup),
        active: primary,
        public_host: markets[0].host.clone(),
        markets,
        hours: None,
        protected: true,
        vault_retention: Duration::days(90),
        origin_host: format!("origin-{name}.example.com"),
        storefront_host: format!("storefront-{name}.example.com"),
        media_base: format!("media.example.com/{name}/media"),
        static_base: format!("media.example.com/{name}/static"),
        secrets: vec![
            secret(name, "secret-key", SecretSource::Generated { length: 64 }),
            secret(name, "rsa-private-key", SecretSource::Given),
            secret(name, "email-url", SecretSource::Given),
            secret(name, "database-master", SecretSource::Generated { length: 40 }),
        ],
    }
}

fn site(cell: &str, row: (usize, Role, &str, &str, &str, Option<usize>)) -> Site {
    let (index, role, region, city, network, peer) = row;
    let network: Cidr = network.parse().expect("a network");
    let net = |length, at| network.subnet(length, at).expect("a subnet");
    let active = role == Role::Primary;
    let bucket = |kind: BucketKind| Bucket {
        kind,
        name: format!("example-com-{cell}-{}-{region}", kind.name()),
        replicates_to: if kind == BucketKind::AccessLogs { None } else { peer },
        expires: (kind == BucketKind::AccessLogs).then(|| Duration::days(365)),
        old_versions: Duration::days(30),
    };
    let own = |id: &str, source| secret(&format!("{cell}/{region}"), id, source);
    Site {
        name: format!("{cell}-{region}"),
        cell: index,
        account: 0,
        role,
        active,
        mode: (!active).then_some(BackupMode::WarmStandby),
        peer,
        region: region.into(),
        city: city.into(),
        jurisdiction: "EU".into(),
        zones: (0..3)
            .map(|zone| Zone {
                name: format!("{region}{}", ["a", "b", "c"][zone as usize]),
                public: net(24, zone),
                app: net(20, zone + 1),
                data: net(24, zone + 128),
            })
            .collect(),
        network,
        services: services(cell),
        jobs: vec![service(Process::Migrate, cell, None), service(Process::Static, cell, None)],
        database: Database {
            version: 15,
            class: "db.m7g.large".into(),
            memory: Bytes::gib(8),
            follows: if active { None } else { peer },
            hours: None,
            standby: true,
            read_replicas: u64::from(active),
            storage: Bytes::gib(100),
            storage_max: Bytes::gib(500),
            connections: 200,
            database_name: "saleor".into(),
            administrator: "saleor_owner".into(),
            backup_retention: Duration::days(35),
        },
        cache: Cache { class: "cache.t4g.small".into(), shards: 2, replicas: 1 },
        broker: Broker::Valkey { class: "cache.t4g.micro".into(), replicas: 1 },
        buckets: [BucketKind::Media, BucketKind::Private, BucketKind::Static, BucketKind::AccessLogs]
            .map(bucket)
            .into(),
        queues: vec![Queue {
            name: format!("saleor-eu-{cell}-events"),
            key: "events".into(),
            visibility: Duration::seconds(120),
            retention: Duration::days(14),
            tries: 5,
        }],
        secrets: vec![
            own("database-url", SecretSource::Composed),
            own("database-url-replica", SecretSource::Composed),
            own("broker-url", SecretSource::Composed),
            own("cache-token", SecretSource::Generated { length: 40 }),
            own("broker-token", SecretSource::Generated { length: 40 }),
        ],
        flows: flows(),
    }
}

fn services(cell: &str) -> Vec<Service> {
    let processes = [
        (Process::Api, Some(8000)),
        (Process::Worker, None),
        (Process::Beat, None),
        (Process::Dashboard, Some(80)),
        (Process::Storefront, Some(3000)),
    ];
    processes.map(|(process, port)| service(process, cell, port)).into()
}

fn service(process: Process, cell: &str, port: Option<u16>) -> Service {
    let text = |name: &str, value: &str| (name.to_owned(), EnvironmentValue::Text(value.into()));
    let secret = |name: &str, id: &str| (name.to_owned(), EnvironmentValue::Secret(id.into()));
    let saleor = process.is_saleor();
    let environment = if saleor {
        vec![
            text("CACHE_URL", "redis://127.0.0.1:6379/0"),
            secret("DATABASE_URL", "database-url"),
            secret("RSA_PRIVATE_KEY", "rsa-private-key"),
            secret("SECRET_KEY", "secret-key"),
        ]
    } else {
        vec![text("API_URL", "https://de.example.com/graphql/")]
    };
    Service {
        image: match process {
            Process::Dashboard => "saleor-dashboard".into(),
            Process::Storefront => format!("storefront-{cell}"),
            _ => "saleor".into(),
        },
        command: if saleor { vec!["echo".into(), process.name().into()] } else { vec![] },
        port,
        cpu: MilliCpu(1000),
        memory: Bytes::gib(2),
        scaling: Scaling {
            desired: if process == Process::Beat { 1 } else { 2 },
            min: if process == Process::Beat { 1 } else { 2 },
            max: if process == Process::Beat { 1 } else { 6 },
            singleton: process == Process::Beat,
            cpu_target_percent: 60,
        },
        environment,
        health: port
            .map(|_| Health::Http { path: if process == Process::Api { "/health/" } else { "/" }.into() }),
        stop_timeout: Duration::seconds(if process == Process::Worker { 120 } else { 40 }),
        start_grace: Duration::seconds(180),
        cache_proxy: saleor,
        interruptible: process == Process::Static,
        paths: match process {
            Process::Api => {
                ["/graphql/", "/.well-known/jwks.json", "/thumbnail/", "/image/", "/plugins/", "/health/"]
                    .map(String::from)
                    .into()
            }
            Process::Dashboard => vec![format!("/{cell}/")],
            _ => vec![],
        },
        process,
    }
}

fn flows() -> Vec<Flow> {
    use DataClass::{Commercial, Credentials, Operational, Personal, Public};
    let flow = |from: &Party,
                to: Party,
                name: &'static str,
                port: u16,
                access,
                carries: &[DataClass],
                purpose: &str| Flow {
        from: from.clone(),
        to,
        protocol: Protocol { name, port, encrypted: name != "http" },
        access,
        carries: carries.to_vec(),
        purpose: purpose.into(),
    };
    let mut flows =
        vec![flow(&Party::Edge, Party::LoadBalancer, "https", 443, Access::Connect, &[Personal], "shoppers")];
    for (process, port) in [(Process::Api, 8000), (Process::Storefront, 3000), (Process::Dashboard, 80)] {
        let to = Party::Process(process);
        flows.push(flow(&Party::LoadBalancer, to, "http", port, Access::Connect, &[Personal], "requests"));
    }
    for process in [Process::Api, Process::Worker, Process::Beat, Process::Migrate, Process::Static] {
        let from = &Party::Process(process.clone());
        flows.push(flow(
            from,
            Party::Database,
            "postgresql",
            5432,
            Access::Connect,
            &[Personal, Commercial],
            "data",
        ));
        flows.push(flow(
            from,
            Party::DatabaseReaders,
            "postgresql",
            5432,
            Access::Connect,
            &[Personal],
            "reads",
        ));
        flows.push(flow(from, Party::Cache, "rediss", 6379, Access::Connect, &[Personal], "cache"));
        flows.push(flow(from, Party::Broker, "rediss", 6379, Access::Connect, &[Personal], "tasks"));
        for kind in [BucketKind::Media, BucketKind::Private] {
            flows.push(flow(
                from,
                Party::Bucket(kind),
                "https",
                443,
                Access::ReadWrite,
                &[Personal],
                "files",
            ));
        }
        flows.push(flow(
            from,
            Party::Queue("events".into()),
            "https",
            443,
            Access::Send,
            &[Personal],
            "events",
        ));
        for id in ["database-url", "rsa-private-key", "secret-key", "cache-token"] {
            flows.push(flow(
                from,
                Party::Secret(id.into()),
                "https",
                443,
                Access::Read,
                &[Credentials],
                "secret",
            ));
        }
        flows.push(flow(
            from,
            Party::Internet(External::Webhooks),
            "https",
            443,
            Access::Connect,
            &[Personal],
            "apps",
        ));
    }
    for process in [
        Process::Api,
        Process::Worker,
        Process::Beat,
        Process::Migrate,
        Process::Static,
        Process::Storefront,
        Process::Dashboard,
    ] {
        let from = &Party::Process(process);
        flows.push(flow(from, Party::Registry, "https", 443, Access::Read, &[Operational], "images"));
        flows.push(flow(from, Party::Logs, "https", 443, Access::Write, &[Operational], "logs"));
    }
    let storefront = &Party::Process(Process::Storefront);
    flows.push(flow(
        storefront,
        Party::Internet(External::OwnHosts),
        "https",
        443,
        Access::Connect,
        &[Public],
        "pages",
    ));
    flows
}
