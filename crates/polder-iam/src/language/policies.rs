//! The policies that apply to a request.

use super::document::{Document, Who};

/// The policies that apply to the requests of one caller on one resource.
#[derive(Clone, Debug, Default)]
pub struct Policies<'a> {
    /// Service control policies of each level from the root to the account of the caller. Empty where none apply.
    pub service_control: Vec<Vec<&'a Document>>,
    /// Resource control policies of each level from the root to the account of the resource.
    pub resource_control: Vec<Vec<&'a Document>>,
    /// Identity policies.
    pub identity: Vec<&'a Document>,
    /// The permissions boundary, if there is one.
    pub boundary: Option<Vec<&'a Document>>,
    /// Session policies, if the session was started with some.
    pub session: Option<Vec<&'a Document>>,
    /// Policies of the resource: its resource policy, key policy or trust policy.
    pub resource: Vec<&'a Document>,
    /// The policies of the endpoint that the request passes, if it passes one.
    pub endpoint: Option<Vec<&'a Document>>,
    /// Grants on the key.
    pub grants: Vec<&'a Grant>,
    /// What the resource is.
    pub target: Target,
    /// The account ID of the resource; none where it is that of the caller, as for resources that a request creates.
    pub owner: Option<String>,
    /// Whether statements for everyone have no effect on callers of other accounts (`RestrictPublicBuckets`).
    pub public_restricted: bool,
}

/// What a resource is, as far as it changes the evaluation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// Identity policies or the resource policy allow.
    #[default]
    Plain,
    /// A key: identity policies have an effect only if the key policy says so.
    Key,
    /// A role that is assumed: its trust policy must allow.
    Role,
}

/// A grant on a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What it is, for people.
    pub name: String,
    /// Who may use the key.
    pub grantee: Who,
    /// The operations in lower case, as actions: `kms:decrypt`; none where they are not known.
    pub operations: Option<Vec<String>>,
    /// Whether it holds for some encryption contexts only.
    pub constrained: bool,
}
