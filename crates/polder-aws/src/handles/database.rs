//! The database of a site, on either engine, as later layers refer to it.

use polder_cloud::{Body, Handle, Value, body};

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
}
