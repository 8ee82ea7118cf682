//! What is measured of a database, on either engine.

use polder_cloud::Handle;
use polder_design::Party;

use crate::database::aurora;
use crate::handles::Database;
use crate::observability::cloudwatch_metric::{self, Metric};

/// The smallest machines have a few gigabytes of their own: below this, the next large sort fails.
const LOCAL_STORAGE_LEAST: u64 = 1 << 30;

/// One machine of a database.
pub(crate) struct Machine<'a> {
    /// Its name in stacks: `reader_1`.
    pub(crate) name: String,
    /// What it is to those who ask it.
    pub(crate) party: Party,
    /// The resource.
    pub(crate) handle: &'a Handle,
    /// How far it is behind the one beside it that takes writes, if it is always a copy of that.
    pub(crate) lag: Option<Lag>,
}

/// How far a copy is behind.
pub(crate) struct Lag {
    /// What is behind, as a name in stacks.
    pub(crate) name: String,
    /// Measured by this.
    pub(crate) metric: Metric,
    /// Units of the metric in a second.
    pub(crate) per_second: u64,
    /// Whether it is a copy of what the other region writes.
    pub(crate) from_afar: bool,
}

/// All machines of a database.
pub(crate) fn machines(database: &Database) -> Vec<Machine<'_>> {
    match database {
        Database::Instances { main, readers } => {
            let reader = |(handle, number): (_, usize)| {
                let name = format!("reader_{number}");
                Machine {
                    lag: Some(replica_lag(&name, handle, false)),
                    name,
                    party: Party::DatabaseReaders,
                    handle,
                }
            };
            let main = Machine { name: "database".into(), party: Party::Database, handle: main, lag: None };
            std::iter::once(main).chain(readers.iter().zip(1..).map(reader)).collect()
        }
        Database::Cluster { machines, .. } => {
            let machine = |(handle, number)| Machine {
                name: format!("database_{number}"),
                party: aurora::party(number),
                handle,
                lag: None,
            };
            machines.iter().zip(1..).map(machine).collect()
        }
    }
}

/// How far a database is behind as a whole: a follower behind the other region, the readers of a cluster behind its writer.
pub(crate) fn lag(database: &Database, follows: bool) -> Option<Lag> {
    let metric = |cluster, name| cloudwatch_metric::database_cluster(cluster, name, "Maximum");
    match database {
        Database::Instances { main, .. } => follows.then(|| replica_lag("database", main, true)),
        Database::Cluster { cluster, .. } if follows => Some(Lag {
            name: "database".into(),
            metric: metric(cluster, "AuroraGlobalDBReplicationLag"),
            per_second: 1_000,
            from_afar: true,
        }),
        Database::Cluster { cluster, machines, .. } => (machines.len() > 1).then(|| Lag {
            name: "readers".into(),
            metric: metric(cluster, "AuroraReplicaLagMaximum"),
            per_second: 1_000,
            from_afar: false,
        }),
    }
}

/// The metric of the space that a machine has left, and how little of it is too little where its size does not say.
pub(crate) fn room(database: &Database) -> (&'static str, Option<u64>) {
    match database {
        Database::Instances { .. } => ("FreeStorageSpace", None),
        // The data lie on storage that grows. What can fill up is the machine's own disk: sorts and new indexes.
        Database::Cluster { .. } => ("FreeLocalStorage", Some(LOCAL_STORAGE_LEAST)),
    }
}

fn replica_lag(name: &str, replica: &Handle, from_afar: bool) -> Lag {
    let metric = cloudwatch_metric::database(replica, "ReplicaLag", "Maximum");
    Lag { name: name.to_owned(), metric, per_second: 1, from_afar }
}
