//! The database of a site, whichever engine runs it: here alone the engines part, and come together again.

use polder_cloud::{Body, Handle, Value, body};
use polder_design::DatabaseEngine;

use crate::database::db_instance;
use crate::database::place::Place;
use crate::database::rds_cluster;
use crate::encryption::secret::Secrets;
use crate::observability::cloudwatch_metric::{self, Metric};

/// The database of a site as other files and layers see it.
#[derive(Clone, Debug)]
pub(crate) enum Database {
    /// On RDS.
    Instances {
        /// `aws_db_instance` that takes writes, or the replica that becomes it.
        main: Handle,
        /// `aws_db_instance` of each read replica beside it.
        readers: Vec<Handle>,
    },
    /// On Aurora.
    Cluster {
        /// `aws_rds_cluster`: the storage and the addresses.
        cluster: Handle,
        /// `aws_rds_cluster_instance` of each machine. Any of them may be the one that takes writes.
        machines: Vec<Handle>,
        /// `aws_rds_global_cluster` over both sites of the cell.
        global: Option<Handle>,
    },
}

/// One machine of a database.
pub(crate) struct Machine<'a> {
    /// Its name in stacks: `reader_1`.
    pub(crate) name: String,
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

/// Writes the database of a site.
pub(crate) fn database(place: &Place<'_>, secrets: &Secrets) -> Database {
    match place.site.database.engine {
        DatabaseEngine::RdsPostgresql => db_instance::database(place, secrets),
        DatabaseEngine::AuroraPostgresql => rds_cluster::database(place, secrets),
    }
}

impl Database {
    /// What a backup plan is told and a role may act on.
    pub(crate) fn arn(&self) -> Value {
        match self {
            Database::Instances { main, .. } => main.arn(),
            Database::Cluster { cluster, .. } => cluster.arn(),
        }
    }

    /// What the provider's API calls it, and how it wants to be told which one is meant.
    pub(crate) fn as_api_knows_it(&self) -> (&'static str, Body) {
        match self {
            Database::Instances { main, .. } => {
                ("DBInstance", body! { DbInstanceIdentifier = main.get("identifier"); })
            }
            Database::Cluster { cluster, .. } => {
                ("DBCluster", body! { DbClusterIdentifier = cluster.get("cluster_identifier"); })
            }
        }
    }

    /// Host name of what takes writes.
    pub(crate) fn address(&self) -> Value {
        match self {
            Database::Instances { main, .. } => main.get("address"),
            Database::Cluster { cluster, .. } => cluster.get("endpoint"),
        }
    }

    /// Host name of what answers queries: a reader where there is one. Aurora's leads to the readers that are well, and to
    /// the writer when there is none.
    pub(crate) fn reader_address(&self) -> Value {
        match self {
            Database::Instances { main, readers } => readers.first().unwrap_or(main).get("address"),
            Database::Cluster { cluster, .. } => cluster.get("reader_endpoint"),
        }
    }

    /// All of its machines.
    pub(crate) fn machines(&self) -> Vec<Machine<'_>> {
        match self {
            Database::Instances { main, readers } => {
                let reader = |(handle, number): (_, usize)| {
                    let name = format!("reader_{number}");
                    Machine { lag: Some(replica_lag(&name, handle, false)), name, handle }
                };
                let main = Machine { name: "database".into(), handle: main, lag: None };
                std::iter::once(main).chain(readers.iter().zip(1..).map(reader)).collect()
            }
            Database::Cluster { machines, .. } => {
                let machine =
                    |(handle, number)| Machine { name: format!("database_{number}"), handle, lag: None };
                machines.iter().zip(1..).map(machine).collect()
            }
        }
    }

    /// How far it is behind as a whole: a follower behind the other region, the readers of a cluster behind its writer.
    pub(crate) fn lag(&self, follows: bool) -> Option<Lag> {
        let metric = |cluster, name| cloudwatch_metric::database_cluster(cluster, name, "Maximum");
        match self {
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

    /// What something is measured on that is silent when nothing takes writes. In a cluster, that is whichever machine
    /// does: one that went over to another zone is not lost, and the cluster of the other region never answers to it.
    pub(crate) fn writer_dimensions(&self) -> Body {
        match self {
            Database::Instances { main, .. } => body! { DBInstanceIdentifier = main.get("identifier"); },
            Database::Cluster { cluster, .. } => {
                body! { DBClusterIdentifier = cluster.get("cluster_identifier"); Role = "WRITER"; }
            }
        }
    }

    /// What a machine has room on, and how little of it is too little where its size does not say.
    pub(crate) fn room(&self) -> (&'static str, Option<u64>) {
        match self {
            Database::Instances { .. } => ("FreeStorageSpace", None),
            // The data lie on storage that grows. What can fill up is the machine's own disk: sorts and new indexes.
            Database::Cluster { .. } => ("FreeLocalStorage", Some(LOCAL_STORAGE_LEAST)),
        }
    }
}

/// The smallest machines have a few gigabytes of their own: below this, the next large sort fails.
const LOCAL_STORAGE_LEAST: u64 = 1 << 30;

fn replica_lag(name: &str, replica: &Handle, from_afar: bool) -> Lag {
    let metric = cloudwatch_metric::database(replica, "ReplicaLag", "Maximum");
    Lag { name: name.to_owned(), metric, per_second: 1, from_afar }
}
