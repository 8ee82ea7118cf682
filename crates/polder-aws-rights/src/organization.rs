//! Whether the organization allows what the roles of the platform are allowed.

use std::collections::BTreeSet;

use polder_cloud::parallel;
use polder_design::Design;
use polder_diag::Finding;
use polder_iam::estate::{Actor, ActorKind, Estate};
use polder_iam::language::{Glob, Policies, Statement};
use polder_inventory::access::{Effect, PolicyRole};

use crate::codes;
use crate::subject::{Request, asked};

/// Reports permissions of roles of which nothing is left.
pub(crate) fn check(design: &Design, estate: &Estate<'_>) -> Vec<Finding> {
    let pipeline = polder_design::delivery::Phase::ALL.map(|phase| format!("role/{}", phase.role(design)));
    let is_own = |actor: &&Actor| {
        actor.kind == ActorKind::Role && !pipeline.iter().any(|name| actor.caller.arn.ends_with(name))
    };
    let actors: Vec<&Actor> = estate.actors().iter().filter(is_own).collect();
    let regions: BTreeSet<&str> = design.sites.iter().map(|site| site.region.as_str()).collect();
    let parts = parallel::each(actors.len(), |at| of_actor(estate, actors[at], &regions));
    parts.into_iter().flatten().collect()
}

fn of_actor(estate: &Estate<'_>, actor: &Actor, regions: &BTreeSet<&str>) -> Vec<Finding> {
    let mut found = vec![];
    let Some(entry) = actor.entry else { return found };
    let whole = estate.policies(actor, None);
    if whole.service_control.is_empty() && whole.boundary.is_none() {
        return found;
    }
    let alone = Policies { service_control: vec![], boundary: None, ..whole.clone() };
    let mut seen = BTreeSet::new();
    for document in estate.attached(entry, PolicyRole::Identity) {
        let allows = document.statements.iter().flatten().filter(|it| it.effect == Effect::Allow);
        for (action, resource, region) in allows.flat_map(asks) {
            let request = Request::new(&action, &resource);
            // A resource without a region is used in the regions of the sites.
            let regions: Vec<&str> =
                region.as_deref().map_or_else(|| regions.iter().copied().collect(), |region| vec![region]);
            let may =
                |policies: &Policies<'_>, region: &&str| asked(estate, actor, policies, &request, region);
            let is_denied = regions.iter().all(|region| may(&whole, region) == Some(false));
            let is_allowed = || regions.iter().any(|region| may(&alone, region) == Some(true));
            if is_denied && is_allowed() && seen.insert(action.clone()) {
                let message = format!(
                    "the role `{}` is allowed `{action}` on `{resource}`, and the organization or its boundary denies it",
                    actor.caller.arn
                );
                let help = "exempt the role from the denial, or remove the permission";
                found.push(Finding::new(&codes::ORGANIZATION, &*message).help(help));
            }
        }
    }
    found
}

/// The actions of a statement that are spelled out, each with a resource, and its region if it has one.
fn asks(statement: &Statement) -> Vec<(String, String, Option<String>)> {
    if statement.actions.except {
        return vec![];
    }
    let actions = statement.actions.patterns.iter().flatten().filter_map(Glob::as_literal);
    let resources: Vec<String> = match &statement.resources {
        Some(set) if !set.except => set.patterns.iter().flatten().map(ToString::to_string).collect(),
        _ => vec!["*".to_owned()],
    };
    let Some(resource) = resources.first() else { return vec![] };
    let region = |text: &str| {
        let region = text.split(':').nth(3).filter(|it| !it.is_empty() && !it.contains(['*', '?', '$']));
        region.map(str::to_owned)
    };
    actions.map(|action| (action, resource.clone(), region(resource))).collect()
}
