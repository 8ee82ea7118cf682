//! Values against the constraints of their attributes.

use std::collections::BTreeSet;

use polder_cloud::Mode;
use polder_cloud::index::Resolved;
use polder_cloud::schema::Schema;

use crate::codes;
use crate::data::constraint::Constraint;
use crate::data::constraints::{self, KindConstraints};
use crate::report::Report;
use crate::subject::{Fault, Subject, one_of, shown, shown_of};
use crate::tree::{Tree, number};

/// Compares each value of a resource with what AWS accepts.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    let Some(known) = constraints::of(subject.kind()) else { return };
    // One finding for each attribute: schemas and documentation constrain it in several ways.
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for constraint in known.constraints {
        if constraint.excludes.is_empty() && found.contains(constraint.path) {
            continue;
        }
        let before = report.findings.len();
        for tree in subject.tree.at(constraint.path) {
            Judge { subject, known: &known, constraint, report }.tree(tree);
        }
        if report.findings.len() > before {
            found.insert(constraint.path);
        }
    }
}

/// Whether the provider may leave out a zero of this attribute. What it writes with the older of its two libraries cannot tell a
/// zero from nothing, so that it sends most numbers only if they are not zero: `retention_in_days` of a log group is 0 in the plan
/// of each that never expires. Types of that library are those whose `id` could be set
/// (developer.hashicorp.com/terraform/plugin/framework/migrating, "id attribute").
fn may_be_left_out(kind: &str, path: &str) -> bool {
    let schema = Schema::aws();
    let Some(top) = schema.block(Mode::Managed, kind) else { return true };
    if !top.attribute("id").is_some_and(|id| id.optional) {
        return false;
    }
    let mut block = top;
    for name in path.split('.') {
        match (block.attribute(name), block.nested(name)) {
            (Some(attribute), _) => return !attribute.required,
            (None, Some(nested)) => block = schema.inside(nested),
            (None, None) => return true,
        }
    }
    true
}

struct Judge<'j, 'i, 'a> {
    subject: &'j Subject<'i, 'a>,
    known: &'j KindConstraints,
    constraint: &'j Constraint,
    report: &'j mut Report,
}

impl Judge<'_, '_, '_> {
    fn tree(&mut self, tree: &Tree<'_>) {
        let constraint = self.constraint;
        if !constraint.excludes.is_empty() {
            return self.exclusions(tree);
        }
        match tree {
            Tree::List(items) => {
                self.count(items);
                for item in items {
                    if let Tree::Leaf(value) = item {
                        self.value(value);
                    }
                }
            }
            Tree::Leaf(value) => self.value(value),
            Tree::Object(members) => self.named(members),
        }
    }

    /// Named values: their names, and their values.
    fn named(&mut self, members: &[(&str, Tree<'_>)]) {
        if let Some(key) = &self.constraint.key {
            for (name, _) in members {
                self.text(key, name);
            }
        }
        for (_, member) in members {
            if let Tree::Leaf(value) = member {
                self.value(value);
            }
        }
    }

    fn count(&mut self, items: &[Tree<'_>]) {
        let constraint = self.constraint;
        #[expect(clippy::cast_precision_loss, reason = "lists are short")]
        let count = items.len() as f64;
        // A list without elements is not sent.
        if count > 0.0 && !constraint.items.hold(count) {
            let message = format!("`{}` has {count} elements", constraint.path);
            self.find(&codes::COUNT, message, format!("{} elements", constraint.items.words()));
        }
        if constraint.unique {
            let mut seen = BTreeSet::new();
            let texts = items.iter().filter_map(Tree::text);
            if let Some(twice) = texts.into_iter().find(|text| !seen.insert(text.clone())) {
                let message = format!("`{}` has {} twice", constraint.path, shown(&twice));
                self.find(&codes::COUNT, message, "each element once".to_owned());
            }
        }
    }

    fn value(&mut self, value: &Resolved<'_>) {
        let constraint = self.constraint;
        match value {
            Resolved::Absent | Resolved::Bool(_) | Resolved::List(_) | Resolved::Object(_) => {}
            Resolved::Integer(0) if may_be_left_out(self.subject.kind(), constraint.path) => self.undecided(),
            Resolved::Integer(_) | Resolved::Decimal(_) | Resolved::Text(_) => {
                let text = value.as_plain().unwrap_or_default();
                // An empty text is not sent.
                if !text.is_empty() {
                    self.text(constraint, &text);
                }
                if let Some(size) = number(value) {
                    self.size(size);
                }
            }
            Resolved::Pattern(pieces) => self.pieces(pieces),
            Resolved::Attribute(_)
            | Resolved::Variable(..)
            | Resolved::Document(..)
            | Resolved::Unknown(_) => {
                self.undecided();
            }
        }
    }

    /// A text of which only pieces are known: it is too long if they are.
    fn pieces(&mut self, pieces: &[Resolved<'_>]) {
        let constraint = self.constraint;
        let known: usize = pieces.iter().filter_map(Resolved::as_text).map(|text| text.chars().count()).sum();
        #[expect(clippy::cast_precision_loss, reason = "texts are short")]
        let known = known as f64;
        if constraint.length.most.is_some_and(|most| known > most) {
            let message = format!("`{}` has more than {known} characters", constraint.path);
            self.find(&codes::LENGTH, message, format!("{} characters", constraint.length.words()));
        } else {
            self.undecided();
        }
    }

    fn text(&mut self, constraint: &Constraint, text: &str) {
        let path = constraint.path;
        if !constraint.values.is_empty() {
            if !constraint.values.iter().any(|value| value.eq_ignore_ascii_case(text)) {
                let message = format!("`{path}` is {}, which AWS does not accept", shown_of(path, text));
                self.find(&codes::VALUE, message, one_of(constraint.values.iter().map(String::as_str)));
            }
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "texts are short")]
        let length = text.chars().count() as f64;
        if !constraint.length.hold(length) {
            let message = format!("`{path}` has {length} characters: {}", shown_of(path, text));
            self.find(&codes::LENGTH, message, format!("{} characters", constraint.length.words()));
            return;
        }
        let Some(pattern) = &constraint.pattern else { return };
        match pattern.matches(text) {
            Some(true) => {}
            Some(false) => {
                let message =
                    format!("`{path}` is {}, which does not match AWS's pattern", shown_of(path, text));
                self.find(&codes::PATTERN, message, format!("text that matches `{}`", pattern.text));
            }
            None => self.undecided(),
        }
    }

    fn size(&mut self, size: f64) {
        let constraint = self.constraint;
        if !constraint.range.hold(size) {
            let message = format!("`{}` is {size}", constraint.path);
            self.find(&codes::RANGE, message, constraint.range.words());
        }
    }

    fn exclusions(&mut self, tree: &Tree<'_>) {
        if tree.is_set() != Some(true) || self.subject.exists() {
            return;
        }
        for other in &self.constraint.excludes {
            let others = self.subject.tree.at(other);
            if others.iter().any(|other| other.is_set() == Some(true)) {
                let message = format!("`{}` and `{other}` are both set", self.constraint.path);
                self.find(&codes::EXCLUDED, message, "one of the two".to_owned());
                return;
            }
        }
    }

    fn find(&mut self, code: &'static polder_diag::Code, message: String, accepts: String) {
        let attribute = self.constraint.path.to_owned();
        let source = self.known.source(self.constraint);
        self.subject.find(self.report, code, Fault { attribute, message, accepts, source });
    }

    fn undecided(&mut self) {
        let constraint = self.constraint;
        let code = if !constraint.values.is_empty() {
            &codes::VALUE
        } else if !constraint.range.are_open() {
            &codes::RANGE
        } else if constraint.pattern.is_some() {
            &codes::PATTERN
        } else {
            &codes::LENGTH
        };
        self.subject.undecided(self.report, code, constraint.path);
    }
}
