//! Who can become an administrator, over several steps.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use polder_inventory::access::{AccountId, Effect};
use polder_verdict::{Evidence, Fact, Gap, Property, Verdict, Witness};

use super::inquiry::{Act, Found, can, steps};
use super::steps::{Edge, Node, Position, acts_for_a_service, inside_actor};
use super::workloads::identities;
use crate::estate::{Actor, ActorKind, Estate};
use crate::language::{ActionSet, Document, Glob, ResourceSet, Statement};

/// The most steps of an escalation.
const STEPS_MAX: usize = 8;

/// What an administrator can do, on anything: read data, use keys, start code, and change access without a boundary.
const OF_ADMINISTRATORS: [&str; 6] = [
    "s3:GetObject",
    "secretsmanager:GetSecretValue",
    "ec2:RunInstances",
    "iam:PassRole",
    "iam:PutRolePolicy",
    "iam:CreateRole",
];

/// Whether an actor may do everything already.
pub(super) fn is_administrator(estate: &Estate<'_>, actor: &Actor) -> bool {
    let anything = Glob::wildcards("*");
    let fixed = [("iam:permissionsboundary", None)];
    OF_ADMINISTRATORS.iter().all(|action| {
        let act = Act { actor, action, resource: &anything, on: None, fixed: &fixed };
        matches!(can(estate, act), Found::Yes(_))
    })
}

/// Whether somebody can become an administrator who is none.
pub(super) fn property(estate: &Estate<'_>) -> Property {
    let everything = everything();
    let administrators: BTreeSet<usize> = positions(estate, |actor| is_administrator(estate, actor));
    let mut graph = Graph { estate, everything: &everything, known: BTreeMap::new(), gaps: BTreeSet::new() };
    let (mut witnesses, mut evidence) = (vec![], vec![]);
    let workloads = identities(estate);
    for (at, actor) in estate.actors().iter().enumerate() {
        if actor.kind == ActorKind::ServiceLinkedRole || acts_for_a_service(estate, actor) {
            continue;
        }
        if administrators.contains(&at) {
            let named = actor.entry.and_then(|entry| estate.resource(entry));
            if actor.entry.is_some_and(|entry| workloads.contains(&entry)) {
                witnesses.push(own(estate, actor));
            } else {
                evidence.push(Evidence::new(
                    format!("{} is an administrator by its own policies", actor.caller),
                    named,
                ));
            }
            continue;
        }
        if let Some(path) = graph.path(at, &administrators) {
            witnesses.push(witness(estate, actor, &path));
        }
    }
    let asked = graph.known.len();
    evidence.push(Evidence::new(
        format!("no step leads from the others to an administrator: {asked} positions were searched"),
        [],
    ));
    let gaps = graph.gaps.into_iter().take(20).collect();
    Property {
        id: "access.administrators".into(),
        claim: "nobody can become an administrator, in one step or several".into(),
        verdict: Verdict::of(witnesses, gaps, || evidence),
    }
}

fn positions(estate: &Estate<'_>, keep: impl Fn(&Actor) -> bool) -> BTreeSet<usize> {
    estate.actors().iter().enumerate().filter(|(_, actor)| keep(actor)).map(|(at, _)| at).collect()
}

/// What a role can be given: everything.
fn everything() -> Document {
    let anything = || Some(vec![Glob::wildcards("*")]);
    let statement = Statement {
        name: "everything".into(),
        effect: Effect::Allow,
        who: None,
        actions: ActionSet { except: false, patterns: anything() },
        resources: Some(ResourceSet { except: false, patterns: anything() }),
        conditions: vec![],
    };
    Document { name: "a policy that the role is given".into(), statements: Some(vec![statement]) }
}

struct Graph<'g, 'a> {
    estate: &'g Estate<'a>,
    everything: &'g Document,
    known: BTreeMap<Node, Vec<Edge>>,
    gaps: BTreeSet<Gap>,
}

impl Graph<'_, '_> {
    /// The shortest way from an actor to an administrator.
    fn path(&mut self, from: usize, administrators: &BTreeSet<usize>) -> Option<Vec<Edge>> {
        let mut queue = VecDeque::from([(Node::Actor(from), vec![])]);
        let mut seen = BTreeSet::from([Node::Actor(from)]);
        while let Some((node, path)) = queue.pop_front() {
            let arrived = match &node {
                Node::Administrator(_) => true,
                Node::Actor(at) => *at != from && administrators.contains(at),
                Node::Inside(..) => false,
            };
            if arrived {
                return Some(path);
            }
            if path.len() >= STEPS_MAX {
                continue;
            }
            for edge in self.edges(&node) {
                if seen.insert(edge.to.clone()) {
                    let mut longer: Vec<Edge> = path.clone();
                    longer.push(edge.clone());
                    queue.push_back((edge.to, longer));
                }
            }
        }
        None
    }

    fn edges(&mut self, node: &Node) -> Vec<Edge> {
        if let Some(known) = self.known.get(node) {
            return known.clone();
        }
        let estate = self.estate;
        let (actor, account, inside): (Actor, AccountId, _) = match node {
            Node::Administrator(_) => return vec![],
            Node::Actor(at) => {
                let actor = estate.actors()[*at].clone();
                let Some(account) = actor.account else { return vec![] };
                (actor, account, None)
            }
            Node::Inside(account, policy) => {
                (inside_actor(estate, *account), *account, Some((*policy, self.everything)))
            }
        };
        let mut position = Position { estate, actor, account, inside, unknown: vec![] };
        let found = position.edges();
        for (action, why) in position.unknown {
            let named = position.actor.entry.and_then(|entry| estate.resource(entry));
            let text = format!("whether {} may use `{action}` is not known: {why}", position.actor.caller);
            self.gaps.insert(Gap::new(text, named));
        }
        self.known.insert(node.clone(), found.clone());
        found
    }
}

fn own(estate: &Estate<'_>, actor: &Actor) -> Witness {
    let account = actor.account.map(|it| estate.number(it)).unwrap_or_default();
    let role = Glob::wildcards(&format!("arn:aws:iam::{account}:role/*"));
    let act = Act { actor, action: "iam:AttachRolePolicy", resource: &role, on: None, fixed: &[] };
    let summary = format!("{} runs a workload, and is an administrator", actor.caller);
    match can(estate, act) {
        Found::Yes(allowed) => super::inquiry::witness(estate, actor, None, &allowed, summary),
        Found::No | Found::Unknown(_) => {
            Witness { summary, facts: vec![], steps: vec![], replayed_by: "literal evaluator" }
        }
    }
}

fn witness(estate: &Estate<'_>, actor: &Actor, path: &[Edge]) -> Witness {
    let named: BTreeSet<_> = actor.entry.and_then(|entry| estate.resource(entry)).into_iter().collect();
    let all = path.iter().flat_map(|edge| &edge.requests);
    let actions: Vec<String> = all.clone().map(|(allowed, _)| allowed.request.action.clone()).collect();
    let steps = all
        .flat_map(|(allowed, on)| {
            let mut here = named.clone();
            here.extend(on.and_then(|entry| estate.resource(entry)));
            steps(allowed, &here)
        })
        .collect();
    Witness {
        summary: format!("{} becomes an administrator with {}", actor.caller, actions.join(", ")),
        facts: vec![
            Fact::new("principal", actor.caller.to_string()),
            Fact::new("actions", actions.join(" ")),
        ],
        steps,
        replayed_by: "literal evaluator",
    }
}
