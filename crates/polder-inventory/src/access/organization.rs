//! The organization: accounts, units, delegated administrators and account-wide settings.

use polder_units::Duration;

use super::{AccountId, KeyId, UnitId};
use crate::describe::{choice, entry, named};
use crate::entries::SourceId;
use crate::model::{Decimal, Known, Link, Set, Text};
use crate::stores::PublicAccessBlock;

/// An account: the scope of names and policies (an account on AWS, a subscription on Azure, a project on
/// Google Cloud). There is one entry for each account of the estate, whether or not a resource creates it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The estate's name for it; unique.
    pub name: Text,
    /// The account ID.
    pub number: Known<Text>,
    /// The resource that creates it; none if it exists already.
    pub source: Option<SourceId>,
    /// Its organizational unit.
    pub unit: Link<UnitId>,
    /// Whether it is the management account. Service and resource control policies do not apply to it.
    pub management: Known<bool>,
}

named!(Account { number, unit, management; source });

/// An organizational unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// The parent unit; none for the root.
    pub parent: Option<Link<UnitId>>,
}

entry!(Unit { name, parent });

/// Settings of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// The resource.
    pub source: SourceId,
    /// Its root.
    pub root: Link<UnitId>,
    /// The enabled policy types, by the provider's names. Policies of other types have no effect.
    pub policy_types: Known<Set<Text>>,
    /// The service principals with trusted access to all accounts.
    pub trusted_services: Known<Set<Text>>,
    /// Whether root users of member accounts are managed centrally and have no credentials.
    pub central_root_access: Known<bool>,
}

entry!(Organization { root, policy_types, trusted_services, central_root_access });

/// An account that administers a service for the whole organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelegatedAdministrator {
    /// The resource.
    pub source: SourceId,
    /// The account.
    pub account: Link<AccountId>,
    /// The service principal of the service.
    pub service: Known<Text>,
}

entry!(DelegatedAdministrator { account, service });

/// A setting of a whole account, or of a whole region of it: see the location of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSetting {
    /// The resource.
    pub source: SourceId,
    /// The setting.
    pub setting: Setting,
}

entry!(AccountSetting { setting });

/// A setting of an account or region. A setting without an entry has the provider's default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The password policy of users.
    PasswordPolicy {
        /// The minimum length.
        length_min: Known<u32>,
        /// Whether lower case, upper case, digits and symbols are all required.
        all_classes: Known<bool>,
        /// The maximum age of a password; none for unlimited.
        age_max: Known<Option<Duration>>,
        /// How many previous passwords cannot be reused.
        history: Known<u32>,
    },
    /// Public access to buckets is blocked for the whole account.
    BlockPublicBuckets(Known<PublicAccessBlock>),
    /// Encryption of new volumes by default.
    DefaultVolumeEncryption {
        /// Whether it is on.
        on: Known<bool>,
        /// The default key; none for the provider's.
        key: Option<Link<KeyId>>,
    },
    /// Whether public sharing of volume snapshots is blocked.
    BlockPublicSnapshots(Known<bool>),
    /// Whether public sharing of machine images is blocked.
    BlockPublicImages(Known<bool>),
    /// Whether the metadata service of machines requires session tokens by default (IMDSv2 on AWS).
    RequireMetadataToken(Known<bool>),
    /// An opt-in region.
    RegionEnabled {
        /// The region.
        region: Known<Text>,
        /// Whether it is enabled.
        on: Known<bool>,
    },
    /// An alternate contact, by its type: `SECURITY`, `BILLING`, `OPERATIONS`.
    Contact(Known<Text>),
    /// A tag key that is activated for cost allocation.
    CostAllocationTag(Known<Text>),
    /// A quota increase that is requested.
    Quota {
        /// The service.
        service: Known<Text>,
        /// The provider's code of the quota.
        code: Known<Text>,
        /// The requested value.
        value: Known<Decimal>,
    },
}

choice!(Setting {
    BlockPublicSnapshots(on),
    PasswordPolicy { length_min, all_classes, age_max, history },
    BlockPublicBuckets(block),
    DefaultVolumeEncryption { on, key },
    BlockPublicImages(on),
    RequireMetadataToken(on),
    RegionEnabled { region, on },
    Contact(kind),
    CostAllocationTag(key),
    Quota { service, code, value },
});
