//! Ids of facts that crates without a word of the provider ask for, under names that say what they are.
//!
//! The tables name a fact after the product that it is about; these constants name it after its meaning.

/// The longest that a container without machines may take to stop.
pub const SERVERLESS_STOP_TIMEOUT_MAX: &str = "ecs.fargate.stop-timeout.max";

/// What one connection takes of the memory of a database.
pub const DATABASE_BYTES_PER_CONNECTION: &str = "rds.postgres.bytes-per-connection";

/// The longest that an instance of a database takes to change to its standby in another zone.
pub const DATABASE_STANDBY_CHANGE: &str = "rds.multi-az-instance.failover";

/// The most that a database over shared storage holds.
pub const SHARED_STORAGE_MAX: &str = "aurora.storage-max";

/// Groups of origins of a distribution at the edge.
pub const EDGE_ORIGIN_GROUPS_MAX: &str = "cloudfront.origin-groups-max";

/// Origins of a distribution at the edge.
pub const EDGE_ORIGINS_MAX: &str = "cloudfront.origins-max";

/// How long a queue must hide a task of Celery that somebody works on.
pub const BROKER_QUEUE_VISIBILITY: &str = "saleor.broker.sqs-visibility-timeout";

/// Processor of the pods that a cluster of Kubernetes runs for itself.
pub const KUBERNETES_ADD_ONS_CPU: &str = "eks.add-ons.cpu";

/// Their memory.
pub const KUBERNETES_ADD_ONS_MEMORY: &str = "eks.add-ons.memory";

/// Their number.
pub const KUBERNETES_ADD_ONS_PODS: &str = "eks.add-ons.pods";

/// Pods of a machine at most.
pub const KUBERNETES_PODS_MAX: &str = "eks.pods.max";

/// Memory that a machine keeps for each pod.
pub const KUBERNETES_RESERVED_MEMORY_PER_POD: &str = "eks.reserved.memory-per-pod";

/// Memory that a machine keeps whatever runs on it.
pub const KUBERNETES_RESERVED_MEMORY_BASE: &str = "eks.reserved.memory-base";

/// Memory that is left when pods are sent away.
pub const KUBERNETES_RESERVED_MEMORY_EVICTION: &str = "eks.reserved.memory-eviction";

/// Processor that a machine keeps.
pub const KUBERNETES_RESERVED_CPU: &str = "eks.reserved.cpu";

/// Processor of the pods that run on every machine.
pub const KUBERNETES_DAEMONS_CPU: &str = "eks.daemons.cpu";

/// Their memory.
pub const KUBERNETES_DAEMONS_MEMORY: &str = "eks.daemons.memory";

/// Their number.
pub const KUBERNETES_DAEMONS_PODS: &str = "eks.daemons.pods";
