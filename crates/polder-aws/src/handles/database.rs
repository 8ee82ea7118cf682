//! The database of a site, on either engine, as later layers refer to it.

use polder_cloud::{Body, Handle, Value, body};

/// The database of a site as other files and layers see it.
#[derive(Clone, Debug)]
pub(crate) enum Database {
    /// On RDS.
    Instances {
        /// `aws_db_instance` of the writer, or the replica that becomes it.
        main: Handle,
        /// `aws_db_instance` of each read replica.
        readers: Vec<Handle>,
    },
    /// On Aurora.
    Cluster {
        /// `aws_rds_cluster`: the storage and the endpoints.
        cluster: Handle,
        /// `aws_rds_cluster_instance` of each instance. Any of them may be the writer.
        machines: Vec<Handle>,
        /// `aws_rds_global_cluster` over both sites of the cell.
        global: Option<Handle>,
    },
}

impl Database {
    /// The ARN for backup plans and the policies of their roles.
    pub(crate) fn arn(&self) -> Value {
        match self {
            Database::Instances { main, .. } => main.arn(),
            Database::Cluster { cluster, .. } => cluster.arn(),
        }
    }

    /// The name of the resource in RDS's API, and the parameter that identifies it.
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

    /// Host name of the writer.
    pub(crate) fn address(&self) -> Value {
        match self {
            Database::Instances { main, .. } => main.get("address"),
            Database::Cluster { cluster, .. } => cluster.get("endpoint"),
        }
    }

    /// Host name for queries: a reader where there is one. Aurora's reader endpoint leads to the healthy
    /// readers, and to the writer when there is none.
    pub(crate) fn reader_address(&self) -> Value {
        match self {
            Database::Instances { main, readers } => readers.first().unwrap_or(main).get("address"),
            Database::Cluster { cluster, .. } => cluster.get("reader_endpoint"),
        }
    }

    /// The dimensions of a metric that has no data when nothing takes writes. In a cluster, this is whichever
    /// instance is the writer: a failover to another zone is not a loss, and the cluster of the other region
    /// never reports for it.
    pub(crate) fn writer_dimensions(&self) -> Body {
        match self {
            Database::Instances { main, .. } => body! { DBInstanceIdentifier = main.get("identifier"); },
            Database::Cluster { cluster, .. } => {
                body! { DBClusterIdentifier = cluster.get("cluster_identifier"); Role = "WRITER"; }
            }
        }
    }
}
