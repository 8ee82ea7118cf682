//! Statements of policies.
//!
//! Complete enough for AWS's evaluation: every element of its grammar has a place. Role assignments of Azure and bindings of
//! Google Cloud are statements with a principal, the actions of their role, the scope as resource and their condition.

use super::{IdentityProviderId, PrincipalId};
use crate::describe::{choice, record};
use crate::entries::AccountId;
use crate::model::{Known, Link, Pattern, Text};

/// One statement of a policy. It applies to a request when principal, action, resource and all conditions match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its name within the policy; none for those without.
    pub name: Option<Text>,
    /// What it does.
    pub effect: Effect,
    /// Who; none where the attachment says it.
    pub principals: Option<Principals>,
    /// What is done.
    pub actions: Actions,
    /// On what; none where the attachment says it, as in trust policies.
    pub resources: Option<Resources>,
    /// Under which conditions. All must hold.
    pub conditions: Box<[Condition]>,
}

record!(Statement { name, effect, principals, actions, resources, conditions });

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Allows.
    Allow,
    /// Denies; wins over every Allow.
    Deny,
}

choice!(Effect { Allow, Deny });

/// The principals of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principals {
    /// These. Types may be mixed.
    Only(Known<Box<[PrincipalPattern]>>),
    /// All but these.
    AllBut(Known<Box<[PrincipalPattern]>>),
}

choice!(Principals { Only(principals), AllBut(principals) });

/// Who a statement speaks of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrincipalPattern {
    /// Everyone, without credentials too.
    Anyone,
    /// Every principal of an account that the account itself lets use the grant.
    Account(Link<AccountId>),
    /// One principal.
    Principal(Link<PrincipalId>),
    /// Principals by a text that is no link: a session, a role with a path, a pattern.
    Identifier(Pattern),
    /// A service of the provider: `ecs-tasks.amazonaws.com`.
    Service(Text),
    /// Whoever an identity provider vouches for.
    Federated(Link<IdentityProviderId>),
    /// Whoever a provider vouches for that is no entry: `cognito-identity.amazonaws.com`.
    FederatedName(Text),
    /// An account by an older form of its name.
    Canonical(Text),
    /// Not known.
    Unknown(crate::model::Reason),
}

choice!(PrincipalPattern {
    Anyone,
    Account(account),
    Principal(principal),
    Identifier(identifier),
    Service(service),
    Federated(provider),
    FederatedName(provider),
    Canonical(name),
    Unknown(reason),
});

/// The actions of a statement: `service:Action`, in which `*` and `?` are wildcards and case means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actions {
    /// These.
    Only(Known<Box<[Text]>>),
    /// All but these.
    AllBut(Known<Box<[Text]>>),
}

choice!(Actions { Only(actions), AllBut(actions) });

/// The resources of a statement, by patterns of their identifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resources {
    /// These.
    Only(Known<Box<[Pattern]>>),
    /// All but these.
    AllBut(Known<Box<[Pattern]>>),
}

choice!(Resources { Only(resources), AllBut(resources) });

/// A condition of a statement: a key of the request compares so with one of the values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// How they are compared.
    pub operator: ConditionOperator,
    /// Whether the condition holds when the request does not have the key.
    pub if_exists: bool,
    /// For keys with several values: how many of them must compare so.
    pub quantifier: Quantifier,
    /// The key: `aws:SourceAccount`. Case means nothing.
    pub key: Text,
    /// The values. One is enough; for an operator that negates, all.
    pub values: Known<Box<[Pattern]>>,
}

record!(Condition { operator, if_exists, quantifier, key, values });

/// How a key compares with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConditionOperator {
    /// Equal texts.
    StringEquals,
    /// Different texts.
    StringNotEquals,
    /// Equal texts, case aside.
    StringEqualsIgnoreCase,
    /// Different texts, case aside.
    StringNotEqualsIgnoreCase,
    /// A text that a pattern matches.
    StringLike,
    /// A text that no pattern matches.
    StringNotLike,
    /// Equal numbers.
    NumericEquals,
    /// Different numbers.
    NumericNotEquals,
    /// A smaller number.
    NumericLessThan,
    /// A smaller or equal number.
    NumericLessThanEquals,
    /// A larger number.
    NumericGreaterThan,
    /// A larger or equal number.
    NumericGreaterThanEquals,
    /// The same moment.
    DateEquals,
    /// Another moment.
    DateNotEquals,
    /// An earlier moment.
    DateLessThan,
    /// An earlier or the same moment.
    DateLessThanEquals,
    /// A later moment.
    DateGreaterThan,
    /// A later or the same moment.
    DateGreaterThanEquals,
    /// True or false.
    Bool,
    /// Equal bytes, in base 64.
    BinaryEquals,
    /// An address in a block.
    AddressIn,
    /// An address in no block.
    AddressNotIn,
    /// An identifier that a pattern matches, part by part. The provider's operators for equal and alike do the same.
    IdentifierLike,
    /// An identifier that no pattern matches.
    IdentifierNotLike,
    /// Whether the request lacks the key.
    Absent,
    /// An operator that the model does not know: no condition with it is ever decided.
    Unknown,
}

choice!(ConditionOperator {
    StringEquals,
    StringNotEquals,
    StringEqualsIgnoreCase,
    StringNotEqualsIgnoreCase,
    StringLike,
    StringNotLike,
    NumericEquals,
    NumericNotEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateNotEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    AddressIn,
    AddressNotIn,
    IdentifierLike,
    IdentifierNotLike,
    Absent,
    Unknown,
});

/// How many values of a key must compare so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantifier {
    /// The key has one value.
    One,
    /// Any of them, of which there must be one.
    Any,
    /// All of them, and there may be none.
    All,
}

choice!(Quantifier { One, Any, All });
