//! Access control lists of buckets.

use polder_cloud::{Draft, body};

use crate::test_graphs::{of_foreign, said};

/// What access control lists allow: principals with actions.
fn allowed(write: impl FnOnce(&Draft)) -> Vec<String> {
    let text = said(&of_foreign(write), "access/policies/plan:");
    let lines = text.lines().filter(|line| {
        [".principals", ".actions", ".conditions"].iter().any(|it| line.contains(it))
            && !line.ends_with("= {}")
    });
    lines.map(str::to_owned).collect()
}

/// A bucket with settings that enable its access control lists, which are disabled in new buckets.
fn bucket(s: &Draft, ownership: &'static str, ignored: bool) -> polder_cloud::Handle {
    let bucket = s.resource("aws_s3_bucket", "media", body! { bucket = "media"; });
    s.resource(
        "aws_s3_bucket_ownership_controls",
        "media",
        body! {
            bucket = bucket.id();
            rule { object_ownership = ownership; }
        },
    );
    s.resource(
        "aws_s3_bucket_public_access_block",
        "media",
        body! { bucket = bucket.id(); ignore_public_acls = ignored; },
    );
    bucket
}

#[test]
fn a_public_list_lets_everyone_in() {
    let list = |acl: &'static str| {
        allowed(|s| {
            let bucket = bucket(s, "ObjectWriter", false);
            s.resource("aws_s3_bucket_acl", "media", body! { bucket = bucket.id(); acl = acl; });
        })
    };
    assert_eq!(list("private"), Vec::<String>::new());
    let read = [
        "aws_s3_bucket_acl.media/statements[0].actions = Only({\"s3:ListBucket\", \"s3:ListBucketMultipartUploads\", \"s3:ListBucketVersions\"})",
        "aws_s3_bucket_acl.media/statements[0].principals = Only({Anyone})",
    ];
    assert_eq!(list("public-read"), read);
    let write = list("public-read-write");
    assert_eq!(write[..2], read);
    assert!(write[2].contains("s3:PutObject"), "{write:?}");
    let accounts = list("authenticated-read");
    assert!(accounts.iter().any(|line| line.contains("aws:PrincipalAccount")), "{accounts:?}");
}

#[test]
fn lists_without_effect_allow_no_access() {
    let with = |ownership: &'static str, ignored: bool, by_account: bool| {
        allowed(|s| {
            let bucket = bucket(s, ownership, ignored);
            s.resource("aws_s3_bucket_acl", "media", body! { bucket = bucket.id(); acl = "public-read"; });
            s.resource(
                "aws_s3_account_public_access_block",
                "main",
                body! { ignore_public_acls = by_account; },
            );
            // The account is known by the ARN of anything in it.
            s.resource(
                "aws_iam_group",
                "any",
                body! { name = "any"; arn = "arn:aws:iam::111111111111:group/any"; },
            );
        })
    };
    assert!(!with("ObjectWriter", false, false).is_empty());
    for none in [
        with("BucketOwnerEnforced", false, false),
        with("ObjectWriter", true, false),
        with("ObjectWriter", false, true),
    ] {
        assert_eq!(none, Vec::<String>::new());
    }
}

#[test]
fn grants_name_accounts_and_groups() {
    let lines = allowed(|s| {
        let bucket = bucket(s, "ObjectWriter", false);
        s.resource(
            "aws_s3_bucket_acl",
            "media",
            body! {
                bucket = bucket.id();
                access_control_policy {
                    grant {
                        permission = "READ_ACP";
                        grantee { type = "Group"; uri = "http://acs.amazonaws.com/groups/s3/LogDelivery"; }
                    }
                    grant {
                        permission = "WRITE";
                        grantee { type = "CanonicalUser"; id = "abc"; }
                    }
                }
            },
        );
    });
    assert_eq!(
        lines,
        [
            "aws_s3_bucket_acl.media/statements[0].actions = Only({\"s3:GetBucketAcl\"})",
            "aws_s3_bucket_acl.media/statements[0].principals = Only({Service(\"logging.s3.amazonaws.com\")})",
            "aws_s3_bucket_acl.media/statements[1].actions = Only({\"s3:PutObject\"})",
            "aws_s3_bucket_acl.media/statements[1].principals = Only({Canonical(\"abc\")})",
        ]
    );
}

#[test]
fn a_list_that_a_state_repeats_counts_once() {
    let lines = allowed(|s| {
        s.resource(
            "aws_s3_bucket",
            "media",
            body! {
                id = "media";
                bucket = "media";
                acl = "public-read";
                grant { type = "Group"; uri = "http://acs.amazonaws.com/groups/global/AllUsers"; permissions = ["READ"]; }
            },
        );
        s.resource(
            "aws_s3_bucket_ownership_controls",
            "media",
            body! { bucket = "media"; rule { object_ownership = "ObjectWriter"; } },
        );
        s.resource("aws_s3_bucket_acl", "media", body! { bucket = "media"; acl = "public-read"; });
    });
    assert_eq!(lines.len(), 2, "{lines:?}");
}
