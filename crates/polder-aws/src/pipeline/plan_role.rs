//! What the role that plans may do: read the configuration, and neither what customers wrote nor the states of other
//! accounts.

use polder_cloud::{Handle, Statement, Value, allow, text};
use polder_design::delivery::Phase;
use polder_design::{Account, BucketKind, Design, Environment};

use crate::draft::Draft;
use crate::names::{GLOBAL_REGION, account};
use crate::pipeline::role_policy::{configuration, inline, public_parameters, read_state, state_key};
use crate::pipeline::services;
use crate::storage::s3_bucket;

/// Writes the policy of the role. It has no right on lock files: plans do not lock the state.
pub(crate) fn planning(s: &Draft, design: &Design, of: &Account, role: &Handle) {
    let mut statements = read_state(s, design).to_vec();
    statements.extend([
        state_key(design, &["kms:Decrypt"]),
        configuration(design, "ReadConfiguration", &services::EVERYWHERE),
        allow("ReadTheAccount")
            .actions([
                "account:Get*",
                "account:List*",
                "iam:Get*",
                "iam:List*",
                "organizations:Describe*",
                "organizations:List*",
            ])
            .on("*")
            .when("StringEquals", "aws:RequestedRegion", [GLOBAL_REGION]),
        public_parameters(),
    ]);
    statements.extend(compared(design));
    if of.environment == Environment::Management {
        statements.push(configuration(design, "ReadTheOrganizationsServices", &services::MANAGEMENT));
        statements.push(configuration(design, "ReadBilling", &services::MANAGEMENT_READS));
    }
    // Static files contain no customer data, and among them are the error pages, which Terraform compares.
    let pages: Vec<Value> = pages(s, design, of).into_iter().flat_map(|it| [text![&it, "/*"], it]).collect();
    if !pages.is_empty() {
        statements
            .push(allow("ReadPages").actions(["s3:GetObject", "s3:GetObjectTagging"]).on_all(pages.clone()));
        // The encryption context is the object, or the bucket if it uses bucket keys.
        statements.push(keys("DecryptPages", &["s3.*.amazonaws.com"]).when(
            "StringLike",
            "kms:EncryptionContext:aws:s3:arn",
            pages,
        ));
    }
    inline(s, role, Phase::Plan.word(), statements);
}

/// What Terraform compares with its state: the secrets of the platform, environments of functions and inputs of
/// schedules. Without decryption a plan would see none and write them again each time.
fn compared(design: &Design) -> [Statement; 2] {
    let secrets = text!["arn:aws:secretsmanager:*:", account(), format!(":secret:{}/*", design.name)];
    [
        allow("ReadSecrets").actions(["secretsmanager:GetSecretValue"]).on(secrets),
        keys(
            "DecryptSettings",
            &["lambda.*.amazonaws.com", "scheduler.*.amazonaws.com", "secretsmanager.*.amazonaws.com"],
        ),
    ]
}

/// To decrypt with the keys of the account through services.
fn keys(sid: &'static str, services: &[&'static str]) -> Statement {
    let all = text!["arn:aws:kms:*:", account(), ":key/*"];
    let via = services.iter().copied();
    allow(sid).actions(["kms:Decrypt"]).on(all).when("StringLike", "kms:ViaService", via)
}

/// The buckets of static files of an account's sites.
fn pages(s: &Draft, design: &Design, of: &Account) -> Vec<Value> {
    let sites = design.sites.iter().filter(|site| site.account == of.id);
    let buckets = sites.flat_map(|site| site.buckets.iter().map(move |bucket| (site, bucket)));
    let wanted = buckets.filter(|(_, bucket)| bucket.kind == BucketKind::Static);
    wanted.map(|(site, bucket)| s3_bucket::spelled_arn(s, design, site, bucket)).collect()
}
