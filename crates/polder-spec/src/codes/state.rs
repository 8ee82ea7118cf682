//! The bucket of the state and its replica.

super::declare! {
    "SPEC130" "replica-in-region-of-state" Error REPLICA_IN_REGION: "the replica of the state is in the region of the state"
        finds "`state.replica_region` that is the same region as `state.region`."
        why "When the region is lost, both copies of the state and of the audit logs are."
        todo "Choose another region for one of them, or write `replica_region = false`."

    "SPEC131" "active-without-replica" Error ACTIVE_WITHOUT_REPLICA: "the stacks use a replica of the state that the platform does not have"
        finds "`state.active = \"replica\"` without a replica: `replica_region` is `false`, or all sites are in one region."
        why "The stacks would look for their state in a bucket that does not exist."
        todo "Set `replica_region`, or remove `active`."
}
