//! Order: what AWS wants to stand before something else, although no attribute of the one names the other.
//!
//! Terraform makes at once whatever does not refer to each other. So each of these relations must be carried by a
//! reference or by `depends_on`, directly or through others. Where a stack has several of what a rule wants first, one
//! of them is enough: which one is meant is not known from the kinds alone.

use crate::address::{Address, StackId};
use crate::link::Links;
use crate::stack::{Resource, Stack};
use crate::value::{Reference, Value};

use super::needs::Needs;
use super::{Judge, Spot, codes};

/// `kind` needs `first` of the same stack before it.
struct Rule {
    kind: &'static str,
    /// The block or attribute that makes it need that; empty for always.
    with: &'static str,
    first: &'static str,
}

const fn rule(kind: &'static str, with: &'static str, first: &'static str) -> Rule {
    Rule { kind, with, first }
}

static RULES: [Rule; 9] = [
    // "The specified capacity provider is not associated with the cluster."
    rule("aws_ecs_service", "capacity_provider_strategy", "aws_ecs_cluster_capacity_providers"),
    // "The target group does not have an associated load balancer."
    rule("aws_ecs_service", "load_balancer", "aws_lb_listener"),
    // "Network has no Internet gateway attached."
    rule("aws_nat_gateway", "", "aws_internet_gateway"),
    // An address cannot be given back while its network has lost its gateway.
    rule("aws_eip", "", "aws_internet_gateway"),
    rule("aws_config_delivery_channel", "", "aws_config_configuration_recorder"),
    rule("aws_config_configuration_recorder_status", "", "aws_config_delivery_channel"),
    // It tries the log when it is made.
    rule("aws_route53_query_log", "", "aws_cloudwatch_log_resource_policy"),
    // "CloudWatch Logs role ARN must be set in account settings to enable logging."
    rule("aws_api_gateway_stage", "access_log_settings", "aws_api_gateway_account"),
    rule("aws_api_gateway_method_settings", "", "aws_api_gateway_account"),
];

/// Resources that work with a thing from the moment when they are made, and so need by then what makes the thing fit for
/// it.
struct Fitting {
    workers: &'static [&'static str],
    /// What makes it fit.
    by: &'static [&'static str],
    /// The attribute by which that says of which thing it is.
    of: &'static str,
}

static FITTINGS: [Fitting; 3] = [
    // A role without rights is refused, or what works with it fails.
    Fitting {
        workers: &[
            "aws_api_gateway_account",
            "aws_backup_selection",
            "aws_db_instance",
            "aws_ecs_service",
            "aws_s3_bucket_replication_configuration",
        ],
        by: &["aws_iam_role_policy", "aws_iam_role_policy_attachment"],
        of: "role",
    },
    // Who writes into a bucket tries it when it is made.
    Fitting { workers: &["aws_cloudtrail", "aws_lb"], by: &["aws_s3_bucket_policy"], of: "bucket" },
    // Both ends of a copy must keep versions.
    Fitting {
        workers: &["aws_s3_bucket_replication_configuration"],
        by: &["aws_s3_bucket_versioning"],
        of: "bucket",
    },
];

/// Checks the order inside a stack.
pub(super) fn check(judge: &mut Judge<'_>, stack: &Stack, needs: &Needs<'_>) {
    for (place, resource) in stack.resources.iter().enumerate() {
        let kind = resource.address.kind.as_str();
        let has = |with: &str| with.is_empty() || resource.body.items.iter().any(|item| item.key == with);
        let rules: Vec<&Rule> = RULES.iter().filter(|it| it.kind == kind && has(it.with)).collect();
        let fittings: Vec<&Fitting> = FITTINGS.iter().filter(|it| it.workers.contains(&kind)).collect();
        if rules.is_empty() && fittings.is_empty() {
            continue;
        }
        let before = needs.all(place);
        let missing = rules.iter().filter_map(|rule| rule.missing(stack, &before));
        let unfit = fittings.iter().flat_map(|fitting| fitting.missing(stack, &before));
        for first in missing.chain(unfit) {
            unordered(judge, Spot::of(stack, resource), &first.address);
        }
    }
}

/// Checks that no certificate is waited for before the world can find its proof.
pub(super) fn check_delegations(judge: &mut Judge<'_>) {
    let (cloud, links) = (judge.cloud(), judge.links);
    for stack in &cloud.stacks {
        for resource in stack.managed().filter(|it| it.address.kind == "aws_acm_certificate_validation") {
            for zone in zones(judge, stack, resource) {
                let late = too_late(judge, links, stack, zone);
                if let Some(late) = late {
                    let message = format!("the certificate is waited for, and {late}");
                    judge.report(&codes::UNDELEGATED, Spot::of(stack, resource), message);
                }
            }
        }
    }
}

fn unordered(judge: &mut Judge<'_>, spot: Spot<'_>, first: &Address) {
    let message = format!("`{first}` must stand before it, and nothing says so");
    judge
        .report(&codes::UNORDERED, spot, message)
        .help
        .push(format!("refer to `{first}`, or name it in `depends_on`"));
}

impl Rule {
    /// What should be among `before` and is not, if the stack has it at all.
    fn missing<'a>(&self, stack: &'a Stack, before: &[&Resource]) -> Option<&'a Resource> {
        let first = stack.resources.iter().find(|it| it.address.kind == self.first)?;
        before.iter().all(|it| it.address.kind != self.first).then_some(first)
    }
}

impl Fitting {
    /// What should be among `before`, since the thing that it makes fit is among them, and is not.
    fn missing<'a>(&self, stack: &'a Stack, before: &[&Resource]) -> Vec<&'a Resource> {
        let has = |address: &Address| before.iter().any(|it| *it.address == *address);
        let thing = |it: &Resource| it.body.get(self.of).and_then(reference).map(|thing| has(&thing.address));
        let missing = |it: &&Resource| {
            self.by.contains(&it.address.kind.as_str()) && thing(it) == Some(true) && !has(&it.address)
        };
        stack.resources.iter().filter(missing).collect()
    }
}

/// The zones of the records that prove a certificate.
fn zones<'a>(judge: &Judge<'a>, stack: &Stack, validation: &Resource) -> Vec<Named<'a>> {
    let mut zones = vec![];
    let Some(records) = validation.body.get("validation_record_fqdns") else { return zones };
    records.walk(&mut |value| {
        let Some(record) = reference(value) else { return };
        let Some(holder) = stack.target(record).and_then(|id| judge.cloud().stack(id)) else { return };
        let record = judge.resource(holder.id, &record.address);
        zones.extend(record.and_then(|record| Named::by(holder, record.body.get("zone_id")?)));
    });
    zones
}

/// A resource that a value names.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Named<'a> {
    stack: StackId,
    address: &'a Address,
}

impl<'a> Named<'a> {
    /// By a value of `stack`.
    fn by(stack: &'a Stack, value: &'a Value) -> Option<Named<'a>> {
        let reference = reference(value)?;
        Some(Named { stack: stack.target(reference)?, address: &reference.address })
    }
}

/// Why a certificate in `stack` is waited for too early.
fn too_late(judge: &Judge<'_>, links: &Links, stack: &Stack, zone: Named<'_>) -> Option<String> {
    if stack.id == zone.stack {
        return Some("its zone is made in the same stack, so that nobody can have delegated it".to_owned());
    }
    let wave = |stack: &Stack| links.waves.get(stack.id.index()).copied();
    let late =
        judge.cloud().stacks.iter().find(|other| delegates(other, zone) && wave(stack) < wave(other))?;
    Some(format!("its zone is delegated by stack `{}`, which comes later", late.key))
}

/// Whether a stack says to the world where a zone is.
fn delegates(stack: &Stack, zone: Named<'_>) -> bool {
    let records = stack.managed().filter(|it| it.address.kind == "aws_route53_record");
    let servers = records
        .filter(|it| it.body.get("type") == Some(&Value::from("NS")))
        .filter_map(|it| Named::by(stack, it.body.get("records")?));
    servers.into_iter().any(|servers| servers == zone)
}

fn reference(value: &Value) -> Option<&Reference> {
    match value {
        Value::Reference(reference) => Some(reference),
        _ => None,
    }
}
