//! Who can become an administrator, over several steps.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use polder_inventory::EntryId;
use polder_inventory::access::AccountId;
use polder_verdict::{Evidence, Fact, Gap, Property, Verdict, Witness};

use super::everything::everything;
use super::extent::{Extent, regions};
use super::inquiry::{Allowed, GAPS_MAX, of_trust, steps};
use super::runtimes::Runs;
use super::steps::{Edge, Node, Position, acts_for_a_service};
use super::unresolved::Unresolved;
use super::workloads::identities;
use crate::estate::{Actor, ActorKind, Estate};
use crate::language::Document;

/// The administrators of an estate, by their ARNs, with the requests that show that they may do everything.
pub(super) struct Administrators(BTreeMap<String, Vec<Allowed>>);

impl Administrators {
    /// All of an estate.
    pub(super) fn of(estate: &Estate<'_>) -> Administrators {
        let all = estate.actors().iter();
        Administrators(
            all.filter_map(|actor| {
                Some((actor.caller.arn.clone(), everything(estate, actor, &estate.policies(actor, None))?))
            })
            .collect(),
        )
    }

    /// Whether an actor may do everything already.
    pub(super) fn contain(&self, actor: &Actor) -> bool {
        self.0.contains_key(&actor.caller.arn)
    }
}

/// Whether somebody can become an administrator who is none.
pub(super) fn property(
    estate: &Estate<'_>,
    administrators: &Administrators,
    unresolved: &Unresolved,
    extent: Extent,
) -> Property {
    let everything = Document::of_everything("a policy that the role is given");
    let gaps = unresolved.identities.clone();
    let regions = regions(estate.inventory, extent);
    let mut graph =
        Graph { estate, extent, regions: &regions, everything: &everything, known: BTreeMap::new(), gaps };
    let (mut witnesses, mut evidence) = (vec![], vec![]);
    let workloads = identities(estate);
    for (at, actor) in estate.actors().iter().enumerate() {
        if actor.kind == ActorKind::ServiceLinkedRole || acts_for_a_service(estate, actor) {
            continue;
        }
        if let Some(requests) = administrators.0.get(&actor.caller.arn) {
            let named = actor.entry.and_then(|entry| estate.resource(entry));
            match workloads.run_as(actor) {
                Runs::Yes => witnesses.push(own(estate, actor, requests)),
                Runs::Maybe => drop(graph.gaps.insert(of_trust(estate, actor))),
                Runs::No => evidence.push(Evidence::new(
                    format!("{} is an administrator by its own policies", actor.caller),
                    named,
                )),
            }
            continue;
        }
        if let Some(path) = graph.path(at, administrators) {
            witnesses.push(witness(estate, actor, &path));
        }
    }
    let asked = graph.known.len();
    evidence.push(Evidence::new(
        format!("no step leads from the others to an administrator: {asked} positions were searched"),
        [],
    ));
    let gaps = graph.gaps.into_iter().take(GAPS_MAX).collect();
    Property {
        id: "access.administrators".into(),
        claim: match extent {
            Extent::Whole => "nobody can become an administrator, in one step or several",
            Extent::Part => {
                "nobody can become an administrator, in one step or several, or act as any identity of the account"
            }
        }
        .into(),
        verdict: Verdict::of(witnesses, gaps, || evidence),
    }
}

struct Graph<'g, 'a> {
    estate: &'g Estate<'a>,
    extent: Extent,
    regions: &'g [String],
    everything: &'g Document,
    known: BTreeMap<Node, Vec<Edge>>,
    gaps: BTreeSet<Gap>,
}

impl Graph<'_, '_> {
    /// The shortest way from an actor to an administrator.
    fn path(&mut self, from: usize, administrators: &Administrators) -> Option<Vec<Edge>> {
        let mut queue = VecDeque::from([(Node::Actor(from), vec![])]);
        let mut seen = BTreeSet::from([Node::Actor(from)]);
        while let Some((node, path)) = queue.pop_front() {
            let arrived = match &node {
                Node::Administrator(_) | Node::Unnamed(_) => true,
                Node::Actor(at) => *at != from && administrators.contain(&self.estate.actors()[*at]),
                Node::Inside(..) => false,
            };
            if arrived {
                return Some(path);
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
            Node::Administrator(_) | Node::Unnamed(_) => return vec![],
            Node::Actor(at) => {
                let actor = estate.actors()[*at].clone();
                let Some(account) = actor.account else { return vec![] };
                (actor, account, None)
            }
            Node::Inside(account, policy) => {
                (estate.created(*account, "created"), *account, Some((*policy, self.everything)))
            }
        };
        let (extent, regions) = (self.extent, self.regions);
        let mut position = Position { estate, extent, regions, actor, account, inside, unknown: vec![] };
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

fn own(estate: &Estate<'_>, actor: &Actor, requests: &[Allowed]) -> Witness {
    let summary = format!("{} runs a workload, and is an administrator", actor.caller);
    let requests: Vec<_> = requests.iter().map(|allowed| (allowed, None)).collect();
    of_requests(estate, actor, &requests, summary)
}

fn witness(estate: &Estate<'_>, actor: &Actor, path: &[Edge]) -> Witness {
    let all: Vec<_> =
        path.iter().flat_map(|edge| &edge.requests).map(|(allowed, on)| (allowed, *on)).collect();
    let actions: Vec<&str> = all.iter().map(|(allowed, _)| allowed.request.action.as_str()).collect();
    let becomes = match path.last().map(|edge| &edge.to) {
        Some(Node::Unnamed(_)) => "can act as any identity of its account",
        _ => "becomes an administrator",
    };
    let summary = format!("{} {becomes} with {}", actor.caller, actions.join(", "));
    of_requests(estate, actor, &all, summary)
}

/// The witness of several requests, each of which both engines allow.
fn of_requests(
    estate: &Estate<'_>,
    actor: &Actor,
    requests: &[(&Allowed, Option<EntryId>)],
    summary: String,
) -> Witness {
    let named: BTreeSet<_> = actor.entry.and_then(|entry| estate.resource(entry)).into_iter().collect();
    let actions: Vec<&str> = requests.iter().map(|(allowed, _)| allowed.request.action.as_str()).collect();
    let steps = requests.iter().flat_map(|(allowed, on)| {
        let mut here = named.clone();
        here.extend(on.and_then(|entry| estate.resource(entry)));
        steps(allowed, &here)
    });
    Witness {
        summary,
        facts: vec![
            Fact::new("principal", actor.caller.to_string()),
            Fact::new("actions", actions.join(" ")),
        ],
        steps: steps.collect(),
        replayed_by: "literal evaluator",
    }
}
