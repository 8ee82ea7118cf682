//! What workloads may do: nothing wider than their needs, and everything that they need.

use std::collections::{BTreeMap, BTreeSet};

use polder_inventory::EntryId;
use polder_inventory::access::{Effect, PolicyRole};
use polder_inventory::compute::EnvironmentValue;
use polder_inventory::model::Link;
use polder_inventory::stores::StoreKind;
use polder_verdict::{Effect as StepEffect, Evidence, Fact, Gap, Property, Resource, Step, Verdict, Witness};

use super::extent::{Extent, regions};
use super::inquiry::{Act, Findings, Found, can};
use super::runtimes::{Runs, of_pods, runs};
use super::unresolved::Unresolved;
use crate::estate::{Actor, ActorKind, Estate};
use crate::language::{Context, Glob, Request};
use crate::literal::{Answer, decide};

/// Actions that a workload must never be given for all resources, with what an attacker does with them.
const WIDE: [(&str, &str); 23] = [
    ("s3:GetObject", "reads every object"),
    ("s3:PutObject", "writes every object"),
    ("s3:DeleteObject", "deletes every object"),
    ("s3:PutBucketPolicy", "opens every bucket"),
    ("secretsmanager:GetSecretValue", "reads every secret"),
    ("secretsmanager:PutSecretValue", "changes every secret"),
    ("ssm:GetParameter", "reads every parameter"),
    ("ssm:GetParameters", "reads every parameter"),
    ("ssm:GetParametersByPath", "reads every parameter"),
    ("kms:Decrypt", "decrypts with every key"),
    ("kms:PutKeyPolicy", "opens every key"),
    ("sqs:ReceiveMessage", "reads every queue"),
    ("dynamodb:GetItem", "reads every table"),
    ("dynamodb:Query", "reads every table"),
    ("dynamodb:Scan", "reads every table"),
    ("dynamodb:PutItem", "writes to every table"),
    ("dynamodb:DeleteItem", "deletes from every table"),
    ("rds:CreateDBSnapshot", "copies every database"),
    ("rds:ModifyDBInstance", "changes every database"),
    ("rds:DeleteDBInstance", "deletes every database"),
    ("lambda:UpdateFunctionCode", "changes every function"),
    ("ec2:RunInstances", "starts machines"),
    ("iam:PassRole", "passes every role"),
];

/// The entries that workloads run as, or may.
pub(super) struct Identities(BTreeMap<EntryId, Runs>);

impl Identities {
    /// Whether workloads run as an actor.
    pub(super) fn run_as(&self, actor: &Actor) -> Runs {
        actor.entry.and_then(|entry| self.0.get(&entry).copied()).unwrap_or(Runs::No)
    }
}

/// Roles of processes, functions, machines and pods, and all that a service may use which runs code.
pub(super) fn identities(estate: &Estate<'_>) -> Identities {
    let by_trust = estate.actors().iter().filter_map(|it| Some((it.entry?, runs(estate, it.entry?))));
    let mut found: BTreeMap<EntryId, Runs> = by_trust.collect();
    found.extend(of_compute(estate).into_iter().chain(of_pods(estate)).map(|entry| (entry, Runs::Yes)));
    Identities(found)
}

fn of_compute(estate: &Estate<'_>) -> BTreeSet<EntryId> {
    let compute = &estate.inventory.compute;
    let processes = compute.processes.values();
    let of_processes =
        processes.flat_map(|it| [it.identity, it.launch_identity]).flatten().filter_map(|link| link.id());
    let of_functions = compute.functions.values().filter_map(|it| it.identity.id());
    let of_machines = compute.machine_pools.values().filter_map(|it| it.identity.and_then(|link| link.id()));
    of_processes.chain(of_functions).chain(of_machines).map(EntryId::from).collect()
}

/// Workloads whose role is not part of the estate, so that its policies are not known.
pub(super) fn lost_identities(estate: &Estate<'_>) -> Vec<Gap> {
    let compute = &estate.inventory.compute;
    let processes = compute.processes.values();
    let of_processes = processes.flat_map(|it| [(it.identity, it.source), (it.launch_identity, it.source)]);
    let of_pools = compute.machine_pools.values().map(|it| (it.identity, it.source));
    let of_functions = compute.functions.values().map(|it| (Some(it.identity), it.source));
    let all = of_processes.chain(of_pools).chain(of_functions);
    let lost = all.filter_map(|(link, source)| link.filter(|link| link.id().is_none()).map(|_| source));
    lost.map(|source| {
        let named = estate.inventory.sources.get(source);
        let named = named.map(|it| Resource::new(it.stack.as_str(), it.address.as_str()));
        Gap::new("the role of a workload is not part of the estate", named)
    })
    .collect()
}

/// The roles that workloads run as, and whether that is certain.
fn workloads<'e>(estate: &'e Estate<'_>) -> Vec<(&'e Actor, Runs)> {
    let own = identities(estate);
    let roles = estate.actors().iter().filter(|it| it.kind == ActorKind::Role);
    roles.map(|role| (role, own.run_as(role))).filter(|(_, runs)| *runs != Runs::No).collect()
}

/// Whether a workload may act on resources that nobody named: on those of strangers, and of names that do not exist.
pub(super) fn beyond(estate: &Estate<'_>, unresolved: &Unresolved, extent: Extent) -> Property {
    let mut findings = Findings::default();
    let regions = regions(estate.inventory, extent);
    let workloads = workloads(estate);
    for (actor, runs) in &workloads {
        let Some(account) = actor.account.map(|it| estate.number(it)) else { continue };
        for (action, effect) in WIDE {
            let names: BTreeSet<String> =
                regions.iter().map(|region| unnamed(action, region, &account)).collect();
            for resource in names.iter().map(|name| Glob::wildcards(name)) {
                let act = Act { actor, action, resource: &resource, on: None, fixed: &[] };
                let summary = || format!("{} {effect} of its account", actor.caller);
                if findings.add_of_workload(estate, act, *runs, &summary) {
                    break;
                }
            }
        }
        wild_statements(estate, actor, *runs, &mut findings);
    }
    findings.gaps.extend(lost_identities(estate));
    Property {
        id: "access.beyond-needs".into(),
        claim: "no workload may use a whole service, or resources that its policies do not name".into(),
        verdict: findings.verdict(
            &unresolved.identities,
            "every role of a workload is limited to actions and resources by name",
        ),
    }
}

/// A resource of a kind that an action is on, with a name that nothing has.
fn unnamed(action: &str, region: &str, account: &str) -> String {
    match action.split_once(':').map_or("", |(service, _)| service) {
        "s3" if action == "s3:PutBucketPolicy" => "arn:aws:s3:::unnamed-0".to_owned(),
        "s3" => "arn:aws:s3:::unnamed-0/unnamed".to_owned(),
        "secretsmanager" => format!("arn:aws:secretsmanager:{region}:{account}:secret:unnamed-0"),
        "ssm" => format!("arn:aws:ssm:{region}:{account}:parameter/unnamed-0"),
        "kms" => format!("arn:aws:kms:{region}:{account}:key/unnamed-0"),
        "sqs" => format!("arn:aws:sqs:{region}:{account}:unnamed-0"),
        "dynamodb" => format!("arn:aws:dynamodb:{region}:{account}:table/unnamed-0"),
        "rds" => format!("arn:aws:rds:{region}:{account}:db:unnamed-0"),
        "lambda" => format!("arn:aws:lambda:{region}:{account}:function:unnamed-0"),
        "iam" => format!("arn:aws:iam::{account}:role/unnamed-0"),
        _ => format!("arn:aws:ec2:{region}:{account}:instance/unnamed-0"),
    }
}

/// Statements of a workload that allow all actions of a service.
fn wild_statements(estate: &Estate<'_>, actor: &Actor, runs: Runs, findings: &mut Findings) {
    let Some(entry) = actor.entry else { return };
    for document in estate.attached(entry, PolicyRole::Identity) {
        for statement in document.statements.iter().flatten().filter(|it| it.effect == Effect::Allow) {
            let whole = statement.actions.patterns.iter().flatten().map(ToString::to_string);
            let whole: Vec<String> = whole.filter(|it| it == "*" || it.ends_with(":*")).collect();
            if whole.is_empty() && !statement.actions.except {
                continue;
            }
            let action = any_action(&whole);
            let act = Act { actor, action: &action, resource: &Glob::wildcards("*"), on: None, fixed: &[] };
            let summary = || format!("{} may use all actions of `{}`", actor.caller, statement.name);
            findings.add_of_workload(estate, act, runs, &summary);
        }
    }
}

/// An action that exists in no list of needs, which a whole service includes.
fn any_action(whole: &[String]) -> String {
    let service = whole.first().and_then(|it| it.strip_suffix(":*")).unwrap_or("s3");
    format!("{}:AnyAction", service.replace(['*', '?'], "x"))
}

/// Whether workloads may do what their definitions need: read secrets, pull images, write logs.
pub(super) fn needed(estate: &Estate<'_>, unresolved: &Unresolved) -> Property {
    let (mut witnesses, mut gaps, mut asked) = (vec![], vec![], 0);
    gaps.extend(unresolved.identities.iter().cloned());
    for process in estate.inventory.compute.processes.values() {
        let Some(launch) = process.launch_identity else { continue };
        let actor = launch.id().and_then(|id| estate.actors().iter().find(|it| it.entry == Some(id.into())));
        for (entry, action, suffix) in launch_needs(estate, process) {
            asked += 1;
            let (Some(actor), Some(arn)) = (actor, estate.arn(entry)) else {
                let text =
                    format!("whether a process may use `{action}` is not known: its role or the ARN is not");
                gaps.push(Gap::new(text, estate.resource(entry)));
                continue;
            };
            let resource = Glob::literal(&format!("{arn}{suffix}"));
            let act = Act { actor, action, resource: &resource, on: Some(entry), fixed: &[] };
            match can(estate, act) {
                Found::Yes(_) => {}
                // A policy that is not known may allow it.
                Found::No if unresolved.identities.is_empty() => {
                    witnesses.extend(missing(estate, act, entry));
                }
                Found::No => {}
                Found::Unknown(why) => {
                    let text = format!("whether {} may use `{action}` is not known: {why}", actor.caller);
                    gaps.push(Gap::new(text, estate.resource(entry)));
                }
            }
        }
    }
    Property {
        id: "access.needed".into(),
        claim: "every workload may read the secrets and pull the images that its definition names".into(),
        verdict: Verdict::of(witnesses, gaps, || {
            vec![Evidence::new(format!("{asked} needs of processes are allowed"), [])]
        }),
    }
}

fn launch_needs(
    estate: &Estate<'_>,
    process: &polder_inventory::compute::Process,
) -> BTreeSet<(EntryId, &'static str, &'static str)> {
    let mut found = BTreeSet::new();
    for container in &process.containers {
        for variable in container.environment.value().into_iter().flatten() {
            if let EnvironmentValue::Secret { store: Link::To(store), .. } = &variable.value {
                found.insert((EntryId::from(*store), "secretsmanager:GetSecretValue", ""));
            }
        }
        if let Some(Link::To(registry)) = container.image.registry {
            found.insert((registry.into(), "ecr:BatchGetImage", ""));
        }
    }
    found.retain(|(entry, ..)| {
        let EntryId::Store(id) = entry else { return false };
        let kind = estate.inventory.stores.stores.get(*id).map(|it| &it.kind);
        matches!(kind, Some(StoreKind::Secret(_) | StoreKind::Registry(_)))
    });
    found
}

/// The witness of a need that is not allowed, if the literal evaluator does not allow it, either.
fn missing(estate: &Estate<'_>, act: Act<'_>, entry: EntryId) -> Option<Witness> {
    let (actor, action, resource) = (act.actor, act.action, act.resource.to_string());
    let values = estate.fixed(actor, act.on, act.resource).into_iter();
    let values = values.filter_map(|(key, values)| Some((key, values?))).collect();
    let context = Context { values, ..Context::default() };
    let request = Request {
        caller: actor.caller.clone(),
        action: action.to_owned(),
        resource: resource.clone(),
        context,
    };
    let answer = decide(&request, &estate.policies(actor, act.on)).answer;
    if !matches!(answer, Answer::ExplicitDeny | Answer::ImplicitDeny) {
        return None;
    }
    let resources: Vec<_> =
        [actor.entry, Some(entry)].into_iter().flatten().filter_map(|it| estate.resource(it)).collect();
    Some(Witness {
        summary: format!("{} needs `{action}` and is not allowed it", actor.caller),
        facts: vec![
            Fact::new("principal", actor.caller.to_string()),
            Fact::new("action", action),
            Fact::new("resource", resource),
        ],
        steps: vec![Step {
            text: "no statement allows it, or one denies it".into(),
            effect: StepEffect::Denies,
            resources,
        }],
        replayed_by: "literal evaluator",
    })
}
