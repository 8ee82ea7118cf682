//! Documents of policies: typed ones, texts, and `aws_iam_policy_document` data sources whose text is not known yet.

use polder_cloud::index::Resolved;
use polder_cloud::{
    Document, Form, Mode, Policy, PrincipalType, Segment, SmolStr, Stack, Value, View, policy_json,
};
use polder_inventory::access::{
    Actions, Condition, ConditionOperator, Effect, Principals, Resources, Statement,
};
use polder_inventory::model::{Known, Pattern, Piece, Reason, Set, Text};

use crate::access::principal_pattern::principals;
use crate::access::statement::{
    has_variables, neutral_condition, of_graph, of_text, pattern_set, some_text, statements, syntax_of,
};
use crate::pattern::{Syntax, is_empty, local};
use crate::reader::Reader;
use crate::value::reason;

/// A document that was read.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    /// The version of the language.
    pub(crate) version: Known<Text>,
    /// The statements.
    pub(crate) statements: Known<Box<[Statement]>>,
}

impl Read {
    /// A document of which nothing is known.
    pub(crate) fn unknown(reason: Reason) -> Read {
        Read { version: Known::Unknown(reason), statements: Known::Unknown(reason) }
    }

    /// A document of the newest version.
    pub(crate) fn of(statements: Vec<Statement>) -> Read {
        let version = Known::Value(Policy::VERSION);
        Read { version, statements: Known::Value(statements.into_boxed_slice()) }
    }
}

/// The largest number of documents that are followed in a chain: data sources can name other data sources as
/// their sources.
const DEPTH_MAX: u32 = 8;

/// The document of an attribute; `None` where it is not set, or left to the provider.
pub(crate) fn document<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, name: &str) -> Option<Read> {
    let value = view.body().get(name).filter(|value| !is_empty(value))?;
    Some(match value {
        Value::Unknown(_) => match looked_up(view, name) {
            Some(document) => of_look_up(reader, document, 0),
            None => Read::unknown(reason(&view.resolve(value))),
        },
        value => of_value(reader, view.stack(), value, 0),
    })
}

/// The document that a value of a stack is.
fn of_value<'a>(reader: &mut Reader<'_, 'a>, stack: &'a Stack, value: &'a Value, depth: u32) -> Read {
    if depth > DEPTH_MAX {
        return Read::unknown(Reason::TooLarge);
    }
    match value {
        Value::Document(document) => match document.as_ref() {
            Document::Policy(policy) => Read {
                version: Known::Value(policy.version.clone()),
                statements: Known::Value(statements(reader, stack, policy, of_graph).into_boxed_slice()),
            },
            Document::Json(_) | Document::Containers(_) | Document::EdgeFunction(_) | Document::Text(_) => {
                Read::unknown(Reason::NotUnderstood)
            }
        },
        Value::Text(text) => of_written(reader, stack, text),
        Value::Sensitive(inner) => of_value(reader, stack, inner, depth + 1),
        Value::Local(name) => match local(stack, name) {
            Some(value) => of_value(reader, stack, value, depth + 1),
            None => Read::unknown(Reason::NotGiven),
        },
        Value::Reference(reference) => {
            let target = reader.index.target(stack, reference).and_then(|id| reader.index.view(id));
            match target {
                Some(target) if is_look_up(target) => of_look_up(reader, target, depth + 1),
                Some(target) => match target.body().get(&reference.attribute) {
                    Some(value) => of_value(reader, target.stack(), value, depth + 1),
                    None => Read::unknown(Reason::AfterApply),
                },
                None => Read::unknown(Reason::NotGiven),
            }
        }
        other => Read::unknown(reason(&reader.index.resolve(stack, other))),
    }
}

fn of_written<'a>(reader: &mut Reader<'_, 'a>, stack: &'a Stack, text: &str) -> Read {
    match policy_json::parse_text(text) {
        Ok(policy) => {
            let statements = statements(reader, stack, &policy, of_text);
            Read {
                version: Known::Value(policy.version),
                statements: Known::Value(statements.into_boxed_slice()),
            }
        }
        Err(_) => Read::unknown(Reason::NotUnderstood),
    }
}

fn is_look_up(view: View<'_, '_>) -> bool {
    view.address().mode == Mode::Data && view.kind() == "aws_iam_policy_document"
}

/// The data source that an attribute refers to whose value is not known: plans have references next to values.
fn looked_up<'i, 'a>(view: View<'i, 'a>, name: &str) -> Option<View<'i, 'a>> {
    let foreign = view.index().resource(view.id())?.foreign.as_ref()?;
    let at = [Segment::Name(name.into())];
    let mut found = foreign
        .dependencies
        .iter()
        .filter(|dependency| dependency.form != Form::Part && dependency.path.ends_with(&at));
    let target = view.index().target(view.stack(), &found.next()?.reference)?;
    view.index().view(target).filter(|view| is_look_up(*view))
}

/// The document of a data source: as the provider rendered it, or composed of its blocks as the provider renders it.
///
/// Statements of `source_policy_documents` come first; a later statement of the same name replaces an earlier
/// one. Source: provider documentation, `aws_iam_policy_document`.
fn of_look_up<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, depth: u32) -> Read {
    if depth > DEPTH_MAX {
        return Read::unknown(Reason::TooLarge);
    }
    if let Some(json) = view.body().get("json").and_then(Value::as_text) {
        return of_written(reader, view.stack(), json);
    }
    let version = view.text("version").map_or(Policy::VERSION, SmolStr::from);
    let mut merged = vec![];
    let sources = ["source_json", "source_policy_documents"];
    let overrides = ["override_json", "override_policy_documents"];
    for name in sources {
        if let Err(reason) = merge(reader, view, name, depth, &mut merged) {
            return Read::unknown(reason);
        }
    }
    for block in view.blocks("statement") {
        match of_block(reader, block, has_variables(&version)) {
            Ok(statement) => put(&mut merged, statement),
            Err(reason) => return Read::unknown(reason),
        }
    }
    for name in overrides {
        if let Err(reason) = merge(reader, view, name, depth, &mut merged) {
            return Read::unknown(reason);
        }
    }
    Read { version: Known::Value(version), statements: Known::Value(merged.into_boxed_slice()) }
}

/// Adds the statements of other documents.
fn merge<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    name: &str,
    depth: u32,
    merged: &mut Vec<Statement>,
) -> Result<(), Reason> {
    let Some(value) = view.body().get(name).filter(|value| !is_empty(value)) else { return Ok(()) };
    let items = if let Value::List(items) = value { items.as_slice() } else { std::slice::from_ref(value) };
    for item in items {
        let read = of_value(reader, view.stack(), item, depth + 1);
        match read.statements {
            Known::Value(statements) => statements.into_iter().for_each(|it| put(merged, it)),
            Known::Unknown(reason) => return Err(reason),
        }
    }
    Ok(())
}

fn put(merged: &mut Vec<Statement>, statement: Statement) {
    let same = |known: &Statement| statement.name.is_some() && known.name == statement.name;
    match merged.iter().position(same) {
        Some(at) => merged[at] = statement,
        None => merged.push(statement),
    }
}

/// A statement that is written as a block; an error with the reason if its effect is not known.
fn of_block<'a>(
    reader: &mut Reader<'_, 'a>,
    block: View<'_, 'a>,
    variables: bool,
) -> Result<Statement, Reason> {
    let effect = match block.get("effect") {
        // Source: provider documentation, `effect`: the default is `Allow`.
        Resolved::Absent => Effect::Allow,
        Resolved::Text(text) if text == "Allow" => Effect::Allow,
        Resolved::Text(text) if text == "Deny" => Effect::Deny,
        other => return Err(reason(&other)),
    };
    let syntax = Syntax { wildcards: true, variables };
    let texts = |reader: &Reader<'_, 'a>, name: &str, syntax: Syntax| {
        let value = block.body().get(name).filter(|value| !is_empty(value))?;
        let known = reader.value_patterns(block.stack(), value, syntax);
        let known = known.map(|all| all.into_iter().map(|it| request_variables(it, syntax)).collect());
        Some(known).filter(|known: &Known<Vec<Pattern>>| known.value().is_none_or(|some| !some.is_empty()))
    };
    let words = |reader: &Reader<'_, 'a>, name: &str| {
        let known = texts(reader, name, Syntax::PLAIN)?;
        Some(match known {
            Known::Value(some) => {
                let words: Option<Set<Text>> = some.iter().map(|it| it.as_literal().map(Text::new)).collect();
                words.map_or(Known::Unknown(Reason::NotUnderstood), Known::Value)
            }
            Known::Unknown(reason) => Known::Unknown(reason),
        })
    };
    let actions = match (words(reader, "actions"), words(reader, "not_actions")) {
        (None, Some(except)) => Actions::AllBut(except),
        (some, _) => Actions::Only(some.unwrap_or(Known::Value(Set::default()))),
    };
    let resources = match (texts(reader, "resources", syntax), texts(reader, "not_resources", syntax)) {
        (None, None) => None,
        (None, Some(except)) => Some(Resources::AllBut(pattern_set(except))),
        (Some(some), _) => Some(Resources::Only(pattern_set(some))),
    };
    let principals = principals_of(reader, block);
    let conditions = block.blocks("condition").into_iter().map(|it| condition(reader, it, variables));
    let name = block.text("sid").and_then(|sid| some_text(&sid));
    Ok(Statement { name, effect, principals, actions, resources, conditions: conditions.collect() })
}

fn principals_of<'a>(reader: &mut Reader<'_, 'a>, block: View<'_, 'a>) -> Option<Principals> {
    let (some, except) = (block.blocks("principals"), block.blocks("not_principals"));
    let blocks = if some.is_empty() { &except } else { &some };
    if blocks.is_empty() {
        return None;
    }
    let mut listed = Some(vec![]);
    for block in blocks {
        let kind = block.text("type");
        let kind = kind.as_deref().unwrap_or_default();
        let identifiers = match block.body().get("identifiers") {
            Some(value) => reader.value_patterns(block.stack(), value, Syntax::PLAIN),
            None => Known::Value(vec![]),
        };
        match PrincipalType::ALL.into_iter().find(|known| known.name() == kind) {
            Some(kind) => listed.iter_mut().for_each(|listed| listed.push((kind, identifiers.clone()))),
            None if kind == "*" => listed = None,
            None => {
                let unknown = Known::Unknown(Reason::NotUnderstood);
                listed.iter_mut().for_each(|listed| listed.push((PrincipalType::Aws, unknown.clone())));
            }
        }
    }
    let who = principals(reader, listed);
    Some(if some.is_empty() { Principals::AllBut(who) } else { Principals::Only(who) })
}

fn condition<'a>(reader: &Reader<'_, 'a>, block: View<'_, 'a>, variables: bool) -> Condition {
    let text = |name| block.text(name).map(SmolStr::from).unwrap_or_default();
    let written = polder_cloud::Condition { operator: text("test"), key: text("variable"), values: vec![] };
    let (mut operator, mut neutral) = neutral_condition(&written);
    if written.key.is_empty() {
        // The condition key is not known either.
        operator = ConditionOperator::Unknown;
        neutral.operator = operator;
    }
    let syntax = syntax_of(operator, variables);
    let values = match block.body().get("values") {
        Some(value) => reader.value_patterns(block.stack(), value, syntax),
        None => Known::Value(vec![]),
    };
    neutral.values =
        pattern_set(values.map(|all| all.into_iter().map(|it| request_variables(it, syntax)).collect()));
    neutral
}

/// In blocks, variables of the request are written `&{key}`, because `${key}` is an expression of Terraform.
fn request_variables(pattern: Pattern, syntax: Syntax) -> Pattern {
    let written = |piece: &Piece| matches!(piece, Piece::Literal(text) if text.contains("&{"));
    if !syntax.variables || !pattern.pieces().iter().any(written) {
        return pattern;
    }
    let mut pieces = vec![];
    for piece in pattern.pieces() {
        let Piece::Literal(text) = piece else {
            pieces.push(piece.clone());
            continue;
        };
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("&{") {
            let Some((key, after)) = after.split_once('}') else { break };
            pieces.push(Piece::Literal(before.into()));
            pieces.push(Piece::Variable(key.into()));
            rest = after;
        }
        pieces.push(Piece::Literal(rest.into()));
    }
    Pattern::of(pieces)
}
