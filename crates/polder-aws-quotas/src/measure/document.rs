//! The size of a document that is sent to AWS: a policy, a pattern, the code of an edge function.

use polder_cloud::index::{Identifier, Piece, Resolved};
use polder_cloud::{Body, Content, Document, Policy, Principals, Statement, Value, View, policy_json};

use crate::amount::Amount;
use crate::measure::policies::Measure;
use crate::memo::Memo;

/// The digits of an account ID.
const ACCOUNT_ID: usize = 12;

/// The characters that AWS generates at most for one part of an identifier: an ID or a random ending.
const GENERATED_MAX: u64 = 64;

/// The characters of an ARN or an ID that AWS computes, at most.
const COMPUTED_MAX: u64 = 512;

/// The size of a document in bytes.
pub(crate) fn bytes(view: &View<'_, '_>, attribute: &str, memo: &Memo) -> Amount {
    size(view, attribute, Measure::Bytes, memo)
}

/// The size of a document in characters.
pub(crate) fn characters(view: &View<'_, '_>, attribute: &str, memo: &Memo) -> Amount {
    size(view, attribute, Measure::Characters, memo)
}

/// The size of a document in characters, without white space.
pub(crate) fn visible(view: &View<'_, '_>, attribute: &str, memo: &Memo) -> Amount {
    size(view, attribute, Measure::Visible, memo)
}

/// The size of a value as JSON, in bytes.
pub(crate) fn json(view: &View<'_, '_>, attribute: &str, memo: &Memo) -> Amount {
    let sizer = Sizer { view: *view, measure: Measure::Bytes, memo };
    view.body().get(attribute).map_or(Amount::NONE, |value| sizer.json(value) + sizer.open(value))
}

fn size(view: &View<'_, '_>, attribute: &str, measure: Measure, memo: &Memo) -> Amount {
    let sizer = Sizer { view: *view, measure, memo };
    view.body().get(attribute).map_or(Amount::NONE, |value| sizer.document(value))
}

struct Sizer<'i, 'a> {
    view: View<'i, 'a>,
    measure: Measure,
    memo: &'i Memo,
}

impl<'a> Sizer<'_, 'a> {
    fn document(&self, value: &'a Value) -> Amount {
        match value {
            Value::Document(document) => match document.as_ref() {
                Document::Policy(policy) => self.policy(policy),
                Document::Json(body) => self.object(body) + self.open_in(body),
                Document::EdgeFunction(function) => {
                    Amount::of(function.program_bytes_max() + function.data_bytes())
                }
                Document::Containers(_) => Amount::UNKNOWN,
                Document::Text(file) => Amount::of(self.length(&file.content)),
            },
            Value::Sensitive(inner) => self.document(inner),
            other => self.spelled(other),
        }
    }

    /// A policy: its JSON with empty texts where a value is not literal, and the lengths of those values.
    fn policy(&self, policy: &'a Policy) -> Amount {
        let values = policy.statements.iter().flat_map(values_of);
        let literal =
            self.memo.policies.size(policy, self.measure, || self.object(&policy_json::print(policy)));
        literal + values.map(|value| self.open(value)).sum::<Amount>()
    }

    /// The JSON of a value, with an empty text for what is not literal.
    fn json(&self, value: &Value) -> Amount {
        match value {
            Value::Null => Amount::of("null".len()),
            Value::Bool(value) => Amount::of(value.to_string().len()),
            Value::Integer(number) => Amount::of(number.to_string().len()),
            Value::Decimal(number) => Amount::of(number.len()),
            Value::List(items) => {
                items.iter().map(|item| self.json(item)).sum::<Amount>() + separators(items.len())
            }
            Value::Object(body) => self.object(body),
            Value::Text(text) => Amount::of(2 + self.length(text) + text.matches(['"', '\\', '\n']).count()),
            _ => Amount::of(2),
        }
    }

    fn object(&self, body: &Body) -> Amount {
        let member = |item: &polder_cloud::Item| {
            let value = match &item.content {
                Content::Attribute(value) => self.json(value),
                Content::Block(inner) => self.object(inner),
            };
            Amount::of(self.length(&item.key) + "\"\":".len()) + value
        };
        body.items.iter().map(member).sum::<Amount>() + separators(body.items.len())
    }

    /// The lengths of the values in an object that are not literal.
    fn open_in(&self, body: &'a Body) -> Amount {
        let of = |item: &'a polder_cloud::Item| match &item.content {
            Content::Attribute(value) => self.open(value),
            Content::Block(inner) => self.open_in(inner),
        };
        body.items.iter().map(of).sum()
    }

    fn open(&self, value: &'a Value) -> Amount {
        match value {
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Decimal(_) | Value::Text(_) => {
                Amount::NONE
            }
            Value::List(items) => items.iter().map(|item| self.open(item)).sum(),
            Value::Object(body) => self.open_in(body),
            other => match self.view.resolve(other) {
                // In place of the empty text.
                Resolved::List(items) => items.iter().map(|item| self.listed(item)).sum(),
                _ => self.spelled(other),
            },
        }
    }

    /// An element of a list that is not literal, with its quotes and comma.
    fn listed(&self, item: &Resolved<'_>) -> Amount {
        match item {
            Resolved::Text(text) => Amount::of(3 + self.length(text)),
            _ => Amount::UNKNOWN,
        }
    }

    /// The length of a value that is a text.
    fn spelled(&self, value: &'a Value) -> Amount {
        match value {
            Value::Null => Amount::NONE,
            Value::Text(text) => Amount::of(self.length(text)),
            Value::Unknown(_) => Amount::UNKNOWN,
            other => self.pieces(&self.view.index().spelled(self.view.stack(), other)),
        }
    }

    fn pieces(&self, identifier: &Identifier) -> Amount {
        let of = |piece: &Piece| match piece {
            Piece::Text(text) => Amount::of(self.length(text)),
            Piece::Account(_) => Amount::of(ACCOUNT_ID),
            Piece::Attribute(resource, attribute) => {
                let index = self.view.index();
                let composed = index.identifier(*resource, attribute);
                let composed = composed.filter(|it| !it.pieces().iter().any(is_attribute));
                match composed {
                    Some(composed) => self.pieces(&composed),
                    None if is_identifier(attribute) => Amount::up_to(COMPUTED_MAX),
                    None => Amount::UNKNOWN,
                }
            }
            Piece::Made => Amount { least: 1, most: GENERATED_MAX },
            Piece::Variable(_) | Piece::Unknown => Amount::UNKNOWN,
        };
        identifier.pieces().iter().map(of).sum()
    }

    fn length(&self, text: &str) -> usize {
        match self.measure {
            Measure::Bytes => text.len(),
            Measure::Characters => text.chars().count(),
            Measure::Visible => text.chars().filter(|it| !it.is_whitespace()).count(),
        }
    }
}

fn is_attribute(piece: &Piece) -> bool {
    matches!(piece, Piece::Attribute(..))
}

/// Whether an attribute is an identifier, whose length AWS limits.
fn is_identifier(attribute: &str) -> bool {
    ["id", "arn", "name", "fqdn", "domain_name", "url"].into_iter().any(|end| attribute.ends_with(end))
}

/// The values of a statement that can be other than literal.
fn values_of(statement: &Statement) -> impl Iterator<Item = &Value> {
    let principals = statement.principals.iter().flat_map(Principals::listed).flat_map(|(_, some)| some);
    let conditions = statement.conditions.iter().flat_map(|condition| &condition.values);
    statement.resources.iter().chain(&statement.not_resources).chain(principals).chain(conditions)
}

/// The brackets of a list or an object, and the commas between its elements.
fn separators(count: usize) -> Amount {
    Amount::of(2 + count.saturating_sub(1))
}
