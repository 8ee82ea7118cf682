//! Expressions mean the same when another program reads them: whatever is in a text, however values are nested, and however
//! much room there is on the line.
//!
//! Both sides become one plain notation: one from what was to be written, the other from what the parser of `hcl-edit` read.

use std::fmt::Write as _;
use std::sync::Arc;

use hcl_edit::expr::{Expression as Read, ObjectKey, TraversalOperator};
use hcl_edit::template::Element as Part;
use polder_cloud::{Address, Mode, Segment, SmolStr};
use polder_module::expression::{
    Access, Body, Choice, Condition, Expression, ModuleOutput, RemoteState, ResourceReference,
};
use proptest::prelude::*;

use crate::expression::write;

/// What is to be written, in the plain notation.
fn plain(value: &Expression) -> String {
    match value {
        Expression::Null => "null".to_owned(),
        Expression::Bool(value) => value.to_string(),
        Expression::Integer(value) => value.to_string(),
        Expression::Decimal(text) | Expression::Raw(text) => text.to_string(),
        Expression::Text(text) => format!("{text:?}"),
        Expression::Variable(name) => format!("var.{name}"),
        Expression::Resource(reference) => resource(reference),
        Expression::RemoteState(it) => {
            format!("data.terraform_remote_state.{}.outputs.{}", it.alias, it.output)
        }
        Expression::ModuleOutput(it) => format!("module.{}.{}", it.module, it.output),
        Expression::List(elements) => {
            let elements: Vec<String> = elements.iter().map(|element| plain(&element.value)).collect();
            format!("[{}]", elements.join(", "))
        }
        Expression::Object(body) => {
            let items = body.items.iter().map(|item| match &item.content {
                polder_module::expression::Content::Attribute(value) => {
                    format!("{:?} = {}", item.key, plain(value))
                }
                polder_module::expression::Content::Block(_) => panic!("an object has no blocks"),
            });
            format!("{{{}}}", items.collect::<Vec<_>>().join(", "))
        }
        Expression::Template(parts) => template(parts.iter().map(|part| match part {
            Expression::Text(text) => Err(text.to_string()),
            other => Ok(plain(other)),
        })),
        Expression::Call(call) => {
            let arguments: Vec<String> = call.arguments.iter().map(plain).collect();
            format!("{}({})", call.name, arguments.join(", "))
        }
        Expression::Step(step) => match &step.segment {
            Segment::Index(index) => format!("{}[{index}]", plain(&step.base)),
            Segment::Name(name) => format!("{}.{name}", plain(&step.base)),
        },
        Expression::Binary(it) => format!("({} {} {})", plain(&it.left), it.operator, plain(&it.right)),
        Expression::Choice(choice) => {
            let Choice { condition, then, otherwise } = &**choice;
            let (then, otherwise) = if condition.negated { (otherwise, then) } else { (then, otherwise) };
            match (plain(then).as_str(), plain(otherwise).as_str()) {
                ("true", "false") => format!("var.{}", condition.variable),
                ("false", "true") => format!("!var.{}", condition.variable),
                (then, otherwise) => format!("(var.{} ? {then} : {otherwise})", condition.variable),
            }
        }
        Expression::Sensitive(inner) => format!("sensitive({})", plain(inner)),
        Expression::File(_) => panic!("no file is generated here"),
    }
}

fn resource(reference: &ResourceReference) -> String {
    let ResourceReference { address, attribute, access } = reference;
    let data = if address.mode == Mode::Data { "data." } else { "" };
    let whole = format!("{data}{}.{}", address.kind, address.name);
    match access {
        Access::Plain => format!("{whole}.{attribute}"),
        Access::First => format!("{whole}[0].{attribute}"),
        Access::One => format!("one({whole}[*].{attribute})"),
    }
}

/// A text of literal parts (`Err`) and values (`Ok`).
fn template(parts: impl Iterator<Item = Result<String, String>>) -> String {
    let (mut out, mut literal, mut values) = (String::new(), String::new(), 0);
    for part in parts {
        match part {
            Err(text) => literal.push_str(&text),
            Ok(value) => {
                let _ = write!(out, "{literal:?} <{value}> ");
                literal.clear();
                values += 1;
            }
        }
    }
    if values == 0 { format!("{literal:?}") } else { format!("{out}{literal:?}") }
}

/// What was read, in the plain notation.
fn read(value: &Read) -> String {
    match value {
        Read::Null(_) => "null".to_owned(),
        Read::Bool(value) => value.to_string(),
        Read::Number(value) => value.to_string(),
        Read::String(text) => format!("{:?}", text.as_str()),
        Read::Variable(name) => name.to_string(),
        Read::Parenthesis(inner) => read(inner.inner()),
        Read::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(read).collect();
            format!("[{}]", elements.join(", "))
        }
        Read::Object(object) => {
            let items = object.iter().map(|(key, value)| {
                let key = match key {
                    ObjectKey::Ident(name) => name.as_str().to_owned(),
                    ObjectKey::Expression(Read::String(text)) => text.as_str().to_owned(),
                    ObjectKey::Expression(other) => panic!("{other:?} is no key"),
                };
                format!("{key:?} = {}", read(value.expr()))
            });
            format!("{{{}}}", items.collect::<Vec<_>>().join(", "))
        }
        Read::StringTemplate(parts) => template(parts.iter().map(|part| match part {
            Part::Literal(text) => Err(text.as_str().to_owned()),
            // A dollar in front of an interpolation is one itself, so that the two are no escape.
            Part::Interpolation(value) => match &value.expr {
                Read::String(text) if text.as_str() == "$" => Err("$".to_owned()),
                other => Ok(read(other)),
            },
            Part::Directive(directive) => panic!("{directive:?}"),
        })),
        Read::FuncCall(call) => {
            let arguments: Vec<String> = call.args.iter().map(read).collect();
            format!("{}({})", call.name.name.as_str(), arguments.join(", "))
        }
        Read::Traversal(traversal) => {
            let steps = traversal.operators.iter().map(|operator| match operator.value() {
                TraversalOperator::GetAttr(name) => format!(".{}", name.as_str()),
                TraversalOperator::Index(index) => format!("[{}]", read(index)),
                TraversalOperator::FullSplat(_) => "[*]".to_owned(),
                other => panic!("{other:?}"),
            });
            format!("{}{}", read(&traversal.expr), steps.collect::<String>())
        }
        Read::UnaryOp(operation) => format!("{}{}", operation.operator.as_str(), read(&operation.expr)),
        Read::BinaryOp(it) => {
            format!("({} {} {})", read(&it.lhs_expr), it.operator.as_str(), read(&it.rhs_expr))
        }
        Read::Conditional(it) => {
            format!("({} ? {} : {})", read(&it.cond_expr), read(&it.true_expr), read(&it.false_expr))
        }
        other => panic!("{other:?}"),
    }
}

fn name() -> impl Strategy<Value = SmolStr> {
    "[a-z][a-z0-9_]{0,8}".prop_map(SmolStr::from)
}

/// Texts with all that the language gives a meaning, and some that it does not.
fn any_text() -> impl Strategy<Value = SmolStr> {
    "([a-z ]|\\$|%|\\{|\\}|\"|\\\\|\n|\t|\r|ü|€|\u{1f600}|\u{7f}|\u{1}|~|\\$\\{|%\\{){0,10}"
        .prop_map(SmolStr::from)
}

fn reference() -> impl Strategy<Value = Expression> {
    let access = prop_oneof![Just(Access::Plain), Just(Access::First), Just(Access::One)];
    let mode = prop_oneof![Just(Mode::Managed), Just(Mode::Data)];
    (mode, name(), name(), access).prop_map(|(mode, name, attribute, access)| {
        let address = Arc::new(Address::in_root(mode, "aws_thing", name));
        Expression::Resource(Box::new(ResourceReference { address, attribute, access }))
    })
}

fn leaf() -> impl Strategy<Value = Expression> {
    prop_oneof![
        Just(Expression::Null),
        any::<bool>().prop_map(Expression::Bool),
        any::<i32>().prop_map(|value| Expression::Integer(value.into())),
        any_text().prop_map(Expression::Text),
        name().prop_map(|name| Expression::Variable(format!("v_{name}").into())),
        reference(),
        (name(), name())
            .prop_map(|(alias, output)| Expression::RemoteState(Box::new(RemoteState { alias, output }))),
        (name(), name())
            .prop_map(|(module, output)| Expression::ModuleOutput(Box::new(ModuleOutput { module, output }))),
    ]
}

/// What a step can be taken from.
fn steppable(inner: impl Strategy<Value = Expression> + Clone) -> impl Strategy<Value = Expression> {
    prop_oneof![
        name().prop_map(|name| Expression::Variable(format!("v_{name}").into())),
        call(inner.clone()),
        choice(inner.clone()),
        binary(inner),
    ]
}

fn call(inner: impl Strategy<Value = Expression>) -> impl Strategy<Value = Expression> {
    let names = prop_oneof![Just("jsonencode"), Just("join"), Just("tolist")];
    (names, prop::collection::vec(inner, 0..3))
        .prop_map(|(name, arguments)| Expression::call(name, arguments))
}

fn choice(inner: impl Strategy<Value = Expression> + Clone) -> impl Strategy<Value = Expression> {
    (any::<bool>(), name(), inner.clone(), inner).prop_map(|(negated, name, then, otherwise)| {
        let condition = Condition { variable: format!("v_{name}").into(), negated };
        Expression::choice(condition, then, otherwise)
    })
}

fn binary(inner: impl Strategy<Value = Expression> + Clone) -> impl Strategy<Value = Expression> {
    let operators =
        prop_oneof![Just("=="), Just("!="), Just("&&"), Just("||"), Just(">="), Just("+"), Just("*")];
    (inner.clone(), operators, inner)
        .prop_map(|(left, operator, right)| Expression::binary(left, operator, right))
}

fn expression() -> impl Strategy<Value = Expression> {
    leaf().prop_recursive(4, 24, 4, |inner| {
        let segment = prop_oneof![(0u32..9).prop_map(Segment::Index), name().prop_map(Segment::Name)];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Expression::list),
            prop::collection::vec((prop_oneof![name(), any_text()], inner.clone()), 0..4).prop_map(|items| {
                let mut body = Body::default();
                // Keys are different, and a null is a value: `set` leaves it out.
                for (at, (key, value)) in items.into_iter().enumerate() {
                    body.set(format!("{key}{at}"), value);
                }
                Expression::Object(body)
            }),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Expression::Template),
            call(inner.clone()),
            (steppable(inner.clone()), segment).prop_map(|(base, segment)| Expression::step(base, segment)),
            binary(inner.clone()),
            choice(inner.clone()),
            inner.prop_map(|inner| Expression::Sensitive(Box::new(inner))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        ..ProptestConfig::with_cases(400)
    })]

    #[test]
    fn another_parser_reads_what_was_meant(value in expression(), room in 0usize..120, indent in 0usize..8) {
        let mut out = String::new();
        write(&mut out, &value, indent, room);
        let parsed: Read = out.parse().unwrap_or_else(|error| panic!("{error}\n{out}"));
        prop_assert_eq!(read(&parsed), plain(&value), "{}", out);
    }

    #[test]
    fn no_text_gets_out_of_its_quotes(one in any_text(), other in any_text(), last in any_text()) {
        let [first, second, third] = [&one, &other, &last].map(|text| Expression::Text(text.clone()));
        let value = Expression::Template(vec![first, second, Expression::Variable("x".into()), third]);
        let mut out = String::new();
        write(&mut out, &value, 0, 100);
        let parsed: Read = out.parse().unwrap_or_else(|error| panic!("{error}\n{out}"));
        prop_assert_eq!(read(&parsed), format!("{:?} <var.x> {last:?}", format!("{one}{other}")), "{}", out);
    }
}

/// What fits stands in one line; what does not has a line for each element.
#[test]
fn lists_are_broken_where_they_do_not_fit() {
    let list = Expression::list(["one", "two"].map(Expression::text));
    for (room, written) in [(14, "[\"one\", \"two\"]"), (13, "[\n  \"one\",\n  \"two\",\n]")] {
        let mut out = String::new();
        write(&mut out, &list, 0, room);
        assert_eq!(out, written);
    }
}
