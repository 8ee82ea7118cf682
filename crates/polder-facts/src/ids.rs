//! IDs of facts for provider-neutral crates, under neutral names.
//!
//! The tables name a fact after the product that it is about; these constants name it after its meaning.

/// The maximum stop timeout of a Fargate container.
pub const SERVERLESS_STOP_TIMEOUT_MAX: &str = "ecs.fargate.stop-timeout.max";

/// Memory of a database connection.
pub const DATABASE_BYTES_PER_CONNECTION: &str = "rds.postgres.bytes-per-connection";

/// The maximum duration of a failover to the standby in another zone.
pub const DATABASE_STANDBY_CHANGE: &str = "rds.multi-az-instance.failover";

/// The maximum storage of a database with shared storage.
pub const SHARED_STORAGE_MAX: &str = "aurora.storage-max";

/// Maximum number of origin groups of a distribution.
pub const EDGE_ORIGIN_GROUPS_MAX: &str = "cloudfront.origin-groups-max";

/// Maximum number of origins of a distribution.
pub const EDGE_ORIGINS_MAX: &str = "cloudfront.origins-max";

/// The visibility timeout of Celery's queues.
pub const BROKER_QUEUE_VISIBILITY: &str = "saleor.broker.sqs-visibility-timeout";

/// CPU of a Kubernetes cluster's system pods.
pub const KUBERNETES_ADD_ONS_CPU: &str = "eks.add-ons.cpu";

/// Their memory.
pub const KUBERNETES_ADD_ONS_MEMORY: &str = "eks.add-ons.memory";

/// Their number.
pub const KUBERNETES_ADD_ONS_PODS: &str = "eks.add-ons.pods";

/// Maximum number of pods on a node.
pub const KUBERNETES_PODS_MAX: &str = "eks.pods.max";

/// Memory that a node reserves for each pod.
pub const KUBERNETES_RESERVED_MEMORY_PER_POD: &str = "eks.reserved.memory-per-pod";

/// Memory that a node reserves independent of its pods.
pub const KUBERNETES_RESERVED_MEMORY_BASE: &str = "eks.reserved.memory-base";

/// The eviction threshold of a node's memory.
pub const KUBERNETES_RESERVED_MEMORY_EVICTION: &str = "eks.reserved.memory-eviction";

/// CPU that a node reserves.
pub const KUBERNETES_RESERVED_CPU: &str = "eks.reserved.cpu";

/// CPU of the pods that run on every node.
pub const KUBERNETES_DAEMONS_CPU: &str = "eks.daemons.cpu";

/// Their memory.
pub const KUBERNETES_DAEMONS_MEMORY: &str = "eks.daemons.memory";

/// Their number.
pub const KUBERNETES_DAEMONS_PODS: &str = "eks.daemons.pods";

/// The service that signs code.
pub const CODE_SIGNING: &str = "signer";

/// The service that finds personal data in buckets.
pub const DATA_DISCOVERY: &str = "macie2";

/// The collection of security findings of all regions in one.
pub const FINDING_AGGREGATION: &str = "securityhub-aggregation";

/// The configuration history of identities.
pub const IDENTITY_HISTORY: &str = "config-iam";
