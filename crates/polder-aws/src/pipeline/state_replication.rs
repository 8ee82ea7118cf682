//! Replication of the state to a second region, and back.

use polder_cloud::{Handle, Value};
use polder_design::{Component, Design};

use crate::draft::Draft;
use crate::handles::accounts::State;
use crate::storage::account_replication::{self, Direction};
use crate::storage::s3_replication::{self, Replicated};

/// The name of the role in its stack.
pub(crate) const ROLE: &str = "state_copies";

/// The end of the name of the role.
pub(crate) const ROLE_SUFFIX: &str = "-copies";

/// Who replicates.
pub(crate) struct Copier {
    /// `aws_iam_role`.
    pub(crate) role: Handle,
    /// Its policy.
    rights: Handle,
}

/// Writes the role for both directions, in the stack of the replica in `region`. People create it, before the boundary of
/// the pipeline's roles exists; the pipeline may not change it.
pub(crate) fn copier(s: &Draft, design: &Design, state: &State, replica: &State, region: &str) -> Copier {
    let _replication = s.part(Component::named("state-replication"));
    let home = (&state.key, design.state.region.as_str());
    let away = (&replica.key, region);
    let (one, other) = (&state.bucket, &replica.bucket);
    let directions = [
        Direction { name: "", buckets: vec![(one, other)], from: home, to: away },
        Direction { name: "Back", buckets: vec![(other, one)], from: away, to: home },
    ];
    let description = "Replicates the state of Terraform";
    let (role, rights) = account_replication::role(s, ROLE, ROLE_SUFFIX, description, &directions);
    Copier { role, rights }
}

/// Writes the replication from one bucket of the state to the other.
pub(crate) fn replicate(
    s: &Draft,
    design: &Design,
    name: &'static str,
    (from, to): (&State, &State),
    copier: &Copier,
) {
    s.file(
        "state_replication",
        "Both buckets of the state replicate to each other, so that no state is lost with a region, and none\n\
         that was written in the other region meanwhile. The locks of runs are replicated with the states.",
    );
    let _replication = s.part(Component::named("state-replication"));
    let (from, to, key) = (&from.bucket, &to.bucket, &to.key);
    let bucket = Replicated { name, from, to, key, both_ways: true };
    // Only a versioned bucket can be replicated. The other bucket, and the policy of the role, are in earlier stacks.
    let after = if name == "state_replica" {
        vec![Value::expression("aws_s3_bucket_versioning.state_replica"), copier.rights.whole()]
    } else {
        vec![]
    };
    s3_replication::rule(s, design.timings.replication.objects, &bucket, &copier.role, after);
}
