//! The classes of differences between both evaluators, each with the reason, and with what AWS says.

use polder_iam::language::{Document, Statement};
use polder_inventory::access::Quantifier;

use super::generated::Case;

/// A class of differences.
pub(super) struct Difference {
    pub(super) name: &'static str,
    /// Why the verdicts differ.
    pub(super) reason: &'static str,
    /// Where AWS says which of them is right.
    pub(super) source: &'static str,
    /// Makes a case what the other evaluator takes it for: then both verdicts are the same.
    pub(super) as_there: fn(&mut Case),
}

/// All of them.
pub(super) const DIFFERENCES: [Difference; 3] = [
    Difference {
        name: "session policies",
        reason: "there they limit what the policy of a resource gives to the session or to everyone, and here they do not",
        source: "IAM User Guide, Policy evaluation for requests within a single account: a resource policy that names the session \
                 is not limited by the session policy. AWS says nothing about everyone",
        as_there: |case| case.service_control.extend(case.session.take()),
    },
    Difference {
        name: "variables without a value in NotResource",
        reason: "there the statement does not apply, and here the pattern matches no resource, so that it applies to each",
        source: "IAM User Guide, Variables and tags: a variable without a value matches nothing. AWS does not say it of NotResource",
        as_there: |case| {
            let has_team = case.request.as_ref().is_some_and(|it| it.context.get(TEAM).is_some());
            for document in documents(case).into_iter().filter(|_| !has_team) {
                document.statements.get_or_insert_default().retain(|it| !excepts_variables(it));
            }
        },
    },
    Difference {
        name: "ForAnyValue with IfExists",
        reason: "there a condition on a key that is absent does not hold, and here it does",
        source: "IAM User Guide, Condition operators, ...IfExists: a key that is absent makes the condition true",
        as_there: |case| {
            for document in documents(case) {
                let conditions = document.statements.iter_mut().flatten().flat_map(|it| &mut it.conditions);
                for condition in conditions.filter(|it| it.quantifier == Quantifier::Any) {
                    condition.if_exists = false;
                }
            }
        },
    },
];

/// The only key that patterns of resources name by a variable.
const TEAM: &str = "aws:principaltag/team";

fn excepts_variables(statement: &Statement) -> bool {
    let set = statement.resources.as_ref().filter(|set| set.except);
    set.and_then(|set| set.patterns.as_ref())
        .into_iter()
        .flatten()
        .any(polder_iam::language::Glob::has_variables)
}

/// All documents of a case.
pub(super) fn documents(case: &mut Case) -> Vec<&mut Document> {
    let lists = case.service_control.iter_mut().chain(&mut case.resource_control);
    let lists = lists.chain(&mut case.boundary).chain(&mut case.session).chain(&mut case.endpoint);
    lists.chain([&mut case.identity, &mut case.resource]).flatten().collect()
}
