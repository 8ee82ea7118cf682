//! Names: zones, records, health checks, resolvers.

pub(super) mod resolver;
pub(super) mod route53_health_check;
pub(super) mod route53_record;
pub(super) mod route53_zone;
