//! Outside: what the estate names and does not contain.

use crate::access::AccountId;
use crate::describe::{choice, named};
use crate::model::{Known, Link, Text};

pub use crate::entries::outside::*;

/// Something outside of the estate that the estate refers to by name: a role or group of a foreign account, a policy or
/// key that the provider owns, a resource that another plan makes. One entry for each identifier, however often it is
/// named; engines treat it as a party of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// The text by which it is referred to, in full: an ARN, `123456789012/sg-0a1b`, `arn:aws:iam::aws:policy/X`.
    pub name: Text,
    /// Whose it is. Access: can anyone outside of the organization act; residency: to whom do data go.
    pub owner: Owner,
    /// Its region, if the text says it; none for what has no region.
    pub region: Known<Option<Text>>,
    /// The provider's word for what it is: `role`, `security-group`, `email address`.
    pub kind: Text,
}

named!(External { owner, region, kind });

/// To whom something outside of the estate belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The provider of the cloud itself.
    Provider,
    /// An account that the inventory knows.
    Account(Link<AccountId>),
    /// Somebody that is no account of this cloud: a mail address, a host on the internet.
    ThirdParty,
    /// Not known.
    Unknown,
}

choice!(Owner { Provider, Account(account), ThirdParty, Unknown });
