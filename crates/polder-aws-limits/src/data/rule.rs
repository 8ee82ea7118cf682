//! Rules on the attributes of one resource, as `rules/*.txt` has them.
//!
//! A line is `conditions -> requirement | reason`. Conditions are separated by `&`; each, and the requirement, is an
//! attribute, an operator and an operand. `in PATH:` before them makes the rule one of each block at the path, and
//! `AWS016!` before all of it gives it another code than that of the requirement's operator.

use super::pattern::Pattern;

/// A rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The block that the rule is about; empty for the resource.
    pub(crate) scope: &'static str,
    /// When it applies.
    pub(crate) conditions: Vec<Term>,
    /// What must hold then.
    pub(crate) requirement: Term,
    /// The code, if it is not that of the requirement's operator.
    pub(crate) code: Option<&'static str>,
    /// Why, lower case, no full stop. May be empty.
    pub(crate) reason: &'static str,
    /// A page of AWS's documentation.
    pub(crate) page: &'static str,
}

/// A condition or a requirement on an attribute.
#[derive(Debug)]
pub(crate) struct Term {
    /// The attribute, relative to the block of the rule.
    pub(crate) path: &'static str,
    /// The path is that of the resource, and not of the block.
    pub(crate) of_resource: bool,
    /// The value of an attribute that is not set.
    pub(crate) default: Option<&'static str>,
    /// What must hold for its value.
    pub(crate) test: Test,
}

/// What must hold for the value of an attribute.
#[derive(Debug)]
pub(crate) enum Test {
    /// It has a value.
    Set,
    /// It has none.
    Unset,
    /// It is one of these; `*` at the end stands for any text.
    Is(Vec<&'static str>),
    /// It is none of these.
    Not(Vec<&'static str>),
    /// It matches.
    Like(Box<Pattern>),
    /// It compares so with a number or another attribute.
    Compare(Comparison, Operand),
    /// It is a multiple of the number.
    Multiple(f64),
    /// Its length compares so.
    Length(Comparison, f64),
    /// The number of its elements compares so.
    Count(Comparison, f64),
}

/// A comparison of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Less,
    AtMost,
    Equal,
    Different,
    AtLeast,
    More,
}

/// What is compared with.
#[derive(Debug)]
pub(crate) enum Operand {
    Number(f64),
    /// An attribute, times a factor, plus a number.
    Attribute(&'static str, f64, f64),
}

impl Comparison {
    fn parse(text: &str) -> Option<Comparison> {
        Some(match text {
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            "=" => Comparison::Equal,
            "!=" => Comparison::Different,
            ">=" => Comparison::AtLeast,
            ">" => Comparison::More,
            _ => return None,
        })
    }

    /// Whether it holds.
    pub(crate) fn holds(self, left: f64, right: f64) -> bool {
        let order = left.total_cmp(&right);
        match self {
            Comparison::Less => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::Equal => order.is_eq(),
            Comparison::Different => order.is_ne(),
            Comparison::AtLeast => order.is_ge(),
            Comparison::More => order.is_gt(),
        }
    }

    /// For a message.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Comparison::Less => "less than",
            Comparison::AtMost => "at most",
            Comparison::Equal => "equal to",
            Comparison::Different => "different from",
            Comparison::AtLeast => "at least",
            Comparison::More => "more than",
        }
    }
}

/// Reads a line. `None` if it does not follow the grammar, which a test rules out.
pub(crate) fn parsed(line: &'static str, page: &'static str) -> Option<Rule> {
    let (body, reason) = line.split_once(" | ").unwrap_or((line, ""));
    let (code, body) = match body.trim().split_once("! ") {
        Some((code, rest)) if code.starts_with("AWS") => (Some(code), rest),
        _ => (None, body.trim()),
    };
    let (scope, body) = match body.strip_prefix("in ") {
        Some(rest) => rest.split_once(": ")?,
        None => ("", body),
    };
    let (conditions, requirement) = match body.split_once("-> ") {
        Some((conditions, requirement)) => (conditions.trim(), requirement),
        None => ("", body),
    };
    let conditions: Option<Vec<Term>> =
        conditions.split(" & ").filter(|text| !text.is_empty()).map(term).collect();
    Some(Rule {
        scope,
        conditions: conditions?,
        requirement: term(requirement)?,
        code,
        reason: reason.trim(),
        page,
    })
}

fn term(text: &'static str) -> Option<Term> {
    let mut words = text.trim().splitn(3, ' ');
    let (path, operator) = (words.next()?, words.next()?);
    let operand = words.next().unwrap_or_default().trim();
    let (path, default) = path.split_once('?').map_or((path, None), |(path, default)| (path, Some(default)));
    let (path, of_resource) = path.strip_prefix('^').map_or((path, false), |path| (path, true));
    let list = || operand.split(',').map(str::trim).collect::<Vec<_>>();
    let test = match operator {
        "set" => Test::Set,
        "unset" => Test::Unset,
        "is" => Test::Is(list()),
        "not" => Test::Not(list()),
        "like" => Test::Like(Box::new(Pattern::new(operand.to_owned()))),
        "multiple" => Test::Multiple(operand.parse().ok()?),
        "length" => sized(operand).map(|(comparison, number)| Test::Length(comparison, number))?,
        "count" => sized(operand).map(|(comparison, number)| Test::Count(comparison, number))?,
        comparison => Test::Compare(Comparison::parse(comparison)?, operand_of(operand)?),
    };
    Some(Term { path, of_resource, default, test })
}

fn sized(text: &str) -> Option<(Comparison, f64)> {
    let (comparison, number) = text.split_once(' ')?;
    Some((Comparison::parse(comparison)?, number.parse().ok()?))
}

/// `5`, `@other`, `@other*0.5`, `@other+90`.
fn operand_of(text: &'static str) -> Option<Operand> {
    let Some(attribute) = text.strip_prefix('@') else { return Some(Operand::Number(text.parse().ok()?)) };
    if let Some((attribute, factor)) = attribute.split_once('*') {
        return Some(Operand::Attribute(attribute, factor.parse().ok()?, 0.0));
    }
    match attribute.split_once('+') {
        Some((attribute, more)) => Some(Operand::Attribute(attribute, 1.0, more.parse().ok()?)),
        None => Some(Operand::Attribute(attribute, 1.0, 0.0)),
    }
}
