//! Policies and their attachments, resource names and key grants.

use super::{KeyId, PolicyId, PrincipalPattern, Statement};
use crate::describe::{choice, entry};
use crate::entries::{EntryId, SourceId};
use crate::model::{Known, Link, Pattern, Set, Text};

/// A policy document. It has an effect only through a [`PolicyAttachment`]: an inline policy, a bucket policy
/// or a trust policy is a policy with one attachment that has the same source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The resource; for a provider-managed policy, the resource that attaches it. Each of its attachments has a
    /// policy entry of its own, so that the result does not depend on the order of reading.
    pub source: SourceId,
    /// Its name; none for policies without a name.
    pub name: Known<Option<Text>>,
    /// Who maintains the document, and where.
    pub form: PolicyForm,
    /// The version of the policy language. In the oldest one of AWS, `${...}` is not a variable.
    pub version: Known<Text>,
    /// Its statements. Unknown for a provider-managed policy whose text is not among the facts.
    pub statements: Known<Box<[Statement]>>,
}

entry!(Policy { name, form, version, statements });

/// Who maintains a policy document, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyForm {
    /// The estate, as an object with any number of attachments.
    Managed,
    /// The estate, embedded in the one entry that it is attached to.
    Inline,
    /// The provider, which can change it at any time.
    ProviderManaged,
}

choice!(PolicyForm { Managed, Inline, ProviderManaged });

/// The attachment of a policy to an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyAttachment {
    /// The resource that attaches it.
    pub source: SourceId,
    /// The policy.
    pub policy: Link<PolicyId>,
    /// The entry: principal, permission set, resource, endpoint, account or unit. A policy of a whole service
    /// in an account (log delivery, registry) is attached to the account.
    pub to: Link<EntryId>,
    /// Its role in the evaluation.
    pub role: PolicyRole,
}

entry!(PolicyAttachment { policy, to, role });

/// The role of an attached policy in the evaluation of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyRole {
    /// Identity policy: allows and denies the principal, or the users of the permission set.
    Identity,
    /// Permissions boundary: limits the identity policies of the principal or permission set.
    Boundary,
    /// Trust policy: who can assume the role.
    Trust,
    /// Resource policy: allows and denies principals the use of the resource.
    Resource,
    /// Key policy: a resource policy without which identity policies have no effect on the key.
    Key,
    /// Endpoint policy: limits requests through the endpoint.
    Endpoint,
    /// Service control policy: limits the principals of an account or of all accounts of a unit.
    ServiceControl,
    /// Resource control policy: limits access to the resources of an account or of all accounts of a unit.
    ResourceControl,
    /// A policy of an organization that allows and denies nothing: tags, backups, configuration of services.
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

/// The full identifier of an entry, which resource patterns of policies are matched against: the ARN on AWS.
/// Parts that are assigned at apply time are unknown pieces.
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

/// A grant on a key: use of the key without a policy, until it is retired or revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyGrant {
    /// The resource.
    pub source: SourceId,
    /// The key.
    pub key: Link<KeyId>,
    /// Who may use it.
    pub grantee: PrincipalPattern,
    /// The operations, by the provider's names: `Decrypt`.
    pub operations: Known<Set<Text>>,
    /// The encryption contexts for which it holds, as `key=value`; empty for all.
    pub contexts: Known<Set<Text>>,
    /// Who may retire it.
    pub retiring: Option<PrincipalPattern>,
}

entry!(KeyGrant { key, grantee, operations, contexts, retiring });
