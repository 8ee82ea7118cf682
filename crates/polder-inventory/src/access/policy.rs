//! Policies, and to what they are attached.

use super::{KeyId, PolicyId, PrincipalPattern, Statement};
use crate::describe::{choice, entry};
use crate::entries::{EntryId, SourceId};
use crate::model::{Known, Link, Pattern, Set, Text};

/// A document of statements. It has an effect only where a [`PolicyAttachment`] says so: an inline policy, the policy of a
/// bucket or a trust policy is a policy with one attachment of the same source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The resource, or the resource that names a policy that the provider keeps.
    pub source: SourceId,
    /// Its name; none for those without.
    pub name: Known<Option<Text>>,
    /// Who keeps its text.
    pub kept_by: PolicyKeeper,
    /// The version of the language: in the older one `${...}` is no variable.
    pub version: Known<Text>,
    /// Its statements. Unknown for a policy of the provider whose text the facts do not have.
    pub statements: Known<Box<[Statement]>>,
}

entry!(Policy { name, kept_by, version, statements });

/// Who keeps the text of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyKeeper {
    /// The estate, for any number of attachments.
    Estate,
    /// The estate, inside the one thing that it is attached to.
    Inline,
    /// The provider; it may change at any time.
    Provider,
}

choice!(PolicyKeeper { Estate, Inline, Provider });

/// A policy in effect on something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyAttachment {
    /// The resource that attaches it.
    pub source: SourceId,
    /// The policy.
    pub policy: Link<PolicyId>,
    /// To what it is attached.
    pub to: Link<EntryId>,
    /// What it does there.
    pub role: PolicyRole,
}

entry!(PolicyAttachment { policy, to, role });

/// What a policy does where it is attached: which step of the evaluation reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyRole {
    /// Grants to and denies the principal that it is attached to, or the users of a permission set.
    Identity,
    /// Limits what identity policies of a principal or permission set can grant.
    Boundary,
    /// Says who can act as the role.
    Trust,
    /// Grants to and denies others the use of a resource.
    Resource,
    /// The resource policy of a key: without a grant in it, identity policies grant nothing on the key.
    Key,
    /// Limits what can be done through a private endpoint.
    Endpoint,
    /// Limits principals of an account, or of all accounts of a unit.
    ServiceControl,
    /// Limits the use of resources of an account, or of all accounts of a unit, by anyone.
    ResourceControl,
    /// Another type of policy of an organization, which grants and denies nothing: tags, backups, settings of services.
    Declarative,
}

choice!(PolicyRole {
    Identity,
    Boundary,
    Trust,
    Resource,
    Key,
    Endpoint,
    ServiceControl,
    ResourceControl,
    Declarative,
});

/// The identifier of an entry, as patterns of policies are compared with it: the ARN on AWS. One for each entry that can be
/// named so; the pieces that the provider makes up are unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceName {
    /// The resource.
    pub source: SourceId,
    /// The entry.
    pub entry: Link<EntryId>,
    /// Its identifier.
    pub identifier: Pattern,
}

entry!(ResourceName { entry, identifier });

/// Lets a principal use a key without a policy, until it is revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyGrant {
    /// The resource.
    pub source: SourceId,
    /// The key.
    pub key: Link<KeyId>,
    /// Who may use it.
    pub grantee: PrincipalPattern,
    /// Operations in the provider's words: `Decrypt`.
    pub operations: Known<Set<Text>>,
    /// Encryption contexts for which it holds, as `key=value`; empty for all.
    pub contexts: Known<Set<Text>>,
    /// Who may end it, besides the owner.
    pub retiring: Option<PrincipalPattern>,
}

entry!(KeyGrant { key, grantee, operations, contexts, retiring });
