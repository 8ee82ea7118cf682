//! What the role for plans must not do.

use std::collections::BTreeSet;

use polder_design::delivery::Phase;
use polder_design::secrets::{BROKER_TOKEN, CACHE_TOKEN};
use polder_design::{SecretSource, TerraformVersion};
use polder_diag::Finding;
use polder_inventory::EntryId;
use polder_inventory::stores::{DataClass, StoreKind};

use crate::codes;
use crate::subject::{Request, Subject};

/// Actions that change something, at least one of each service with data.
const CHANGES: [&str; 32] = [
    "acm:DeleteCertificate",
    "backup:DeleteRecoveryPoint",
    "cloudfront:UpdateDistribution",
    "cloudtrail:StopLogging",
    "dynamodb:DeleteTable",
    "dynamodb:PutItem",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:RunInstances",
    "ecr:PutImage",
    "ecs:RunTask",
    "ecs:UpdateService",
    "elasticache:ModifyReplicationGroup",
    "iam:AttachRolePolicy",
    "iam:CreateAccessKey",
    "iam:CreateRole",
    "iam:PassRole",
    "iam:PutRolePolicy",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "lambda:InvokeFunction",
    "lambda:UpdateFunctionCode",
    "logs:DeleteLogGroup",
    "logs:StartLiveTail",
    "organizations:DetachPolicy",
    "rds:DeleteDBInstance",
    "route53:ChangeResourceRecordSets",
    "s3:DeleteBucket",
    "s3:PutObject",
    "secretsmanager:PutSecretValue",
    "sns:Publish",
    "sqs:SendMessage",
    "sts:AssumeRole",
];

/// Reports what a plan may do although it needs no approval.
pub(crate) fn check(subject: &Subject<'_, '_>) -> Vec<Finding> {
    if subject.phase != Phase::Plan {
        return vec![];
    }
    let mut found = vec![];
    // Roles are assumed in other accounts as well.
    let role = "arn:aws:iam::*:role/*";
    for action in CHANGES {
        let resource = if action == "sts:AssumeRole" { role } else { "*" };
        if subject.regions().any(|region| subject.may(&Request::new(action, resource), region, false)) {
            found.push(finding(subject, &format!("may `{action}`")));
        }
    }
    secrets(subject, &mut found);
    stores(subject, &mut found);
    found
}

impl Subject<'_, '_> {
    /// The regions of the account's stacks.
    fn regions(&self) -> impl Iterator<Item = &str> {
        let regions: BTreeSet<&str> = self.stacks().map(|stack| &*stack.region).collect();
        regions.into_iter()
    }
}

/// Secrets whose values no plan compares.
fn secrets(subject: &Subject<'_, '_>, found: &mut Vec<Finding>) {
    let design = subject.design;
    let write_only = design.terraform >= TerraformVersion::V1_11;
    let sites = design.sites.iter().filter(|site| site.account == subject.account.id);
    for (site, secret) in sites.flat_map(|site| {
        let all = design.cells[site.cell].secrets.iter().chain(&site.secrets);
        all.map(move |secret| (site, secret))
    }) {
        let is_compared = secret.source != SecretSource::Given
            && (!write_only || [BROKER_TOKEN, CACHE_TOKEN].contains(&secret.id.as_str()));
        if is_compared {
            continue;
        }
        let (region, number) = (&site.region, subject.number());
        let arn = format!("arn:aws:secretsmanager:{region}:{number}:secret:{}-a1B2c3", secret.name);
        if subject.may(&Request::new("secretsmanager:GetSecretValue", &arn), region, false) {
            found.push(finding(
                subject,
                &format!("may read the secret `{}`, which no plan compares", secret.name),
            ));
        }
    }
}

/// Stores with what customers put in.
fn stores(subject: &Subject<'_, '_>, found: &mut Vec<Finding>) {
    let estate = subject.estate;
    for (id, store) in estate.inventory.stores.stores.iter() {
        let classes = store.data_classes.value().map_or(&[][..], |classes| classes);
        let is_private = [DataClass::Personal, DataClass::Commercial].iter().any(|it| classes.contains(it));
        if !is_private || estate.account_of(id) != Some(subject.account_id) {
            continue;
        }
        let Some(arn) = estate.arn(id) else { continue };
        let (action, arn) = match store.kind {
            StoreKind::Bucket(_) => ("s3:GetObject", format!("{arn}/*")),
            StoreKind::Queue(_) => ("sqs:ReceiveMessage", arn),
            StoreKind::LogStore(_) => ("logs:GetLogEvents", format!("{arn}*")),
            StoreKind::Table(_) => ("dynamodb:GetItem", arn),
            // The contents of others are only readable over a connection.
            _ => continue,
        };
        let request = Request { on: Some(EntryId::from(id)), ..Request::new(action, &arn) };
        let region = arn.split(':').nth(3).filter(|region| !region.is_empty());
        let regions: Vec<&str> = region.map_or_else(|| subject.regions().collect(), |region| vec![region]);
        if regions.into_iter().any(|region| subject.may(&request, region, false)) {
            let address = estate.resource(id).map(|it| it.to_string()).unwrap_or_default();
            found.push(finding(
                subject,
                &format!("may `{action}` of `{address}`, which has data of customers"),
            ));
        }
    }
}

fn finding(subject: &Subject<'_, '_>, what: &str) -> Finding {
    let message = format!("the role {} {what}", subject.name());
    Finding::new(&codes::PLAN, &*message).help("remove it from the policy of the role, or deny it there")
}
