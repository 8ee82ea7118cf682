//! A bucket of the archive of audit logs, or of its replica: closed to all but engineers, and nobody deletes from it.

use polder_cloud::{Handle, Principals, Statement, Value, deny, text};
use polder_design::Design;

use crate::draft::Draft;
use crate::pipeline::state_access;
use crate::storage::account_bucket::{AccountBucket, account_bucket, named_beside};

/// The buckets of the archive: the name of each in its stack, and whether it is locked.
pub(crate) const BUCKETS: [(&str, bool); 3] = [("trail", true), ("config", false), ("macie", false)];

/// A bucket of the archive, of its access log, or of their replicas.
pub(crate) fn bucket(
    s: &Draft,
    design: &Design,
    resource: &'static str,
    key: Option<&Handle>,
    locked: bool,
    access_log: Option<&Handle>,
) -> Handle {
    let name = s.local(format!("{resource}_bucket"), named_beside(design, &resource.replace('_', "-")));
    let old_versions = design.retention.old_versions;
    let expires = Some(design.retention.audit_logs);
    account_bucket(s, &AccountBucket { resource, name, key, expires, old_versions, locked, access_log })
}

/// Denies deletion to every principal. Lifecycle rules still remove expired objects: bucket policies do not apply to them.
pub(crate) fn nobody_deletes(bucket: &Handle) -> Statement {
    deny("NobodyDeletes")
        .to(Principals::everyone())
        .actions([
            "s3:DeleteObject",
            "s3:DeleteObjectVersion",
            "s3:BypassGovernanceRetention",
            "s3:DeleteBucket",
        ])
        .on_all([bucket.arn(), text![bucket.arn(), "/*"]])
}

/// In the account of the bucket, the policy of a role alone would give it access to the archive. The role that replicates the
/// archive reads it as well.
pub(crate) fn only_engineers_read(
    s: &Draft,
    design: &Design,
    bucket: &Handle,
    copier: Option<Value>,
) -> Statement {
    let readers: Vec<Value> = state_access::engineers(s, design).into_iter().chain(copier).collect();
    deny("OnlyEngineersRead")
        .to(Principals::everyone())
        .actions(["s3:GetObject*"])
        .on(text![bucket.arn(), "/*"])
        .when("ArnNotLike", "aws:PrincipalArn", readers)
        .when("Bool", "aws:PrincipalIsAWSService", ["false"])
}
