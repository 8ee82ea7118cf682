//! Whether anyone outside of the organization can act.

use std::collections::BTreeSet;

use polder_inventory::EntryId;
use polder_inventory::access::{Effect, PolicyRole, PrincipalKind};
use polder_verdict::{Gap, Property};

use super::inquiry::{Act, Findings};
use super::strangers::strangers;
use super::unresolved::Unresolved;
use crate::actions;
use crate::estate::{Actor, Estate};
use crate::language::{Document, Glob, Statement};

/// An API is there to be called: who reaches it is a question about networks.
const CALLED: [&str; 2] = ["execute-api:", "lambda:invokefunctionurl"];

/// Whether strangers can do anything to a resource with a policy of its own.
pub(super) fn property(estate: &Estate<'_>, unresolved: &Unresolved) -> Property {
    let mut findings = Findings::default();
    let own = estate.numbers();
    for (entry, role) in estate.with_policies() {
        let documents = estate.attached(entry, role);
        if documents.iter().any(|it| it.statements.is_none()) {
            let gap = Gap::new("whom the policy of a resource admits is not known", estate.resource(entry));
            findings.gaps.insert(gap);
        }
        for actor in strangers(&documents, &own) {
            let policies = Strangers { estate, entry, role, findings: &mut findings };
            policies.ask(&actor, &documents);
        }
    }
    let evidence = "no resource policy, key policy, grant or trust policy admits an account, an identity or anybody \
                    outside of the organization";
    Property {
        id: "access.outsiders".into(),
        claim: "nobody outside of the organization can act on it".into(),
        verdict: findings.verdict(&unresolved.resources, evidence),
    }
}

struct Strangers<'s, 'a> {
    estate: &'s Estate<'a>,
    entry: EntryId,
    role: PolicyRole,
    findings: &'s mut Findings,
}

impl Strangers<'_, '_> {
    fn ask(self, actor: &Actor, documents: &[&Document]) {
        let Strangers { estate, entry, role, findings } = self;
        if let EntryId::Principal(id) = entry
            && !matches!(
                estate.inventory.access.principals[id].kind,
                PrincipalKind::Role { service_linked: None, .. }
            )
        {
            return;
        }
        let everything = Document::of_everything("policies of its own account");
        let arn = estate.arn(entry);
        let mut asked = BTreeSet::new();
        for statement in documents.iter().filter_map(|it| it.statements.as_ref()).flatten() {
            if statement.effect == Effect::Deny {
                continue;
            }
            for (action, resource) in requests(statement, role, arn.as_deref()) {
                if CALLED.iter().any(|prefix| action.to_lowercase().starts_with(prefix))
                    || !asked.insert((action.clone(), resource.clone()))
                {
                    continue;
                }
                let mut policies = estate.policies(actor, Some(entry));
                policies.identity = vec![&everything];
                findings.asked += 1;
                let act = Act { actor, action: &action, resource: &resource, on: Some(entry), fixed: &[] };
                match super::inquiry::can_with(estate, act, &policies) {
                    super::inquiry::Found::No => {}
                    super::inquiry::Found::Yes(allowed) => {
                        let target = estate.resource(entry).map(|it| it.to_string()).unwrap_or_default();
                        let summary = format!("{} from outside can use `{action}` on {target}", actor.caller);
                        let found = super::inquiry::witness(estate, actor, Some(entry), &allowed, summary);
                        findings.witnesses.insert(found);
                    }
                    super::inquiry::Found::Unknown(why) => {
                        findings.unknown(estate, actor, Some(entry), &action, why);
                    }
                }
            }
        }
    }
}

/// Requests that a statement is about: one of each action that it names.
fn requests(statement: &Statement, role: PolicyRole, arn: Option<&str>) -> Vec<(String, Glob)> {
    let everything = [Glob::wildcards("*")];
    let patterns = match (&statement.actions.patterns, statement.actions.except) {
        (Some(patterns), false) => patterns.as_slice(),
        _ => &everything,
    };
    let service = arn.and_then(|arn| arn.split(':').nth(2)).unwrap_or("s3");
    let actions: BTreeSet<String> =
        patterns.iter().flat_map(|pattern| actions::examples(pattern, service)).collect();
    let own = arn.map_or_else(|| Glob::wildcards("*"), Glob::literal);
    let mut resources = match statement.resources.as_ref() {
        Some(set) if !set.except && role == PolicyRole::Resource => set.patterns.clone().unwrap_or_default(),
        _ => vec![],
    };
    // What has an identifier with a part that the policy does not name is asked for as a whole.
    resources.retain(|glob| !glob.is_vague() && !glob.has_variables());
    if resources.is_empty() {
        resources.push(own);
    }
    actions
        .into_iter()
        .flat_map(|action| resources.iter().map(move |resource| (action.clone(), resource.clone())))
        .collect()
}
