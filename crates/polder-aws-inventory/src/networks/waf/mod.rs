//! Web application firewalls.

pub(super) mod action;
pub(super) mod statement;
pub(super) mod wafv2_association;
pub(super) mod wafv2_ip_set;
pub(super) mod wafv2_web_acl;
