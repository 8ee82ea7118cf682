//! Verdicts on a plan of which the account is not known. Its policies may name the account by its ID.

use std::collections::BTreeSet;

use polder_verdict::{Gap, Property, Verdict, Witness};

use super::aws_accounts::is_of_aws;
use crate::estate::Estate;
use crate::language::{Document, Glob, Who};

/// Keys of conditions whose value is the account of the caller.
pub(super) const CALLERS: [&str; 3] = ["aws:principalaccount", "aws:sourceowner", "kms:calleraccount"];

/// The most account IDs that are tried as the one of the plan.
pub(super) const TRIED_MAX: usize = 4;

/// Account IDs in policies that no account of the estate is known to have.
pub(super) fn foreign_numbers(estate: &Estate<'_>) -> BTreeSet<String> {
    let known = estate.numbers();
    let statements = estate.documents().iter().filter_map(|it| it.statements.as_ref()).flatten();
    let who = statements.filter_map(|it| it.who.as_ref()?.who.as_ref()).flatten();
    let named = who.filter_map(|who| match who {
        Who::Account(number) => Some(number.clone()),
        Who::Arn(arn) => arn.split(':').nth(4).map(str::to_owned),
        _ => None,
    });
    let mut found: BTreeSet<String> = named.chain(estate.documents().iter().flat_map(numbers)).collect();
    found.retain(|number| is_number(number) && !known.contains(number) && !is_of_aws(number));
    found
}

/// Of resources, and of conditions on the account of the caller.
fn numbers(document: &Document) -> Vec<String> {
    let statements = || document.statements.iter().flatten();
    let resources = statements().filter_map(|it| it.resources.as_ref()?.patterns.as_ref()).flatten();
    let conditions = statements().flat_map(|it| &it.conditions);
    let callers = conditions.flat_map(|it| {
        let values = it.values.iter().flatten();
        let of_value: fn(&Glob) -> Option<String> = match it.key.as_str() {
            "aws:principalarn" => number,
            key if CALLERS.contains(&key) => Glob::as_literal,
            _ => |_| None,
        };
        values.filter_map(of_value)
    });
    resources.filter_map(number).chain(callers).collect()
}

fn number(glob: &Glob) -> Option<String> {
    glob.to_string().split(':').nth(4).filter(|text| is_number(text)).map(str::to_owned)
}

/// Whether a text is an account ID.
pub(super) fn is_number(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|it| it.is_ascii_digit())
}

/// Makes undecided what is different if an account is the one of the plan. What is refuted whichever it is keeps the witnesses
/// that do not depend on it.
pub(super) fn merge(all: &mut [Property], others: &[Property], number: &str) {
    for (property, other) in all.iter_mut().zip(others) {
        if property.verdict.label() != other.verdict.label() {
            let text =
                format!("it depends on whether account {number} is the one of the plan, which is not known");
            property.verdict = Verdict::Undecided(vec![Gap::new(text, [])]);
        } else if let Verdict::Refuted(witnesses) = &mut property.verdict
            && witnesses.iter().any(|it| !is_of(it, number))
        {
            witnesses.retain(|it| !is_of(it, number));
        }
    }
}

/// Whether the witness is about a principal of an account.
fn is_of(witness: &Witness, number: &str) -> bool {
    let mut principals = witness.facts.iter().filter(|fact| fact.name == "principal");
    principals.any(|fact| fact.value.split(':').nth(4) == Some(number))
}
