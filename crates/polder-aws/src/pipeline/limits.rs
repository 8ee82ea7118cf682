//! What the pipeline may never do: neither with its own role nor with a role that it creates.
//!
//! The statements are part of the policy of the apply role and of the permissions boundary. Otherwise the pipeline
//! could create a role that may do what it may not do itself.

use polder_cloud::{Statement, deny};
use polder_design::Design;

use crate::draft::Draft;
use crate::organization::monitoring_guards;
use crate::pipeline::bootstrap_arns;

/// The statements.
pub(crate) fn limits(s: &Draft, design: &Design) -> [Statement; 8] {
    let [ends, silences, hides] = monitoring_guards::ends(design);
    [
        // The stack `bootstrap`, which engineers apply. All actions but reads are denied, so that none is forgotten:
        // changing a resource, assuming one of its roles, passing one to a service.
        deny("NotBootstrap")
            .all_actions_but(["iam:Get*", "iam:List*"])
            .on_all(bootstrap_arns::all(s, design)),
        // The roles of member accounts that trust the management account, and their root users. No role of the
        // platform assumes another; services assume roles without these actions.
        deny("NoOtherRoles").actions(["sts:AssumeRole", "sts:AssumeRoot"]).on("*"),
        // Users, groups and their access to accounts: the stack `identity`, which engineers apply.
        deny("NoPeople").actions(["identitystore:*", "sso-directory:*", "sso:*"]).on("*"),
        // Who may read and write which state: the stack `state`, which engineers apply.
        deny("NotTheStateBucket").actions(BUCKET_SETTINGS).on_all(bootstrap_arns::state_buckets(s, design)),
        // And its alias: a change of an alias requires the permission on its key as well.
        deny("NotTheStateKey")
            .actions([
                "kms:CreateGrant",
                "kms:Disable*",
                "kms:PutKeyPolicy",
                "kms:ScheduleKeyDeletion",
                "kms:DeleteAlias",
                "kms:UpdateAlias",
            ])
            .on("*")
            .when(
                "ForAnyValue:StringEquals",
                "kms:ResourceAliases",
                bootstrap_arns::state_aliases(s, design),
            ),
        // The service control policies deny these, too, but they do not apply to the management account.
        ends,
        silences,
        hides,
    ]
}

/// The actions that change who may use a bucket, or how it keeps objects.
const BUCKET_SETTINGS: [&str; 6] = [
    "s3:DeleteBucket*",
    "s3:PutBucket*",
    "s3:PutEncryptionConfiguration",
    "s3:PutInventoryConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
];
