//! Ways to break the access of the owner's estate: each is refuted by the properties that it breaks, and by no other.

use std::collections::BTreeMap;

use polder::compile_with_inventory;
use polder::verdict::{Label, Verdict};
use polder_iam::{Extent, prove};
use polder_inventory::access::{
    Actions, Effect, Policy, PolicyAttachment, PolicyForm, PolicyRole, Principal, PrincipalId, PrincipalKind,
    PrincipalPattern, Principals, ResourceName, Resources, Statement,
};
use polder_inventory::model::{Attribute, Known, Link, Pattern, Piece, Set};
use polder_inventory::stores::StoreKind;
use polder_inventory::{EntryId, Inventory, SourceId};

const ESTATE: &str = include_str!("../../../../examples/saleor-eu/polder.toml");

/// The labels of all properties. Every witness has steps, and was replayed.
fn labels(inventory: &Inventory) -> BTreeMap<String, Label> {
    let labelled = |property: polder::verdict::Property| {
        if let Verdict::Refuted(witnesses) = &property.verdict {
            let replayed = |it: &polder::verdict::Witness| it.replayed_by == "literal evaluator";
            assert!(witnesses.iter().all(|it| !it.steps.is_empty() && replayed(it)), "{witnesses:#?}");
        }
        (property.id, property.verdict.label())
    };
    prove(inventory, Extent::Whole).into_iter().map(labelled).collect()
}

/// A change, with the properties that it must refute; all others stay as they are.
struct Mutant {
    name: String,
    refutes: Vec<&'static str>,
    change: Box<dyn Fn(&mut Inventory)>,
}

fn statement(who: Option<PrincipalPattern>, actions: &[&str], resource: Option<Pattern>) -> Statement {
    Statement {
        name: Some("Mutant".into()),
        effect: Effect::Allow,
        principals: who.map(|who| Principals::Only(Known::Value([who].into()))),
        actions: Actions::Only(Known::Value(actions.iter().map(|it| (*it).into()).collect())),
        resources: resource.map(|it| Resources::Only(Known::Value([it].into()))),
        conditions: Set::default(),
    }
}

fn attach(inventory: &mut Inventory, source: SourceId, to: EntryId, role: PolicyRole, statement: Statement) {
    let policy = inventory.access.policies.push(Policy {
        source,
        name: Known::Value(None),
        form: PolicyForm::Inline,
        version: Known::Value("2012-10-17".into()),
        statements: Known::Value([statement].into()),
    });
    let (policy, to) = (Link::To(policy), Link::To(to));
    inventory.access.policy_attachments.push(PolicyAttachment { source, policy, to, role });
}

/// The role of a process of the cell of production, by its component.
fn role(inventory: &Inventory, component: &str) -> PrincipalId {
    let processes = inventory.compute.processes.values();
    let found = processes.filter(|process| {
        let source = &inventory.sources[process.source];
        source.stack.starts_with("production/") && source.address.contains(component)
    });
    let mut roles = found.filter_map(|process| process.identity?.id());
    roles.next().unwrap_or_else(|| panic!("no role of {component}"))
}

fn grant(inventory: &mut Inventory, component: &str, actions: &[&str], resource: &str) {
    let role = role(inventory, component);
    let source = inventory.access.principals[role].source;
    let statement = statement(None, actions, Some(Pattern::wildcards(resource)));
    attach(inventory, source, role.into(), PolicyRole::Identity, statement);
}

const ADMINISTRATORS: &str = "access.administrators";
const BACKUPS: &str = "access.backups";
const BEYOND: &str = "access.beyond-needs";
const LOGGING: &str = "access.logging";
const NEEDED: &str = "access.needed";
const OUTSIDERS: &str = "access.outsiders";
const PERSONAL: &str = "access.personal-data";
const SECOND: &str = "access.second-factor";

/// Rights of a workload: actions on everything, and what they refute.
const RIGHTS: [(&str, &[&str], &[&str]); 19] = [
    ("reads every secret", &["secretsmanager:GetSecretValue"], &[BEYOND]),
    ("reads every object", &["s3:GetObject"], &[BEYOND, PERSONAL]),
    ("uses a whole service", &["sqs:*"], &[BEYOND, PERSONAL]),
    ("decrypts with every key", &["kms:Decrypt"], &[BEYOND]),
    ("reads every queue", &["sqs:ReceiveMessage"], &[BEYOND, PERSONAL]),
    ("reads every table", &["dynamodb:Scan"], &[BEYOND]),
    ("reads every parameter", &["ssm:GetParameter"], &[BEYOND]),
    ("opens buckets", &["s3:PutBucketPolicy"], &[BEYOND]),
    ("deletes objects", &["s3:DeleteObject"], &[BEYOND]),
    ("changes code of functions", &["lambda:UpdateFunctionCode"], &[BEYOND]),
    ("starts machines", &["ec2:RunInstances"], &[BEYOND]),
    ("changes databases", &["rds:ModifyDBInstance"], &[BEYOND]),
    ("copies databases", &["rds:CreateDBSnapshot"], &[BEYOND]),
    ("lists all objects", &["s3:*"], &[BEYOND, PERSONAL]),
    ("uses all keys", &["kms:*"], &[BEYOND]),
    ("uses all functions", &["lambda:*"], &[BEYOND]),
    ("uses all secrets", &["secretsmanager:*"], &[BEYOND]),
    ("uses all parameters", &["ssm:*"], &[BEYOND]),
    ("uses all tables", &["dynamodb:*"], &[BEYOND]),
];

fn mutants(inventory: &Inventory) -> Vec<Mutant> {
    let mut found = vec![];
    for (name, actions, refutes) in RIGHTS {
        found.push(Mutant {
            name: format!("a workload {name}"),
            refutes: refutes.to_vec(),
            change: Box::new(move |inventory| grant(inventory, "api", actions, "*")),
        });
    }
    found.push(Mutant {
        name: "resource control policies are gone, and policies of resources still hold".into(),
        refutes: vec![],
        change: Box::new(without_control_of_resources),
    });
    found.extend(admitted(inventory));
    found.push(without_own_policies(inventory));
    found.extend(pipeline(inventory));
    found.extend(workloads(inventory));
    found.extend(people(inventory));
    found
}

/// What workloads lose, and what they must not be.
fn workloads(inventory: &Inventory) -> Vec<Mutant> {
    let launch = |process: &polder_inventory::compute::Process| process.launch_identity?.id();
    let launch = inventory.compute.processes.values().find_map(launch).expect("a launch role");
    let source = inventory.access.principals[launch].source;
    let mutant = |name: &str, refutes: &[&'static str], change: Box<dyn Fn(&mut Inventory)>| Mutant {
        name: name.to_owned(),
        refutes: refutes.to_vec(),
        change,
    };
    let denied = |action: &'static str| -> Box<dyn Fn(&mut Inventory)> {
        Box::new(move |inventory| {
            let anything = Some(Pattern::wildcards("*"));
            let deny = Statement { effect: Effect::Deny, ..statement(None, &[action], anything) };
            attach(inventory, source, launch.into(), PolicyRole::Identity, deny);
        })
    };
    vec![
        mutant(
            "a launch role loses its policies",
            &[NEEDED],
            Box::new(move |inventory| {
                for attachment in inventory.access.policy_attachments.values_mut() {
                    if attachment.to == Link::To(launch.into()) && attachment.role == PolicyRole::Identity {
                        attachment.role = PolicyRole::Declarative;
                    }
                }
            }),
        ),
        mutant("a launch role may not read secrets", &[NEEDED], denied("secretsmanager:GetSecretValue")),
        mutant("a launch role may not pull images", &[NEEDED], denied("ecr:BatchGetImage")),
        mutant(
            // The boundary of its role keeps it from being an administrator.
            "a workload may do everything",
            &[BEYOND, PERSONAL],
            Box::new(|inventory| grant(inventory, "api", &["*"], "*")),
        ),
    ]
}

/// A person with long-term credentials.
fn people(inventory: &Inventory) -> Vec<Mutant> {
    let source = inventory.access.principals[role(inventory, "api")].source;
    let rights: [(&str, &[&str], &[&'static str]); 4] = [
        ("reads objects", &["s3:GetObject"], &[SECOND]),
        ("starts machines", &["ec2:RunInstances"], &[SECOND]),
        // A service control policy keeps the trail.
        ("stops the trail", &["cloudtrail:StopLogging", "s3:GetObject"], &[SECOND]),
        ("gives itself permissions", &["iam:PutUserPolicy", "s3:GetObject"], &[ADMINISTRATORS, SECOND]),
    ];
    let mutant = |(name, actions, refutes): (&str, &'static [&'static str], &[&'static str])| Mutant {
        name: format!("a user {name}"),
        refutes: refutes.to_vec(),
        change: Box::new(move |inventory: &mut Inventory| {
            let user = inventory.access.principals.push(Principal {
                source,
                name: Known::Value("ann".into()),
                path: Known::Value("/".into()),
                kind: PrincipalKind::User { groups: Set::default() },
            });
            let account = inventory.locations[inventory.sources[source].location].account;
            let account = account.id().expect("an account");
            let identifier = Pattern::of([
                Piece::Literal("arn:aws:iam::".into()),
                Piece::Account(account),
                Piece::Literal(":user/ann".into()),
            ]);
            let entry = Link::To(user.into());
            inventory.access.resource_names.push(ResourceName { source, entry, identifier });
            let statement = statement(None, actions, Some(Pattern::wildcards("*")));
            attach(inventory, source, user.into(), PolicyRole::Identity, statement);
        }),
    };
    rights.into_iter().map(mutant).collect()
}

/// Policies of resources that admit somebody from outside.
fn admitted(inventory: &Inventory) -> Vec<Mutant> {
    let mut found = vec![];
    let mut kinds: BTreeMap<&str, (EntryId, SourceId, &[&str], &str)> = BTreeMap::new();
    for (id, store) in inventory.stores.stores.iter() {
        let (kind, actions, suffix): (_, &[&str], _) = match &store.kind {
            StoreKind::Bucket(_) => ("bucket", &["s3:GetObject"], "/*"),
            StoreKind::Queue(_) => ("queue", &["sqs:ReceiveMessage"], ""),
            // Its own policy denies publishing and subscribing to others.
            StoreKind::Topic(_) => ("topic", &["sns:SetTopicAttributes"], ""),
            StoreKind::Secret(_) => ("secret", &["secretsmanager:GetSecretValue"], ""),
            StoreKind::Registry(_) => ("registry", &["ecr:BatchGetImage"], ""),
            StoreKind::Vault(_) => ("vault", &["backup:StartRestoreJob"], ""),
            _ => continue,
        };
        let production = inventory.sources[store.source].stack.starts_with("production/");
        if production {
            kinds.entry(kind).or_insert((id.into(), store.source, actions, suffix));
        }
    }
    let keys = inventory.access.keys.iter();
    let mut keys = keys.filter(|(_, key)| inventory.sources[key.source].stack.starts_with("production/"));
    let (key, of) = keys.next().expect("a key");
    kinds.insert("key", (key.into(), of.source, &["kms:Decrypt"], ""));
    let task = role(inventory, "api");
    kinds.insert("role", (task.into(), inventory.access.principals[task].source, &["sts:AssumeRole"], ""));
    for (kind, (entry, source, actions, suffix)) in kinds {
        let foreign = PrincipalPattern::Identifier(Pattern::literal("arn:aws:iam::210987654321:role/other"));
        for (whom, who) in [("everyone", PrincipalPattern::Anyone), ("a foreign role", foreign)] {
            // The block of public access holds what such a policy would give.
            if kind == "bucket" && whom == "everyone" {
                continue;
            }
            let role = match kind {
                "key" => PolicyRole::Key,
                "role" => PolicyRole::Trust,
                _ => PolicyRole::Resource,
            };
            let resource = (kind != "role").then(|| {
                Pattern::of([
                    Piece::Attribute { entry, attribute: Attribute::Identifier },
                    Piece::Literal(suffix.into()),
                ])
            });
            let resource = resource.map(|it| if suffix == "/*" { with_run(entry) } else { it });
            found.push(Mutant {
                name: format!("a {kind} admits {whom}"),
                refutes: match (kind, whom) {
                    // Everyone includes the workloads of other cells, and the queue's own policy denies other accounts.
                    ("queue", "everyone") => vec![PERSONAL],
                    // Policies of queues and secrets deny other accounts.
                    ("queue" | "secret", _) => vec![],
                    _ => vec![OUTSIDERS],
                },
                change: Box::new(move |inventory| {
                    without_control_of_resources(inventory);
                    let statement = statement(Some(who.clone()), actions, resource.clone());
                    attach(inventory, source, entry, role, statement);
                }),
            });
        }
    }
    found
}

/// Workloads that have no policies of their own, and a queue that admits them all the same.
fn without_own_policies(inventory: &Inventory) -> Mutant {
    let is_queue = |source: SourceId, kind: &StoreKind| {
        matches!(kind, StoreKind::Queue(_)) && inventory.sources[source].stack.starts_with("production/")
    };
    let queue = inventory.stores.stores.iter().find(|(_, it)| is_queue(it.source, &it.kind));
    let (queue, source) = queue.map(|(id, it)| (EntryId::from(id), it.source)).expect("a queue");
    let compute = &inventory.compute;
    let of_processes = compute.processes.values().flat_map(|it| [it.identity, it.launch_identity]).flatten();
    let of_functions = compute.functions.values().map(|it| it.identity);
    let of_machines = compute.machine_pools.values().filter_map(|it| it.identity);
    let links = of_processes.chain(of_functions).chain(of_machines);
    let roles: Set<EntryId> = links.filter_map(|link| link.id().map(EntryId::from)).collect();
    Mutant {
        name: "a queue admits workloads without policies of their own".into(),
        // Without their policies, nothing starts.
        refutes: vec![NEEDED, PERSONAL],
        change: Box::new(move |inventory| {
            without_control_of_resources(inventory);
            for attachment in inventory.access.policy_attachments.values_mut() {
                let is_own = attachment.to.id().is_some_and(|it| roles.contains(&it));
                if is_own && attachment.role == PolicyRole::Identity {
                    attachment.role = PolicyRole::Declarative;
                }
            }
            let identifier = Piece::Attribute { entry: queue, attribute: Attribute::Identifier };
            let statement = statement(
                Some(PrincipalPattern::Anyone),
                &["sqs:ReceiveMessage"],
                Some(Pattern::of([identifier])),
            );
            attach(inventory, source, queue, PolicyRole::Resource, statement);
        }),
    }
}

/// The resource control policies of the organization hold off strangers, whatever the policy of a resource says. Without them, the
/// policy is what counts.
fn without_control_of_resources(inventory: &mut Inventory) {
    for attachment in inventory.access.policy_attachments.values_mut() {
        if attachment.role == PolicyRole::ResourceControl {
            attachment.role = PolicyRole::Declarative;
        }
    }
}

fn with_run(entry: EntryId) -> Pattern {
    let identifier = Piece::Attribute { entry, attribute: Attribute::Identifier };
    Pattern::of([identifier, Piece::Literal("/".into()), Piece::AnyRun])
}

/// Rights of the role `plan` of production, which applies nothing.
fn pipeline(inventory: &Inventory) -> Vec<Mutant> {
    let principals = inventory.access.principals.iter();
    let mut plans = principals.filter(|(_, it)| {
        it.name.value().is_some_and(|name| name.ends_with("-plan"))
            && inventory.sources[it.source].stack.starts_with("management/")
    });
    let (plan, it) = plans.next().expect("a role `plan`");
    let source = it.source;
    let rights: [(&str, &[&str], &[&'static str]); 8] = [
        ("changes its own policies", &["iam:PutRolePolicy"], &[ADMINISTRATORS]),
        ("attaches policies", &["iam:AttachRolePolicy"], &[ADMINISTRATORS]),
        ("creates administrators", &["iam:CreateRole", "iam:PutRolePolicy"], &[ADMINISTRATORS]),
        ("changes who assumes roles", &["iam:UpdateAssumeRolePolicy"], &[ADMINISTRATORS]),
        ("assigns permission sets", &["sso:CreateAccountAssignment"], &[ADMINISTRATORS]),
        ("stops the trail", &["cloudtrail:StopLogging"], &[LOGGING]),
        ("deletes recovery points", &["backup:DeleteRecoveryPoint"], &[BACKUPS]),
        ("deletes keys", &["kms:ScheduleKeyDeletion"], &[BACKUPS]),
    ];
    let mutant = |(name, actions, refutes): (&str, &'static [&'static str], &[&'static str])| Mutant {
        name: format!("the plan {name}"),
        refutes: refutes.to_vec(),
        change: Box::new(move |inventory: &mut Inventory| {
            let statement = statement(None, actions, Some(Pattern::wildcards("*")));
            attach(inventory, source, plan.into(), PolicyRole::Identity, statement);
        }),
    };
    rights.into_iter().map(mutant).collect()
}

#[test]
fn each_mutant_is_refuted_by_what_it_breaks_and_by_nothing_else() {
    let inventory = compile_with_inventory(ESTATE).value.expect("a sound platform").1;
    let before = labels(&inventory);
    let other: Vec<_> = before.iter().filter(|(_, label)| **label != Label::Proved).collect();
    assert!(other.is_empty(), "{other:?}");
    let all = mutants(&inventory);
    assert!(all.iter().filter(|it| !it.refutes.is_empty()).count() >= 40, "{}", all.len());
    let mut wrong = vec![];
    for mutant in all {
        let mut broken = inventory.clone();
        (mutant.change)(&mut broken);
        let after = labels(&broken);
        let changed = after.iter().filter(|(id, label)| before[*id] != **label);
        let found: Vec<&str> = changed.map(|(id, _)| id.as_str()).collect();
        if found != mutant.refutes || mutant.refutes.iter().any(|id| after[*id] != Label::Refuted) {
            wrong.push(format!("{}: {found:?}, not {:?}", mutant.name, mutant.refutes));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
