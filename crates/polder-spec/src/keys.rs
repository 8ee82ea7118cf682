//! The language of the file: every table, every key, what it takes and what holds without it.
//!
//! The reader asks this list which keys a table may have, which range a number has and which words a choice takes; the
//! published schema is made from it. So the two cannot tell different stories.

use crate::choices::{self, names};

/// A kind of table.
#[derive(Debug)]
pub(crate) struct Section {
    /// Its path with `*` for names that the user chooses: `cells.*.primary`. The whole file is ``.
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
    /// What holds without it, in words or as it would be written; empty if it must be there.
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
    /// A length of time.
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
    /// A table with names of the user's own, each holding a table of the given path.
    Named(&'static str),
    /// A table with names of the user's own, each holding text.
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

/// The smallest number of tasks, days and the like is one; the largest is a guard against slips, far above any use.
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
            key("version", Kind::Whole(1, 1), "The language of this file.", ""),
            key("platform", Kind::Table("platform"), "What the platform is.", ""),
            key("saleor", Kind::Table("saleor"), "The shop software.", "the defaults of its keys"),
            key(
                "accounts",
                Kind::Named("accounts.*"),
                "Accounts of the provider.",
                "one account `production`",
            ),
            key("cells", Kind::Named("cells.*"), "Cells: the markets that share one writer database.", ""),
            key("markets", Kind::Named("markets.*"), "Markets, by ISO 3166-1 country code.", ""),
            key("workload", Kind::Table("workload"), "The load to size for.", "the defaults of its keys"),
            key("objectives", Kind::Table("objectives"), "What must hold.", "the defaults of its keys"),
            key("compute", Kind::Table("compute"), "What runs the containers.", "the defaults of its keys"),
            key(
                "database",
                Kind::Table("database"),
                "The database of each cell.",
                "the defaults of its keys",
            ),
            key("cache", Kind::Table("cache"), "The cache of each site.", "the defaults of its keys"),
            key("broker", Kind::Table("broker"), "What carries Celery's tasks.", "the defaults of its keys"),
            key("edge", Kind::Table("edge"), "Hosts and behaviour of the edge.", "the defaults of its keys"),
            key("network", Kind::Table("network"), "Addresses and zones.", "the defaults of its keys"),
            key(
                "retention",
                Kind::Table("retention"),
                "How long things are kept.",
                "the defaults of its keys",
            ),
            key(
                "state",
                Kind::Table("state"),
                "Where Terraform keeps its state.",
                "the defaults of its keys",
            ),
            key("tags", Kind::NamedTexts, "Tags on everything, beside those that polder sets.", "none"),
            key("services", Kind::Named("services.*"), "Services of your own, beside Saleor.", "none"),
        ],
    },
    Section {
        path: "platform",
        doc: "What the platform is.",
        keys: &[
            key("domain", Kind::Text, "The registered domain under which all hosts lie.", ""),
            key(
                "name",
                Kind::Text,
                "Short name; prefix of resource names and state keys.",
                "the first label of the domain",
            ),
            key("owner", Kind::Text, "Who answers for it; becomes the tag `owner`.", "platform-team"),
            key("provider", Kind::Choice(names::<choices::Provider>), "Where it is deployed.", "aws"),
            key(
                "compliance",
                Kind::Choices(names::<choices::Framework>),
                "Frameworks it must satisfy.",
                "gdpr, pci-dss, cis",
            ),
            key(
                "residency",
                Kind::Texts,
                "Jurisdictions in which personal data may lie; `EEA` includes `EU`.",
                "EU",
            ),
            key(
                "runbooks",
                Kind::Text,
                "Where the runbooks are read, as the alarms name them: `https://wiki.example.com/runbooks/`.",
                "`runbooks/`, beside the stacks",
            ),
        ],
    },
    Section {
        path: "saleor",
        doc: "The shop software.",
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
                "the account's name, if it is one of the words",
            ),
        ],
    },
    Section {
        path: "cells.*",
        doc: "A whole Saleor with its own writer database, and the regions it can run in.",
        keys: &[
            key("account", Kind::Text, "The account it lives in.", "the only production account"),
            key(
                "active",
                Kind::Choice(names::<choices::Role>),
                "Which site takes writes now; `polder failover` changes it.",
                "primary",
            ),
            key(
                "primary",
                Kind::TableOrText("cells.*.primary", "region"),
                "The site that takes writes when all is well.",
                "",
            ),
            key("backup", Kind::TableOrText("cells.*.backup", "region"), "The site that takes over.", "none"),
            key(
                "mirrors",
                Kind::Texts,
                "Outside production: the markets that it serves copies of.",
                "all markets",
            ),
            key(
                "load_percent",
                Kind::Percent(0, 100),
                "Outside production: how much of those markets' load it is made for.",
                "10 in staging, 1 in development",
            ),
            key(
                "hours",
                Kind::TableOrChoice("cells.*.hours", names::<choices::NamedHours>),
                "Outside production: when it runs; it is stopped for the rest.",
                "`office` in development, `always` elsewhere",
            ),
        ],
    },
    Section {
        path: "cells.*.hours",
        doc: "The hours in which a cell outside production runs.",
        keys: &[
            key("from", Kind::Text, "The time of the day at which it starts.", "07:00"),
            key("to", Kind::Text, "The time of the same day at which it stops, up to `24:00`.", "20:00"),
            key("days", Kind::Text, "The days, as `mon-fri` or `mon,wed,sat`.", "mon-fri"),
            key(
                "zone",
                Kind::Text,
                "The clock that counts, as `Europe/Amsterdam`.",
                "the clock of the first market's country",
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
            key("mode", Kind::Choice(names::<choices::BackupMode>), "How ready it is.", "warm-standby"),
        ],
    },
    Section {
        path: "markets.*",
        doc: "A country that is sold to.",
        keys: &[
            key("cell", Kind::Text, "The cell of production that serves it.", "the only cell of production"),
            key(
                "host",
                Kind::Text,
                "The label of its host under the domain.",
                "the country code in lower case",
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
                "Its part of the workload.",
                "an equal part of what is left",
            ),
        ],
    },
    Section {
        path: "workload",
        doc: "The load of the whole platform in an average month of the first year.",
        keys: &[
            key("monthly_visitors", Kind::Whole(1, PEOPLE_MAX), "People.", "100000"),
            key("monthly_page_views", Kind::Whole(1, PEOPLE_MAX), "Pages they look at.", "1000000"),
            key("monthly_orders", Kind::Whole(1, PEOPLE_MAX), "Orders they place.", "10000"),
            key(
                "peak_factor",
                Kind::Whole(1, 100),
                "How many times the average day the busiest days are.",
                "3",
            ),
            key("growth_percent_per_year", Kind::Percent(0, 1_000), "How much more each year.", "30"),
            key("horizon_years", Kind::Whole(1, 10), "Years the sizes must last.", "1"),
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
        doc: "What must hold.",
        keys: &[
            key(
                "availability_percent",
                Kind::Percent(0, 100),
                "Share of requests that are served well, over a month.",
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
        doc: "What runs the containers.",
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
                "The engine: instances with replicas of RDS, or clusters of Aurora with a global one above them.",
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
        doc: "What carries Celery's tasks.",
        keys: &[key("engine", Kind::Choice(names::<choices::BrokerEngine>), "The engine.", "valkey")],
    },
    Section {
        path: "edge",
        doc: "Hosts and behaviour of the edge. `false` for a host means that it is not made.",
        keys: &[
            key("www", Kind::TextOrFalse, "Sends each visitor to the market and language that fit.", "www"),
            key("api", Kind::TextOrFalse, "The managed API for partners.", "api"),
            key("dashboard", Kind::TextOrFalse, "The back office.", "dashboard"),
            key(
                "media",
                Kind::TextOrFalse,
                "Pictures and files. In an account with more than five cells each has its own: `media-<cell>`.",
                "media",
            ),
            key(
                "rate_limit",
                Kind::Whole(10, 2_000_000_000),
                "Requests of one address in five minutes before it is blocked.",
                "2000",
            ),
            key(
                "refused_countries",
                Kind::Texts,
                "Countries whose visitors the edge turns away, by the two capitals of ISO 3166-1; `[]` for none.",
                "KP",
            ),
        ],
    },
    Section {
        path: "network",
        doc: "Addresses and zones.",
        keys: &[
            key("pool", Kind::Text, "Sites without a network get one from here, a /16 each.", "10.64.0.0/10"),
            key("zones", Kind::Whole(2, 6), "Zones that a site spans.", "3"),
        ],
    },
    Section {
        path: "retention",
        doc: "How long things are kept.",
        keys: &[
            key("logs", Kind::Duration, "What programs and stores write.", "365d"),
            key(
                "access_logs",
                Kind::Duration,
                "Who asked for what at the edge, the load balancers and the managed API.",
                "`logs`",
            ),
            key(
                "audit_logs",
                Kind::Duration,
                "Who did what: the trail and its archive, network flows, shells, the state.",
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
        doc: "Where Terraform keeps its state.",
        keys: &[
            key("bucket", Kind::Text, "The bucket.", "the domain, with hyphens, and `-terraform-state`"),
            key(
                "region",
                Kind::Text,
                "The region of the bucket.",
                "the region of the first cell's primary site",
            ),
        ],
    },
    Section {
        path: "services.*",
        doc: "A service of your own, beside Saleor.",
        keys: &[
            key(
                "image",
                Kind::Text,
                "Repository of its image in the platform's registry.",
                "the service's name",
            ),
            key("port", Kind::Whole(1, 65_535), "The port it listens on.", "none"),
            key("path", Kind::Text, "The path at the market hosts that reaches it: `/reviews/`.", "none"),
            key("health", Kind::Text, "The path that answers 200 when it is well.", "/health"),
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
                "Whether its tasks may be stopped at any time, with two minutes' notice, and then cost a third.",
                "false",
            ),
            key("uses", Kind::Choices(names::<choices::Use>), "What of the cell it may use.", "nothing"),
        ],
    },
];

const RECOVERY: &[Key] = &[
    key("rto", Kind::Duration, "Time until service is back.", "see above"),
    key("rpo", Kind::Duration, "Age of the newest data that may be lost.", "see above"),
];
