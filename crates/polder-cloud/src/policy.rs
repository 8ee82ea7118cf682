//! IAM policies as data.

use std::borrow::Cow;

use crate::value::Value;

/// A policy document, version 2012-10-17.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// Its statements.
    pub statements: Vec<Statement>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Letters and digits.
    pub sid: Cow<'static, str>,
    /// Allow or deny.
    pub effect: Effect,
    /// Who, in policies of resources and in trust policies.
    pub principals: Option<Principals>,
    /// `service:Action`, or a pattern.
    pub actions: Vec<Cow<'static, str>>,
    /// Instead of [`Statement::actions`]: everything but these.
    pub all_but: Vec<Cow<'static, str>>,
    /// On what; empty in trust policies.
    pub resources: Vec<Value>,
    /// Under which conditions: all must hold.
    pub conditions: Vec<Condition>,
}

/// Allow or deny.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Allows.
    Allow,
    /// Denies; wins over every Allow.
    Deny,
}

/// Who.
#[derive(Clone, Debug, PartialEq)]
pub enum Principals {
    /// Everyone, as in a Deny.
    Anyone,
    /// Services of the provider: `ecs-tasks.amazonaws.com`.
    Services(Vec<Value>),
    /// Accounts, roles or users, by ARN or account number.
    Aws(Vec<Value>),
    /// Identity providers, by ARN.
    Federated(Vec<Value>),
}

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// `StringEquals`, `Bool`, `ArnLike`, …
    pub operator: &'static str,
    /// `aws:SourceArn`, …
    pub key: Cow<'static, str>,
    /// One of these.
    pub values: Vec<Value>,
}

/// A statement that allows.
pub fn allow(sid: impl Into<Cow<'static, str>>) -> Statement {
    Statement::new(sid.into(), Effect::Allow)
}

/// A statement that denies.
pub fn deny(sid: impl Into<Cow<'static, str>>) -> Statement {
    Statement::new(sid.into(), Effect::Deny)
}

impl Statement {
    fn new(sid: Cow<'static, str>, effect: Effect) -> Statement {
        Statement {
            sid,
            effect,
            principals: None,
            actions: vec![],
            all_but: vec![],
            resources: vec![],
            conditions: vec![],
        }
    }

    /// To these.
    #[must_use]
    pub fn to(mut self, principals: Principals) -> Statement {
        self.principals = Some(principals);
        self
    }

    /// To this service: `ecs-tasks.amazonaws.com`.
    #[must_use]
    pub fn to_service(self, service: impl Into<Value>) -> Statement {
        self.to(Principals::Services(vec![service.into()]))
    }

    /// These actions.
    #[must_use]
    pub fn actions<S: Into<Cow<'static, str>>>(mut self, actions: impl IntoIterator<Item = S>) -> Statement {
        self.actions.extend(actions.into_iter().map(Into::into));
        self
    }

    /// All actions but these: what is not known by name is meant, too.
    #[must_use]
    pub fn all_actions_but<S: Into<Cow<'static, str>>>(
        mut self,
        actions: impl IntoIterator<Item = S>,
    ) -> Statement {
        self.all_but.extend(actions.into_iter().map(Into::into));
        self
    }

    /// On this.
    #[must_use]
    pub fn on(mut self, resource: impl Into<Value>) -> Statement {
        self.resources.push(resource.into());
        self
    }

    /// On all of these.
    #[must_use]
    pub fn on_all<V: Into<Value>>(mut self, resources: impl IntoIterator<Item = V>) -> Statement {
        self.resources.extend(resources.into_iter().map(Into::into));
        self
    }

    /// Only when `key` compares so with one of `values`.
    #[must_use]
    pub fn when<V: Into<Value>>(
        mut self,
        operator: &'static str,
        key: impl Into<Cow<'static, str>>,
        values: impl IntoIterator<Item = V>,
    ) -> Statement {
        let values = values.into_iter().map(Into::into).collect();
        self.conditions.push(Condition { operator, key: key.into(), values });
        self
    }
}

impl Policy {
    /// A policy of these statements.
    pub fn of(statements: impl IntoIterator<Item = Statement>) -> Policy {
        Policy { statements: statements.into_iter().collect() }
    }

    /// Calls `visit` on every value inside.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Value)) {
        for statement in &self.statements {
            let principals = match &statement.principals {
                Some(Principals::Services(some) | Principals::Aws(some) | Principals::Federated(some)) => {
                    some.as_slice()
                }
                Some(Principals::Anyone) | None => &[],
            };
            let conditions = statement.conditions.iter().flat_map(|condition| &condition.values);
            principals
                .iter()
                .chain(&statement.resources)
                .chain(conditions)
                .for_each(|value| value.walk(visit));
        }
    }
}

impl From<Policy> for Value {
    fn from(policy: Policy) -> Value {
        Value::from(crate::Document::Policy(policy))
    }
}
