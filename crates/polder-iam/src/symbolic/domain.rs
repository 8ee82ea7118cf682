//! The values of condition keys that conditions tell apart.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;
use polder_inventory::access::{ConditionOperator as Op, Quantifier};

use super::automaton::{Automaton, classes};
use crate::language::{Condition, Glob, Tri};
use crate::number::{block, decimal, decimal_text, instant};

/// Up to so many different values, all sets of values of a key with several are tried; beyond, those of one and two.
const SUBSETS_MAX: usize = 6;

/// The keys that are the time of a request or a time shortly before it, in lower case.
const TIMES: [&str; 3] = ["aws:currenttime", "aws:epochtime", "aws:tokenissuetime"];

/// No request has an earlier time: 2026-01-01, in seconds since 1970. Permissions that ended before are none, and the answer
/// does not depend on the day on which it is asked for.
const EARLIEST: i128 = 1_767_225_600;

/// Numbers are counted in billionths.
const BILLION: i128 = 1_000_000_000;

/// Keys with fixed values, in lower case; none for a key that is absent. All other keys are free.
pub type Fixed = BTreeMap<String, Option<Vec<String>>>;

/// What a request can say about a key, and what each condition on the key makes of it.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// The values; none if the key is absent.
    pub(super) values: Option<Vec<String>>,
    /// The truth of each condition.
    pub(super) truths: Vec<Tri>,
}

/// The choices for a key.
#[derive(Clone, Debug)]
pub(super) struct Domain {
    /// The choices, one for each class of values.
    pub(super) choices: Vec<Choice>,
    /// Whether some values may be in no class.
    pub(super) incomplete: bool,
}

/// The domain of a key with these conditions, of which it is known that it is fixed or free.
pub(super) fn domain(conditions: &[Condition], fixed: Option<&Option<Vec<String>>>) -> Domain {
    let tests: Vec<Test<'_>> = conditions.iter().map(Test::of).collect();
    let choice = |values: Option<Vec<String>>| {
        let truths = tests.iter().map(|test| test.truth(values.as_deref())).collect();
        Choice { values, truths }
    };
    if let Some(fixed) = fixed {
        return Domain { choices: vec![choice(fixed.clone())], incomplete: false };
    }
    let (mut texts, mut incomplete) = candidates(&tests);
    if conditions.first().is_some_and(|it| TIMES.contains(&it.key.as_str())) {
        let seconds = |text: &String| instant(text).or_else(|| Some(decimal(text)?.div_euclid(BILLION)));
        texts.retain(|text| seconds(text).is_none_or(|time| time >= EARLIEST));
        texts.push(EARLIEST.to_string());
    }
    let several = conditions.iter().any(|it| it.quantifier != Quantifier::Single);
    let sets = if several { subsets(&texts, &mut incomplete) } else { singles(&texts) };
    let mut choices = vec![choice(None)];
    for set in sets {
        let found = choice(Some(set));
        if choices.iter().all(|known| known.truths != found.truths) {
            choices.push(found);
        }
    }
    Domain { choices, incomplete }
}

fn singles(texts: &[String]) -> Vec<Vec<String>> {
    texts.iter().map(|text| vec![text.clone()]).collect()
}

fn subsets(texts: &[String], incomplete: &mut bool) -> Vec<Vec<String>> {
    if texts.len() <= SUBSETS_MAX {
        let chosen = |mask: usize| {
            let some = texts.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0);
            some.map(|(_, text)| text.clone()).collect()
        };
        return (1..1 << texts.len()).map(chosen).collect();
    }
    *incomplete = true;
    let pairs = texts
        .iter()
        .enumerate()
        .flat_map(|(at, one)| texts[at + 1..].iter().map(move |other| vec![one.clone(), other.clone()]));
    singles(texts).into_iter().chain(pairs).collect()
}

/// How values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    Text,
    Number,
    Time,
    Address,
    Flag,
    Presence,
    Unknown,
}

/// A condition, prepared.
struct Test<'c> {
    condition: &'c Condition,
    family: Family,
    negated: bool,
    automata: Vec<(Automaton, bool)>,
}

impl<'c> Test<'c> {
    fn of(condition: &'c Condition) -> Test<'c> {
        let (family, negated) = family(condition.operator);
        let patterns = condition.values.as_deref().unwrap_or_default();
        let automaton = |glob: &Glob| {
            let built = match condition.operator {
                Op::IdentifierLike | Op::IdentifierNotLike => Automaton::of_arn(glob),
                Op::StringEqualsIgnoreCase | Op::StringNotEqualsIgnoreCase => Automaton::of(glob, true),
                _ => Automaton::of(glob, false),
            };
            (built, glob.is_vague() || glob.has_variables())
        };
        let automata = if family == Family::Text { patterns.iter().map(automaton).collect() } else { vec![] };
        Test { condition, family, negated, automata }
    }

    /// The truth for values; none if the key is absent.
    fn truth(&self, values: Option<&[String]>) -> Tri {
        let Some(patterns) = &self.condition.values else { return Tri::Maybe };
        match (self.family, values) {
            (Family::Unknown, _) => Tri::Maybe,
            (Family::Presence, values) => {
                Tri::any(patterns.iter().map(|pattern| match pattern.as_literal() {
                    Some(text) if text.eq_ignore_ascii_case("true") => Tri::from(values.is_none()),
                    Some(text) if text.eq_ignore_ascii_case("false") => Tri::from(values.is_some()),
                    Some(_) => Tri::No,
                    None => Tri::Maybe,
                }))
            }
            (_, None) => match self.condition.quantifier {
                Quantifier::All => Tri::Yes,
                Quantifier::Any => Tri::from(self.condition.if_exists),
                Quantifier::Single => Tri::from(self.condition.if_exists || self.negated),
            },
            (_, Some(values)) => {
                let each = values.iter().map(|value| self.one(patterns, value).negated_if(self.negated));
                match self.condition.quantifier {
                    Quantifier::All => each.fold(Tri::Yes, Tri::and),
                    Quantifier::Single if values.len() > 1 => Tri::Maybe,
                    Quantifier::Any | Quantifier::Single => each.fold(Tri::No, Tri::or),
                }
            }
        }
    }

    fn one(&self, patterns: &[Glob], value: &str) -> Tri {
        if self.family == Family::Text {
            let matched = self.automata.iter().filter(|(automaton, _)| automaton.matches(value));
            return matched
                .map(|(_, vague)| if *vague { Tri::Maybe } else { Tri::Yes })
                .fold(Tri::No, Tri::or);
        }
        patterns.iter().map(|pattern| self.limit(pattern, value)).fold(Tri::No, Tri::or)
    }

    fn limit(&self, pattern: &Glob, value: &str) -> Tri {
        let Some(limit) = pattern.as_literal() else { return Tri::Maybe };
        let compared = match self.family {
            Family::Flag => return Tri::from(limit.eq_ignore_ascii_case(value)),
            Family::Address => match (block(&limit), value.parse()) {
                (Some(IpNet::V4(block)), Ok(std::net::IpAddr::V4(address))) => {
                    return Tri::from(block.network() <= address && address <= block.broadcast());
                }
                (Some(IpNet::V6(block)), Ok(std::net::IpAddr::V6(address))) => {
                    return Tri::from(block.network() <= address && address <= block.broadcast());
                }
                (Some(_), Ok(_)) => return Tri::No,
                _ => None,
            },
            Family::Number => decimal(value).zip(decimal(&limit)),
            Family::Time => instant(value).zip(instant(&limit)),
            Family::Text | Family::Presence | Family::Unknown => None,
        };
        let Some((value, limit)) = compared else { return Tri::Maybe };
        let order = value.cmp(&limit);
        Tri::from(match self.condition.operator {
            Op::NumericLessThan | Op::DateLessThan => order.is_lt(),
            Op::NumericLessThanEquals | Op::DateLessThanEquals => order.is_le(),
            Op::NumericGreaterThan | Op::DateGreaterThan => order.is_gt(),
            Op::NumericGreaterThanEquals | Op::DateGreaterThanEquals => order.is_ge(),
            _ => order.is_eq(),
        })
    }
}

/// The family of an operator, and whether the operator is the negation of another.
fn family(operator: Op) -> (Family, bool) {
    match operator {
        Op::StringEquals
        | Op::StringEqualsIgnoreCase
        | Op::StringLike
        | Op::IdentifierLike
        | Op::BinaryEquals => (Family::Text, false),
        Op::StringNotEquals | Op::StringNotEqualsIgnoreCase | Op::StringNotLike | Op::IdentifierNotLike => {
            (Family::Text, true)
        }
        Op::NumericNotEquals => (Family::Number, true),
        Op::NumericEquals
        | Op::NumericLessThan
        | Op::NumericLessThanEquals
        | Op::NumericGreaterThan
        | Op::NumericGreaterThanEquals => (Family::Number, false),
        Op::DateNotEquals => (Family::Time, true),
        Op::DateEquals
        | Op::DateLessThan
        | Op::DateLessThanEquals
        | Op::DateGreaterThan
        | Op::DateGreaterThanEquals => (Family::Time, false),
        Op::AddressIn => (Family::Address, false),
        Op::AddressNotIn => (Family::Address, true),
        Op::Bool => (Family::Flag, false),
        Op::Absent => (Family::Presence, false),
        Op::Unknown => (Family::Unknown, false),
    }
}

/// A value of each class, and whether some class may have none.
fn candidates(tests: &[Test<'_>]) -> (Vec<String>, bool) {
    let families: BTreeSet<Family> = tests.iter().map(|test| test.family).collect();
    let compared = families.iter().filter(|it| !matches!(it, Family::Presence | Family::Unknown)).count();
    let mut incomplete = compared > 1;
    let mut texts = vec![];
    let automata: Vec<Automaton> =
        tests.iter().flat_map(|test| test.automata.iter().map(|(automaton, _)| automaton.clone())).collect();
    if !automata.is_empty() {
        match classes(&Automaton::of(&Glob::wildcards("?*"), false), &automata) {
            Some(found) => texts.extend(found.into_iter().map(|class| class.example)),
            None => incomplete = true,
        }
    }
    for test in tests {
        for glob in test.condition.values.iter().flatten() {
            match glob.as_literal() {
                Some(limit) => around(test.family, &limit, &mut texts),
                None => incomplete |= test.family != Family::Text,
            }
        }
    }
    if texts.is_empty() {
        texts.push("any".to_owned());
    }
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    (texts, incomplete)
}

/// The values at and beside a limit.
fn around(family: Family, limit: &str, texts: &mut Vec<String>) {
    match family {
        Family::Number => {
            let value = decimal(limit).into_iter();
            texts.extend(value.flat_map(|value| [value - 1, value, value + 1]).map(decimal_text));
        }
        Family::Time => {
            let value = instant(limit).into_iter();
            texts.extend(
                value.flat_map(|value| [value - 1, value, value + 1]).map(|it| it.max(0).to_string()),
            );
        }
        Family::Address => texts.extend(block(limit).into_iter().flat_map(addresses)),
        Family::Flag => texts.extend(["true".to_owned(), "false".to_owned()]),
        Family::Text | Family::Presence | Family::Unknown => {}
    }
}

/// The first and last address of a block, and those next to them.
fn addresses(block: IpNet) -> Vec<String> {
    match block {
        IpNet::V4(block) => {
            let (first, last) = (block.network().to_bits(), block.broadcast().to_bits());
            [first.wrapping_sub(1), first, last, last.wrapping_add(1)]
                .map(|bits| std::net::Ipv4Addr::from_bits(bits).to_string())
                .to_vec()
        }
        IpNet::V6(block) => {
            let (first, last) = (block.network().to_bits(), block.broadcast().to_bits());
            [first.wrapping_sub(1), first, last, last.wrapping_add(1)]
                .map(|bits| std::net::Ipv6Addr::from_bits(bits).to_string())
                .to_vec()
        }
    }
}
