//! Items of a DynamoDB table.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::client::{Client, json_refusal};
use crate::error::CallError;

const SERVICE: &str = "dynamodb";

/// A value of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// Text.
    Text(String),
    /// A number.
    Number(u64),
}

/// An item, by attribute name.
pub type Item = BTreeMap<String, Scalar>;

/// The result of a conditional put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PutOutcome {
    /// The item was written.
    Put,
    /// The condition failed, with this existing item. Attributes of other types are left out.
    Held(Item),
}

impl Client<'_> {
    /// Puts an item, if a condition holds for the existing one.
    ///
    /// # Errors
    /// If there is no response, or an error other than a failed condition.
    pub fn put_item(
        &self,
        table: &str,
        item: &Item,
        condition: Option<(&str, &Item)>,
    ) -> Result<PutOutcome, CallError> {
        let mut body = json!({ "TableName": table, "Item": written(item) });
        if let (Some((expression, values)), Some(fields)) = (condition, body.as_object_mut()) {
            fields.insert("ConditionExpression".into(), expression.into());
            fields.insert("ExpressionAttributeValues".into(), written(values));
            fields.insert("ReturnValuesOnConditionCheckFailure".into(), "ALL_OLD".into());
        }
        let response = self.json(SERVICE, "DynamoDB_20120810.PutItem", &body)?;
        if response.status == 200 {
            return Ok(PutOutcome::Put);
        }
        let refusal = json_refusal(SERVICE, &response);
        match &refusal {
            CallError::Refused { code, .. } if code == "ConditionalCheckFailedException" => {
                let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
                Ok(PutOutcome::Held(read(body.get("Item"))))
            }
            _ => Err(refusal),
        }
    }
}

fn written(item: &Item) -> Value {
    let field = |(name, value): (&String, &Scalar)| {
        let value = match value {
            Scalar::Text(text) => json!({ "S": text }),
            Scalar::Number(number) => json!({ "N": number.to_string() }),
        };
        (name.clone(), value)
    };
    Value::Object(item.iter().map(field).collect())
}

fn read(item: Option<&Value>) -> Item {
    let fields = item.and_then(Value::as_object).into_iter().flatten();
    let field = |(name, value): (&String, &Value)| {
        let text = value.get("S").and_then(Value::as_str).map(|text| Scalar::Text(text.to_owned()));
        let number = value.get("N").and_then(Value::as_str).and_then(|digits| digits.parse().ok());
        Some((name.clone(), text.or(number.map(Scalar::Number))?))
    };
    fields.filter_map(field).collect()
}
