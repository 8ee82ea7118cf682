//! Organizations: units, accounts, policies that apply to them, and delegated administrators.

pub(super) mod account;
pub(super) mod delegated_administrator;
pub(super) mod features;
pub(super) mod full_access;
pub(super) mod organization;
pub(super) mod policy;
pub(super) mod unit;
