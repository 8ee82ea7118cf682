//! Whether anyone outside of the organization can act.

use std::collections::BTreeSet;

use polder_inventory::EntryId;
use polder_inventory::access::{Effect, PolicyRole, PrincipalKind};
use polder_verdict::{Gap, Property};

use super::inquiry::{Act, Allowed, Findings, Found, can_with, witness};
use super::origins::{Origin, origins};
use super::strangers::strangers;
use super::unresolved::Unresolved;
use crate::actions;
use crate::estate::{Actor, Estate};
use crate::language::{CallerKind, Document, Glob, Policies, Statement};

/// An API is there to be called: who reaches it is a question about networks.
const CALLED: [&str; 2] = ["execute-api:", "lambda:invokefunctionurl"];

/// Services that take requests without a signature, if a policy allows everyone. All others reject them before any policy.
/// Source: AWS, guides of the services: S3 (anonymous requests), SQS and SNS (policies for everyone), EFS (anonymous clients of NFS),
/// OpenSearch Service (open access policies), MediaStore.
const UNSIGNED: [&str; 6] = ["s3:", "sqs:", "sns:", "elasticfilesystem:", "es:", "mediastore:"];

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
        let origins = origins(&documents);
        for actor in strangers(&documents, &own) {
            let policies = Strangers { estate, entry, role, origins: &origins, findings: &mut findings };
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
    origins: &'s [Origin],
    findings: &'s mut Findings,
}

impl Strangers<'_, '_> {
    fn ask(mut self, actor: &Actor, documents: &[&Document]) {
        let (estate, entry) = (self.estate, self.entry);
        if let EntryId::Principal(id) = entry
            && !matches!(
                estate.inventory.access.principals[id].kind,
                PrincipalKind::Role { service_linked: None, .. }
            )
        {
            return;
        }
        let everything = Document::of_everything("policies of its own account");
        let mut policies = estate.policies(actor, Some(entry));
        policies.identity = vec![&everything];
        let arn = estate.arn(entry);
        let mut asked = BTreeSet::new();
        for statement in documents.iter().filter_map(|it| it.statements.as_ref()).flatten() {
            if statement.effect == Effect::Deny {
                continue;
            }
            for (action, resource) in requests(statement, self.role, arn.as_deref()) {
                if is_taken(actor, &action) && asked.insert((action.clone(), resource.clone())) {
                    self.ask_from_all(actor, &policies, &action, &resource);
                }
            }
        }
    }

    /// Asks about one set of requests from each place. One place from which it is allowed refutes; further ones are not asked.
    fn ask_from_all(&mut self, actor: &Actor, policies: &Policies<'_>, action: &str, resource: &Glob) {
        let (estate, entry) = (self.estate, self.entry);
        for origin in self.origins {
            let fixed: Vec<_> = origin.fixed.iter().map(|(key, value)| (*key, value.as_deref())).collect();
            let act = Act { actor, action, resource, on: Some(entry), fixed: &fixed };
            self.findings.asked += 1;
            match (can_with(estate, act, policies), &origin.doubtful) {
                (Found::No, _) => {}
                (Found::Yes(allowed), _) if is_through_access_point(&allowed) => {
                    let text = "a policy leaves it to access points whom they admit, and their policies are not read";
                    self.findings.gaps.insert(Gap::new(text, estate.resource(entry)));
                }
                (Found::Yes(allowed), None) => {
                    let target = estate.resource(entry).map(|it| it.to_string()).unwrap_or_default();
                    let summary = format!("{} from outside can use `{action}` on {target}", actor.caller);
                    let found = witness(estate, actor, Some(entry), &allowed, summary);
                    self.findings.witnesses.insert(found);
                    return;
                }
                (Found::Yes(_), Some(block)) => {
                    let text = format!(
                        "requests from `{block}` may use `{action}`, and who has these addresses is not known"
                    );
                    self.findings.gaps.insert(Gap::new(text, estate.resource(entry)));
                }
                (Found::Unknown(why), _) => {
                    self.findings.unknown(estate, actor, Some(entry), action, why);
                }
            }
        }
    }
}

/// Whether a request is one through an access point that a policy names. Source: AWS, S3 User Guide, "Delegating access control to
/// access points".
fn is_through_access_point(allowed: &Allowed) -> bool {
    let keys = ["s3:dataaccesspointaccount", "s3:dataaccesspointarn"];
    keys.iter().any(|key| allowed.request.context.get(key).is_some())
}

/// Whether a service takes an action from this caller at all, and the question is one of access.
fn is_taken(actor: &Actor, action: &str) -> bool {
    let action = action.to_lowercase();
    let starts = |all: &[&str]| all.iter().any(|prefix| action.starts_with(prefix));
    !starts(&CALLED) && (actor.caller.kind != CallerKind::Anonymous || starts(&UNSIGNED))
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
