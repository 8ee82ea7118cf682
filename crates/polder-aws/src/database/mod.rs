//! Databases of a site: PostgreSQL on RDS or Aurora, ElastiCache, DynamoDB.

pub(crate) mod data_context; // the context of files about stores
pub(crate) mod engine; // the database of a site: on RDS or on Aurora
pub(crate) mod cross_region_replica; // the source of a replica in another region, and its key
pub(crate) mod db_instance; // RDS
pub(crate) mod db_subnet_group;
pub(crate) mod db_parameter_group;
pub(crate) mod aurora; // engine, names and settings of a database on Aurora
pub(crate) mod rds_global_cluster;
pub(crate) mod rds_cluster;
pub(crate) mod rds_cluster_instance;
pub(crate) mod rds_cluster_parameter_group;
pub(crate) mod elasticache; // cache and broker
pub(crate) mod dynamodb_table;
pub(crate) mod maintenance_windows; // windows of backup and maintenance
#[cfg(test)]
mod rds_cluster_tests;
#[cfg(test)]
mod store_tests;
