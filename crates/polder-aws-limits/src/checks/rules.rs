//! Combinations of attributes against the rules of their type.

use polder_cloud::index::Resolved;
use polder_diag::Code;

use crate::codes;
use crate::data::rule::{Comparison, Operand, Rule, Term, Test};
use crate::data::rules;
use crate::report::Report;
use crate::subject::{Fault, Subject, one_of, shown_of};
use crate::tree::{Tree, number};

/// An operand: the region of the resource.
pub(crate) const OWN_REGION: &str = "^region";

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Yes,
    No,
    Unknown,
}

/// Applies each rule to the resource, or to each block that it is about.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    for rule in rules::of(subject.kind()) {
        if rule.scope.is_empty() {
            apply(subject, rule, subject.tree, report);
            continue;
        }
        for tree in subject.tree.at(rule.scope) {
            for block in tree.elements() {
                apply(subject, rule, block, report);
            }
        }
    }
}

fn apply(subject: &Subject<'_, '_>, rule: &Rule, block: &Tree<'_>, report: &mut Report) {
    // What exists has all values that AWS chose, also those that must not be set together.
    if matches!(rule.requirement.test, Test::Unset) && subject.exists() {
        return;
    }
    let context = Context { root: subject.tree, block, region: subject.region };
    let mut applies = Holds::Yes;
    for condition in &rule.conditions {
        match context.condition(condition) {
            Holds::No => return,
            Holds::Unknown => applies = Holds::Unknown,
            Holds::Yes => {}
        }
    }
    let holds = context.requirement(&rule.requirement);
    if holds == Holds::Yes {
        return;
    }
    let (code, attribute) = (code(rule), joined(rule, &rule.requirement));
    match (holds, applies) {
        (Holds::No, Holds::Yes) => {
            let message = context.message(rule);
            let accepts = accepts(rule);
            let source = rule.page.to_owned();
            subject.find(report, code, Fault { attribute, message, accepts, source });
        }
        _ => subject.undecided(report, code, &attribute),
    }
}

/// The resource, and the block that a rule is about.
struct Context<'t, 'a> {
    root: &'t Tree<'a>,
    block: &'t Tree<'a>,
    region: Option<&'t str>,
}

impl<'t, 'a> Context<'t, 'a> {
    fn at(&self, term: &Term) -> Vec<&'t Tree<'a>> {
        let from = if term.of_resource { self.root } else { self.block };
        from.at(term.path)
    }

    /// A condition on a list holds if it holds for any element.
    fn condition(&self, term: &Term) -> Holds {
        let trees = self.at(term);
        match &term.test {
            Test::Set => set(&trees),
            Test::Unset => not(present(&trees)),
            Test::Not(values) if term.default.is_none() => match set(&trees) {
                Holds::Yes => not(self.any(term, &trees, &|text| Some(listed(values, text)))),
                other => other,
            },
            Test::Not(values) => not(self.any(term, &trees, &|text| Some(listed(values, text)))),
            Test::Count(comparison, wanted) => count(&trees, *comparison, *wanted),
            test => self.any(term, &trees, &|text| self.holds(test, text)),
        }
    }

    /// A requirement on a list holds if it holds for all elements. What is not set meets all but one.
    fn requirement(&self, term: &Term) -> Holds {
        let trees = self.at(term);
        match &term.test {
            Test::Set => present(&trees),
            Test::Unset => not(set(&trees)),
            Test::Count(comparison, wanted) => count(&trees, *comparison, *wanted),
            Test::Not(values) => not(self.any(term, &trees, &|text| Some(listed(values, text)))),
            test => not(self.any(term, &trees, &|text| self.holds(test, text).map(|holds| !holds))),
        }
    }

    /// Whether something holds for any of the values. What is not set has its default, or no value.
    fn any(&self, term: &Term, trees: &[&Tree<'_>], holds: &dyn Fn(&str) -> Option<bool>) -> Holds {
        let mut found = Holds::No;
        let mut note = |result: Option<bool>| match result {
            Some(true) => found = Holds::Yes,
            None if found == Holds::No => found = Holds::Unknown,
            _ => {}
        };
        let values: Vec<&Resolved<'_>> = trees.iter().flat_map(|tree| tree.leaves()).collect();
        if let (Some(default), true) = (term.default, values.iter().all(|value| is_absent(value))) {
            note(holds(default));
        }
        for value in values.into_iter().filter(|value| !is_absent(value)) {
            match value.as_plain() {
                Some(text) => note(holds(&text)),
                None => note(None),
            }
        }
        found
    }

    /// Whether a test holds for a text.
    fn holds(&self, test: &Test, text: &str) -> Option<bool> {
        match test {
            Test::Is(values) => Some(listed(values, text)),
            Test::Like(pattern) => pattern.matches(text),
            #[expect(clippy::cast_precision_loss, reason = "texts are short")]
            Test::Length(comparison, wanted) => Some(comparison.holds(text.chars().count() as f64, *wanted)),
            Test::Multiple(of) => {
                let quotient = text.parse::<f64>().ok()? / of;
                Some((quotient - quotient.round()).abs() < 1e-9)
            }
            Test::Compare(comparison, operand) => self.compared(text, *comparison, operand),
            Test::Set | Test::Unset | Test::Not(_) | Test::Count(..) => None,
        }
    }

    /// Whether a comparison holds. Texts can only be equal or different. Without an operand, any value holds.
    fn compared(&self, text: &str, comparison: Comparison, operand: &Operand) -> Option<bool> {
        let (path, factor, more) = match operand {
            Operand::Number(other) => return Some(comparison.holds(text.parse().ok()?, *other)),
            Operand::Attribute(path, factor, more) => (path, factor, more),
        };
        if *path == OWN_REGION {
            let is_equal = self.region? == text;
            return Some(if comparison == Comparison::Different { !is_equal } else { is_equal });
        }
        let trees = self.block.at(path);
        let Some(other) = trees.iter().flat_map(|tree| tree.leaves()).find(|value| !is_absent(value)) else {
            return Some(true);
        };
        match (text.parse::<f64>(), number(other)) {
            (Ok(value), Some(other)) => Some(comparison.holds(value, other * factor + more)),
            _ => {
                let is_equal = other.as_plain()? == text;
                match comparison {
                    Comparison::Equal => Some(is_equal),
                    Comparison::Different => Some(!is_equal),
                    _ => None,
                }
            }
        }
    }

    fn message(&self, rule: &Rule) -> String {
        let requirement = self.described(&rule.requirement);
        // Conditions on what is not set are the usual case, and would only lengthen the message.
        let positive = rule.conditions.iter().filter(|condition| !matches!(condition.test, Test::Unset));
        let conditions: Vec<String> = positive.map(|condition| self.described(condition)).collect();
        if conditions.is_empty() {
            requirement
        } else {
            format!("{requirement} while {}", conditions.join(" and "))
        }
    }

    /// The text of a list that does not meet a requirement, or the first one.
    fn failing<'s>(&self, term: &Term, texts: &'s [String]) -> Option<&'s str> {
        let fails = |text: &&String| match &term.test {
            Test::Not(values) => listed(values, text),
            test => self.holds(test, text) == Some(false),
        };
        texts.iter().find(fails).or(texts.first()).map(String::as_str)
    }

    /// What an attribute is, for a message.
    fn described(&self, term: &Term) -> String {
        let trees = self.at(term);
        let path = term.path;
        if let Test::Count(..) = term.test {
            let count: usize = trees.iter().map(|tree| tree.elements().len()).sum();
            return format!("`{path}` has {count} elements");
        }
        let texts: Vec<String> = trees
            .iter()
            .flat_map(|tree| tree.leaves())
            .filter_map(|it| Some(it.as_plain()?.into_owned()))
            .collect();
        match texts.first() {
            Some(text) if matches!(term.test, Test::Length(..)) => {
                format!("`{path}` has {} characters", text.chars().count())
            }
            Some(_) if self.failing(term, &texts).is_some_and(|text| !text.is_empty()) => {
                let text = self.failing(term, &texts).unwrap_or_default();
                format!("`{path}` is {}", shown_of(path, text))
            }
            _ if set(&trees) == Holds::Yes => format!("`{path}` is set"),
            _ => format!("`{path}` is not set"),
        }
    }
}

fn set(trees: &[&Tree<'_>]) -> Holds {
    let mut found = Holds::No;
    for tree in trees {
        match tree.is_set() {
            Some(true) => return Holds::Yes,
            None => found = Holds::Unknown,
            Some(false) => {}
        }
    }
    found
}

/// Whether there is a value, also if it is zero or false.
fn present(trees: &[&Tree<'_>]) -> Holds {
    let has_value = |tree: &&Tree<'_>| {
        matches!(tree, Tree::Leaf(Resolved::Bool(_) | Resolved::Integer(_) | Resolved::Decimal(_)))
    };
    if trees.iter().any(has_value) { Holds::Yes } else { set(trees) }
}

fn count(trees: &[&Tree<'_>], comparison: Comparison, wanted: f64) -> Holds {
    let mut count = 0_u32;
    for tree in trees {
        if let Tree::Leaf(value) = tree
            && !is_absent(value)
            && value.as_plain().is_none()
        {
            return Holds::Unknown;
        }
        count += u32::try_from(tree.elements().len()).unwrap_or(u32::MAX);
    }
    if comparison.holds(f64::from(count), wanted) { Holds::Yes } else { Holds::No }
}

fn not(holds: Holds) -> Holds {
    match holds {
        Holds::Yes => Holds::No,
        Holds::No => Holds::Yes,
        Holds::Unknown => Holds::Unknown,
    }
}

fn is_absent(value: &Resolved<'_>) -> bool {
    matches!(value, Resolved::Absent) || value.as_text() == Some("")
}

fn listed(values: &[&str], text: &str) -> bool {
    let matches = |value: &&str| match value.strip_suffix('*') {
        Some(start) => text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)),
        None => value.eq_ignore_ascii_case(text),
    };
    values.iter().any(matches)
}

fn joined(rule: &Rule, term: &Term) -> String {
    if rule.scope.is_empty() || term.of_resource {
        term.path.to_owned()
    } else {
        format!("{}.{}", rule.scope, term.path)
    }
}

/// The code of a rule: its own, or that of its requirement.
fn code(rule: &Rule) -> &'static Code {
    if let Some(code) = rule.code.and_then(|id| codes::codes().iter().find(|code| code.id == id)) {
        return code;
    }
    match &rule.requirement.test {
        Test::Set => &codes::MISSING,
        Test::Unset => &codes::EXCLUDED,
        Test::Is(_) | Test::Not(_) => &codes::VALUE,
        Test::Like(_) => &codes::PATTERN,
        Test::Compare(_, Operand::Number(_)) | Test::Multiple(_) => &codes::RANGE,
        Test::Compare(_, Operand::Attribute(..)) => &codes::RELATION,
        Test::Length(..) => &codes::LENGTH,
        Test::Count(..) => &codes::COUNT,
    }
}

/// What AWS accepts, for a message.
fn accepts(rule: &Rule) -> String {
    let path = rule.requirement.path;
    let accepts = match &rule.requirement.test {
        Test::Set => format!("`{path}` set"),
        Test::Unset => format!("`{path}` not set"),
        Test::Is(values) => one_of(values.iter().copied()),
        Test::Not(values) => format!("anything but {}", one_of(values.iter().copied())),
        Test::Like(pattern) => format!("text that matches `{}`", pattern.text),
        Test::Compare(comparison, Operand::Number(number)) => format!("{} {number}", comparison.words()),
        Test::Compare(comparison, Operand::Attribute(other, factor, more)) => {
            let times =
                if (*factor - 1.0).abs() < f64::EPSILON { String::new() } else { format!("{factor} times ") };
            let plus = if *more > 0.0 { format!(" plus {more}") } else { String::new() };
            format!("{} {times}`{other}`{plus}", comparison.words())
        }
        Test::Multiple(of) => format!("multiples of {of}"),
        Test::Length(comparison, number) => format!("{} {number} characters", comparison.words()),
        Test::Count(comparison, number) => format!("{} {number} elements", comparison.words()),
    };
    if rule.reason.is_empty() { accepts } else { format!("{accepts}: {}", rule.reason) }
}
