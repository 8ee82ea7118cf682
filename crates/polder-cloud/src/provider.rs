//! The provider's model of its resource types: service, required order, quotas, and stub values of computed attributes.
//!
//! The provider's crate fills it, and every [`Cloud`](crate::Cloud) has one, so that this crate and neutral crates know
//! no resource type by name.

use std::fmt;

use crate::index::View;
use crate::schema::Schema;
use crate::value::Value;

/// A provider.
pub struct ProviderModel {
    /// Its display name.
    pub name: &'static str,
    /// Its schema.
    pub schema: fn() -> &'static Schema,
    /// The model of a resource type; `None` if it is unknown.
    pub kind: fn(&str) -> Option<&'static KindModel>,
    /// A stub of an attribute of a resource type, which the provider accepts: for tests, and for plans of a standalone
    /// stack. The resource's name makes stubs of different resources differ.
    pub stub: fn(kind: &str, name: &str, attribute: &str) -> Value,
    /// The region in such stubs; empty for none.
    pub stub_region: &'static str,
    /// How the provider composes an attribute that identifies a resource of a kind, if the resource does not set it:
    /// usually its ARN. `None` if there is no rule for the attribute.
    pub identifier: fn(kind: &str, attribute: &str) -> Option<Vec<IdentifierPart>>,
    /// The partition of a region, as it is written in identifiers.
    pub partition: fn(region: &str) -> &'static str,
    /// The account whose ID an attribute of a resource is; `None` if it is not an account ID.
    pub account_of_attribute: for<'a> fn(View<'_, 'a>, attribute: &str) -> Option<AccountOf<'a>>,
    /// The account whose ID a variable of a stack is; `None` if it is not an account ID.
    pub account_of_variable: fn(name: &str) -> Option<AccountOf<'_>>,
    /// The attribute with the trust policy of a role.
    pub trust_policy: &'static str,
    /// The order of zone delegation and certificate validation.
    pub delegation: Option<DelegationModel>,
    /// How workflows assume roles in an account.
    pub workflow: WorkflowModel,
}

impl ProviderModel {
    /// The model of an unknown resource type.
    pub const UNKNOWN: ProviderModel = ProviderModel {
        name: "the provider",
        schema: Schema::none,
        kind: |_| None,
        stub: |_, name, _| name.replace('_', "-").into(),
        stub_region: "",
        identifier: |_, _| None,
        partition: |_| "",
        account_of_attribute: |_, _| None,
        account_of_variable: |_| None,
        trust_policy: "",
        delegation: None,
        workflow: WorkflowModel {
            audience: "",
            action: Action { name: "", commit: "", version: "" },
            inputs: |_| vec![],
            release: "",
            prerequisites: "",
            rollout: "",
        },
    };

    /// The model of a resource type; empty for an unknown one.
    pub fn of(&self, kind: &str) -> &'static KindModel {
        static UNKNOWN: KindModel = KindModel::new("", "other");
        (self.kind)(kind).unwrap_or(&UNKNOWN)
    }
}

impl fmt::Debug for ProviderModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Default for &'static ProviderModel {
    fn default() -> &'static ProviderModel {
        static UNKNOWN: ProviderModel = ProviderModel::UNKNOWN;
        &UNKNOWN
    }
}

/// A resource type.
#[derive(Clone, Copy, Debug)]
pub struct KindModel {
    /// Its resource type.
    pub kind: &'static str,
    /// The display name of its service.
    pub service: &'static str,
    /// Whether it is identified by its tag `Name`, since it has no other name.
    pub named_by_tag: bool,
    /// Whether it stores data.
    pub keeps_data: bool,
    /// Whether what is lost with it cannot be made again: no plan may destroy it.
    pub irreplaceable: bool,
    /// Whether the provider validates the format of its ID in a plan.
    pub id_is_read: bool,
    /// The role of its policies.
    pub policies: PolicyRole,
    /// Resources that must be created before it, without a reference.
    pub after: &'static [After],
    /// Resources whose configuration must be complete before it is created.
    pub works_with: &'static [Prepared],
}

/// A part of an identifier that the provider composes from the attributes of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierPart {
    /// This text.
    Text(&'static str),
    /// The partition of the resource's region.
    Partition,
    /// The region of the resource.
    Region,
    /// The ID of the resource's account.
    Account,
    /// An attribute. If it is not set, the provider generates it, after the value of `<attribute>_prefix` if that is set.
    Attribute(&'static str),
    /// An attribute, or this text if it is not set.
    AttributeOr(&'static str, &'static str),
    /// An attribute without this prefix.
    AttributeWithout(&'static str, &'static str),
    /// An attribute followed by a slash; nothing if it is not set or is this text.
    AttributeUnless(&'static str, &'static str),
    /// The name of the resource that an attribute refers to. Without a reference, the part of the attribute's text after
    /// its last slash.
    NameOf(&'static str),
    /// A text that the provider generates.
    Made,
}

/// The account that an account ID is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountOf<'a> {
    /// The account of the stack that contains the resource or the variable.
    Stack,
    /// The account of this name, in which `-` can be written as `_`.
    Named(&'a str),
}

/// The role of a policy, which determines the required elements of its statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyRole {
    /// An identity-based policy, without principals.
    Identity,
    /// A trust policy, without resources.
    Trust,
    /// A resource-based policy.
    Resource,
    /// A resource-based policy whose statements need no resource.
    UnnamedResource,
    /// A service control policy.
    Organization,
}

/// A resource of the same stack that must be created before another.
#[derive(Clone, Copy, Debug)]
pub struct After {
    /// Its kind.
    pub first: &'static str,
    /// The block or attribute that requires it; empty for always.
    pub with: &'static str,
}

/// A dependency of a resource must be completely configured first.
#[derive(Clone, Copy, Debug)]
pub struct Prepared {
    /// The types that configure it.
    pub by: &'static [&'static str],
    /// Their attribute that refers to it.
    pub of: &'static str,
}

/// Zone delegation and certificate validation.
#[derive(Clone, Copy, Debug)]
pub struct DelegationModel {
    /// The type that waits until a certificate is validated.
    pub waits: &'static str,
    /// Its attribute with the validation records.
    pub validation_records: &'static str,
    /// The kind of a record.
    pub record: &'static str,
    /// A record's attribute that names its zone.
    pub zone: &'static str,
    /// A record's attribute with its type.
    pub record_type: &'static str,
    /// The type of a record that delegates a zone.
    pub delegates: &'static str,
    /// Its attribute with the servers of the zone.
    pub servers: &'static str,
}

/// How workflow jobs assume the role of an account and release functions.
#[derive(Clone, Copy, Debug)]
pub struct WorkflowModel {
    /// The audience of the OIDC token.
    pub audience: &'static str,
    /// The action that assumes a role.
    pub action: Action,
    /// The inputs of the action, by name.
    pub inputs: fn(&AssumeRole<'_>) -> Vec<(&'static str, String)>,
    /// The shell script that signs and uploads packages of functions: `STACKS` are the sites' stacks, `RELEASE` its name.
    pub release: &'static str,
    /// A script with the function `prerequisites`: what a plan needs and no stack creates.
    pub prerequisites: &'static str,
    /// A script with the functions `before_apply`, which gets the plan as JSON and the path of the stack, and `after_apply`: what a
    /// release does before and after the stack of its services is applied.
    pub rollout: &'static str,
}

/// A third-party action, pinned to a commit: a tag can be moved by an attacker who controls its repository.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// Its repository.
    pub name: &'static str,
    /// The commit that is run.
    pub commit: &'static str,
    /// The version of this commit, for readers and update bots.
    pub version: &'static str,
}

/// A role that a job assumes. Each text can be an expression of the workflow.
#[derive(Clone, Copy, Debug)]
pub struct AssumeRole<'a> {
    /// The account ID.
    pub account: &'a str,
    /// The name of the role.
    pub role: &'a str,
    /// The name of the session.
    pub session: &'a str,
    /// How long the session lasts.
    pub seconds: u32,
    /// The region of the token service.
    pub region: &'a str,
}

impl KindModel {
    /// A resource type of a service, with defaults.
    pub const fn new(kind: &'static str, service: &'static str) -> KindModel {
        KindModel {
            kind,
            service,
            named_by_tag: false,
            keeps_data: false,
            irreplaceable: false,
            id_is_read: false,
            policies: PolicyRole::Resource,
            after: &[],
            works_with: &[],
        }
    }
}
