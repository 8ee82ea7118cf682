//! The permissions of the plan role: to read the configuration, and neither data of customers nor states of other accounts
//! that its stacks do not refer to.

use std::collections::BTreeSet;

use polder_cloud::{Handle, Statement, Value, allow, text};
use polder_design::delivery::Phase;
use polder_design::secrets::{BROKER_TOKEN, CACHE_TOKEN};
use polder_design::{Account, BucketKind, Design, Environment, SecretSource, TerraformVersion};

use crate::draft::Draft;
use crate::names::account;
use crate::pipeline::role_policy::{configuration, global, inline, public_parameters, read_state, state_key};
use crate::pipeline::services;
use crate::storage::s3_bucket;

/// The policies of a role have 10,240 characters together: more buckets than these are named by a pattern.
const PAGES_MAX: usize = 16;

/// Writes the policy of the role. It has no right on lock files: plans do not lock the state.
pub(crate) fn planning(s: &Draft, design: &Design, of: &Account, role: &Handle) {
    let mut statements = vec![read_state(s, design)];
    statements.extend([
        state_key(design, &["kms:Decrypt"]),
        configuration(design, "ReadConfiguration", &services::EVERYWHERE),
        global(
            "ReadTheAccount",
            &[
                "account:Get*",
                "account:List*",
                "iam:Get*",
                "iam:List*",
                "organizations:Describe*",
                "organizations:List*",
            ],
        ),
        public_parameters(),
    ]);
    statements.extend(read_secrets(design, of));
    // Environments of functions and inputs of schedules: without decryption every plan would see none, and add them again.
    statements.push(keys(
        "DecryptSettings",
        &["lambda.*.amazonaws.com", "scheduler.*.amazonaws.com", "secretsmanager.*.amazonaws.com"],
    ));
    let for_all = services::of_account(design, of);
    if !for_all.is_empty() {
        statements.push(configuration(design, "ReadTheOrganizationsServices", &for_all));
    }
    if of.environment == Environment::Management {
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

/// The secrets whose values are in the state, where Terraform compares them. With write-only arguments these are the
/// passwords of cache and broker, which have none in version 5 of the provider; from 6.26 on the provider reads no value that
/// it wrote through such an argument. Without them, it is all that the stacks write. What the owner supplies, such as the key
/// that signs tokens, is never among them.
fn read_secrets(design: &Design, of: &Account) -> Option<Statement> {
    let sites = design.sites.iter().filter(|site| site.account == of.id);
    let secrets = sites.flat_map(|site| design.cells[site.cell].secrets.iter().chain(&site.secrets));
    let write_only = design.terraform >= TerraformVersion::V1_11;
    let plain = |id: &str| !write_only || [BROKER_TOKEN, CACHE_TOKEN].contains(&id);
    let written = secrets.filter(|it| it.source != SecretSource::Given && plain(&it.id));
    let ids: BTreeSet<&str> = written.map(|secret| secret.id.as_str()).collect();
    // The service adds a dash and six characters to a name.
    let secret =
        |id| text!["arn:aws:secretsmanager:*:", account(), format!(":secret:{}/*/{id}-??????", design.name)];
    let secrets: Vec<Value> = ids.into_iter().map(secret).collect();
    (!secrets.is_empty())
        .then(|| allow("ReadSecrets").actions(["secretsmanager:GetSecretValue"]).on_all(secrets))
}

/// To decrypt with the keys of the account through services.
fn keys(sid: &'static str, services: &[&'static str]) -> Statement {
    let all = text!["arn:aws:kms:*:", account(), ":key/*"];
    let via = services.iter().copied();
    allow(sid).actions(["kms:Decrypt"]).on(all).when("StringLike", "kms:ViaService", via)
}

/// The buckets of static files of an account's sites, or one pattern that all of them fit.
fn pages(s: &Draft, design: &Design, of: &Account) -> Vec<Value> {
    let sites = design.sites.iter().filter(|site| site.account == of.id);
    let buckets = sites.flat_map(|site| site.buckets.iter().map(move |bucket| (site, bucket)));
    let wanted: Vec<_> = buckets.filter(|(_, bucket)| bucket.kind == BucketKind::Static).collect();
    if wanted.len() > PAGES_MAX {
        // The buckets of other accounts of the platform fit it, too, and somebody else can give a bucket such a name. Each of
        // them can be read only if its owner permits that as well.
        let (unique, kind) = (design.domain.replace('.', "-"), BucketKind::Static.name());
        return vec![format!("arn:aws:s3:::{unique}-*-{kind}-*").into()];
    }
    wanted.into_iter().map(|(site, bucket)| s3_bucket::spelled_arn(s, design, site, bucket)).collect()
}
