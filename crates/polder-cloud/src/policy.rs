//! IAM policies as data: all that the policy grammar of IAM admits.
//!
//! Source: AWS, IAM User Guide, "Grammar of the IAM JSON policy language". [`crate::policy_json`] reads and writes the
//! JSON form.

use smol_str::SmolStr;

use crate::body::IntoKey;
use crate::value::{Reference, Value};

/// A policy document.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// `2012-10-17`, or the older `2008-10-17`, in which `${...}` in strings is not a variable.
    pub version: SmolStr,
    /// The policy ID; empty for none.
    pub id: SmolStr,
    /// Its statements.
    pub statements: Vec<Statement>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Letters and digits; empty for none.
    pub sid: SmolStr,
    /// Allow or deny.
    pub effect: Effect,
    /// Principals, in resource-based policies and trust policies.
    pub principals: Option<Principals>,
    /// `service:Action`, or a pattern.
    pub actions: Vec<SmolStr>,
    /// `NotAction`, instead of [`Statement::actions`].
    pub not_actions: Vec<SmolStr>,
    /// Resources; empty in trust policies.
    pub resources: Vec<Value>,
    /// `NotResource`, instead of [`Statement::resources`].
    pub not_resources: Vec<Value>,
    /// Conditions, all of which must be met.
    pub conditions: Vec<Condition>,
}

/// Allow or deny.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Allows.
    Allow,
    /// Denies, which overrides every Allow.
    Deny,
}

/// The principals of a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Principals {
    /// Whether it is `NotPrincipal`.
    pub except: bool,
    /// Who.
    pub who: PrincipalSet,
}

/// The principals of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum PrincipalSet {
    /// `"*"`: everyone.
    Everyone,
    /// Principals by their types, each type once.
    Listed(Vec<(PrincipalType, Vec<Value>)>),
}

/// The type of a principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrincipalType {
    /// Accounts, roles and users, by ARN or account ID; `*` for everyone.
    Aws,
    /// AWS services: `ecs-tasks.amazonaws.com`.
    Service,
    /// Identity providers, by ARN or host name.
    Federated,
    /// Accounts by the canonical user ID of S3.
    CanonicalUser,
}

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// `StringEquals`, `ForAllValues:ArnLike`, `BoolIfExists`, …, as it is written; [`Condition::parts`] parses it.
    pub operator: SmolStr,
    /// `aws:SourceArn`, …
    pub key: SmolStr,
    /// The values, one of which must match.
    pub values: Vec<Value>,
}

/// A parsed condition operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator<'a> {
    /// The set operator for multivalued keys.
    pub quantifier: Option<Quantifier>,
    /// `StringEquals`
    pub comparison: &'a str,
    /// `IfExists`: whether the condition is met if the request has no such key.
    pub if_exists: bool,
}

/// The set operator for multivalued keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `ForAllValues:` every value of the request matches, or there is none.
    ForAllValues,
    /// `ForAnyValue:` some value of the request matches.
    ForAnyValue,
}

/// A statement that allows.
pub fn allow(sid: impl IntoKey) -> Statement {
    Statement::new(sid.into_key(), Effect::Allow)
}

/// A statement that denies.
pub fn deny(sid: impl IntoKey) -> Statement {
    Statement::new(sid.into_key(), Effect::Deny)
}

impl Statement {
    /// A statement with only an effect.
    pub fn new(sid: SmolStr, effect: Effect) -> Statement {
        Statement {
            sid,
            effect,
            principals: None,
            actions: vec![],
            not_actions: vec![],
            resources: vec![],
            not_resources: vec![],
            conditions: vec![],
        }
    }

    /// For these principals.
    #[must_use]
    pub fn to(mut self, principals: Principals) -> Statement {
        self.principals = Some(principals);
        self
    }

    /// For this service: `ecs-tasks.amazonaws.com`.
    #[must_use]
    pub fn to_service(self, service: impl Into<Value>) -> Statement {
        self.to(Principals::services(vec![service.into()]))
    }

    /// These actions.
    #[must_use]
    pub fn actions<S: IntoKey>(mut self, actions: impl IntoIterator<Item = S>) -> Statement {
        self.actions.extend(actions.into_iter().map(IntoKey::into_key));
        self
    }

    /// `NotAction`: all actions except these.
    #[must_use]
    pub fn all_actions_but<S: IntoKey>(mut self, actions: impl IntoIterator<Item = S>) -> Statement {
        self.not_actions.extend(actions.into_iter().map(IntoKey::into_key));
        self
    }

    /// Adds a resource.
    #[must_use]
    pub fn on(mut self, resource: impl Into<Value>) -> Statement {
        self.resources.push(resource.into());
        self
    }

    /// Adds resources.
    #[must_use]
    pub fn on_all<V: Into<Value>>(mut self, resources: impl IntoIterator<Item = V>) -> Statement {
        self.resources.extend(resources.into_iter().map(Into::into));
        self
    }

    /// Adds a condition: `key` compared with `values`.
    #[must_use]
    pub fn when<V: Into<Value>>(
        mut self,
        operator: &'static str,
        key: impl IntoKey,
        values: impl IntoIterator<Item = V>,
    ) -> Statement {
        let values = values.into_iter().map(Into::into).collect();
        self.conditions.push(Condition { operator: operator.into_key(), key: key.into_key(), values });
        self
    }

    /// All values of the statement.
    fn values(&self) -> impl Iterator<Item = &Value> {
        let principals = self.principals.iter().flat_map(Principals::values);
        let conditions = self.conditions.iter().flat_map(|condition| &condition.values);
        principals.chain(&self.resources).chain(&self.not_resources).chain(conditions)
    }

    fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        let principals = self.principals.iter_mut().flat_map(Principals::values_mut);
        let conditions = self.conditions.iter_mut().flat_map(|condition| &mut condition.values);
        principals.chain(&mut self.resources).chain(&mut self.not_resources).chain(conditions)
    }
}

impl Principals {
    /// `"*"`: everyone.
    pub fn everyone() -> Principals {
        Principals { except: false, who: PrincipalSet::Everyone }
    }

    /// AWS services.
    pub fn services(services: Vec<Value>) -> Principals {
        Principals::of(PrincipalType::Service, services)
    }

    /// Accounts, roles or users, by ARN or account ID.
    pub fn aws(principals: Vec<Value>) -> Principals {
        Principals::of(PrincipalType::Aws, principals)
    }

    /// Identity providers, by ARN.
    pub fn federated(providers: Vec<Value>) -> Principals {
        Principals::of(PrincipalType::Federated, providers)
    }

    fn of(kind: PrincipalType, principals: Vec<Value>) -> Principals {
        Principals { except: false, who: PrincipalSet::Listed(vec![(kind, principals)]) }
    }

    /// The principals by type; none for everyone.
    pub fn listed(&self) -> &[(PrincipalType, Vec<Value>)] {
        match &self.who {
            PrincipalSet::Everyone => &[],
            PrincipalSet::Listed(listed) => listed,
        }
    }

    /// The principals of this type, where no others are listed.
    pub fn only(&self, kind: PrincipalType) -> Option<&[Value]> {
        match self.listed() {
            [(only, principals)] if *only == kind => Some(principals),
            _ => None,
        }
    }

    fn values(&self) -> impl Iterator<Item = &Value> {
        self.listed().iter().flat_map(|(_, principals)| principals)
    }

    fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        let listed = match &mut self.who {
            PrincipalSet::Everyone => [].as_mut_slice(),
            PrincipalSet::Listed(listed) => listed,
        };
        listed.iter_mut().flat_map(|(_, principals)| principals)
    }
}

impl PrincipalType {
    /// All types, in order.
    pub const ALL: [PrincipalType; 4] =
        [PrincipalType::Aws, PrincipalType::Service, PrincipalType::Federated, PrincipalType::CanonicalUser];

    /// Its name in a policy.
    pub fn name(self) -> &'static str {
        match self {
            PrincipalType::Aws => "AWS",
            PrincipalType::Service => "Service",
            PrincipalType::Federated => "Federated",
            PrincipalType::CanonicalUser => "CanonicalUser",
        }
    }
}

impl Condition {
    /// Its parsed operator.
    pub fn parts(&self) -> Operator<'_> {
        let (quantifier, rest) = match self.operator.split_once(':') {
            Some((word, rest)) if word.eq_ignore_ascii_case("ForAllValues") => {
                (Some(Quantifier::ForAllValues), rest)
            }
            Some((word, rest)) if word.eq_ignore_ascii_case("ForAnyValue") => {
                (Some(Quantifier::ForAnyValue), rest)
            }
            _ => (None, self.operator.as_str()),
        };
        let shorter = rest.strip_suffix("IfExists");
        Operator { quantifier, comparison: shorter.unwrap_or(rest), if_exists: shorter.is_some() }
    }
}

impl Policy {
    /// The version of new policies.
    pub const VERSION: SmolStr = SmolStr::new_static("2012-10-17");

    /// A policy of these statements.
    pub fn of(statements: impl IntoIterator<Item = Statement>) -> Policy {
        let statements = statements.into_iter().collect();
        Policy { version: Policy::VERSION, id: SmolStr::default(), statements }
    }

    /// Calls `visit` on every value inside.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Value)) {
        self.statements.iter().flat_map(Statement::values).for_each(|value| value.walk(visit));
    }

    /// Calls `change` on every reference inside.
    pub fn change_references(&mut self, change: &mut impl FnMut(&mut Reference)) {
        let values = self.statements.iter_mut().flat_map(Statement::values_mut);
        values.for_each(|value| value.change_references(change));
    }
}

impl From<Policy> for Value {
    fn from(policy: Policy) -> Value {
        Value::from(crate::Document::Policy(policy))
    }
}
