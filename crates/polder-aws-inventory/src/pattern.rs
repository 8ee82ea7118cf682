//! Values of the graph as texts with references to entries in them: ARNs, names, values of conditions and dimensions.

use polder_cloud::index::Resolved;
use polder_cloud::provider::AccountOf;
use polder_cloud::{Call, Mode, Reference, ResourceId, Segment, Stack, Unknown, Value, View};
use polder_inventory::access::AccountId;
use polder_inventory::model::{Attribute, Known, Pattern, Piece, Reason, Text};

use crate::accounts::number_in_arn;
use crate::attribute::{attribute, name_attribute};
use crate::reader::Reader;
use crate::value::reason;

/// The largest depth to which values are followed through locals, templates and references.
const DEPTH_MAX: u32 = 32;

/// Which characters of a text are special.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// Whether `*` and `?` are wildcards.
    pub(crate) wildcards: bool,
    /// Whether `${key}` is a variable of the request.
    pub(crate) variables: bool,
}

impl Syntax {
    /// Every character means itself.
    pub(crate) const PLAIN: Syntax = Syntax { wildcards: false, variables: false };
}

impl<'a> Reader<'_, 'a> {
    /// The text of an attribute; `None` where it is not set.
    pub(crate) fn attribute_pattern(&self, view: View<'_, 'a>, name: &str) -> Option<Pattern> {
        let value = view.body().get(name).filter(|value| !is_empty(value))?;
        Some(self.value_pattern(view.stack(), value, Syntax::PLAIN))
    }

    /// A value of a stack as a text.
    pub(crate) fn value_pattern(&self, stack: &'a Stack, value: &'a Value, syntax: Syntax) -> Pattern {
        let mut pieces = self.pieces.take();
        self.pieces(stack, value, syntax, 0, &mut pieces);
        let pattern = self.in_accounts(Pattern::of_drained(&mut pieces));
        self.pieces.set(pieces);
        pattern
    }

    /// The texts of a list, or of a single value. Unknown if their number is not known.
    pub(crate) fn value_patterns(
        &self,
        stack: &'a Stack,
        value: &'a Value,
        syntax: Syntax,
    ) -> Known<Vec<Pattern>> {
        let mut found = vec![];
        match self.each_pattern(stack, value, syntax, 0, &mut found) {
            Some(reason) => Known::Unknown(reason),
            None => Known::Value(found),
        }
    }

    /// Adds the texts of a list. Returns the reason if the list is not known.
    fn each_pattern(
        &self,
        stack: &'a Stack,
        value: &'a Value,
        syntax: Syntax,
        depth: u32,
        found: &mut Vec<Pattern>,
    ) -> Option<Reason> {
        if depth > DEPTH_MAX {
            return Some(Reason::TooLarge);
        }
        match value {
            Value::Null => None,
            Value::List(items) => {
                items.iter().find_map(|item| self.each_pattern(stack, item, syntax, depth + 1, found))
            }
            Value::Sensitive(inner) => self.each_pattern(stack, inner, syntax, depth + 1, found),
            Value::Local(name) => match local(stack, name) {
                Some(value) => self.each_pattern(stack, value, syntax, depth + 1, found),
                None => Some(Reason::NotGiven),
            },
            Value::Call(call) if call.name != "replace" => self.listed(stack, value, syntax, found),
            Value::Element(_) => self.listed(stack, value, syntax, found),
            Value::Unknown(why) => Some(reason(&Resolved::Unknown(*why))),
            one => {
                found.push(self.value_pattern(stack, one, syntax));
                None
            }
        }
    }

    /// Adds the texts of a list that an expression returns.
    fn listed(
        &self,
        stack: &'a Stack,
        value: &'a Value,
        syntax: Syntax,
        found: &mut Vec<Pattern>,
    ) -> Option<Reason> {
        let mut add = |item: &Resolved<'a>| {
            let mut pieces = vec![];
            self.resolved(item, syntax, &mut pieces);
            found.push(self.joined(pieces));
        };
        match self.index.resolve(stack, value) {
            Resolved::List(items) => items.iter().for_each(&mut add),
            Resolved::Unknown(why) => return Some(reason(&Resolved::Unknown(why))),
            one => add(&one),
        }
        None
    }

    fn pieces(
        &self,
        stack: &'a Stack,
        value: &'a Value,
        syntax: Syntax,
        depth: u32,
        pieces: &mut Vec<Piece>,
    ) {
        if depth > DEPTH_MAX {
            pieces.push(Piece::Unknown(Reason::TooLarge));
            return;
        }
        match value {
            Value::Text(text) if syntax == Syntax::PLAIN => {
                if !text.is_empty() {
                    pieces.push(Piece::Literal(text.clone()));
                }
            }
            Value::Text(text) => literal(text, syntax, pieces),
            Value::Template(parts) => {
                parts.iter().for_each(|part| self.pieces(stack, part, syntax, depth + 1, pieces));
            }
            Value::Sensitive(inner) => self.pieces(stack, inner, syntax, depth + 1, pieces),
            Value::Mention(mention) => self.pieces(stack, &mention.text, syntax, depth + 1, pieces),
            Value::Local(name) => match local(stack, name) {
                Some(value) => self.pieces(stack, value, syntax, depth + 1, pieces),
                None => pieces.push(Piece::Unknown(Reason::NotGiven)),
            },
            Value::Variable(name) => match self.account_of_variable(stack, name) {
                Some(account) => pieces.push(Piece::Account(account)),
                None => self.resolved(&self.index.resolve(stack, value), syntax, pieces),
            },
            Value::Reference(reference) => self.reference(stack, reference, syntax, depth, pieces),
            Value::Call(call) if call.name == "replace" => {
                self.replaced(stack, call, syntax, depth, pieces);
            }
            _ => self.resolved(&self.index.resolve(stack, value), syntax, pieces),
        }
    }

    /// `replace(text, from, to)`: the replacement is made in the known parts of the text. The ARN of a
    /// replica is written so, based on that of the primary.
    fn replaced(
        &self,
        stack: &'a Stack,
        call: &'a Call,
        syntax: Syntax,
        depth: u32,
        pieces: &mut Vec<Piece>,
    ) {
        let known = |at: usize| match call.arguments.get(at).map(|value| self.index.resolve(stack, value)) {
            Some(Resolved::Text(text)) if !text.starts_with('/') && !text.is_empty() => Some(text),
            _ => None,
        };
        let (Some(text), Some(from), Some(to)) = (call.arguments.first(), known(1), known(2)) else {
            pieces.push(Piece::Unknown(Reason::Expression));
            return;
        };
        let mut inner = vec![];
        self.pieces(stack, text, syntax, depth + 1, &mut inner);
        for piece in inner {
            match piece {
                Piece::Literal(text) => pieces.push(Piece::Literal(text.replace(&*from, &to).into())),
                Piece::Attribute { entry, attribute: Attribute::Identifier } => {
                    let name = self
                        .identifier_of
                        .get(&entry)
                        .and_then(|id| self.inventory.access.resource_names.get(*id));
                    let Some(name) = name else {
                        pieces.push(Piece::Unknown(Reason::Expression));
                        continue;
                    };
                    pieces.extend(name.identifier.pieces().iter().map(|piece| match piece {
                        Piece::Literal(text) => Piece::Literal(text.replace(&*from, &to).into()),
                        other => other.clone(),
                    }));
                }
                Piece::Attribute { .. } => pieces.push(Piece::Unknown(Reason::Expression)),
                other => pieces.push(other),
            }
        }
    }

    /// The value of the attribute in the resource, if it is known; else the attribute as a piece.
    fn reference(
        &self,
        stack: &'a Stack,
        reference: &'a Reference,
        syntax: Syntax,
        depth: u32,
        pieces: &mut Vec<Piece>,
    ) {
        let target = self.index.target(stack, reference);
        let Some(view) = target.and_then(|id| self.index.view(id)) else {
            pieces.push(Piece::Unknown(Reason::NotGiven));
            return;
        };
        let known = |name: &str| view.body().get(name).filter(|value| !value.is_unknown());
        let named = || known(name_attribute(view.kind()).filter(|_| reference.attribute == "id")?);
        match known(&reference.attribute).or_else(named) {
            Some(value) => self.pieces(view.stack(), value, syntax, depth + 1, pieces),
            None => pieces.push(self.attribute_piece(view, &reference.attribute, &[])),
        }
    }

    fn resolved(&self, value: &Resolved<'a>, syntax: Syntax, pieces: &mut Vec<Piece>) {
        match value {
            Resolved::Pattern(parts) => {
                parts.iter().for_each(|part| self.resolved(part, syntax, pieces));
            }
            Resolved::Attribute(attribute) => {
                let view = self.index.view(attribute.resource);
                let piece = view.map(|view| self.attribute_piece(view, attribute.name, &attribute.steps));
                pieces.push(piece.unwrap_or(Piece::Unknown(Reason::NotGiven)));
            }
            other => match other.as_plain() {
                Some(text) => literal(&text, syntax, pieces),
                None => pieces.push(Piece::Unknown(reason(other))),
            },
        }
    }

    /// An attribute that the provider computes.
    fn attribute_piece(&self, view: View<'_, 'a>, name: &str, steps: &[&Segment]) -> Piece {
        if let Some(account) = self.account_of_attribute(view, name) {
            return Piece::Account(account);
        }
        let unknown = if view.address().mode == Mode::Data { Reason::Elsewhere } else { Reason::AfterApply };
        let entry = self.entry(view.id());
        match entry {
            Some(entry) if steps.is_empty() => {
                Piece::Attribute { entry, attribute: attribute(view.kind(), name) }
            }
            Some(entry) => Piece::Attribute { entry, attribute: Attribute::Other },
            None => Piece::Unknown(unknown),
        }
    }

    /// The account whose ID an attribute is.
    fn account_of_attribute(&self, view: View<'_, 'a>, name: &str) -> Option<AccountId> {
        let of = polder_aws_names::account_of_attribute(view, name)?;
        self.id(view.id()).or_else(|| match of {
            AccountOf::Stack => self.stack_account(view.id()),
            AccountOf::Named(_) => None,
        })
    }

    fn stack_account(&self, id: ResourceId) -> Option<AccountId> {
        let stack = self.index.cloud().stack(id.stack)?;
        self.account_with_name(|name| name == &*stack.key.account)
    }

    /// The account whose ID a variable is, in stacks that Polder writes.
    fn account_of_variable(&self, stack: &Stack, name: &str) -> Option<AccountId> {
        if stack.key.account.is_empty() {
            return None;
        }
        match polder_aws_names::account_of_variable(name)? {
            AccountOf::Stack => self.account_with_name(|account| account == &*stack.key.account),
            AccountOf::Named(of) => self.account_with_name(|account| account.replace('-', "_") == of),
        }
    }

    /// A pattern of these pieces, in which the ID of an account of the estate is the account.
    pub(crate) fn joined(&self, pieces: Vec<Piece>) -> Pattern {
        self.in_accounts(Pattern::of(pieces))
    }

    /// The pattern, in which the ID of an account of the estate is the account.
    pub(crate) fn in_accounts(&self, pattern: Pattern) -> Pattern {
        if !self.knows_numbers() {
            return pattern;
        }
        let [Piece::Literal(first), rest @ ..] = pattern.pieces() else { return pattern };
        let number = if rest.is_empty() && crate::accounts::is_number(first) {
            Some(first.as_str())
        } else {
            number_in_arn(first)
        };
        let known = number.and_then(|number| Some((self.account_with_number(number)?, number)));
        let Some((account, number)) = known else { return pattern };
        let Some((before, after)) = first.split_once(number) else { return pattern };
        let split = [Piece::Literal(before.into()), Piece::Account(account), Piece::Literal(after.into())];
        Pattern::of(split.into_iter().chain(rest.iter().cloned()))
    }
}

/// The text of a value that is in no graph: of a policy that was parsed.
pub(crate) fn plain_pattern(value: &Value, syntax: Syntax) -> Vec<Piece> {
    let mut pieces = vec![];
    match value {
        Value::Text(text) => literal(text, syntax, &mut pieces),
        Value::Bool(value) => {
            pieces.push(Piece::Literal(if *value { "true".into() } else { "false".into() }));
        }
        Value::Integer(value) => pieces.push(Piece::Literal(Text::from(value.to_string()))),
        Value::Decimal(text) => pieces.push(Piece::Literal(text.clone())),
        Value::Unknown(Unknown::Sensitive) => pieces.push(Piece::Unknown(Reason::Sensitive)),
        _ => pieces.push(Piece::Unknown(Reason::NotUnderstood)),
    }
    pieces
}

/// Whether a value is not set: in states, attributes that are not set are empty texts, and plans mark what is
/// left to the provider as known after apply.
pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Unknown(Unknown::AfterApply) => true,
        Value::Text(text) => text.is_empty(),
        _ => false,
    }
}

/// A local of a stack.
pub(crate) fn local<'a>(stack: &'a Stack, name: &str) -> Option<&'a Value> {
    stack.locals.iter().find(|local| local.name == name).map(|local| &local.value)
}

/// The pieces of a known text.
fn literal(text: &str, syntax: Syntax, pieces: &mut Vec<Piece>) {
    let mut rest = text;
    // Special characters are ASCII, so bytes can be compared.
    let special = |byte: u8| match byte {
        b'*' | b'?' => syntax.wildcards,
        b'$' => syntax.variables,
        _ => false,
    };
    while let Some(at) = rest.bytes().position(special) {
        if at > 0 {
            pieces.push(Piece::Literal(rest[..at].into()));
        }
        let (piece, length) = one_special(&rest[at..]);
        pieces.push(piece);
        rest = &rest[at + length..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest.into()));
    }
}

/// The piece at the beginning of a text that begins with `*`, `?` or `$`, and its length.
///
/// `${*}`, `${?}` and `${$}` are the characters themselves. A variable with a default (`${key, 'default'}`)
/// is not modelled. Source: AWS, IAM User Guide, "IAM policy elements: Variables and tags".
fn one_special(text: &str) -> (Piece, usize) {
    if text.starts_with('*') {
        return (Piece::AnyRun, 1);
    }
    if text.starts_with('?') {
        return (Piece::AnyOne, 1);
    }
    let inner = text.strip_prefix("${").and_then(|rest| rest.split_once('}')).map(|(inner, _)| inner);
    let Some(inner) = inner else { return (Piece::Literal("$".into()), 1) };
    let piece = match inner {
        "*" | "?" | "$" => Piece::Literal(inner.into()),
        key if key.contains(',') => Piece::Unknown(Reason::AttributeNotModelled),
        key => Piece::Variable(key.trim().into()),
    };
    (piece, inner.len() + "${}".len())
}
