//! Statements of policies.
//!
//! Every element of AWS's policy grammar has a place, so that its evaluation can be reproduced. A role
//! assignment of Azure and a binding of Google Cloud are statements too: one principal, the actions of the
//! role, the scope as resource, the condition.

use super::{AccountId, IdentityProviderId, PrincipalId};
use crate::describe::{choice, record};
use crate::model::{Known, Link, Pattern, Reason, Set, Text};

/// A statement. It applies to a request if principal, action, resource and all conditions match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its identifier within the policy.
    pub name: Option<Text>,
    /// The effect.
    pub effect: Effect,
    /// The principals; none if the attachment implies them, as for identity policies.
    pub principals: Option<Principals>,
    /// The actions.
    pub actions: Actions,
    /// The resources; none if the attachment implies them, as for trust policies.
    pub resources: Option<Resources>,
    /// The conditions, all of which must hold.
    pub conditions: Set<Condition>,
}

record!(Statement { name, effect, principals, actions, resources, conditions });

/// The effect of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Allows.
    Allow,
    /// Denies; overrides every Allow.
    Deny,
}

choice!(Effect { Allow, Deny });

/// The principals of a statement. Types may be mixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principals {
    /// These.
    Only(Known<Set<PrincipalPattern>>),
    /// All but these (`NotPrincipal`).
    AllBut(Known<Set<PrincipalPattern>>),
}

choice!(Principals { Only(principals), AllBut(principals) });

/// One principal, or a class of principals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrincipalPattern {
    /// Everyone, including anonymous callers.
    Anyone,
    /// An account: every principal of it to whom the account itself delegates the permission.
    Account(Link<AccountId>),
    /// A principal of the estate.
    Principal(Link<PrincipalId>),
    /// Any other identifier: a role session, a principal outside of the estate, a pattern.
    Identifier(Pattern),
    /// A service principal: `ecs-tasks.amazonaws.com`.
    Service(Text),
    /// Users of an identity provider of the estate.
    Federated(Link<IdentityProviderId>),
    /// Users of an identity provider that is named only: `cognito-identity.amazonaws.com`.
    FederatedName(Text),
    /// An account by its canonical user ID.
    Canonical(Text),
    /// Not known.
    Unknown(Reason),
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

/// The actions of a statement, as `service:Action` with the wildcards `*` and `?`. Not case-sensitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actions {
    /// These.
    Only(Known<Set<Text>>),
    /// All but these (`NotAction`).
    AllBut(Known<Set<Text>>),
}

choice!(Actions { Only(actions), AllBut(actions) });

/// The resources of a statement, as patterns of their identifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resources {
    /// These.
    Only(Known<Set<Pattern>>),
    /// All but these (`NotResource`).
    AllBut(Known<Set<Pattern>>),
}

choice!(Resources { Only(resources), AllBut(resources) });

/// A condition: a comparison of a key of the request with values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// The comparison.
    pub operator: ConditionOperator,
    /// Whether the condition holds if the request lacks the key (`...IfExists`).
    pub if_exists: bool,
    /// How a key with several values is compared.
    pub quantifier: Quantifier,
    /// The key: `aws:SourceAccount`. Not case-sensitive.
    pub key: Text,
    /// The values. A positive operator holds if any value matches, a negated one if none does.
    pub values: Known<Set<Pattern>>,
}

record!(Condition { operator, if_exists, quantifier, key, values });

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConditionOperator {
    /// Equal strings.
    StringEquals,
    /// Negated `StringEquals`.
    StringNotEquals,
    /// Equal strings, ignoring case.
    StringEqualsIgnoreCase,
    /// Negated `StringEqualsIgnoreCase`.
    StringNotEqualsIgnoreCase,
    /// A string that matches a pattern.
    StringLike,
    /// Negated `StringLike`.
    StringNotLike,
    /// Equal numbers.
    NumericEquals,
    /// Negated `NumericEquals`.
    NumericNotEquals,
    /// A smaller number.
    NumericLessThan,
    /// A smaller or equal number.
    NumericLessThanEquals,
    /// A greater number.
    NumericGreaterThan,
    /// A greater or equal number.
    NumericGreaterThanEquals,
    /// The same time.
    DateEquals,
    /// Negated `DateEquals`.
    DateNotEquals,
    /// An earlier time.
    DateLessThan,
    /// An earlier or the same time.
    DateLessThanEquals,
    /// A later time.
    DateGreaterThan,
    /// A later or the same time.
    DateGreaterThanEquals,
    /// Equal booleans.
    Bool,
    /// Equal bytes, in base 64.
    BinaryEquals,
    /// An address inside a block.
    AddressIn,
    /// Negated `AddressIn`.
    AddressNotIn,
    /// An identifier that matches a pattern part by part. AWS's `ArnEquals` and `ArnLike` mean the same.
    IdentifierLike,
    /// Negated `IdentifierLike`.
    IdentifierNotLike,
    /// The request lacks the key (`Null`): the value says whether it must.
    Absent,
    /// An operator that the model does not know. A condition with it is undecided.
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

/// How a condition key with several values is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantifier {
    /// The key has a single value.
    Single,
    /// At least one value of the request must match (`ForAnyValue`).
    Any,
    /// Every value of the request must match; holds if there is none (`ForAllValues`).
    All,
}

choice!(Quantifier { Single, Any, All });
