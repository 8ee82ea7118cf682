//! Questions about an estate, with witnesses that the literal evaluator has replayed.

use std::collections::BTreeSet;

use polder_inventory::EntryId;
use polder_verdict::{Effect, Fact, Gap, Resource, Step, Witness};

use super::runtimes::Runs;
use crate::estate::{Actor, ActorKind, Estate};
use crate::language::{Glob, Policies, Request};
use crate::literal::{Answer, Decision, decide};
use crate::symbolic::{Question, Reply, ask};

/// The most witnesses of one property: a reader needs some, not all. The last one says how many others were left out.
const WITNESSES_MAX: usize = 20;
/// The most gaps of one property.
pub(super) const GAPS_MAX: usize = 20;

/// The answer to a question.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// Nobody can.
    No,
    /// With this request.
    Yes(Box<Allowed>),
    /// It is not known, and why.
    Unknown(&'static str),
}

/// A request that both engines allow.
#[derive(Clone, Debug)]
pub(super) struct Allowed {
    pub(super) request: Request,
    pub(super) decision: Decision,
}

/// Both engines do not agree: an error of Polder, which must not become a verdict.
const DISAGREE: &str = "the two engines disagree, which is an error in polder";

/// A policy may name the resource.
const OPEN: &str = "a part of its ARN is not known";

/// Whether the resource has an ARN that identity policies may name without being seen to.
fn is_open(estate: &Estate<'_>, act: Act<'_>) -> bool {
    act.actor.kind != ActorKind::Stranger && act.on.is_some_and(|entry| estate.is_open(entry))
}

/// What somebody does to a resource.
#[derive(Clone, Copy)]
pub(super) struct Act<'q> {
    pub(super) actor: &'q Actor,
    pub(super) action: &'q str,
    pub(super) resource: &'q Glob,
    /// The entry that the resource is or belongs to.
    pub(super) on: Option<EntryId>,
    /// Further keys with fixed values; none for keys that are absent.
    pub(super) fixed: &'q [(&'q str, Option<&'q str>)],
}

/// Whether an actor can do something.
pub(super) fn can(estate: &Estate<'_>, act: Act<'_>) -> Found {
    can_with(estate, act, &estate.policies(act.actor, act.on))
}

/// The same with given policies.
pub(super) fn can_with(estate: &Estate<'_>, act: Act<'_>, policies: &Policies<'_>) -> Found {
    let mut fixed = estate.fixed(act.actor, act.on, act.resource);
    for (key, value) in act.fixed {
        fixed.insert(key.to_lowercase(), value.map(|value| vec![value.to_owned()]));
    }
    let question =
        Question { caller: &act.actor.caller, action: act.action, resource: act.resource, fixed: &fixed };
    match ask(&question, policies) {
        Reply::Never if is_open(estate, act) => Found::Unknown(OPEN),
        Reply::Never => Found::No,
        Reply::Undecided(why) => Found::Unknown(why),
        Reply::Witness(request) => {
            let decision = decide(&request, policies);
            if decision.answer == Answer::Allow {
                Found::Yes(Box::new(Allowed { request: *request, decision }))
            } else {
                Found::Unknown(DISAGREE)
            }
        }
    }
}

/// The witness of one request.
pub(super) fn witness(
    estate: &Estate<'_>,
    actor: &Actor,
    on: Option<EntryId>,
    allowed: &Allowed,
    summary: String,
) -> Witness {
    let request = &allowed.request;
    let conditions: Vec<String> =
        request.context.values.iter().map(|(key, values)| format!("{key}={}", values.join(","))).collect();
    let mut facts = vec![
        Fact::new("principal", request.caller.to_string()),
        Fact::new("action", request.action.clone()),
        Fact::new("resource", resource_text(allowed)),
    ];
    if !conditions.is_empty() {
        facts.push(Fact::new("context", conditions.join(" ")));
    }
    let named: BTreeSet<Resource> =
        actor.entry.into_iter().chain(on).filter_map(|entry| estate.resource(entry)).collect();
    let steps = steps(allowed, &named);
    Witness { summary, facts, steps, replayed_by: "literal evaluator" }
}

/// The resource of a request. Of a request that is allowed whatever its resource is, the text is empty.
fn resource_text(allowed: &Allowed) -> String {
    let text = &allowed.request.resource;
    if text.is_empty() { "*".to_owned() } else { text.clone() }
}

/// The statements that allow a request.
pub(super) fn steps(allowed: &Allowed, named: &BTreeSet<Resource>) -> Vec<Step> {
    let request = &allowed.request;
    let mut steps = vec![Step {
        text: format!("{} sends `{}` on `{}`", request.caller, request.action, resource_text(allowed)),
        effect: Effect::Allows,
        resources: named.iter().cloned().collect(),
    }];
    for it in allowed.decision.because.iter().filter(|it| it.allows) {
        let text = format!("{} `{}`: `{}` allows it", it.layer.name(), it.document, it.statement);
        let step = Step { text, effect: Effect::Allows, resources: vec![] };
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}

/// Whether a workload runs with a role is not known.
pub(super) fn of_trust(estate: &Estate<'_>, role: &Actor) -> Gap {
    let text = format!(
        "whether a workload runs as {} is not known, because its trust policy is not known",
        role.caller
    );
    Gap::new(text, role.entry.and_then(|entry| estate.resource(entry)))
}

/// Witnesses and gaps of a property, each once.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) witnesses: BTreeSet<Witness>,
    pub(super) gaps: BTreeSet<Gap>,
    /// How many questions were asked.
    pub(super) asked: usize,
}

impl Findings {
    /// Adds what was found out about an actor.
    pub(super) fn add(&mut self, estate: &Estate<'_>, act: Act<'_>, summary: &dyn Fn() -> String) {
        self.add_of_workload(estate, act, Runs::Yes, summary);
    }

    /// Adds what was found out about a role of which it may not be certain that a workload runs with it, and returns whether it
    /// can.
    pub(super) fn add_of_workload(
        &mut self,
        estate: &Estate<'_>,
        act: Act<'_>,
        runs: Runs,
        summary: &dyn Fn() -> String,
    ) -> bool {
        if runs == Runs::No {
            return false;
        }
        self.asked += 1;
        match can(estate, act) {
            Found::No => false,
            Found::Yes(allowed) => {
                match runs {
                    Runs::Yes => {
                        self.witnesses.insert(witness(estate, act.actor, act.on, &allowed, summary()));
                    }
                    Runs::Maybe | Runs::No => {
                        self.gaps.insert(of_trust(estate, act.actor));
                    }
                }
                true
            }
            Found::Unknown(why) => {
                self.unknown(estate, act.actor, act.on, act.action, why);
                false
            }
        }
    }

    /// Adds a gap.
    pub(super) fn unknown(
        &mut self,
        estate: &Estate<'_>,
        actor: &Actor,
        on: Option<EntryId>,
        action: &str,
        why: &str,
    ) {
        let named = actor.entry.into_iter().chain(on).filter_map(|entry| estate.resource(entry));
        let text = format!("whether {} may use `{action}` is not known: {why}", actor.caller);
        self.gaps.insert(Gap::new(text, named));
    }

    /// The verdict, with what is not known of the estate.
    pub(super) fn verdict(mut self, unresolved: &BTreeSet<Gap>, evidence: &str) -> polder_verdict::Verdict {
        self.gaps.extend(unresolved.iter().cloned());
        let left_out = self.witnesses.len().saturating_sub(WITNESSES_MAX);
        let mut witnesses: Vec<Witness> = self.witnesses.into_iter().take(WITNESSES_MAX).collect();
        if let Some(last) = witnesses.last_mut().filter(|_| left_out > 0) {
            last.facts.push(Fact::new("witnesses_left_out", left_out.to_string()));
        }
        let gaps = self.gaps.into_iter().take(GAPS_MAX).collect();
        let asked = self.asked;
        let text = format!("{evidence}; {asked} sets of requests were compared with all policies that apply");
        polder_verdict::Verdict::of(witnesses, gaps, || vec![polder_verdict::Evidence::new(text, [])])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use polder_verdict::{Fact, Verdict, Witness};

    use super::{Findings, WITNESSES_MAX};

    #[test]
    fn the_last_witness_says_how_many_were_left_out() {
        let witnesses = |count: usize| {
            let of = |at: usize| Witness {
                summary: format!("{at:03}"),
                facts: vec![],
                steps: vec![],
                replayed_by: "literal evaluator",
            };
            let findings = Findings { witnesses: (0..count).map(of).collect(), ..Findings::default() };
            match findings.verdict(&BTreeSet::new(), "nobody can") {
                Verdict::Refuted(witnesses) => witnesses,
                _ => vec![],
            }
        };
        assert!(witnesses(WITNESSES_MAX).iter().all(|it| it.facts.is_empty()));
        let more = witnesses(WITNESSES_MAX + 3);
        let last = &more[WITNESSES_MAX - 1];
        assert_eq!(
            (more.len(), &last.facts[..]),
            (WITNESSES_MAX, &[Fact::new("witnesses_left_out", "3")][..])
        );
    }
}
