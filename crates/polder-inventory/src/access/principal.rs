//! Principals: who can act.

use polder_units::Duration;

use super::PrincipalId;
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text};

/// Somebody who can be granted something. Its policies, trust policy and boundary are [`super::PolicyAttachment`] entries.
/// Services of the provider and whole accounts are no entries of this kind: see [`super::PrincipalPattern`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// The resource.
    pub source: SourceId,
    /// Its name, without path.
    pub name: Known<Text>,
    /// Its path: `/service-role/`.
    pub path: Known<Text>,
    /// What it is.
    pub kind: PrincipalKind,
}

entry!(Principal { name, path, kind });

/// What a principal is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalKind {
    /// Whoever its trust policy admits can act as it.
    Role {
        /// The longest session.
        session_max: Known<Duration>,
        /// The service of the provider that owns it and alone may use it; none for other roles.
        service_linked: Option<Known<Text>>,
    },
    /// A user with credentials of its own, which are [`super::Credential`] entries.
    User {
        /// Groups whose policies it has.
        groups: Set<Link<PrincipalId>>,
    },
    /// Users that share policies.
    Group,
    /// A group of the directory from which people come in.
    DirectoryGroup,
    /// A person of that directory.
    DirectoryUser,
    /// An identity of a cluster that processes run as: namespace and name.
    ServiceAccount {
        /// The namespace.
        namespace: Known<Text>,
        /// The role that its processes can act as; none where they cannot.
        role: Option<Link<PrincipalId>>,
    },
}

choice!(PrincipalKind {
    Group,
    Role { session_max, service_linked },
    User { groups },
    DirectoryGroup,
    DirectoryUser,
    ServiceAccount { namespace, role },
});

/// Something by which a principal proves who it is, and that lasts until somebody takes it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The resource.
    pub source: SourceId,
    /// Whose it is.
    pub principal: Link<PrincipalId>,
    /// What it is.
    pub kind: Known<CredentialKind>,
    /// Whether it can be used.
    pub active: Known<bool>,
}

entry!(Credential { principal, kind, active });

/// What a lasting credential is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// A key for programs.
    AccessKey,
    /// A password for the console.
    Password,
    /// A key or password for one service.
    ServiceSpecific,
    /// A second factor.
    SecondFactor,
}

choice!(CredentialKind { AccessKey, Password, ServiceSpecific, SecondFactor });

/// Somebody who vouches for principals from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    /// The resource.
    pub source: SourceId,
    /// The protocol.
    pub kind: IdentityProtocol,
    /// Its address without `https://`, as condition keys begin; none for SAML.
    pub issuer: Known<Option<Text>>,
    /// Audiences that its tokens may be for.
    pub audiences: Known<Set<Text>>,
}

entry!(IdentityProvider { kind, issuer, audiences });

/// How an identity provider vouches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityProtocol {
    /// Tokens of OpenID Connect.
    Oidc,
    /// Assertions of SAML.
    Saml,
}

choice!(IdentityProtocol { Oidc, Saml });

/// What people may do in an account once they are assigned to it. Its policies are [`super::PolicyAttachment`] entries; the
/// provider makes a role of it in each account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermissionSet {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// The longest session.
    pub session_max: Known<Duration>,
}

entry!(PermissionSet { name, session_max });

/// Who may use a permission set in which account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The resource.
    pub source: SourceId,
    /// The permission set.
    pub permission_set: Link<super::PermissionSetId>,
    /// A group or person of the directory.
    pub principal: Link<PrincipalId>,
    /// The account.
    pub account: Link<super::AccountId>,
}

entry!(Assignment { permission_set, principal, account });

/// Resources that another account, unit or organization may use as if they were its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The resource.
    pub source: SourceId,
    /// What is shared.
    pub shared: Set<Link<crate::entries::EntryId>>,
    /// With whom.
    pub with: Known<Set<super::PrincipalPattern>>,
    /// Whether parties outside of the organization can be among them.
    pub outside_allowed: Known<bool>,
}

entry!(Share { shared, with, outside_allowed });
