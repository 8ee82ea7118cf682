//! Keys, their names, policies and grants.

pub(super) mod alias;
pub(super) mod grant;
pub(super) mod key;
pub(super) mod key_policy;
