//! Detection and audit: CloudTrail, Config, GuardDuty, Security Hub, and the log archive.

pub(crate) mod cloudtrail; // the trail of the organization
pub(crate) mod log_archive; // the buckets of CloudTrail logs and AWS Config history
mod archive_bucket; // one of them, or its replica
pub(crate) mod log_archive_replica; // their replicas in another region
pub(crate) mod replication_alarms; // alarms of that replication
pub(crate) mod cloudtrail_alarms; // alarms on events of the trail
pub(crate) mod security_topic; // the SNS topic of security alarms
pub(crate) mod config_recorder; // AWS Config and its conformance packs
mod managed_rule; // the rules of the packs, with their regions and parameters
mod offered; // the regions of rules, standards and features
pub(crate) mod guardduty; // threat detection
pub(crate) mod guardduty_agent; // the image of its agent in tasks
pub(crate) mod security_services; // Security Hub, Inspector, Macie, Access Analyzer
pub(crate) mod delegated_administrator; // the delegated administrator of these services
