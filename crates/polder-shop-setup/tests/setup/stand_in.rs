//! A Saleor in memory that is generated from Saleor's schema: every request is validated, variables are coerced, answers are
//! completed by types. What mutations do is written by hand.

use std::cell::RefCell;

use apollo_compiler::resolvers::{Execution, FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::JsonMap;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use polder_shop_setup::{AskError, Graphql, Kind, Operation, PERMISSIONS, data};
use serde_json::{Value, json};

use crate::mutations::mutate;

/// The state that Saleor 3.23.28 answers after its migrations, with `USER_EMAIL_URL` set.
const FRESH: &str = include_str!("fresh.json");

/// Where the connection breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// Before the mutation with this number arrives.
    Before(usize),
    /// After it was executed, before its answer arrives.
    After(usize),
}

pub(crate) struct StandIn {
    schema: Valid<Schema>,
    pub(crate) state: RefCell<Value>,
    /// What was executed.
    pub(crate) mutations: RefCell<Vec<&'static str>>,
    pub(crate) breaks: Option<Break>,
}

impl StandIn {
    /// A Saleor after its migrations, with the goods and channels that they make.
    pub(crate) fn fresh() -> StandIn {
        StandIn::answered(FRESH)
    }

    /// A Saleor with a state that was answered, and an app that may do everything.
    pub(crate) fn answered(state: &str) -> StandIn {
        let mut state: Value = serde_json::from_str(state).expect("a state");
        let permissions: Vec<Value> = PERMISSIONS.iter().map(|code| json!({ "code": code })).collect();
        state["app"]["name"] = json!("polder");
        state["app"]["isActive"] = json!(true);
        state["app"]["permissions"] = json!(permissions);
        state["mailRelay"] = json!(true);
        StandIn::of(state)
    }

    pub(crate) fn of(state: Value) -> StandIn {
        StandIn { schema: schema(), state: RefCell::new(state), mutations: RefCell::default(), breaks: None }
    }

    /// Executes a document, as the body of an answer.
    pub(crate) fn execute(&self, text: &str, variables: &Value) -> Value {
        let document = match ExecutableDocument::parse_and_validate(&self.schema, text, "request.graphql") {
            Ok(document) => document,
            Err(error) => return json!({ "errors": [{ "message": error.to_string() }] }),
        };
        let operation = document.operations.iter().next().expect("an operation");
        let variables: JsonMap = serde_json::from_value(variables.clone()).expect("an object");
        let root = Root { stand_in: self, mutation: operation.is_mutation() };
        let answer =
            Execution::new(&self.schema, &document).raw_variable_values(&variables).execute_sync(&root);
        match answer {
            Ok(answer) => serde_json::to_value(answer).expect("JSON"),
            Err(error) => json!({ "errors": [{ "message": error.message().to_string() }] }),
        }
    }
}

/// Saleor's schema, as far as the crate uses it.
pub(crate) fn schema() -> Valid<Schema> {
    let text = include_str!("../../schema/saleor-3.23.graphql");
    Schema::parse_and_validate(text, "saleor-3.23.graphql").expect("a valid schema")
}

impl Graphql for StandIn {
    fn ask(&mut self, operation: &'static Operation, variables: &Value) -> Result<Value, AskError> {
        let number = self.mutations.borrow().len();
        let broken = || Err(AskError::Exchange("the connection broke".into()));
        if operation.kind == Kind::Mutation && self.breaks == Some(Break::Before(number)) {
            return broken();
        }
        let answer = self.execute(operation.text, variables);
        if operation.kind == Kind::Mutation {
            self.mutations.borrow_mut().push(operation.name);
            if self.breaks == Some(Break::After(number)) {
                return broken();
            }
        }
        data(operation, 200, answer.to_string().as_bytes())
    }
}

struct Root<'a> {
    stand_in: &'a StandIn,
    mutation: bool,
}

impl ObjectValue for Root<'_> {
    fn type_name(&self) -> &str {
        if self.mutation { "Mutation" } else { "Query" }
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        let arguments = serde_json::to_value(info.arguments()).expect("JSON");
        let value = if self.mutation {
            mutate(&mut self.stand_in.state.borrow_mut(), info.field_name(), &arguments)
        } else {
            let state = self.stand_in.state.borrow();
            let channel = arguments["channel"].as_str().unwrap_or_default();
            match info.field_name() {
                "products" => state["products"].get(channel).cloned().unwrap_or(json!({ "edges": [] })),
                field => state[field].clone(),
            }
        };
        resolved(&self.stand_in.schema, "the root", info, value)
    }
}

/// An object with the type that the schema gives it.
struct Node<'a> {
    schema: &'a Valid<Schema>,
    type_name: String,
    value: Value,
}

impl ObjectValue for Node<'_> {
    fn type_name(&self) -> &str {
        &self.type_name
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        match self.value.get(info.field_name()) {
            Some(value) => resolved(self.schema, &self.type_name, info, value.clone()),
            None => Err(FieldError {
                message: format!("the stand-in has no `{}.{}`", self.type_name, info.field_name()),
            }),
        }
    }
}

fn resolved<'a>(
    schema: &'a Valid<Schema>,
    parent: &str,
    info: &ResolveInfo<'a>,
    value: Value,
) -> Result<ResolvedValue<'a>, FieldError> {
    let named = info.field_definition().ty.inner_named_type();
    let float = named.as_str() == "Float";
    let composite = schema.types.get(named).is_some_and(|ty| ty.is_object() || ty.is_interface());
    let one = move |value: Value| match value {
        // As Saleor, which answers `21.0` for the 21 that it was given.
        Value::Number(number) if float => Ok(ResolvedValue::leaf(number.as_f64())),
        Value::Object(_) if composite => {
            Ok(ResolvedValue::object(Node { schema, type_name: named.to_string(), value }))
        }
        other => Ok(ResolvedValue::leaf(
            serde_json::from_value::<apollo_compiler::response::JsonValue>(other).expect("JSON"),
        )),
    };
    match value {
        Value::Array(values) if composite || info.field_definition().ty.is_list() => {
            Ok(ResolvedValue::List(Box::new(values.into_iter().map(one))))
        }
        Value::Array(_) => Err(FieldError { message: format!("a list in {parent}") }),
        other => one(other),
    }
}
