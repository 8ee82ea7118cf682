//! Saleor and the engines beneath it.

super::declare! {
    "SPEC080" "unsupported-saleor" Error SALEOR: "a release of Saleor that polder has no facts for"
        finds "A Saleor version that is not `MAJOR.MINOR`, or not one whose settings, queues and sizes are known."
        why "What is set, what is migrated and what a task needs differs between releases, and is not guessed."
        todo "Choose one of the releases that the message lists."

    "SPEC081" "unsupported-postgresql" Error POSTGRESQL: "a PostgreSQL that Saleor cannot use"
        finds "A database version below 15 or above the newest that the engine offers, which on Aurora is an older one than on RDS."
        why "Saleor has constraints with `NULLS NOT DISTINCT`, which PostgreSQL has from 15 on. On 14 Django leaves them out without a word and duplicates come in."
        todo "Choose a version from the range that the message names."

    "SPEC082" "shared-sqs-queue" Error SHARED_SQS: "two sites of one account that would share one queue"
        finds "The broker `sqs` with a Saleor older than 3.24, and two sites of one account in one region."
        why "Until 3.24 Saleor's queue on SQS is always named `celery`, so both sites would take each other's tasks: orders of one database would be worked on against the other."
        todo "Choose `engine = \"valkey\"`, or Saleor 3.24, or put the cells in different accounts or regions."

    "SPEC083" "cache-not-clustered" Warning CACHE_NOT_CLUSTERED: "a cache of a single shard"
        finds "`shards = 1`."
        why "A clustered cache spreads keys over shards; with one shard, all of it is lost and cold at once when its node fails over, and it cannot grow without being moved."
        todo "Write two shards or more, or accept it for a small platform."

    "SPEC084" "cache-without-replica" Warning CACHE_WITHOUT_REPLICA: "a cache whose shards have no replica"
        finds "`replicas = 0`."
        why "When a zone is lost, its shards come back empty and only after a new node has started; the objective for the loss of a zone is at risk."
        todo "Write one replica or more."

    "SPEC085" "too-many-aurora-readers" Error AURORA_READERS: "more readers than a cluster of Aurora has room for"
        finds "The database engine `aurora-postgresql` with more than 13 read replicas."
        why "A cluster has 15 readers at most: one is the machine that takes over, and each further region of a global database takes the place of one."
        todo "Choose fewer; each of them can be larger."
}
