//! Principals and their credentials, identity providers, permission sets and resource shares.

use polder_units::Duration;

use super::{AccountId, PermissionSetId, PrincipalId, PrincipalPattern};
use crate::describe::{choice, entry};
use crate::entries::{EntryId, SourceId};
use crate::model::{Known, Link, Set, Text};

/// A principal of the estate. Its identity policies, permissions boundary and trust policy are
/// [`super::PolicyAttachment`] entries. Accounts and services of the provider can be principals of a
/// statement too: see [`PrincipalPattern`].
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
    /// A role, assumed by whom its trust policy admits. A managed identity on Azure, a service account on
    /// Google Cloud.
    Role {
        /// The maximum session duration.
        session_max: Known<Duration>,
        /// The service that owns a service-linked role; none for other roles.
        service_linked: Option<Known<Text>>,
    },
    /// A user with long-term credentials, which are [`Credential`] entries.
    User {
        /// Groups it is a member of.
        groups: Set<Link<PrincipalId>>,
    },
    /// A group of users.
    Group,
    /// A group of the directory that users sign in with.
    DirectoryGroup,
    /// A person in that directory.
    DirectoryUser,
    /// A Kubernetes service account.
    ServiceAccount {
        /// Its namespace.
        namespace: Known<Text>,
        /// The role that its pods can assume; none if they can assume none.
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

/// A long-term credential of a principal, or its MFA device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The resource.
    pub source: SourceId,
    /// The principal.
    pub principal: Link<PrincipalId>,
    /// Its kind.
    pub kind: Known<CredentialKind>,
    /// Whether it is active.
    pub active: Known<bool>,
}

entry!(Credential { principal, kind, active });

/// The kind of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// An access key for API calls.
    AccessKey,
    /// A console password.
    Password,
    /// A key or password for one service.
    ServiceSpecific,
    /// An MFA device.
    MfaDevice,
}

choice!(CredentialKind { AccessKey, Password, ServiceSpecific, MfaDevice });

/// An identity provider that authenticates principals from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    /// The resource.
    pub source: SourceId,
    /// Its protocol.
    pub kind: IdentityProtocol,
    /// The issuer URL without scheme, which is the prefix of its condition keys; none for SAML.
    pub issuer: Known<Option<Text>>,
    /// The accepted audiences.
    pub audiences: Known<Set<Text>>,
}

entry!(IdentityProvider { kind, issuer, audiences });

/// The protocol of an identity provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityProtocol {
    /// OpenID Connect.
    Oidc,
    /// SAML 2.0.
    Saml,
}

choice!(IdentityProtocol { Oidc, Saml });

/// A permission set: a role that the provider creates in each account where users are assigned to it. Its
/// policies are [`super::PolicyAttachment`] entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermissionSet {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// The maximum session duration.
    pub session_max: Known<Duration>,
}

entry!(PermissionSet { name, session_max });

/// The assignment of a permission set to a group or person in an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermissionAssignment {
    /// The resource.
    pub source: SourceId,
    /// The permission set.
    pub permission_set: Link<PermissionSetId>,
    /// The group or person of the directory.
    pub principal: Link<PrincipalId>,
    /// The account.
    pub account: Link<AccountId>,
}

entry!(PermissionAssignment { permission_set, principal, account });

/// Resources shared with other accounts, units or organizations without copying them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceShare {
    /// The resource.
    pub source: SourceId,
    /// The shared entries.
    pub shared: Set<Link<EntryId>>,
    /// Whom they are shared with.
    pub with: Known<Set<PrincipalPattern>>,
    /// Whether principals outside of the organization are allowed.
    pub external_allowed: Known<bool>,
}

entry!(ResourceShare { shared, with, external_allowed });
