//! Load balancers, their targets, and certificates.

pub(super) mod acm_certificate;
pub(super) mod elb;
pub(super) mod lb;
pub(super) mod lb_action;
pub(super) mod lb_listener;
pub(super) mod lb_listener_rule;
pub(super) mod lb_target_group;
pub(super) mod target;
pub(super) mod tls;
