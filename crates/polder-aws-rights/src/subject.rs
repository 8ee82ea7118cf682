//! A role of the pipeline in an account, and questions to its policies.

use polder_cloud::{Cloud, Stack};
use polder_design::delivery::Phase;
use polder_design::{Account, Design};
use polder_iam::estate::{Actor, ActorKind, Estate};
use polder_iam::language::{self, Context, Glob, Policies};
use polder_iam::literal::{Answer, decide};
use polder_iam::symbolic::{Fixed, Question, Reply, ask};
use polder_inventory::EntryId;
use polder_inventory::access::AccountId;

/// The region of services without regions.
const GLOBAL_REGION: &str = "us-east-1";

/// Services without regions, as their actions name them.
const GLOBAL: [&str; 7] = ["account", "budgets", "ce", "cloudfront", "iam", "organizations", "route53"];

/// A role of the pipeline.
pub(crate) struct Subject<'s, 'a> {
    pub(crate) design: &'s Design,
    pub(crate) cloud: &'s Cloud,
    pub(crate) estate: &'s Estate<'a>,
    /// The account that it is in.
    pub(crate) account: &'s Account,
    pub(crate) account_id: AccountId,
    pub(crate) phase: Phase,
    pub(crate) actor: &'s Actor,
}

/// What is asked about.
pub(crate) struct Request<'q> {
    pub(crate) action: &'q str,
    /// A pattern of resources.
    pub(crate) resource: &'q str,
    /// The entry that the resource belongs to.
    pub(crate) on: Option<EntryId>,
    /// Further condition keys; none for keys that are absent.
    pub(crate) keys: &'q [(&'q str, Option<&'q str>)],
}

impl<'q> Request<'q> {
    /// A request on a pattern of resources.
    pub(crate) fn new(action: &'q str, resource: &'q str) -> Request<'q> {
        Request { action, resource, on: None, keys: &[] }
    }
}

/// The roles of both phases in all accounts.
pub(crate) fn all<'s, 'a>(
    design: &'s Design,
    cloud: &'s Cloud,
    estate: &'s Estate<'a>,
) -> Vec<Subject<'s, 'a>> {
    let mut found = vec![];
    for (account_id, entry) in estate.inventory.access.accounts.iter() {
        let Some(account) = design.accounts.iter().find(|it| entry.name == it.name.as_str()) else {
            continue;
        };
        for phase in Phase::ALL {
            let name = format!("role/{}", phase.role(design));
            let is_it = |actor: &&Actor| {
                actor.kind == ActorKind::Role
                    && actor.account == Some(account_id)
                    && actor.caller.arn.ends_with(&name)
            };
            let Some(actor) = estate.actors().iter().find(is_it) else { continue };
            found.push(Subject { design, cloud, estate, account, account_id, phase, actor });
        }
    }
    found
}

impl<'s> Subject<'s, '_> {
    /// The name of the role, with its account.
    pub(crate) fn name(&self) -> String {
        format!("`{}` in account `{}`", self.phase.role(self.design), self.account.name)
    }

    /// The account ID.
    pub(crate) fn number(&self) -> String {
        self.estate.number(self.account_id)
    }

    /// The stacks that the role plans or applies.
    pub(crate) fn stacks(&self) -> impl Iterator<Item = &'s Stack> + use<'s> {
        let (cloud, account) = (self.cloud, self.account);
        let own = move |stack: &&Stack| *stack.key.account == *account.name;
        cloud.stacks.iter().filter(own).filter(|stack| !stack.key.layer.is_applied_by_hand())
    }

    /// Whether any request is allowed. What is not known counts as allowed if `unknown` says so.
    pub(crate) fn may(&self, request: &Request<'_>, region: &str, unknown: bool) -> bool {
        let policies = self.estate.policies(self.actor, request.on);
        self.may_with(&policies, request, region, unknown)
    }

    /// Whether one request is allowed, without a search for others.
    pub(crate) fn may_plainly(&self, policies: &Policies<'_>, request: &Request<'_>, region: &str) -> bool {
        let fixed = fixed(self.estate, self.actor, request, region);
        is_plainly_allowed(self.actor, policies, request, &fixed)
    }

    /// Whether a search finds a request that is allowed; none if that is not known.
    pub(crate) fn finds(&self, policies: &Policies<'_>, request: &Request<'_>, region: &str) -> Option<bool> {
        let fixed = fixed(self.estate, self.actor, request, region);
        found(self.actor, policies, request, &fixed)
    }

    /// The same as [`Subject::may`] with given policies.
    pub(crate) fn may_with(
        &self,
        policies: &Policies<'_>,
        request: &Request<'_>,
        region: &str,
        unknown: bool,
    ) -> bool {
        asked(self.estate, self.actor, policies, request, region).unwrap_or(unknown)
    }
}

/// The region of a request: services without regions have one endpoint.
pub(crate) fn region_of<'r>(action: &str, region: &'r str) -> &'r str {
    let service = action.split_once(':').map_or("", |(service, _)| service);
    if GLOBAL.contains(&service) { GLOBAL_REGION } else { region }
}

/// The condition keys whose values are known.
fn fixed(estate: &Estate<'_>, actor: &Actor, request: &Request<'_>, region: &str) -> Fixed {
    let mut fixed = estate.fixed(actor, request.on, &Glob::wildcards(request.resource));
    let region = region_of(request.action, region);
    fixed.insert("aws:requestedregion".into(), Some(vec![region.to_owned()]));
    // Requests are encrypted.
    fixed.insert("aws:securetransport".into(), Some(vec!["true".into()]));
    for (key, value) in request.keys {
        fixed.insert((*key).to_owned(), value.map(|value| vec![value.to_owned()]));
    }
    fixed
}

/// Whether any request of an actor is allowed; none if that is not known.
pub(crate) fn asked(
    estate: &Estate<'_>,
    actor: &Actor,
    policies: &Policies<'_>,
    request: &Request<'_>,
    region: &str,
) -> Option<bool> {
    let fixed = fixed(estate, actor, request, region);
    if is_plainly_allowed(actor, policies, request, &fixed) {
        return Some(true);
    }
    found(actor, policies, request, &fixed)
}

/// The same, by a search of all requests.
fn found(actor: &Actor, policies: &Policies<'_>, request: &Request<'_>, fixed: &Fixed) -> Option<bool> {
    let (action, resource) = (request.action.to_lowercase(), Glob::wildcards(request.resource));
    let question = Question { caller: &actor.caller, action: &action, resource: &resource, fixed };
    match ask(&question, policies) {
        Reply::Never => Some(false),
        Reply::Witness(_) => Some(true),
        Reply::Undecided(_) => None,
    }
}

/// Whether one request of the set is allowed that needs no condition key but those that are fixed. Most are, and need no
/// search.
fn is_plainly_allowed(actor: &Actor, policies: &Policies<'_>, request: &Request<'_>, fixed: &Fixed) -> bool {
    let values = fixed.iter().filter_map(|(key, values)| Some((key.clone(), values.clone()?))).collect();
    let one = language::Request {
        caller: actor.caller.clone(),
        action: request.action.to_owned(),
        resource: if request.resource == "*" {
            "*".to_owned()
        } else {
            request.resource.replace(['*', '?'], "x")
        },
        context: Context { values, ..Context::default() },
    };
    decide(&one, policies).answer == Answer::Allow
}
