//! Statements of policies in neutral terms.

use polder_cloud as cloud;
use polder_cloud::{Policy, PrincipalSet, Stack, Value};
use polder_inventory::access::{
    Actions, Condition, ConditionOperator, Effect, Principals, Quantifier, Resources, Statement,
};
use polder_inventory::model::{Known, Pattern, Set, Text};

use crate::access::principal_pattern::principals;
use crate::pattern::{Syntax, plain_pattern};
use crate::reader::Reader;

/// Converts values of a policy to texts: values of the graph with references, or values of a parsed document.
pub(crate) type Texts<'a, 'v> = fn(&Reader<'_, 'a>, &'a Stack, &'v Value, Syntax) -> Known<Vec<Pattern>>;

/// The texts of a value of the graph.
pub(crate) fn of_graph<'a>(
    reader: &Reader<'_, 'a>,
    stack: &'a Stack,
    value: &'a Value,
    syntax: Syntax,
) -> Known<Vec<Pattern>> {
    reader.value_patterns(stack, value, syntax)
}

/// The texts of a value of a parsed document. It has no references.
pub(crate) fn of_text<'a>(
    reader: &Reader<'_, 'a>,
    _stack: &'a Stack,
    value: &Value,
    syntax: Syntax,
) -> Known<Vec<Pattern>> {
    let items = if let Value::List(items) = value { items.as_slice() } else { std::slice::from_ref(value) };
    Known::Value(items.iter().map(|item| reader.joined(plain_pattern(item, syntax))).collect())
}

/// The statements of a policy that is in a stack.
pub(crate) fn statements<'a, 'v>(
    reader: &mut Reader<'_, 'a>,
    stack: &'a Stack,
    policy: &'v Policy,
    texts: Texts<'a, 'v>,
) -> Vec<Statement> {
    let variables = has_variables(&policy.version);
    policy.statements.iter().map(|it| statement(reader, stack, it, texts, variables)).collect()
}

/// Whether `${...}` is a variable in documents of this version. Source: AWS, IAM User Guide, "IAM JSON policy elements:
/// Version".
pub(crate) fn has_variables(version: &str) -> bool {
    version != "2008-10-17"
}

fn statement<'a, 'v>(
    reader: &mut Reader<'_, 'a>,
    stack: &'a Stack,
    statement: &'v cloud::Statement,
    texts: Texts<'a, 'v>,
    variables: bool,
) -> Statement {
    let syntax = Syntax { wildcards: true, variables };
    let named = statement.principals.as_ref().map(|named| {
        let who = match &named.who {
            PrincipalSet::Everyone => None,
            PrincipalSet::Listed(listed) => Some(
                listed
                    .iter()
                    .map(|(kind, some)| (*kind, all(reader, stack, some, texts, Syntax::PLAIN)))
                    .collect(),
            ),
        };
        let who = principals(reader, who);
        if named.except { Principals::AllBut(who) } else { Principals::Only(who) }
    });
    let resources = match (statement.resources.as_slice(), statement.not_resources.as_slice()) {
        ([], []) => None,
        ([], except) => Some(Resources::AllBut(pattern_set(all(reader, stack, except, texts, syntax)))),
        (some, _) => Some(Resources::Only(pattern_set(all(reader, stack, some, texts, syntax)))),
    };
    let conditions = statement.conditions.iter().map(|it| condition(reader, stack, it, texts, variables));
    let conditions = conditions.collect();
    let words = |words: &[cloud::SmolStr]| Known::Value(words.iter().cloned().collect());
    Statement {
        name: some_text(&statement.sid),
        effect: match statement.effect {
            cloud::Effect::Allow => Effect::Allow,
            cloud::Effect::Deny => Effect::Deny,
        },
        principals: named,
        actions: if statement.actions.is_empty() && !statement.not_actions.is_empty() {
            Actions::AllBut(words(&statement.not_actions))
        } else {
            Actions::Only(words(&statement.actions))
        },
        resources,
        conditions,
    }
}

fn condition<'a, 'v>(
    reader: &Reader<'_, 'a>,
    stack: &'a Stack,
    condition: &'v cloud::Condition,
    texts: Texts<'a, 'v>,
    variables: bool,
) -> Condition {
    let (operator, mut neutral) = neutral_condition(condition);
    let values = all(reader, stack, &condition.values, texts, syntax_of(operator, variables));
    neutral.values = pattern_set(values);
    neutral
}

/// A condition without its values, and its operator.
pub(crate) fn neutral_condition(condition: &cloud::Condition) -> (ConditionOperator, Condition) {
    let parts = condition.parts();
    let operator = operator(parts.comparison);
    let quantifier = match parts.quantifier {
        None => Quantifier::Single,
        Some(cloud::Quantifier::ForAnyValue) => Quantifier::Any,
        Some(cloud::Quantifier::ForAllValues) => Quantifier::All,
    };
    let (if_exists, key) = (parts.if_exists, condition.key.clone());
    (operator, Condition { operator, if_exists, quantifier, key, values: Known::Value(Set::default()) })
}

/// How values of a condition are read: only some operators support wildcards and variables. Source: AWS, IAM
/// User Guide, "IAM JSON policy elements: Condition operators" and "Variables and tags".
pub(crate) fn syntax_of(operator: ConditionOperator, variables: bool) -> Syntax {
    use ConditionOperator::{
        IdentifierLike, IdentifierNotLike, StringEquals, StringEqualsIgnoreCase, StringLike, StringNotEquals,
        StringNotEqualsIgnoreCase, StringNotLike,
    };
    match operator {
        StringLike | StringNotLike | IdentifierLike | IdentifierNotLike => {
            Syntax { wildcards: true, variables }
        }
        StringEquals | StringNotEquals | StringEqualsIgnoreCase | StringNotEqualsIgnoreCase => {
            Syntax { wildcards: false, variables }
        }
        _ => Syntax::PLAIN,
    }
}

fn operator(comparison: &str) -> ConditionOperator {
    use ConditionOperator as Operator;
    match comparison {
        "StringEquals" => Operator::StringEquals,
        "StringNotEquals" => Operator::StringNotEquals,
        "StringEqualsIgnoreCase" => Operator::StringEqualsIgnoreCase,
        "StringNotEqualsIgnoreCase" => Operator::StringNotEqualsIgnoreCase,
        "StringLike" => Operator::StringLike,
        "StringNotLike" => Operator::StringNotLike,
        "NumericEquals" => Operator::NumericEquals,
        "NumericNotEquals" => Operator::NumericNotEquals,
        "NumericLessThan" => Operator::NumericLessThan,
        "NumericLessThanEquals" => Operator::NumericLessThanEquals,
        "NumericGreaterThan" => Operator::NumericGreaterThan,
        "NumericGreaterThanEquals" => Operator::NumericGreaterThanEquals,
        "DateEquals" => Operator::DateEquals,
        "DateNotEquals" => Operator::DateNotEquals,
        "DateLessThan" => Operator::DateLessThan,
        "DateLessThanEquals" => Operator::DateLessThanEquals,
        "DateGreaterThan" => Operator::DateGreaterThan,
        "DateGreaterThanEquals" => Operator::DateGreaterThanEquals,
        "Bool" => Operator::Bool,
        "BinaryEquals" => Operator::BinaryEquals,
        "IpAddress" => Operator::AddressIn,
        "NotIpAddress" => Operator::AddressNotIn,
        "ArnEquals" | "ArnLike" => Operator::IdentifierLike,
        "ArnNotEquals" | "ArnNotLike" => Operator::IdentifierNotLike,
        "Null" => Operator::Absent,
        _ => Operator::Unknown,
    }
}

/// The texts of several values; unknown where one is unknown as a whole.
fn all<'a, 'v>(
    reader: &Reader<'_, 'a>,
    stack: &'a Stack,
    values: &'v [Value],
    texts: Texts<'a, 'v>,
    syntax: Syntax,
) -> Known<Vec<Pattern>> {
    let mut found = vec![];
    for value in values {
        match texts(reader, stack, value, syntax) {
            Known::Value(some) => found.extend(some),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    Known::Value(found)
}

/// A list of patterns as a set.
pub(crate) fn pattern_set(patterns: Known<Vec<Pattern>>) -> Known<Set<Pattern>> {
    patterns.map(Set::from)
}

/// A statement's name; none for an empty one.
pub(crate) fn some_text(text: &str) -> Option<Text> {
    (!text.is_empty()).then(|| Text::new(text))
}
