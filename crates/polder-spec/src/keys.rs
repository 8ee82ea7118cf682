//! The language of the file: every table, every key, what it takes and its default.
//!
//! The reader and the published schema use this one list for the keys of a table, the range of a number and the words
//! of a choice, so that they cannot differ.

use crate::choices::{self, names};

/// A kind of table.
#[derive(Debug)]
pub(crate) struct Section {
    /// Its path with `*` for user-defined names: `cells.*.primary`. The whole file is ``.
    pub(crate) path: &'static str,
    /// What it is about, one sentence.
    pub(crate) doc: &'static str,
    /// Its keys, in the order in which they are best written.
    pub(crate) keys: &'static [Key],
}

/// A key of a table.
#[derive(Debug)]
pub(crate) struct Key {
    /// As it is written.
    pub(crate) name: &'static str,
    /// What it takes.
    pub(crate) kind: Kind,
    /// What it means, one sentence.
    pub(crate) doc: &'static str,
    /// Its default, in words or as it would be written; empty if the key is required.
    pub(crate) default: &'static str,
}

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Text.
    Text,
    /// Text, or `false` for none.
    TextOrFalse,
    /// `true` or `false`.
    Flag,
    /// A whole number from the first to the second.
    Whole(u64, u64),
    /// A percentage from the first to the second, with up to four decimals.
    Percent(u32, u32),
    /// A duration.
    Duration,
    /// One of the words.
    Choice(fn() -> Vec<&'static str>),
    /// A list of some of the words.
    Choices(fn() -> Vec<&'static str>),
    /// A list of texts.
    Texts,
    /// A table of the given path.
    Table(&'static str),
    /// A table of the given path, or the text of one of its keys.
    TableOrText(&'static str, &'static str),
    /// A table of the given path, or one of the words.
    TableOrChoice(&'static str, fn() -> Vec<&'static str>),
    /// A table with user-defined names, each holding a table of the given path.
    Named(&'static str),
    /// A table with user-defined names, each holding text.
    NamedTexts,
}

/// The section of `path`.
pub(crate) fn section(path: &str) -> &'static Section {
    SECTIONS.iter().find(|section| section.path == path).unwrap_or(&NONE)
}

impl Section {
    /// The key of `name`, if the section has it.
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// The smallest number of tasks, days and the like is one; the largest is a guard against typing errors, far above any
/// use.
const PEOPLE_MAX: u64 = 10_000_000_000;

static NONE: Section = Section { path: "?", doc: "", keys: &[] };

const fn key(name: &'static str, kind: Kind, doc: &'static str, default: &'static str) -> Key {
    Key { name, kind, doc, default }
}

/// All sections, in the order of the file.
pub(crate) static SECTIONS: &[Section] = &[
    Section {
        path: "",
        doc: "A platform for Saleor, as Polder reads it.",
        keys: &[
            key("version", Kind::Whole(1, 1), "The version of the file format.", ""),
            key("platform", Kind::Table("platform"), "General settings of the platform.", ""),
            key("saleor", Kind::Table("saleor"), "The version of Saleor.", "the defaults of its keys"),
            key(
                "accounts",
                Kind::Named("accounts.*"),
                "Accounts of the cloud provider.",
                "one account `production`",
            ),
            key("cells", Kind::Named("cells.*"), "Cells: the markets that share one writer database.", ""),
            key(
                "markets",
                Kind::Named("markets.*"),
                "Markets, by ISO 3166-1 country code, or by a name that begins with one: `SE-B2B`.",
                "",
            ),
            key("workload", Kind::Table("workload"), "The load to size for.", "the defaults of its keys"),
            key("objectives", Kind::Table("objectives"), "Objectives.", "the defaults of its keys"),
            key(
                "compute",
                Kind::Table("compute"),
                "The engine that runs the containers.",
                "the defaults of its keys",
            ),
            key(
                "database",
                Kind::Table("database"),
                "The database of each cell.",
                "the defaults of its keys",
            ),
            key("cache", Kind::Table("cache"), "The cache of each site.", "the defaults of its keys"),
            key("broker", Kind::Table("broker"), "The broker of Celery's tasks.", "the defaults of its keys"),
            key("edge", Kind::Table("edge"), "Hosts and behaviour of the edge.", "the defaults of its keys"),
            key("dns", Kind::Table("dns"), "The zones of the domains.", "the defaults of its keys"),
            key("mail", Kind::Table("mail"), "Mail to customers and staff.", "the defaults of its keys"),
            key("network", Kind::Table("network"), "Addresses and zones.", "the defaults of its keys"),
            key("retention", Kind::Table("retention"), "Retention periods.", "the defaults of its keys"),
            key(
                "state",
                Kind::Table("state"),
                "The bucket of Terraform's state.",
                "the defaults of its keys",
            ),
            key(
                "tags",
                Kind::NamedTexts,
                "Tags on every resource, in addition to those that Polder sets.",
                "none",
            ),
            key("services", Kind::Named("services.*"), "Custom services besides Saleor.", "none"),
            key(
                "accepted",
                Kind::Named("accepted.*"),
                "What is accepted for a time: warnings and remarks by their code, `[accepted.SPEC056]`, and refuted properties and requirements by their identifier, `[accepted.\"network.surplus\"]`.",
                "none",
            ),
        ],
    },
    Section {
        path: "platform",
        doc: "General settings of the platform.",
        keys: &[
            key("domain", Kind::Text, "The registered domain of all hosts.", ""),
            key(
                "name",
                Kind::Text,
                "Short name; prefix of resource names and state keys.",
                "the first label of the domain",
            ),
            key("owner", Kind::Text, "The responsible team; becomes the tag `owner`.", "platform-team"),
            key("provider", Kind::Choice(names::<choices::Provider>), "The cloud provider.", "aws"),
            key(
                "compliance",
                Kind::Choices(names::<choices::Framework>),
                "Frameworks it must satisfy.",
                "gdpr, pci-dss, cis",
            ),
            key(
                "residency",
                Kind::Texts,
                "Jurisdictions in which personal data may be stored; `EEA` includes `EU`.",
                "EU",
            ),
            key(
                "runbooks",
                Kind::Text,
                "The URL of the runbooks, for descriptions of alarms: `https://wiki.example.com/runbooks/`.",
                "`runbooks/`, in the build folder",
            ),
            key(
                "terraform",
                Kind::Choice(names::<choices::TerraformVersion>),
                "The oldest version of Terraform and OpenTofu that applies the stacks; before 1.11, generated secrets are in the state.",
                "1.11",
            ),
            key(
                "scan_uploads",
                Kind::Flag,
                "Whether files that are uploaded to a media bucket are scanned for malware.",
                "true",
            ),
            key(
                "alarm_webhook",
                Kind::Flag,
                "Whether alarms are also sent to a webhook, such as that of a paging service. Its URL is a variable of the stacks.",
                "false",
            ),
        ],
    },
    Section {
        path: "saleor",
        doc: "The version of Saleor.",
        keys: &[key("version", Kind::Text, "Its release, `MAJOR.MINOR`.", "3.23")],
    },
    Section {
        path: "accounts.*",
        doc: "An account of the provider.",
        keys: &[
            key("id", Kind::Text, "Its twelve digits.", "a variable of the stacks"),
            key(
                "environment",
                Kind::Choice(names::<choices::Environment>),
                "What it is for.",
                "the account's name, if it is one of these words",
            ),
            key(
                "existing",
                Kind::Choices(names::<choices::Existing>),
                "What it has already, and no stack creates: `oidc-provider` is the IAM identity provider of GitHub, of which an account can have one. Its audiences must contain `sts.amazonaws.com`.",
                "nothing",
            ),
        ],
    },
    Section {
        path: "cells.*",
        doc: "A complete Saleor deployment with its own writer database, and its regions.",
        keys: &[
            key("account", Kind::Text, "Its account.", "the only production account"),
            key(
                "active",
                Kind::Choice(names::<choices::Role>),
                "Which site takes writes now; it is changed after a failover, as the runbook says.",
                "primary",
            ),
            key(
                "primary",
                Kind::TableOrText("cells.*.primary", "region"),
                "The site that takes writes in normal operation.",
                "",
            ),
            key("backup", Kind::TableOrText("cells.*.backup", "region"), "The site that takes over.", "none"),
            key("mirrors", Kind::Texts, "Outside production: the markets that it mirrors.", "all markets"),
            key(
                "load_percent",
                Kind::Percent(0, 100),
                "Outside production: the share of those markets' load that it is sized for.",
                "10 in staging, 1 in development",
            ),
            key(
                "hours",
                Kind::TableOrChoice("cells.*.hours", names::<choices::NamedHours>),
                "Outside production: its running hours; it is stopped outside of them.",
                "`office` in development, `always` elsewhere",
            ),
            key(
                "password_version",
                Kind::Whole(1, 1_000_000),
                "Raise it to replace the generated passwords of database, cache and broker; not with Terraform 1.10.",
                "1",
            ),
            key(
                "sizes",
                Kind::Table("cells.*.sizes"),
                "Sizes that replace the computed ones, at both sites.",
                "computed from the workload",
            ),
        ],
    },
    Section {
        path: "cells.*.hours",
        doc: "The running hours of a cell outside production.",
        keys: &[
            key("from", Kind::Text, "The time of the day at which it starts.", "07:00"),
            key("to", Kind::Text, "The time of the same day at which it stops, up to `24:00`.", "20:00"),
            key("days", Kind::Text, "The days, as `mon-fri` or `mon,wed,sat`.", "mon-fri"),
            key(
                "zone",
                Kind::Text,
                "The time zone, as `Europe/Amsterdam`.",
                "the time zone of the first market's country",
            ),
        ],
    },
    Section {
        path: "cells.*.primary",
        doc: "A cell in one region.",
        keys: &[
            key("region", Kind::Text, "The provider's region.", ""),
            key("network", Kind::Text, "Its network, /16 to /20.", "a /16 from the pool"),
        ],
    },
    Section {
        path: "cells.*.backup",
        doc: "The site that takes over when the primary's region is lost.",
        keys: &[
            key("region", Kind::Text, "The provider's region.", ""),
            key("network", Kind::Text, "Its network, /16 to /20.", "a /16 from the pool"),
            key("mode", Kind::Choice(names::<choices::BackupMode>), "The recovery mode.", "warm-standby"),
        ],
    },
    Section {
        path: "cells.*.sizes",
        doc: "Sizes that replace the computed ones, at both sites. `polder check --explain sizing` shows the computed ones beside them.",
        keys: &[
            key("database_class", Kind::Text, "The class of the database: `db.m7g.xlarge`.", COMPUTED),
            key(
                "database_disk_gib",
                Kind::Whole(20, 52_000),
                "The first size of the database's disk, in GiB; not with Aurora, whose storage grows by itself.",
                COMPUTED,
            ),
            key("cache_class", Kind::Text, "The class of the cache's nodes: `cache.m7g.large`.", COMPUTED),
            key("broker_class", Kind::Text, "The class of the broker's nodes; not with `sqs`.", COMPUTED),
            key(
                "machine_class",
                Kind::Text,
                "The class of the machines whose tasks must not be interrupted; not with `ecs-fargate`.",
                COMPUTED,
            ),
            key("api", Kind::Table("cells.*.sizes.api"), "Tasks of the API.", COMPUTED),
            key("worker", Kind::Table("cells.*.sizes.worker"), "Tasks of the worker.", COMPUTED),
            key("storefront", Kind::Table("cells.*.sizes.storefront"), "Tasks of the storefront.", COMPUTED),
            key("dashboard", Kind::Table("cells.*.sizes.dashboard"), "Tasks of the dashboard.", COMPUTED),
        ],
    },
    Section { path: "cells.*.sizes.api", doc: "Tasks of the API.", keys: CONCURRENT_TASKS },
    Section { path: "cells.*.sizes.worker", doc: "Tasks of the worker.", keys: CONCURRENT_TASKS },
    Section { path: "cells.*.sizes.storefront", doc: "Tasks of the storefront.", keys: TASKS },
    Section { path: "cells.*.sizes.dashboard", doc: "Tasks of the dashboard.", keys: TASKS },
    Section {
        path: "markets.*",
        doc: "A country that the shop sells to, by one channel of Saleor.",
        keys: &[
            key(
                "country",
                Kind::Text,
                "ISO 3166-1 country code.",
                "the code that the market's name begins with",
            ),
            key("cell", Kind::Text, "The production cell that serves it.", "the only production cell"),
            key(
                "host",
                Kind::Text,
                "The label of its host under the domain; `@` is the domain itself. Markets of one cell may share a host: their pages are below `/LANGUAGE/CHANNEL`.",
                "the market's name in lower case, or `www` with a domain of its own",
            ),
            key(
                "former_hosts",
                Kind::Texts,
                "The hosts that it had before, the oldest first: labels, or whole hosts of another domain. The distribution of such a host becomes that of the present one, and is not destroyed.",
                "it had no other host",
            ),
            key(
                "domain",
                Kind::Text,
                "Its own registered domain. The domain itself leads to its host.",
                "that of the platform",
            ),
            key(
                "storefront",
                Kind::Table("markets.*.storefront"),
                "Its storefront, if it is hosted elsewhere.",
                "a storefront in the cell",
            ),
            key(
                "languages",
                Kind::Texts,
                "ISO 639-1 languages; the first is the default.",
                "the country's languages",
            ),
            key("currency", Kind::Text, "ISO 4217 currency.", "the country's currency"),
            key(
                "share_percent",
                Kind::Percent(0, 100),
                "Its share of the workload.",
                "an equal share of the rest",
            ),
        ],
    },
    Section {
        path: "markets.*.storefront",
        doc: "A storefront that is hosted elsewhere. The market's host serves the API and sends visitors there, in staging as well.",
        keys: &[key("url", Kind::Text, "Its address, without a path: `https://www.shop.example`.", "")],
    },
    Section {
        path: "workload",
        doc: "The load of the whole platform in an average month of the first year.",
        keys: &[
            key("monthly_visitors", Kind::Whole(1, PEOPLE_MAX), "People.", "100000"),
            key("monthly_page_views", Kind::Whole(1, PEOPLE_MAX), "Page views.", "1000000"),
            key("monthly_orders", Kind::Whole(1, PEOPLE_MAX), "Orders.", "10000"),
            key(
                "peak_factor",
                Kind::Whole(1, 100),
                "Load of a peak day as a multiple of an average day.",
                "3",
            ),
            key("growth_percent_per_year", Kind::Percent(0, 1_000), "Growth per year.", "30"),
            key("horizon_years", Kind::Whole(1, 10), "Years that the sizes must suffice for.", "1"),
            key(
                "peaks",
                Kind::Texts,
                "Days that reach the peak factor: names, or dates `MM-DD`.",
                "black-friday, and sinterklaas with a market NL or BE",
            ),
            key(
                "database_gib",
                Kind::Whole(1, 60_000),
                "Rows and indexes of one cell's database today, in GiB.",
                "20",
            ),
            key("media_gib", Kind::Whole(1, 1_000_000), "Media of one cell today, in GiB.", "50"),
        ],
    },
    Section {
        path: "objectives",
        doc: "Objectives.",
        keys: &[
            key(
                "availability_percent",
                Kind::Percent(0, 100),
                "Share of requests that are served without an error, over a month.",
                "99.95",
            ),
            key("latency_p95", Kind::Duration, "95th percentile of a shopper's API request.", "300ms"),
            key("zone_loss", Kind::Table("objectives.zone_loss"), "When a zone is lost.", "rto 5m, rpo 0s"),
            key(
                "region_loss",
                Kind::Table("objectives.region_loss"),
                "When a region is lost.",
                "rto 15m, rpo 1m",
            ),
        ],
    },
    Section { path: "objectives.zone_loss", doc: "When a zone is lost.", keys: RECOVERY },
    Section { path: "objectives.region_loss", doc: "When a region is lost.", keys: RECOVERY },
    Section {
        path: "compute",
        doc: "The engine that runs the containers.",
        keys: &[
            key("engine", Kind::Choice(names::<choices::ComputeEngine>), "The engine.", "ecs-fargate"),
            key("architecture", Kind::Choice(names::<choices::Architecture>), "The processors.", "arm64"),
        ],
    },
    Section {
        path: "database",
        doc: "The database of each cell.",
        keys: &[
            key(
                "engine",
                Kind::Choice(names::<choices::DatabaseEngine>),
                "The engine: RDS instances with replicas, or Aurora clusters in a global cluster.",
                "rds-postgresql",
            ),
            key("version", Kind::Whole(1, 99), "PostgreSQL's major version.", "15"),
            key("read_replicas", Kind::Whole(0, 15), "Read replicas in the primary region.", "1"),
        ],
    },
    Section {
        path: "cache",
        doc: "The cache of each site.",
        keys: &[
            key("shards", Kind::Whole(1, 500), "Shards of the cluster.", "2"),
            key("replicas", Kind::Whole(0, 5), "Replicas of each shard.", "1"),
        ],
    },
    Section {
        path: "broker",
        doc: "The broker of Celery's tasks.",
        keys: &[key("engine", Kind::Choice(names::<choices::BrokerEngine>), "The engine.", "valkey")],
    },
    Section {
        path: "edge",
        doc: "Hosts and behaviour of the edge. `false` for a host means that it does not exist.",
        keys: &[
            key("www", Kind::TextOrFalse, "Sends each visitor to the market and language that fit.", "www"),
            key("api", Kind::TextOrFalse, "The managed API for partners.", "api"),
            key("dashboard", Kind::TextOrFalse, "The back office.", "dashboard"),
            key(
                "media",
                Kind::TextOrFalse,
                "Media files. In an account with more than five cells, each cell has its own: `media-<cell>`.",
                "media",
            ),
            key(
                "rate_limit",
                Kind::Whole(10, 2_000_000_000),
                "Requests of one IP address within five minutes before it is blocked.",
                "2000",
            ),
            key(
                "refused_countries",
                Kind::Texts,
                "Countries whose visitors the edge blocks, as ISO 3166-1 alpha-2 codes; `[]` for none.",
                "KP",
            ),
            key(
                "exceptions",
                Kind::Named("edge.exceptions.*"),
                "Requests that a rule of the web ACLs blocks by mistake.",
                "none",
            ),
        ],
    },
    Section {
        path: "edge.exceptions.*",
        doc: "Requests that a rule does not block until a day. Elsewhere it blocks as before.",
        keys: &[
            key("rule", Kind::Text, "The rule of a managed rule group, by AWS's name: `SQLi_BODY`.", ""),
            key("hosts", Kind::Texts, "The hosts of the requests: `be.example.com`.", "all"),
            key("paths", Kind::Texts, "What their paths begin with: `/nl/be/contact`.", ""),
            key("reason", Kind::Text, "Why they are no attack.", ""),
            key("until", Kind::Text, "The last day of the exception: `2027-03-31`.", ""),
        ],
    },
    Section {
        path: "network",
        doc: "Addresses and zones.",
        keys: &[
            key("pool", Kind::Text, "The pool for sites without a network, a /16 each.", "10.64.0.0/10"),
            key("reserved", Kind::Texts, "Ranges of others, which no site uses: `10.100.0.0/16`.", "none"),
            key("zones", Kind::Whole(2, 6), "Zones that a site spans.", "3"),
        ],
    },
    Section {
        path: "retention",
        doc: "Retention periods.",
        keys: &[
            key("logs", Kind::Duration, "Application logs: of processes and stores.", "365d"),
            key(
                "access_logs",
                Kind::Duration,
                "Access logs of the edge, the load balancers and the managed API.",
                "`logs`",
            ),
            key(
                "audit_logs",
                Kind::Duration,
                "Audit logs: CloudTrail and its archive, flow logs, sessions, access to the state.",
                "`logs`, 365d at least",
            ),
            key("backups", Kind::Duration, "Database backups for point-in-time recovery.", "35d"),
            key("vault", Kind::Duration, "Copies in the backup vault.", "90d"),
            key("old_versions", Kind::Duration, "Old versions of objects.", "30d"),
            key("payloads", Kind::Duration, "Payloads of webhook events.", "14d"),
        ],
    },
    Section {
        path: "state",
        doc: "The bucket of Terraform's state.",
        keys: &[
            key("bucket", Kind::Text, "The bucket.", "the domain, with hyphens, and `-terraform-state`"),
            key(
                "region",
                Kind::Text,
                "The region of the bucket, and with an organization of the log archive and the collected findings.",
                "a region of the platform that is no primary site of production, if there is one",
            ),
            key(
                "replica_region",
                Kind::TextOrFalse,
                "The region that the state and the log archive are replicated to.",
                "another region of the platform, preferably one that is no primary site of production",
            ),
            key(
                "active",
                Kind::Choice(names::<choices::StateCopy>),
                "The bucket that stacks use: `replica` while the region of the state is lost.",
                "primary",
            ),
        ],
    },
    Section {
        path: "services.*",
        doc: "A custom service besides Saleor.",
        keys: &[
            key(
                "image",
                Kind::Text,
                "Repository of its image in the platform's registry.",
                "the service's name",
            ),
            key("port", Kind::Whole(1, 65_535), "The port it listens on.", "none"),
            key("path", Kind::Text, "The path of the service at the market hosts: `/reviews/`.", "none"),
            key("health", Kind::Text, "The path that returns 200 when the service is healthy.", "/health"),
            key(
                "cpu_millis",
                Kind::Whole(100, 16_000),
                "CPU of one task, in thousandths of a virtual CPU.",
                "250",
            ),
            key("memory_mib", Kind::Whole(128, 122_880), "Memory of one task, in MiB.", "512"),
            key("tasks", Kind::Whole(1, 1_000), "Tasks of a site.", "2"),
            key("cells", Kind::Texts, "Cells that run it.", "all"),
            key(
                "interruptible",
                Kind::Flag,
                "Whether its tasks may be stopped at any time, with two minutes' notice, at about a third of the price.",
                "false",
            ),
            key(
                "uses",
                Kind::Choices(names::<choices::Use>),
                "Components of the cell that it may use.",
                "nothing",
            ),
        ],
    },
    Section {
        path: "dns",
        doc: "The zones of the domains.",
        keys: &[key(
            "existing",
            Kind::Texts,
            "Domains whose public hosted zone is in the production account already: it is looked up, and records of others in it stay.",
            "none: the zone of each domain is created",
        )],
    },
    Section {
        path: "mail",
        doc: "Mail to customers and staff.",
        keys: &[
            key(
                "service",
                Kind::Choice(names::<choices::MailService>),
                "What sends it: `relay`, a server whose URL is the value of a secret, or `ses`, the provider's service with an identity of each account's domain.",
                "relay",
            ),
            key(
                "dmarc",
                Kind::Choice(names::<choices::Dmarc>),
                "What receivers do with mail that only pretends to come from the domain; `existing` leaves the record to others.",
                "`quarantine` with `ses` in a zone of the platform, else `existing`",
            ),
        ],
    },
    Section {
        path: "accepted.*",
        doc: "A kind of warning or remark that is accepted for a time. `polder check` reports one that accepts nothing.",
        keys: &[
            key("reason", Kind::Text, "Why it is accepted.", ""),
            key("until", Kind::Text, "The last day on which it is accepted: `2027-03-31`.", ""),
            key(
                "about",
                Kind::Texts,
                "Accepts only findings whose message has one of these texts.",
                "all of the code",
            ),
        ],
    },
];

/// The default of a size.
const COMPUTED: &str = "computed";

const CPU: Key = key(
    "cpu_millis",
    Kind::Whole(250, 16_000),
    "CPU of one task, in thousandths of a virtual CPU: one of Fargate's sizes, whatever the engine.",
    COMPUTED,
);
const MEMORY: Key = key(
    "memory_mib",
    Kind::Whole(512, 122_880),
    "Memory of one task, in MiB, as offered with its CPU.",
    COMPUTED,
);
const FEWEST: Key = key(
    "tasks",
    Kind::Whole(1, 1_000),
    "Tasks of the active site at the start, and the least that scaling leaves.",
    COMPUTED,
);
const MOST: Key = key("tasks_max", Kind::Whole(1, 1_000), "The most tasks that scaling starts.", COMPUTED);

const TASKS: &[Key] = &[CPU, MEMORY, FEWEST, MOST];

const CONCURRENT_TASKS: &[Key] = &[
    CPU,
    MEMORY,
    FEWEST,
    MOST,
    key("concurrency", Kind::Whole(1, 64), "Worker processes in each task.", COMPUTED),
];

const RECOVERY: &[Key] = &[
    key("rto", Kind::Duration, "Time until service is back.", "see above"),
    key("rpo", Kind::Duration, "Age of the newest data that may be lost.", "see above"),
];
