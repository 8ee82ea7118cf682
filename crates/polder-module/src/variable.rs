//! The variables of a finished module.

use polder_cloud::{SmolStr, Value, Variable as Asked};

use crate::Type;
use crate::expression::Expression;
use crate::kind;
use crate::location::Location;
use crate::module::Variable;
use crate::module_stacks::{ModuleStacks, Reach};
use crate::registry::{Class, Entry, Source};
use crate::vocabulary::Vocabulary;

/// The variables: first those that the user sets, then conditions, then the rest in the order of use.
pub(crate) fn finished(
    module_stacks: &ModuleStacks<'_>,
    vocabulary: &dyn Vocabulary,
    entries: Vec<Entry>,
) -> Vec<Variable> {
    let mut variables: Vec<Variable> =
        entries.into_iter().map(|it| variable(module_stacks, vocabulary, it)).collect();
    variables.sort_by_key(|variable| match variable.source {
        Source::User(_) => 0,
        Source::Facet(_) | Source::Flag(_) => 1,
        Source::Local(_) | Source::Values(_) => 2,
    });
    variables
}

fn variable(module_stacks: &ModuleStacks<'_>, vocabulary: &dyn Vocabulary, entry: Entry) -> Variable {
    let Entry { name, source, left_out, location } = entry;
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
        Source::User(user) => asked(module_stacks, &user),
        Source::Facet(facet) => {
            let facets = || module_stacks.stacks.iter().flat_map(|stack| &stack.facets);
            let description = facets().find(|it| it.name == facet).map_or("", |it| it.description);
            plain(Type::Bool, description.into(), None, Source::Facet(facet))
        }
        Source::Flag(stacks) => {
            let default = Some(Expression::Bool(false));
            plain(Type::Bool, of_flag(&location), default, Source::Flag(stacks))
        }
        Source::Local(local) => {
            let description = vocabulary.local(&local).unwrap_or_else(|| format!("The value `{local}`."));
            let values = module_stacks.values_of(&local, &module_stacks.all);
            let kinds = values.iter().map(|it| kind::of(module_stacks, vocabulary, it.item, &it.stacks));
            let kind = kind::joined(kinds).unwrap_or(Type::Any).settled();
            let default = default_of_local(module_stacks, &local, left_out);
            plain(kind, description, default, Source::Local(local))
        }
        Source::Values(classes) => {
            let kinds = classes.iter().map(|it| kind::of(module_stacks, vocabulary, &it.value, &it.stacks));
            let kind = kind::joined(kinds).unwrap_or(Type::Any).settled();
            let description = of_values(module_stacks, vocabulary, &classes, &location);
            let given: usize = classes.iter().map(|class| class.stacks.len()).sum();
            let default = (left_out || given < module_stacks.stacks.len()).then_some(Expression::Null);
            plain(kind, description, default, Source::Values(classes))
        }
    }
}

/// A variable that passes on a user variable of each root.
fn asked(module_stacks: &ModuleStacks<'_>, name: &SmolStr) -> Variable {
    let all: Vec<&Asked> = module_stacks
        .stacks
        .iter()
        .filter_map(|stack| stack.variables.iter().find(|it| it.name == *name))
        .collect();
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
        default: (all.len() < module_stacks.stacks.len()).then_some(Expression::Null),
        sensitive: all.iter().any(|it| it.sensitive),
        pattern: first.and_then(|it| it.pattern),
        source: Source::User(name.clone()),
    }
}

/// A constant that several stacks have in common is the default in the module. Otherwise each root passes its own.
fn default_of_local(module_stacks: &ModuleStacks<'_>, name: &str, left_out: bool) -> Option<Expression> {
    let values = module_stacks.values_of(name, &module_stacks.all);
    let given: usize = values.iter().map(|it| it.stacks.len()).sum();
    let partly = given < module_stacks.stacks.len();
    let common = match values.split_first() {
        Some((first, rest)) if given > 1 && !left_out => {
            let constant = module_stacks.reach(first.item, &first.stacks) == Reach::Constant;
            let same = rest
                .iter()
                .all(|other| module_stacks.same((first.item, first.profile), (other.item, other.profile)));
            (constant && same).then_some(first.item)
        }
        _ => None,
    };
    match common {
        Some(value) => Some(crate::call::constant(value)),
        None => partly.then_some(Expression::Null),
    }
}

fn of_flag(location: &Location) -> String {
    match &location.resource {
        Some(address) if location.path.is_empty() => {
            format!("Whether to create `{address}` and its dependent resources.")
        }
        Some(address) => {
            format!("Whether `{address}` has its `{}`, or has it in this form.", location.written())
        }
        None => format!("Whether the output `{}` has a value.", location.written()),
    }
}

fn of_values(
    module_stacks: &ModuleStacks<'_>,
    vocabulary: &dyn Vocabulary,
    classes: &[Class],
    location: &Location,
) -> String {
    if let [Class { value: Value::Reference(reference), profile, .. }, rest @ ..] = classes {
        let words = vocabulary.attribute(&reference.address, &reference.attribute);
        return match module_stacks.alias(*profile, reference) {
            Some(alias) if rest.is_empty() => format!("{words}, from the stack `{alias}`."),
            _ => format!("{words}, from another stack."),
        };
    }
    match &location.resource {
        Some(address) => format!("`{}` of `{address}`.", location.written()),
        None => format!("Part of the output `{}`.", location.written()),
    }
}
