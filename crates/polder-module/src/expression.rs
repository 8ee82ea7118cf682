//! Expressions of modules and of the roots that call them.
//!
//! In addition to the values of the graph, they can depend on variables of the module. Each form has one
//! notation in Terraform and one value, which [`crate::instance`] evaluates.

use std::sync::Arc;

use polder_cloud::{Address, Segment, SmolStr};

/// An expression of the Terraform language.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal number as it is written.
    Decimal(SmolStr),
    /// A literal string, without interpolation.
    Text(SmolStr),
    /// A keyword expression: `ignore_changes = [password]`.
    Raw(SmolStr),
    /// `var.name`
    Variable(SmolStr),
    /// An attribute of a resource of the same module.
    Resource(Box<ResourceReference>),
    /// An output of another stack, from its remote state. In roots only.
    RemoteState(Box<RemoteState>),
    /// `module.name.output`. In roots only.
    ModuleOutput(Box<ModuleOutput>),
    /// Values in order.
    List(Vec<Element>),
    /// An object.
    Object(Body),
    /// A template: strings and values, joined.
    Template(Vec<Expression>),
    /// A call of a function.
    Call(Box<Call>),
    /// An element of a list, or an attribute of an object.
    Step(Box<Step>),
    /// Two values with an operator between them.
    Binary(Box<Binary>),
    /// A conditional.
    Choice(Box<Choice>),
    /// A sensitive value.
    Sensitive(Box<Expression>),
    /// The text of a file of the module.
    File(Box<FileText>),
}

/// `var.name`, or `!var.name`: a variable that is true for some of the callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The variable.
    pub variable: SmolStr,
    /// Whether the condition holds when the variable is false.
    pub negated: bool,
}

/// An attribute of a resource of the same module.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceReference {
    /// The resource.
    pub address: Arc<Address>,
    /// The attribute; empty for the resource as a whole, for `depends_on` only.
    pub attribute: SmolStr,
    /// The form of access.
    pub access: Access,
}

/// The form of access to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It always exists: `aws_vpc.main.id`.
    Plain,
    /// It exists wherever the reference is evaluated: `aws_vpc.main[0].id`.
    First,
    /// It may not exist, and then the value is null: `one(aws_vpc.main[*].id)`.
    One,
}

/// An output of another stack: `data.terraform_remote_state.alias.outputs.output`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteState {
    /// The alias of the other stack.
    pub alias: SmolStr,
    /// The output.
    pub output: SmolStr,
}

/// `module.module.output`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleOutput {
    /// The name of the call.
    pub module: SmolStr,
    /// The output.
    pub output: SmolStr,
}

/// An optional element of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The value.
    pub value: Expression,
    /// Its condition; `None` for always.
    pub when: Option<Condition>,
}

/// The body of a block or an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// Attributes and blocks.
    pub items: Vec<Item>,
}

/// An optional attribute or block.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its name.
    pub key: SmolStr,
    /// Its comment, line by line.
    pub comment: Option<SmolStr>,
    /// What it is.
    pub content: Content,
    /// Its condition; `None` for always. An attribute of a block is unconditional: its value can be null.
    pub when: Option<Condition>,
}

/// The content of an item.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// `key = value`
    Attribute(Expression),
    /// `key { … }`
    Block(Body),
}

/// A call of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// `join`
    pub name: SmolStr,
    /// Its arguments.
    pub arguments: Vec<Expression>,
}

/// An index or attribute access.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The value.
    pub base: Expression,
    /// The step.
    pub segment: Segment,
}

/// Two values with an operator between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Binary {
    /// The left operand.
    pub left: Expression,
    /// `==`
    pub operator: SmolStr,
    /// The right operand.
    pub right: Expression,
}

/// A conditional.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The condition.
    pub condition: Condition,
    /// The value if it is true.
    pub then: Expression,
    /// The value if it is false.
    pub otherwise: Expression,
}

/// The text of a file of the module: literal, or a template with values.
#[derive(Clone, Debug, PartialEq)]
pub struct FileText {
    /// Its path in the module's folder.
    pub path: SmolStr,
    /// The template's values, by name; empty for a literal file.
    pub values: Vec<(SmolStr, Expression)>,
}

impl Body {
    /// Adds `key = value`. `Null` adds nothing.
    pub fn set(&mut self, key: impl Into<SmolStr>, value: Expression) {
        if value != Expression::Null {
            let content = Content::Attribute(value);
            self.items.push(Item { key: key.into(), comment: None, content, when: None });
        }
    }

    /// The same, with a comment.
    pub fn set_with(&mut self, comment: impl Into<SmolStr>, key: impl Into<SmolStr>, value: Expression) {
        let (comment, content) = (Some(comment.into()), Content::Attribute(value));
        self.items.push(Item { key: key.into(), comment, content, when: None });
    }

    /// Adds `key { … }`.
    pub fn block(&mut self, key: impl Into<SmolStr>, body: Body) {
        let content = Content::Block(body);
        self.items.push(Item { key: key.into(), comment: None, content, when: None });
    }

    /// Calls `visit` on every expression inside.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Expression)) {
        for item in &self.items {
            match &item.content {
                Content::Attribute(value) => value.walk(visit),
                Content::Block(body) => body.walk(visit),
            }
        }
    }
}

impl Expression {
    /// Plain text.
    pub fn text(text: impl Into<SmolStr>) -> Expression {
        Expression::Text(text.into())
    }

    /// A keyword expression.
    pub fn raw(text: impl Into<SmolStr>) -> Expression {
        Expression::Raw(text.into())
    }

    /// A list without optional elements.
    pub fn list(values: impl IntoIterator<Item = Expression>) -> Expression {
        Expression::List(values.into_iter().map(|value| Element { value, when: None }).collect())
    }

    /// Strings and values, joined. Templates among the parts, such as the text of a mention, are flattened, and adjacent
    /// strings are merged.
    pub fn template(parts: impl IntoIterator<Item = Expression>) -> Expression {
        let mut joined: Vec<Expression> = vec![];
        let parts = parts.into_iter().flat_map(|part| match part {
            Expression::Template(inner) => inner,
            other => vec![other],
        });
        for part in parts {
            let text = match &part {
                Expression::Text(text) => Some(text.to_string()),
                Expression::Integer(value) => Some(value.to_string()),
                Expression::Decimal(text) => Some(text.to_string()),
                _ => None,
            };
            match (joined.last_mut(), text) {
                (Some(Expression::Text(before)), Some(after)) => *before = format!("{before}{after}").into(),
                (_, Some(text)) => joined.push(Expression::Text(text.into())),
                (_, None) => joined.push(part),
            }
        }
        match joined.as_slice() {
            [] => Expression::text(""),
            [Expression::Text(_)] => joined.remove(0),
            _ => Expression::Template(joined),
        }
    }

    /// A call of a function.
    pub fn call(name: impl Into<SmolStr>, arguments: Vec<Expression>) -> Expression {
        Expression::Call(Box::new(Call { name: name.into(), arguments }))
    }

    /// An element of a list, or an attribute of an object.
    pub fn step(base: Expression, segment: Segment) -> Expression {
        Expression::Step(Box::new(Step { base, segment }))
    }

    /// A conditional.
    pub fn choice(condition: Condition, then: Expression, otherwise: Expression) -> Expression {
        Expression::Choice(Box::new(Choice { condition, then, otherwise }))
    }

    /// Two values with an operator between them.
    pub fn binary(left: Expression, operator: impl Into<SmolStr>, right: Expression) -> Expression {
        Expression::Binary(Box::new(Binary { left, operator: operator.into(), right }))
    }

    /// Calls `visit` on this expression and on every expression inside it.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Expression)) {
        visit(self);
        match self {
            Expression::List(elements) => elements.iter().for_each(|element| element.value.walk(visit)),
            Expression::Object(body) => body.walk(visit),
            Expression::Template(parts) => parts.iter().for_each(|part| part.walk(visit)),
            Expression::Call(call) => call.arguments.iter().for_each(|argument| argument.walk(visit)),
            Expression::Step(step) => step.base.walk(visit),
            Expression::Binary(binary) => {
                binary.left.walk(visit);
                binary.right.walk(visit);
            }
            Expression::Choice(choice) => {
                choice.then.walk(visit);
                choice.otherwise.walk(visit);
            }
            Expression::Sensitive(inner) => inner.walk(visit),
            Expression::File(file) => file.values.iter().for_each(|(_, value)| value.walk(visit)),
            Expression::Null
            | Expression::Bool(_)
            | Expression::Integer(_)
            | Expression::Decimal(_)
            | Expression::Text(_)
            | Expression::Raw(_)
            | Expression::Variable(_)
            | Expression::Resource(_)
            | Expression::RemoteState(_)
            | Expression::ModuleOutput(_) => {}
        }
    }
}

impl Condition {
    /// Whether it is true if its variable has this value.
    pub fn holds(&self, value: bool) -> bool {
        value != self.negated
    }
}
