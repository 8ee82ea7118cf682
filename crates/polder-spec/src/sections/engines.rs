//! `[saleor]`, `[compute]`, `[database]`, `[cache]` and `[broker]`.

use polder_diag::Finding;

use crate::codes;
use crate::model::{
    Architecture, Broker, BrokerEngine, Cache, Compute, ComputeEngine, Database, DatabaseEngine,
    SaleorVersion,
};
use crate::reader::{Table, listed, shown};
use crate::setting::{Otherwise, Setting};

/// Releases of Saleor with known settings and queues.
const SALEOR_MINORS: std::ops::RangeInclusive<u32> = 22..=24;

/// The oldest version that Saleor supports, and the newest that RDS offers.
const POSTGRESQL: std::ops::RangeInclusive<u64> = 15..=18;

/// Reads `[saleor]`.
pub(super) fn saleor(table: &Table<'_>) -> Setting<SaleorVersion> {
    let version = table.text("version").map(|text| {
        let number = |part: &str| {
            (part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<u32>().ok())
                .flatten()
        };
        let parts = text.split_once('.').and_then(|(major, minor)| Some((number(major)?, number(minor)?)));
        let (major, minor) = parts.unwrap_or((0, 0));
        if major != 3 || !SALEOR_MINORS.contains(&minor) {
            let known: Vec<String> = SALEOR_MINORS.map(|minor| format!("3.{minor}")).collect();
            let finding = Finding::new(
                &codes::SALEOR,
                format!("there are no facts for Saleor {}", shown(&text)),
            )
            .at(text.span(), if parts.is_some() { "unsupported release" } else { "not `MAJOR.MINOR`" });
            table.reader.say(finding.help(format!("choose {}", listed(&known, "or"))));
        }
        Setting { value: SaleorVersion { major, minor }, origin: text.origin }
    });
    version.else_fact(SaleorVersion { major: 3, minor: 23 }, "saleor.version")
}

/// Reads `[compute]`.
pub(super) fn compute(table: &Table<'_>) -> Compute {
    Compute {
        engine: table
            .choice("engine")
            .else_rule(ComputeEngine::ServerlessContainers, "no instances to patch, scale or size"),
        architecture: table
            .choice("architecture")
            .else_rule(Architecture::Arm64, "Graviton has the better price for the same performance"),
    }
}

/// Reads `[database]`.
pub(super) fn database(table: &Table<'_>) -> Database {
    let engine = table
        .choice("engine")
        .else_owner(DatabaseEngine::Instances, "RDS for PostgreSQL: Multi-AZ deployment");
    let version = table.whole("version").map(|version| {
        postgresql(table, engine.value, &version);
        Setting { value: u32::try_from(version.value).unwrap_or(0), origin: version.origin }
    });
    let read_replicas = table.whole("read_replicas");
    if let Some(readers) = read_replicas.as_ref() {
        room_for_readers(table, engine.value, readers);
    }
    Database {
        engine,
        version: version.else_fact(15, "saleor.postgres.version-min"),
        read_replicas: read_replicas.else_owner(1, "RDS for PostgreSQL: read replicas for scaling"),
    }
}

/// Whether Saleor can use the version and the engine has it. Aurora offers new versions a year after RDS.
fn postgresql(table: &Table<'_>, engine: DatabaseEngine, version: &Setting<u64>) {
    let newest = match engine {
        DatabaseEngine::Instances => *POSTGRESQL.end(),
        DatabaseEngine::SharedStorage => figure(table, "aurora.postgres.version-max", *POSTGRESQL.end()),
    };
    let least = *POSTGRESQL.start();
    if (least..=newest).contains(&version.value) {
        return;
    }
    let message = if POSTGRESQL.contains(&version.value) {
        format!("Aurora has no PostgreSQL {}", version.value)
    } else {
        format!("Saleor cannot run on PostgreSQL {}", version.value)
    };
    table.reader.say(
        Finding::new(&codes::POSTGRESQL, message)
            .at(version.span(), "unsupported version")
            .help(format!("choose a version from {least} to {newest}")),
    );
}

/// An Aurora cluster has one reader more than `read_replicas`: the failover target. The secondary region uses another
/// slot.
fn room_for_readers(table: &Table<'_>, engine: DatabaseEngine, readers: &Setting<u64>) {
    let most = figure(table, "aurora.readers-max", 15).saturating_sub(2);
    if engine == DatabaseEngine::SharedStorage && readers.value > most {
        table.reader.say(
            Finding::new(
                &codes::AURORA_READERS,
                format!("an Aurora cluster cannot have {} readers", readers.value),
            )
            .at(readers.span(), "in addition to the failover target, and one in the other region")
            .help(format!("choose {most} or fewer")),
        );
    }
}

fn figure(table: &Table<'_>, id: &str, otherwise: u64) -> u64 {
    table.reader.facts.figure(id).map_or(otherwise, |figure| figure.value)
}

/// Reads `[cache]`.
pub(super) fn cache(table: &Table<'_>) -> Cache {
    let shards = table.whole("shards");
    if let Some(shards) = shards.as_ref().filter(|shards| shards.value == 1) {
        table.reader.say(
            Finding::new(&codes::CACHE_NOT_CLUSTERED, "the cache is not clustered")
                .at(shards.span(), "all keys in one shard")
                .note("one node takes all writes, and its failover interrupts the whole cache")
                .help("write 2 or more"),
        );
    }
    let replicas = table.whole("replicas");
    if let Some(replicas) = replicas.as_ref().filter(|replicas| replicas.value == 0) {
        table.reader.say(
            Finding::new(&codes::CACHE_WITHOUT_REPLICA, "the shards of the cache have no replica")
                .at(replicas.span(), "no replica takes over")
                .note(
                    "when a zone is lost, its shards come back empty, and only after a new node has started",
                )
                .help("write 1 or more"),
        );
    }
    Cache {
        shards: shards.else_owner(2, "ElastiCache: clustered mode for performance"),
        replicas: replicas.else_owner(1, "ElastiCache: clustered mode for performance"),
    }
}

/// Reads `[broker]`.
pub(super) fn broker(table: &Table<'_>) -> Broker {
    let engine = table.choice("engine");
    Broker { engine: engine.else_fact(BrokerEngine::Valkey, "saleor.broker.sqs-environments-per-region") }
}
