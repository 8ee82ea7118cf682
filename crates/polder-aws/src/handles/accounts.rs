//! What the stacks of accounts, security and billing leave for later ones to refer to.

use std::collections::BTreeMap;

use polder_cloud::{Handle, Value};
use polder_design::AccountId;

/// Handles of everything that the stacks of whole accounts contain.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accounts {
    /// From `bootstrap` of the account that holds the state.
    pub(crate) state: Option<State>,
    /// From `organization`.
    pub(crate) organization: Option<Organization>,
    /// From `logging`.
    pub(crate) logging: Option<Logging>,
    /// From `account`: the role of the configuration recorder, by the account's index.
    pub(crate) recorders: BTreeMap<AccountId, Handle>,
    /// From `security` of the management account: `aws_oam_sink` by region.
    pub(crate) sinks: BTreeMap<String, Handle>,
    /// From `security`: `aws_guardduty_detector` of the administrator of security services, by its region.
    pub(crate) detectors: BTreeMap<String, Handle>,
}

/// Where Terraform keeps its state.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// `aws_s3_bucket`.
    pub(crate) bucket: Handle,
    /// `aws_kms_key`.
    pub(crate) key: Handle,
}

/// The organization.
#[derive(Clone, Debug)]
pub(crate) struct Organization {
    /// `aws_organizations_organization`.
    pub(crate) organization: Handle,
    /// `aws_organizations_account` of each member account, by the account's index.
    pub(crate) accounts: BTreeMap<AccountId, Handle>,
    /// Its units.
    pub(crate) units: Units,
}

impl Organization {
    /// The email address of an account.
    pub(crate) fn email(&self, account: AccountId) -> Value {
        match self.accounts.get(&account) {
            Some(member) => member.get("email"),
            None => self.organization.get("master_account_email"),
        }
    }

    /// The ID of an account.
    pub(crate) fn number(&self, account: AccountId) -> Value {
        match self.accounts.get(&account) {
            Some(member) => member.id(),
            None => self.organization.get("master_account_id"),
        }
    }
}

/// Units of the organization: `aws_organizations_organizational_unit`.
#[derive(Clone, Debug)]
pub(crate) struct Units {
    /// The ID of the root.
    pub(crate) root: Value,
    /// All workloads.
    pub(crate) workloads: Handle,
    /// Production.
    pub(crate) production: Handle,
    /// Staging.
    pub(crate) staging: Handle,
    /// Development.
    pub(crate) development: Handle,
    /// Accounts for security only, once there are some.
    pub(crate) security: Handle,
    /// Accounts that an attacker may control.
    pub(crate) quarantine: Handle,
}

/// The archive of logs.
#[derive(Clone, Debug)]
pub(crate) struct Logging {
    /// `aws_s3_bucket` that configuration histories go to.
    pub(crate) configurations: Handle,
    /// `aws_s3_bucket` that Macie writes what it finds to.
    pub(crate) discoveries: Handle,
    /// `aws_sns_topic` that alarms about security go to.
    pub(crate) topic: Handle,
    /// `aws_kms_key` of that topic.
    pub(crate) topic_key: Handle,
    /// `aws_kms_key` of the archive.
    pub(crate) key: Handle,
}
