//! Whether a statement applies to a request.

use super::condition::holds;
use super::matching::matches;
use super::principal::{Naming, named};
use crate::language::{ActionSet, Request, ResourceSet, Statement, Tri};

/// Whether action, resource and conditions match. The action of the request is given in lower case, as statements have theirs.
pub(super) fn applies(statement: &Statement, request: &Request, action: &str) -> Tri {
    let action = covers_action(&statement.actions, request, action);
    if action == Tri::No {
        return Tri::No;
    }
    let resource = statement.resources.as_ref().map_or(Tri::Yes, |set| covers_resource(set, request));
    if resource == Tri::No {
        return Tri::No;
    }
    let conditions = Tri::all(statement.conditions.iter().map(|it| holds(it, &request.context)));
    action.and(resource).and(conditions)
}

/// How a statement names the caller of a request.
pub(super) fn names(statement: &Statement, request: &Request) -> Naming {
    named(statement.who.as_ref(), &request.caller)
}

fn covers_action(set: &ActionSet, request: &Request, action: &str) -> Tri {
    let Some(patterns) = &set.patterns else { return Tri::Maybe };
    Tri::any(patterns.iter().map(|it| matches(it, action, &request.context))).negated_if(set.except)
}

fn covers_resource(set: &ResourceSet, request: &Request) -> Tri {
    let Some(patterns) = &set.patterns else { return Tri::Maybe };
    Tri::any(patterns.iter().map(|it| matches(it, &request.resource, &request.context)))
        .negated_if(set.except)
}
