//! Whether a condition holds.

use std::net::IpAddr;

use polder_inventory::access::{ConditionOperator as Op, Quantifier};

use super::matching::{matches, matches_arn};
use crate::language::{Condition, Context, Glob, Tri};
use crate::number::{decimal, instant};

/// Whether a condition holds for a context.
pub(super) fn holds(condition: &Condition, context: &Context) -> Tri {
    if condition.operator == Op::Unknown || context.unknown.contains(&condition.key) {
        return Tri::Maybe;
    }
    let Some(patterns) = &condition.values else { return Tri::Maybe };
    let values = context.get(&condition.key);
    if condition.operator == Op::Absent {
        let absent = values.is_none();
        return Tri::any(patterns.iter().map(|pattern| is_flag(pattern, absent)));
    }
    let negated = is_negated(condition.operator);
    let Some(values) = values else {
        return match condition.quantifier {
            Quantifier::Single => Tri::from(condition.if_exists || negated),
            Quantifier::Any => Tri::from(condition.if_exists),
            Quantifier::All => Tri::Yes,
        };
    };
    let one = |value: &String| {
        let some = patterns.iter().map(|pattern| compare(condition.operator, pattern, value, context));
        Tri::any(some).negated_if(negated)
    };
    match condition.quantifier {
        // What AWS does with several values of a key and no quantifier is not documented.
        Quantifier::Single if values.len() > 1 => Tri::Maybe,
        Quantifier::Single | Quantifier::Any => Tri::any(values.iter().map(one)),
        Quantifier::All => Tri::all(values.iter().map(one)),
    }
}

fn is_flag(pattern: &Glob, flag: bool) -> Tri {
    match pattern.as_literal() {
        Some(text) => Tri::from(text.eq_ignore_ascii_case(if flag { "true" } else { "false" })),
        None => Tri::Maybe,
    }
}

fn is_negated(operator: Op) -> bool {
    matches!(
        operator,
        Op::StringNotEquals
            | Op::StringNotEqualsIgnoreCase
            | Op::StringNotLike
            | Op::NumericNotEquals
            | Op::DateNotEquals
            | Op::AddressNotIn
            | Op::IdentifierNotLike
    )
}

/// Whether a value satisfies the positive form of an operator.
fn compare(operator: Op, pattern: &Glob, value: &str, context: &Context) -> Tri {
    match operator {
        Op::StringEquals | Op::StringNotEquals | Op::StringLike | Op::StringNotLike | Op::BinaryEquals => {
            matches(pattern, value, context)
        }
        Op::StringEqualsIgnoreCase | Op::StringNotEqualsIgnoreCase => {
            let mut lower = context.clone();
            lower.values.values_mut().flatten().for_each(|value| value.make_ascii_lowercase());
            matches(&pattern.to_lowercase(), &value.to_ascii_lowercase(), &lower)
        }
        Op::Bool => match pattern.as_literal() {
            Some(text) => Tri::from(text.eq_ignore_ascii_case(value)),
            None => Tri::Maybe,
        },
        Op::IdentifierLike | Op::IdentifierNotLike => matches_arn(pattern, value, context),
        Op::AddressIn | Op::AddressNotIn => match (pattern.as_literal(), value.parse::<IpAddr>()) {
            (Some(block), Ok(address)) => match crate::number::block(&block) {
                Some(block) => Tri::from(block.contains(&address)),
                None => Tri::Maybe,
            },
            _ => Tri::Maybe,
        },
        Op::Absent | Op::Unknown => Tri::Maybe,
        _ => ordered(operator, pattern, value),
    }
}

fn ordered(operator: Op, pattern: &Glob, value: &str) -> Tri {
    let dated = matches!(
        operator,
        Op::DateEquals
            | Op::DateNotEquals
            | Op::DateLessThan
            | Op::DateLessThanEquals
            | Op::DateGreaterThan
            | Op::DateGreaterThanEquals
    );
    let read = |text: &str| if dated { instant(text) } else { decimal(text) };
    let (Some(limit), Some(value)) = (pattern.as_literal().and_then(|it| read(&it)), read(value)) else {
        return Tri::Maybe;
    };
    Tri::from(match operator {
        Op::NumericLessThan | Op::DateLessThan => value < limit,
        Op::NumericLessThanEquals | Op::DateLessThanEquals => value <= limit,
        Op::NumericGreaterThan | Op::DateGreaterThan => value > limit,
        Op::NumericGreaterThanEquals | Op::DateGreaterThanEquals => value >= limit,
        _ => value == limit,
    })
}
