//! What holds for the tables as a whole.

use polder_cloud::Mode;
use polder_cloud::schema::{Block, Schema, Type};

use crate::checks::OWN_REGION;
use crate::data::constraint::Constraint;
use crate::data::kinds::{KINDS, exceptions};
use crate::data::rule::{Operand, Rule, Term, Test};
use crate::data::{constraints, rules};

#[test]
fn every_kind_that_polder_may_use_has_a_source_or_a_reason() {
    let missing: Vec<&str> =
        Schema::aws().kinds(Mode::Managed).filter(|kind| !KINDS.contains_key(kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let unexplained: Vec<&&str> = KINDS
        .iter()
        .filter(|(_, line)| line.schema.is_none() && line.api.is_none() && line.reason.is_empty())
        .map(|(kind, _)| kind)
        .collect();
    assert!(unexplained.is_empty(), "{unexplained:?}");
}

#[test]
fn attributes_of_exceptions_exist() {
    for (kind, path) in exceptions() {
        assert!(exists(kind, path), "{kind} has no {path}");
    }
}

#[test]
fn attributes_of_constraints_exist() {
    let mut wrong = vec![];
    for kind in constraints::kinds() {
        let found = constraints::of(kind).expect("a kind of the table");
        for constraint in found.constraints {
            let others = constraint.excludes.iter().map(String::as_str);
            let missing = others.chain([constraint.path]).filter(|path| !exists(kind, path));
            wrong.extend(missing.map(|path| format!("{kind} {path}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn attributes_of_rules_exist() {
    for kind in rules::kinds() {
        for rule in rules::of(kind) {
            for path in paths(rule) {
                assert!(exists(kind, &path), "{kind} has no {path}");
            }
        }
    }
}

/// Patterns that `fancy-regex` cannot compile. A value of these attributes is undecided.
const GAPS: [&str; 0] = [];

#[test]
fn patterns_can_be_compiled() {
    let mut wrong = vec![];
    for kind in constraints::kinds() {
        let found = constraints::of(kind).expect("a kind of the table");
        let keys = found.constraints.iter().filter_map(|constraint| constraint.key.as_deref());
        let patterns =
            found.constraints.iter().chain(keys).filter_map(|constraint| constraint.pattern.as_ref());
        wrong.extend(patterns.filter(|it| !it.is_valid()).map(|pattern| pattern.text.clone()));
    }
    wrong.sort();
    wrong.dedup();
    assert_eq!(wrong, GAPS);
    for kind in rules::kinds() {
        for rule in rules::of(kind) {
            for term in rule.conditions.iter().chain([&rule.requirement]) {
                if let Test::Like(pattern) = &term.test {
                    assert!(pattern.is_valid(), "{kind}: {}", pattern.text);
                }
            }
        }
    }
}

#[test]
fn each_constraint_excludes_something() {
    for kind in constraints::kinds() {
        let found = constraints::of(kind).expect("a kind of the table");
        assert_eq!(found.constraints.len(), constraints::lines(kind), "a line of {kind} is not understood");
        for constraint in found.constraints {
            assert!(excludes_something(constraint), "{kind} {}", constraint.path);
            assert!(!found.source(constraint).is_empty(), "{kind} {}", constraint.path);
        }
    }
}

fn excludes_something(constraint: &Constraint) -> bool {
    constraint.pattern.is_some()
        || !constraint.length.are_open()
        || !constraint.range.are_open()
        || !constraint.items.are_open()
        || !constraint.values.is_empty()
        || !constraint.excludes.is_empty()
        || constraint.unique
        || constraint.key.is_some()
}

/// All attributes that a rule names.
fn paths(rule: &Rule) -> Vec<String> {
    let joined =
        |path: &str| if rule.scope.is_empty() { path.to_owned() } else { format!("{}.{path}", rule.scope) };
    let terms = rule.conditions.iter().chain([&rule.requirement]);
    terms
        .flat_map(|term: &Term| {
            let own = if term.of_resource { term.path.to_owned() } else { joined(term.path) };
            let other = match &term.test {
                Test::Compare(_, Operand::Attribute(OWN_REGION, ..)) => None,
                Test::Compare(_, Operand::Attribute(other, ..)) => Some(joined(other)),
                _ => None,
            };
            [Some(own), other]
        })
        .flatten()
        .collect()
}

/// Whether the provider has an attribute or a block. `true` for types whose schema is not embedded.
fn exists(kind: &str, path: &str) -> bool {
    let schema = Schema::aws();
    let Some(block) = schema.block(Mode::Managed, kind) else { return true };
    in_block(schema, block, path)
}

fn in_block(schema: &Schema, block: &Block, path: &str) -> bool {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    if block.lone.contains_key(first) {
        return true;
    }
    if let Some(nested) = block.nested(first) {
        return rest.is_none_or(|rest| in_block(schema, schema.inside(nested), rest));
    }
    let Some(attribute) = block.attribute(first) else { return false };
    rest.is_none_or(|rest| attribute.uneven || in_type(&attribute.kind, rest))
}

fn in_type(kind: &Type, path: &str) -> bool {
    match kind {
        Type::List(inner) | Type::Set(inner) => in_type(inner, path),
        Type::Object(members) => {
            let (first, rest) =
                path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
            members.get(first).is_some_and(|member| rest.is_none_or(|rest| in_type(member, rest)))
        }
        _ => false,
    }
}
