//! The variables of a finished module.

use polder_cloud::{SmolStr, Value, Variable as Asked};

use crate::Type;
use crate::expression::Expression;
use crate::kind;
use crate::module::Variable;
use crate::peers::{Peers, Reach};
use crate::registry::{Class, Entry, Source};
use crate::site::Site;
use crate::vocabulary::Vocabulary;

/// The variables: first what only the user knows, then what tells stacks apart, then the rest as it was needed.
pub(crate) fn finished(peers: &Peers<'_>, vocabulary: &dyn Vocabulary, entries: Vec<Entry>) -> Vec<Variable> {
    let mut variables: Vec<Variable> =
        entries.into_iter().map(|it| variable(peers, vocabulary, it)).collect();
    variables.sort_by_key(|variable| match variable.source {
        Source::User(_) => 0,
        Source::Facet(_) | Source::Flag(_) => 1,
        Source::Local(_) | Source::Values(_) => 2,
    });
    variables
}

fn variable(peers: &Peers<'_>, vocabulary: &dyn Vocabulary, entry: Entry) -> Variable {
    let Entry { name, source, left_out, site } = entry;
    let plain = |kind: Type, description: String, default, source| Variable {
        name: name.clone(),
        kind,
        description: description.into(),
        default,
        sensitive: false,
        pattern: None,
        source,
    };
    match source {
        Source::User(user) => asked(peers, &user),
        Source::Facet(facet) => {
            let facets = || peers.stacks.iter().flat_map(|stack| &stack.facets);
            let description = facets().find(|it| it.name == facet).map_or("", |it| it.description);
            plain(Type::Bool, description.into(), None, Source::Facet(facet))
        }
        Source::Flag(stacks) => {
            let default = Some(Expression::Bool(false));
            plain(Type::Bool, of_flag(&site), default, Source::Flag(stacks))
        }
        Source::Local(local) => {
            let description = vocabulary.local(&local).unwrap_or_else(|| format!("The value `{local}`."));
            let values = peers.values_of(&local, &peers.all);
            let kinds = values.iter().map(|it| kind::of(peers, vocabulary, it.item, &it.stacks));
            let kind = kind::joined(kinds).unwrap_or(Type::Any).settled();
            let default = default_of_local(peers, &local, left_out);
            plain(kind, description, default, Source::Local(local))
        }
        Source::Values(classes) => {
            let kinds = classes.iter().map(|it| kind::of(peers, vocabulary, &it.value, &it.stacks));
            let kind = kind::joined(kinds).unwrap_or(Type::Any).settled();
            let description = of_values(peers, vocabulary, &classes, &site);
            let given: usize = classes.iter().map(|class| class.stacks.len()).sum();
            let default = (left_out || given < peers.stacks.len()).then_some(Expression::Null);
            plain(kind, description, default, Source::Values(classes))
        }
    }
}

/// A variable that passes on what the user gives each root.
fn asked(peers: &Peers<'_>, name: &SmolStr) -> Variable {
    let all: Vec<&Asked> =
        peers.stacks.iter().filter_map(|stack| stack.variables.iter().find(|it| it.name == *name)).collect();
    let first = all.first();
    let kind = match first.map(|it| it.kind.as_str()) {
        Some("string") => Type::Text,
        Some("number") => Type::Number,
        Some("bool") => Type::Bool,
        _ => Type::Any,
    };
    Variable {
        name: name.clone(),
        kind,
        description: first.map(|it| it.description.clone()).unwrap_or_default(),
        default: (all.len() < peers.stacks.len()).then_some(Expression::Null),
        sensitive: all.iter().any(|it| it.sensitive),
        pattern: first.and_then(|it| it.pattern),
        source: Source::User(name.clone()),
    }
}

/// A constant that several stacks have in common stands in the module, in one place. Otherwise each root says its own.
fn default_of_local(peers: &Peers<'_>, name: &str, left_out: bool) -> Option<Expression> {
    let values = peers.values_of(name, &peers.all);
    let given: usize = values.iter().map(|it| it.stacks.len()).sum();
    let partly = given < peers.stacks.len();
    let common = match values.split_first() {
        Some((first, rest)) if given > 1 && !left_out => {
            let constant = peers.reach(first.item, &first.stacks) == Reach::Constant;
            let same =
                rest.iter().all(|other| peers.same((first.item, first.profile), (other.item, other.profile)));
            (constant && same).then_some(first.item)
        }
        _ => None,
    };
    match common {
        Some(value) => Some(crate::call::constant(value)),
        None => partly.then_some(Expression::Null),
    }
}

fn of_flag(site: &Site) -> String {
    match &site.resource {
        Some(address) if site.path.is_empty() => {
            format!("Whether to create `{address}` and what belongs to it.")
        }
        Some(address) => format!("Whether `{address}` has its `{}`, or has it in this form.", site.written()),
        None => format!("Whether the output `{}` has a value.", site.written()),
    }
}

fn of_values(peers: &Peers<'_>, vocabulary: &dyn Vocabulary, classes: &[Class], site: &Site) -> String {
    if let [Class { value: Value::Reference(reference), profile, .. }, rest @ ..] = classes {
        let words = vocabulary.attribute(&reference.address, &reference.attribute);
        return match peers.alias(*profile, reference) {
            Some(alias) if rest.is_empty() => format!("{words}, from the stack `{alias}`."),
            _ => format!("{words}, from another stack."),
        };
    }
    match &site.resource {
        Some(address) => format!("`{}` of `{address}`.", site.written()),
        None => format!("Part of the output `{}`.", site.written()),
    }
}
