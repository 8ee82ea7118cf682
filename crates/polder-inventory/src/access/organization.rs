//! The organization: accounts, units, who administers what for all.

use polder_units::Duration;

use super::{AccountId, KeyId, UnitId};
use crate::describe::{choice, entry, named};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text};

/// An account: the border within which policies grant and names are unique. One entry for each account that a stack belongs
/// to or that the organization makes. On Azure a subscription, on Google Cloud a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name by which the estate calls it; unique.
    pub name: Text,
    /// The provider's number of it.
    pub number: Known<Text>,
    /// The resource that makes it; none where it is there already.
    pub source: Option<SourceId>,
    /// Its place in the organization.
    pub unit: Link<UnitId>,
    /// Whether it is the one that pays for the others and rules over them. Policies of the organization do not bind it.
    pub management: Known<bool>,
}

named!(Account { number, unit, management; source });

/// A unit of the organization; the root has no parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// The unit that it is part of; none for the root.
    pub parent: Option<Link<UnitId>>,
}

entry!(Unit { name, parent });

/// What is switched on for a whole organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// The resource.
    pub source: SourceId,
    /// Its root.
    pub root: Link<UnitId>,
    /// The types of policies that bind, in the provider's words. A policy of another type has no effect.
    pub policy_types: Known<Set<Text>>,
    /// Services of the provider that may act in all accounts.
    pub trusted_services: Known<Set<Text>>,
    /// Whether root users of accounts are managed from one place and have no credentials of their own.
    pub root_users_managed: Known<bool>,
}

entry!(Organization { root, policy_types, trusted_services, root_users_managed });

/// An account that administers a service of the provider for the whole organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelegatedAdministrator {
    /// The resource.
    pub source: SourceId,
    /// The account.
    pub account: Link<AccountId>,
    /// The service, by its principal or by its prefix in actions.
    pub service: Known<Text>,
}

entry!(DelegatedAdministrator { account, service });

/// Something that holds for a whole account, or a whole region of it: see the location of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSetting {
    /// The resource.
    pub source: SourceId,
    /// What holds.
    pub setting: Setting,
}

entry!(AccountSetting { setting });

/// What can hold for a whole account or region. A setting that no entry speaks of has the provider's default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// What passwords of users must be like.
    PasswordPolicy {
        /// The fewest characters.
        length_min: Known<u32>,
        /// Whether small and capital letters, digits and other signs must all occur.
        all_classes: Known<bool>,
        /// How long a password is valid; none for ever.
        validity: Known<Option<Duration>>,
        /// How many earlier passwords must not come again.
        history: Known<u32>,
    },
    /// No bucket of the account can be public, whatever it says.
    ObjectStoresPrivate(Known<crate::stores::PublicAccessBlock>),
    /// Whether volumes are encrypted that do not say so, and with which key; none for the provider's.
    VolumesEncrypted {
        /// Whether they are.
        on: Known<bool>,
        /// The key.
        key: Option<Link<KeyId>>,
    },
    /// Whether snapshots of volumes can be public.
    SnapshotsPrivate(Known<bool>),
    /// Whether images of machines can be public.
    ImagesPrivate(Known<bool>),
    /// Whether machines that do not say so give credentials only to callers with a session token.
    MachineCredentialsByToken(Known<bool>),
    /// A region that must be switched on before anything can be in it.
    RegionEnabled {
        /// The region.
        region: Known<Text>,
        /// Whether it is.
        on: Known<bool>,
    },
    /// Somebody whom the provider can reach, by the kind of matter: `SECURITY`, `BILLING`, `OPERATIONS`.
    Contact(Known<Text>),
    /// A tag key by which bills can be split.
    BilledTag(Known<Text>),
    /// A quota that is asked for.
    Quota {
        /// The service.
        service: Known<Text>,
        /// The provider's code of the quota.
        code: Known<Text>,
        /// The value.
        value: Known<crate::model::Decimal>,
    },
}

choice!(Setting {
    SnapshotsPrivate(on),
    PasswordPolicy { length_min, all_classes, validity, history },
    ObjectStoresPrivate(block),
    VolumesEncrypted { on, key },
    ImagesPrivate(on),
    MachineCredentialsByToken(on),
    RegionEnabled { region, on },
    Contact(matter),
    BilledTag(key),
    Quota { service, code, value },
});
