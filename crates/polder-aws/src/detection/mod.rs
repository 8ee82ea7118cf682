//! Detection and audit: CloudTrail, Config, GuardDuty, Security Hub, and the log archive.

pub(crate) mod cloudtrail; // the trail of the organization
pub(crate) mod log_archive; // where trails and configuration histories are kept
pub(crate) mod cloudtrail_alarms; // alarms on what the trail says
pub(crate) mod security_topic; // who hears of them
pub(crate) mod config_recorder; // AWS Config and its conformance packs
mod managed_rule; // the rules of the packs, with their regions and parameters
mod offered; // the regions of rules, standards and features
pub(crate) mod guardduty; // threat detection
pub(crate) mod security_services; // Security Hub, Inspector, Macie, Access Analyzer
pub(crate) mod delegated_administrator; // the delegated administration of all of these
