//! Outside: what the estate refers to and does not contain.

use crate::access::AccountId;
use crate::describe::{choice, named};
use crate::model::{Known, Link, Text};

pub use crate::entries::outside::*;

/// Something outside of the estate that it refers to: a role or security group of a foreign account, a policy
/// or key of the provider, a resource of another plan. There is one entry for each identifier, however often
/// it is referred to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// The full identifier by which it is referred to: an ARN, `123456789012/sg-0a1b`,
    /// `arn:aws:iam::aws:policy/X`.
    pub name: Text,
    /// To whom it belongs. Access: who outside of the organization can act; residency: to whom data go.
    pub owner: Owner,
    /// Its region, if the identifier has one; none for global resources.
    pub region: Known<Option<Text>>,
    /// Its kind, by the provider's name: `role`, `security-group`.
    pub kind: Text,
}

named!(External { owner, region, kind });

/// To whom something outside of the estate belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The cloud provider.
    Provider,
    /// An account that the inventory knows.
    Account(Link<AccountId>),
    /// A party outside of the cloud: an email address, a host on the internet.
    ThirdParty,
    /// Not known.
    Unknown,
}

choice!(Owner { Provider, Account(account), ThirdParty, Unknown });
