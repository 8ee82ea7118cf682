//! Who can do what on the examples, and what is found where one thing is broken.

use std::collections::BTreeMap;

use polder_iam::prove;

use polder_inventory::access::{
    Actions, Effect, Policy, PolicyAttachment, PolicyForm, PolicyRole, PrincipalId, PrincipalPattern,
    Principals, Resources, Statement,
};
use polder_inventory::model::{Attribute, Known, Link, Pattern, Piece, Set};
use polder_inventory::stores::StoreKind;
use polder_inventory::{EntryId, Inventory, SourceId};
use polder_testkit::{EXAMPLES, compiled};
use polder_verdict::{Label, Verdict};

fn owners() -> Inventory {
    let (name, text) = EXAMPLES[0];
    polder::inventory(&compiled(name, text))
}

fn labels(inventory: &Inventory) -> BTreeMap<String, Label> {
    prove(inventory).into_iter().map(|it| (it.id, it.verdict.label())).collect()
}

#[test]
fn nothing_is_refuted_in_the_examples() {
    for (name, text) in EXAMPLES {
        let inventory = polder::inventory(&compiled(name, text));
        for property in prove(&inventory) {
            if let Verdict::Refuted(witnesses) = &property.verdict {
                panic!("{name}: {} {witnesses:#?}", property.id);
            }
        }
    }
}

#[test]
fn the_owners_estate_is_proved() {
    let inventory = owners();
    for property in prove(&inventory) {
        assert_eq!(property.verdict.label(), Label::Proved, "{}: {:#?}", property.id, property.verdict);
    }
    assert_eq!(prove(&inventory), prove(&inventory));
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

/// Rights of a workload: actions on everything, and what they refute.
const RIGHTS: [(&str, &[&str], &[&str]); 21] = [
    (
        "passes roles to functions",
        &["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"],
        &[BEYOND],
    ),
    ("reads every secret", &["secretsmanager:GetSecretValue"], &[BEYOND]),
    ("reads every object", &["s3:GetObject"], &[BEYOND, PERSONAL]),
    ("uses a whole service", &["sqs:*"], &[BEYOND]),
    ("decrypts with every key", &["kms:Decrypt"], &[BEYOND]),
    ("opens keys", &["kms:PutKeyPolicy"], &[BEYOND]),
    ("reads every queue", &["sqs:ReceiveMessage"], &[BEYOND]),
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
    found.extend(admitted(inventory));
    found.extend(pipeline(inventory));
    let launch = |process: &polder_inventory::compute::Process| process.launch_identity?.id();
    let launch = inventory.compute.processes.values().find_map(launch).expect("a launch role");
    found.push(Mutant {
        name: "a launch role loses its policies".into(),
        refutes: vec![NEEDED],
        change: Box::new(move |inventory| {
            for attachment in inventory.access.policy_attachments.values_mut() {
                if attachment.to == Link::To(launch.into()) && attachment.role == PolicyRole::Identity {
                    attachment.to = Link::Unknown(polder_inventory::model::Reason::NotGiven);
                }
            }
        }),
    });
    found
}

/// Policies of resources that admit somebody from outside.
fn admitted(inventory: &Inventory) -> Vec<Mutant> {
    let mut found = vec![];
    let mut kinds: BTreeMap<&str, (EntryId, SourceId, &[&str], &str)> = BTreeMap::new();
    for (id, store) in inventory.stores.stores.iter() {
        let (kind, actions, suffix): (_, &[&str], _) = match &store.kind {
            StoreKind::Bucket(_) => ("bucket", &["s3:GetObject"], "/*"),
            StoreKind::Queue(_) => ("queue", &["sqs:ReceiveMessage"], ""),
            StoreKind::Topic(_) => ("topic", &["sns:Subscribe"], ""),
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
                refutes: vec![OUTSIDERS],
                change: Box::new(move |inventory| {
                    let statement = statement(Some(who.clone()), actions, resource.clone());
                    attach(inventory, source, entry, role, statement);
                }),
            });
        }
    }
    found
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
    let inventory = owners();
    let before = labels(&inventory);
    let all = mutants(&inventory);
    assert!(all.len() >= 40, "{}", all.len());
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
