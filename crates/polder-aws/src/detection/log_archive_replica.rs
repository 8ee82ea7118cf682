//! The replica of the archive of audit logs in another region.

use polder_cloud::{Handle, Layer, Principals, StackKey, StackScope, Statement, Value, deny, text};
use polder_design::{Component, Design};

use crate::detection::archive_bucket::{BUCKETS, bucket, nobody_deletes, only_engineers_read};
use crate::draft::Draft;
use crate::encryption::kms_key;
use crate::names::account;
use crate::pipeline::state_bucket::access_log_writer;
use crate::storage::account_bucket::policy;
use crate::storage::account_replication::{self, Direction};
use crate::storage::s3_replication::{self, Replicated};

/// The replica.
pub(crate) struct ArchiveReplica {
    /// `aws_kms_key`.
    key: Handle,
    /// `aws_s3_bucket`, in the order of the archive's.
    buckets: [Handle; 3],
    /// Its region.
    region: String,
}

/// Who replicates the archive.
pub(crate) struct Copier {
    /// `aws_iam_role`.
    pub(crate) role: Handle,
    /// Its policy.
    rights: Handle,
}

/// The names of the replicas in their stack, in the order of the archive's buckets.
const REPLICAS: [&str; 3] = ["trail_replica", "config_replica", "macie_replica"];

/// The name of the role in its stack.
const ROLE: &str = "archive_copies";

/// The end of the name of the role.
const ROLE_SUFFIX: &str = "-archive";

/// Writes the replica, in a stack of `region`.
pub(crate) fn replica(s: &Draft, design: &Design, region: &str) -> ArchiveReplica {
    s.file("kms_key", "Key of the replica of the log archive.");
    let key = kms_key::key(s, "archive-replica", "Replica of the log archive.", []);
    s.file(
        "log_archive_replica",
        "The replica of the log archive: the trail, configuration history and what Macie found, in a second\n\
         region. Only the replication writes to it, and nobody deletes. Access logs are not replicated: the\n\
         trail records accesses to objects.",
    );
    let log = bucket(s, design, "archive_replica_log", None, false, None);
    let locked = BUCKETS.map(|(_, locked)| locked);
    let buckets: [Handle; 3] =
        std::array::from_fn(|at| bucket(s, design, REPLICAS[at], Some(&key), locked[at], Some(&log)));
    for (name, bucket) in REPLICAS.into_iter().zip(&buckets) {
        let statements = vec![
            nobody_deletes(bucket),
            only_replication_writes(s, design, bucket),
            only_engineers_read(s, design, bucket, None),
        ];
        policy(s, name, bucket, statements);
    }
    let all: Vec<&Handle> = buckets.iter().collect();
    policy(s, "archive_replica_log", &log, vec![access_log_writer(&log, &all)]);
    ArchiveReplica { key, buckets, region: region.to_owned() }
}

/// Denies all but the role that replicates to write. The role is in the stack of the archive.
fn only_replication_writes(s: &Draft, design: &Design, bucket: &Handle) -> Statement {
    let name = format!(":role/{}-{}{ROLE_SUFFIX}", design.name, design.state.region);
    let scope = StackScope::Region(design.state.region.as_str().into());
    let archive = StackKey { account: s.key().account.clone(), scope, layer: Layer::Logging };
    let role = s.in_stack(&archive, "aws_iam_role", ROLE);
    let role = role.mention("arn", text!["arn:aws:iam::", account(), name]);
    deny("OnlyReplicationWrites")
        .to(Principals::everyone())
        .actions([
            "s3:PutObject",
            "s3:PutObjectLegalHold",
            "s3:PutObjectRetention",
            "s3:ReplicateObject",
            "s3:ReplicateTags",
        ])
        .on(text![bucket.arn(), "/*"])
        .when("ArnNotEquals", "aws:PrincipalArn", [role])
}

/// Writes the role that replicates the archive: its key and its buckets.
pub(crate) fn copier(
    s: &Draft,
    design: &Design,
    (key, buckets): (&Handle, [&Handle; 3]),
    replica: &ArchiveReplica,
) -> Copier {
    let _replication = s.part(Component::named("archive-replication"));
    let direction = Direction {
        name: "",
        buckets: buckets.into_iter().zip(&replica.buckets).collect(),
        from: (key, &design.state.region),
        to: (&replica.key, &replica.region),
    };
    let description = "Replicates the log archive to another region";
    let (role, rights) = account_replication::role(s, ROLE, ROLE_SUFFIX, description, &[direction]);
    Copier { role, rights }
}

/// Writes the replication of each bucket.
pub(crate) fn replicate(
    s: &Draft,
    design: &Design,
    buckets: [&Handle; 3],
    replica: &ArchiveReplica,
    copier: &Copier,
) {
    s.file(
        "log_archive_replication",
        "The archive is replicated to a second region. Expired objects are deleted in each region by its own\n\
         lifecycle rules.",
    );
    let _replication = s.part(Component::named("archive-replication"));
    // Only a versioned bucket can be replicated; the role names all of them.
    let versioned = [
        "aws_s3_bucket_versioning.trail",
        "aws_s3_bucket_versioning.config",
        "aws_s3_bucket_versioning.macie",
    ];
    for (name, from, to) in pairs(buckets, replica) {
        let bucket = Replicated { name, from, to, key: &replica.key, both_ways: false };
        let after = versioned.map(Value::expression).into_iter().chain([copier.rights.whole()]).collect();
        s3_replication::rule(s, design.timings.replication.objects, &bucket, &copier.role, after);
    }
}

/// The buckets of the archive with their names and replicas.
pub(crate) fn pairs<'a>(
    buckets: [&'a Handle; 3],
    replica: &'a ArchiveReplica,
) -> impl Iterator<Item = (&'static str, &'a Handle, &'a Handle)> {
    let pairs = BUCKETS.into_iter().zip(buckets).zip(&replica.buckets);
    pairs.map(|(((name, _), from), to)| (name, from, to))
}
