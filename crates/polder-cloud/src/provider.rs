//! What a provider says about its kinds of resources that a graph does not show: which service they belong to, what must
//! stand before them, which quotas they count against, and which values stand in for what it will say of them.
//!
//! A crate of the provider fills it, and every [`Cloud`](crate::Cloud) has one, so that nothing here and in neutral crates
//! knows a kind by its name.

use std::fmt;

use crate::index::View;
use crate::schema::Schema;
use crate::stack::Resource;
use crate::value::Value;

/// A provider.
pub struct ProviderModel {
    /// Its name as people write it.
    pub name: &'static str,
    /// The shapes of its resources.
    pub schema: fn() -> &'static Schema,
    /// A kind of resource; `None` if nothing is known of it.
    pub kind: fn(&str) -> Option<&'static KindModel>,
    /// A value that it accepts wherever a reference to an attribute of a kind of resource is used: for tests, and for plans
    /// of a stack that stands alone. The resource's name in its stack makes stubs of different resources differ.
    pub stub: fn(kind: &str, name: &str, attribute: &str) -> Value,
    /// How it puts together an attribute that identifies a resource of a kind and that the resource does not set itself;
    /// `None` where nothing is known of it.
    pub identifier: fn(kind: &str, attribute: &str) -> Option<Vec<IdentifierPart>>,
    /// The partition that a region belongs to, as identifiers have it.
    pub partition: fn(region: &str) -> &'static str,
    /// Which account's number an attribute of a resource is, if it is one.
    pub account_of_attribute: for<'a> fn(View<'_, 'a>, attribute: &str) -> Option<AccountOf<'a>>,
    /// Which account's number a variable of a stack is, if it is one.
    pub account_of_variable: fn(name: &str) -> Option<AccountOf<'_>>,
    /// The attribute with the policy that says who may assume a role.
    pub trust_policy: &'static str,
    /// How domains are delegated and certificates proved, where that takes an order.
    pub delegation: Option<DelegationModel>,
    /// How workflows get to work in an account.
    pub workflow: WorkflowModel,
}

impl ProviderModel {
    /// Of resources of which nothing is known.
    pub const UNKNOWN: ProviderModel = ProviderModel {
        name: "the provider",
        schema: Schema::none,
        kind: |_| None,
        stub: |_, name, _| name.replace('_', "-").into(),
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
            signer: "",
            release: "",
        },
    };

    /// What is known of a kind; of an unknown one, nothing.
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

/// A kind of resource.
#[derive(Clone, Copy, Debug)]
pub struct KindModel {
    /// The provider's word for it.
    pub kind: &'static str,
    /// The service that it belongs to, as people call it.
    pub service: &'static str,
    /// Whether people know it by its tag `Name`, because it has no other name.
    pub named_by_tag: bool,
    /// Whether it keeps data.
    pub keeps_data: bool,
    /// Whether the provider looks at the form of its id before it exists.
    pub id_is_read: bool,
    /// What its policies are about.
    pub policies: PolicyRole,
    /// What must stand before it, although no attribute names it.
    pub after: &'static [After],
    /// What must be made fit before it, because it works from the moment when it is made.
    pub works_with: &'static [Prepared],
    /// What may be counted of it, and how much of it there may be.
    pub limits: &'static [Limit],
}

/// A part of an identifier that the provider puts together from what is said of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierPart {
    /// This text.
    Text(&'static str),
    /// The partition of the resource's region.
    Partition,
    /// The region of the resource.
    Region,
    /// The number of the resource's account.
    Account,
    /// An attribute; where it is not set, the provider makes it up, behind `<attribute>_prefix` if that is set.
    Attribute(&'static str),
    /// An attribute, or this text where it is not set.
    AttributeOr(&'static str, &'static str),
    /// An attribute without this beginning.
    AttributeWithout(&'static str, &'static str),
    /// An attribute with a slash behind it; nothing where it is not set or this text.
    AttributeUnless(&'static str, &'static str),
    /// The name of the resource that an attribute leads to, by its name or by an identifier that ends with it.
    NameOf(&'static str),
    /// What the provider makes up.
    Made,
}

/// Whose number something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountOf<'a> {
    /// The account of the stack in which it stands.
    Stack,
    /// The account of this name, in which `-` may be written as `_`.
    Named(&'a str),
}

/// Where a policy stands decides what its statements must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyRole {
    /// What a role, user or group may do: on what, and never who.
    Identity,
    /// Who may assume a role: who, and never on what.
    Trust,
    /// Who may use a resource.
    Resource,
    /// Who may use a resource that the statement does not name.
    UnnamedResource,
    /// What an organization forbids.
    Organization,
}

/// Something of the same stack that must stand before a resource.
#[derive(Clone, Copy, Debug)]
pub struct After {
    /// Its kind.
    pub first: &'static str,
    /// The block or attribute that makes the resource need it; empty for always.
    pub with: &'static str,
}

/// A thing that a resource works with needs what makes it fit by then.
#[derive(Clone, Copy, Debug)]
pub struct Prepared {
    /// The kinds that make it fit.
    pub by: &'static [&'static str],
    /// Their attribute that says which thing they are about.
    pub of: &'static str,
}

/// A quota that can be counted from a graph.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What is counted.
    pub counted: Counted,
    /// The most that the provider admits by default.
    pub most: usize,
    /// What that is: `origins of a distribution`.
    pub what: &'static str,
    /// The page of the provider's documentation that says so.
    pub source: &'static str,
}

/// What counts against a quota.
#[derive(Clone, Copy, Debug)]
pub enum Counted {
    /// Blocks of the resource, by name.
    Blocks(&'static str),
    /// Resources of the kind in an account.
    InAccount,
    /// What this function counts of the resource.
    Of(fn(&Resource) -> usize),
}

/// How domains are delegated and certificates proved.
#[derive(Clone, Copy, Debug)]
pub struct DelegationModel {
    /// The kind that waits until a certificate is proved.
    pub waits: &'static str,
    /// Its attribute that names the records of the proof.
    pub proofs: &'static str,
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

/// How the jobs of a workflow get to the role of an account, and how they release functions.
#[derive(Clone, Copy, Debug)]
pub struct WorkflowModel {
    /// For whom a job proves what it is: the audience of its token.
    pub audience: &'static str,
    /// The action that takes a role.
    pub action: Action,
    /// What the action is told, by name.
    pub inputs: fn(&TakeRole<'_>) -> Vec<(&'static str, String)>,
    /// The kind of resource that signs the packages of functions.
    pub signer: &'static str,
    /// The shell script that signs them and puts them in place: `STACKS` are the sites' stacks, `RELEASE` its name.
    pub release: &'static str,
}

/// An action of other people, pinned to a commit: a tag can be moved by whoever gets hold of its repository.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// Its repository.
    pub name: &'static str,
    /// The commit that is run.
    pub commit: &'static str,
    /// The version that this commit is, for people and for bots that propose newer ones.
    pub version: &'static str,
}

/// A role that a job takes. Each text may be an expression of the workflow.
#[derive(Clone, Copy, Debug)]
pub struct TakeRole<'a> {
    /// The number of the account.
    pub account: &'a str,
    /// The name of the role.
    pub role: &'a str,
    /// What the session is called in the account's records.
    pub session: &'a str,
    /// The region to ask.
    pub region: &'a str,
}

impl KindModel {
    /// A kind of a service, with nothing else to say of it.
    pub const fn new(kind: &'static str, service: &'static str) -> KindModel {
        KindModel {
            kind,
            service,
            named_by_tag: false,
            keeps_data: false,
            id_is_read: false,
            policies: PolicyRole::Resource,
            after: &[],
            works_with: &[],
            limits: &[],
        }
    }
}
