//! `aws_cloudwatch_log_group`: encrypted, with the design's retention.

use polder_cloud::{Handle, Value, body};
use polder_design::{Party, Site};
use polder_units::Duration;

use crate::draft::Draft;
use crate::tags::data_class;

/// The retention periods that CloudWatch Logs supports, in days.
const RETENTIONS: [u64; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/// A log group.
pub(crate) struct LogGroup<'a> {
    /// Its name in the stack.
    pub(crate) resource: &'a str,
    /// Its name on AWS.
    pub(crate) name: Value,
    /// `aws_kms_key` of logs.
    pub(crate) key: &'a Handle,
    /// Its retention.
    pub(crate) retention: Duration,
    /// The site that it belongs to.
    pub(crate) site: &'a Site,
}

/// Writes a log group.
pub(crate) fn log_group(s: &Draft, group: LogGroup<'_>) -> Handle {
    s.resource(
        "aws_cloudwatch_log_group",
        group.resource,
        body! {
            name = group.name;
            kms_key_id = group.key.arn();
            retention_in_days = days(group.retention);
            tags = { "data-class" = data_class::of(group.site, &Party::Logs); };
        },
    )
}

/// The shortest supported retention that is not shorter than the required one.
pub(crate) fn days(retention: Duration) -> u64 {
    let asked = retention.as_seconds().div_ceil(Duration::days(1).as_seconds());
    RETENTIONS.into_iter().find(|offered| *offered >= asked).unwrap_or(RETENTIONS[RETENTIONS.len() - 1])
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use polder_cloud::Value;

    use super::*;

    #[test]
    fn retention_is_never_shorter_than_asked_for() {
        assert_eq!(days(Duration::days(365)), 365);
        assert_eq!(days(Duration::days(366)), 400);
        assert_eq!(days(Duration::seconds(1)), 1);
        assert_eq!(days(Duration::days(100_000)), 3653);
    }

    /// Addresses of users, and audit records: each has its own retention.
    #[test]
    fn logs_are_kept_by_their_class() {
        let mut design = crate::examples::design("saleor-eu");
        design.retention.logs = Duration::days(30);
        design.retention.access_logs = Duration::days(60);
        design.retention.audit_logs = Duration::days(90);
        design.retention.blocked_requests = Duration::days(7);
        let cloud = crate::lower(&design).cloud;
        let mut kept: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        for stack in &cloud.stacks {
            for group in stack.managed().filter(|group| group.address.kind == "aws_cloudwatch_log_group") {
                let days = match group.body.get("retention_in_days") {
                    Some(Value::Integer(days)) => *days,
                    other => panic!("{} {}: {other:?}", stack.key, group.address),
                };
                kept.entry(group.address.name.to_string()).or_default().insert(days);
            }
        }
        let of = |name: &str| kept.get(name).map(|days| days.iter().copied().collect::<Vec<_>>());
        for (name, days) in [
            ("api", 30),
            ("database_postgresql", 30),
            ("web_acl_load_balancer", 60),
            ("web_acl_edge", 7),
            ("queries", 60),
            ("access", 60),
            ("execution", 60),
            ("shell_sessions", 90),
            ("flows", 90),
            ("trail", 90),
        ] {
            assert_eq!(of(name), Some(vec![days]), "{name} of {:?}", kept.keys());
        }
    }
}
