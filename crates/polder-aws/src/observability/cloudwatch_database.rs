//! Metrics of a database, on either engine.

use polder_cloud::Handle;
use polder_design::Party;

use crate::database::aurora;
use crate::handles::Database;
use crate::observability::cloudwatch_metric::{self, Metric};

/// The smallest instances have a few gigabytes of local storage: below this, the next large sort fails.
const LOCAL_STORAGE_LEAST: u64 = 1 << 30;

/// An instance of the database.
pub(crate) struct Machine<'a> {
    /// Its name in stacks: `reader_1`.
    pub(crate) name: String,
    /// Its label for users.
    pub(crate) party: Party,
    /// The resource.
    pub(crate) handle: &'a Handle,
    /// Its replication lag behind the writer of its site, if it is always a replica of that.
    pub(crate) lag: Option<Lag>,
}

/// The lag of a replica.
pub(crate) struct Lag {
    /// The replica, as a name in stacks.
    pub(crate) name: String,
    /// The metric.
    pub(crate) metric: Metric,
    /// Units of the metric per second.
    pub(crate) per_second: u64,
    /// Whether its source is in the other region.
    pub(crate) from_afar: bool,
}

/// All instances of a database.
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

/// The lag of a database as a whole: a replica's behind the other region, the readers' behind the writer of
/// their cluster.
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

/// The metric of an instance's free storage, and the limit where its size does not determine it.
pub(crate) fn room(database: &Database) -> (&'static str, Option<u64>) {
    match database {
        Database::Instances { .. } => ("FreeStorageSpace", None),
        // The data is on storage that grows. What can fill up is the instance's local storage: sorts and new
        // indexes.
        Database::Cluster { .. } => ("FreeLocalStorage", Some(LOCAL_STORAGE_LEAST)),
    }
}

fn replica_lag(name: &str, replica: &Handle, from_afar: bool) -> Lag {
    let metric = cloudwatch_metric::database(replica, "ReplicaLag", "Maximum");
    Lag { name: name.to_owned(), metric, per_second: 1, from_afar }
}
