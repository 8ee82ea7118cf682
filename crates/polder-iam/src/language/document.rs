//! Policy documents.

use polder_inventory::access::{ConditionOperator, Effect, Quantifier};

use super::glob::Glob;

/// A policy document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What it is, for people: the address of the resource that attaches it.
    pub name: String,
    /// Its statements; none where the text is not known, so that it may allow and deny anything.
    pub statements: Option<Vec<Statement>>,
}

impl Document {
    /// A document that allows everything, whatever it is attached to.
    pub fn of_everything(name: &str) -> Document {
        let anything = || Some(vec![Glob::wildcards("*")]);
        let statement = Statement {
            name: "everything".to_owned(),
            effect: Effect::Allow,
            who: None,
            actions: ActionSet { except: false, patterns: anything() },
            resources: Some(ResourceSet { except: false, patterns: anything() }),
            conditions: vec![],
        };
        Document { name: name.to_owned(), statements: Some(vec![statement]) }
    }
}

/// A statement. It applies to a request if principal, action, resource and all conditions match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its identifier within the document, or its position.
    pub name: String,
    /// The effect.
    pub effect: Effect,
    /// The principals; none if the attachment implies them.
    pub who: Option<WhoSet>,
    /// The actions.
    pub actions: ActionSet,
    /// The resources; none if the attachment implies them.
    pub resources: Option<ResourceSet>,
    /// The conditions, all of which must hold.
    pub conditions: Vec<Condition>,
}

/// Actions as `service:Action` in lower case, with wildcards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionSet {
    /// Whether it is all but these (`NotAction`).
    pub except: bool,
    /// The patterns; none where they are not known.
    pub patterns: Option<Vec<Glob>>,
}

/// Resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceSet {
    /// Whether it is all but these (`NotResource`).
    pub except: bool,
    /// The patterns; none where they are not known.
    pub patterns: Option<Vec<Glob>>,
}

/// Principals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoSet {
    /// Whether it is all but these (`NotPrincipal`).
    pub except: bool,
    /// The principals; none where they are not known.
    pub who: Option<Vec<Who>>,
}

/// A principal, or a class of principals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Everyone, including anonymous callers.
    Anyone,
    /// Principals of an account, as far as the account itself allows it. The account ID.
    Account(String),
    /// The principal with this ARN: a role, a user or a session.
    Arn(String),
    /// A service.
    Service(String),
    /// Users of an identity provider: its ARN or its name.
    Federated(String),
    /// Not known.
    Unknown,
}

/// A comparison of a key of the request with values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// The comparison.
    pub operator: ConditionOperator,
    /// Whether it holds if the request lacks the key.
    pub if_exists: bool,
    /// How a key with several values is compared.
    pub quantifier: Quantifier,
    /// The key, in lower case.
    pub key: String,
    /// The values; none where they are not known.
    pub values: Option<Vec<Glob>>,
}
