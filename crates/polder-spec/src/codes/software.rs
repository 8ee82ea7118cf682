//! Saleor and its engines.

super::declare! {
    "SPEC080" "unsupported-saleor" Error SALEOR: "a release of Saleor without facts"
        finds "A Saleor version that is not `MAJOR.MINOR`, or not one whose settings, queues and sizes are known."
        why "Settings, migrations and sizes differ between releases, and are not guessed."
        todo "Choose one of the releases that the message lists."

    "SPEC081" "unsupported-postgresql" Error POSTGRESQL: "a PostgreSQL that Saleor cannot use"
        finds "A database version below 15 or above the newest that the engine offers, which on Aurora is an older one than on RDS."
        why "Saleor has constraints with `NULLS NOT DISTINCT`, which PostgreSQL has from 15 on. On 14 Django omits them silently, and duplicates can occur."
        todo "Choose a version from the range that the message names."

    "SPEC082" "shared-sqs-queue" Error SHARED_SQS: "two sites of one account that would share one queue"
        finds "The broker `sqs` with a Saleor older than 3.24, and two sites of one account in one region."
        why "Until 3.24 Saleor's queue on SQS is always named `celery`, so both sites would take each other's tasks: orders of one database would be processed with the other."
        todo "Choose `engine = \"valkey\"`, or Saleor 3.24, or put the cells in different accounts or regions."

    "SPEC083" "cache-not-clustered" Warning CACHE_NOT_CLUSTERED: "a cache of a single shard"
        finds "`shards = 1`."
        why "A clustered cache spreads keys over shards. With one shard, one node takes all writes, and its failover interrupts the whole cache at once."
        todo "Write two shards or more, or accept the warning for a small platform."

    "SPEC084" "cache-without-replica" Warning CACHE_WITHOUT_REPLICA: "a cache whose shards have no replica"
        finds "`replicas = 0`."
        why "When a zone is lost, its shards come back empty and only after a new node has started; the objective for the loss of a zone is at risk."
        todo "Write one replica or more."

    "SPEC085" "too-many-aurora-readers" Error AURORA_READERS: "more readers than an Aurora cluster allows"
        finds "The database engine `aurora-postgresql` with more than 13 read replicas."
        why "A cluster has 15 readers at most: one is the failover target, and each secondary region of a global database reduces the limit by one."
        todo "Choose fewer, larger ones."
}
