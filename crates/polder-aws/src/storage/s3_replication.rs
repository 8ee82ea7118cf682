//! Replication of buckets to the cell's other site.

use polder_cloud::{Handle, Policy, Statement, Value, allow, body, text};
use polder_design::{Bucket, BucketKind, Component, Transferred};
use polder_units::Duration;

use crate::database::data_context::DataContext;
use crate::draft::Draft;
use crate::encryption::kms_key::{decrypt_via, encrypt_via};
use crate::handles::{Base, Keys};
use crate::iam::iam_service_role::{REPLICATION, role};
use crate::storage::s3_bucket::key_of;

/// Replicates this site's buckets to the peer's. The peer does the same in the other direction, since after a
/// failover its buckets are the ones that are written; a replica is not replicated again.
pub(crate) fn replication(context: &DataContext<'_>) {
    let Some(peer) = context.peer else { return };
    let copied: Vec<Copied<'_>> = context
        .site
        .buckets
        .iter()
        .filter(|bucket| bucket.replicates_to.is_some())
        .map(|bucket| Copied::new(bucket, context.base, peer))
        .collect();
    if copied.is_empty() {
        return;
    }
    let s = context.s;
    s.file(
        "s3_replication",
        "Objects and delete markers are replicated to the cell's other site: nearly all within seconds, 99.9 %\n\
         within fifteen minutes. The other site replicates back, whichever is active.",
    );
    let _replication = s.part(Component::named("replication"));
    let role =
        role(s, "replication", "-copies", REPLICATION, "Replicates objects to the other site of the cell.");
    let rights = s.resource(
        "aws_iam_role_policy",
        "replication",
        body! {
            name = "copy-objects";
            role = role.id();
            policy = Policy::of(statements(&copied, &context.base.keys, &peer.keys));
        },
    );
    for bucket in &copied {
        let _copies = s.part(Component::Transfer(Transferred::Bucket(bucket.kind)));
        let replicated = Replicated {
            name: bucket.kind.name(),
            from: bucket.from,
            to: bucket.to,
            key: &bucket.key,
            both_ways: true,
        };
        rule(s, context.design.timings.replication.objects, &replicated, &role, vec![rights.whole()]);
    }
}

/// A bucket with its destination and the key there.
struct Copied<'a> {
    kind: BucketKind,
    from: &'a Handle,
    to: &'a Handle,
    key: Handle,
}

impl<'a> Copied<'a> {
    fn new(bucket: &Bucket, here: &'a Base, there: &'a Base) -> Copied<'a> {
        let (from, to) = (&here.buckets[&bucket.kind], &there.buckets[&bucket.kind]);
        Copied { kind: bucket.kind, from, to, key: key_of(bucket.kind, &there.keys) }
    }
}

fn statements(copied: &[Copied<'_>], here: &Keys, there: &Keys) -> Vec<Statement> {
    let each = |of: &dyn Fn(&Copied<'_>) -> Value| copied.iter().map(of).collect::<Vec<_>>();
    vec![
        allow("Sources")
            .actions(["s3:GetReplicationConfiguration", "s3:ListBucket"])
            .on_all(each(&|bucket| bucket.from.arn())),
        allow("Originals")
            .actions([
                "s3:GetObjectVersionForReplication",
                "s3:GetObjectVersionAcl",
                "s3:GetObjectVersionTagging",
            ])
            .on_all(each(&|bucket| text![bucket.from.arn(), "/*"])),
        allow("Copies")
            .actions(["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"])
            .on_all(each(&|bucket| text![bucket.to.arn(), "/*"])),
        decrypt_via("DecryptMedia", &here.media, "s3"),
        decrypt_via("DecryptPayloads", &here.events, "s3"),
        encrypt_via("EncryptMedia", &there.media, "s3", "peer_region"),
        encrypt_via("EncryptPayloads", &there.events, "s3", "peer_region"),
    ]
}

/// A bucket and its replica, for [`rule`].
pub(crate) struct Replicated<'a> {
    /// The name of the source in its stack.
    pub(crate) name: &'a str,
    /// `aws_s3_bucket`.
    pub(crate) from: &'a Handle,
    /// `aws_s3_bucket` in another region.
    pub(crate) to: &'a Handle,
    /// `aws_kms_key` of the replica.
    pub(crate) key: &'a Handle,
    /// Whether the replica is written, too, and replicates back: delete markers and changes of metadata are replicated.
    pub(crate) both_ways: bool,
}

/// The ID of the one rule of each bucket: a dimension of its metrics.
pub(crate) const RULE: &str = "everything";

/// Writes `aws_s3_bucket_replication_configuration`, with Replication Time Control.
pub(crate) fn rule(s: &Draft, within: Duration, bucket: &Replicated<'_>, role: &Handle, after: Vec<Value>) {
    let minutes = within.as_seconds() / 60;
    s.resource(
        "aws_s3_bucket_replication_configuration",
        bucket.name,
        body! {
            bucket = bucket.from.id();
            role = role.arn();
            rule {
                id = RULE;
                status = "Enabled";
                priority = 1;
                filter {}
                delete_marker_replication {
                    status = if bucket.both_ways { "Enabled" } else { "Disabled" };
                }
                source_selection_criteria {
                    sse_kms_encrypted_objects {
                        status = "Enabled";
                    }
                    if bucket.both_ways => replica_modifications {
                        /// Metadata changes of a replica are replicated back to the source.
                        status = "Enabled";
                    }
                }
                destination {
                    bucket = bucket.to.arn();
                    encryption_configuration {
                        replica_kms_key_id = bucket.key.arn();
                    }
                    /// Replication Time Control: metrics for the alarm, and a service level agreement.
                    replication_time {
                        status = "Enabled";
                        time {
                            minutes = minutes;
                        }
                    }
                    metrics {
                        status = "Enabled";
                        event_threshold {
                            minutes = minutes;
                        }
                    }
                }
            }
            if !after.is_empty() => { depends_on = after; }
        },
    );
}
