//! Figures that nobody measured and that the design does not need: how often things are called, and what is kept. Each is
//! in `docs/price.md`.

/// Bytes of one record of a flow log.
pub(super) const FLOW_RECORD: u64 = 120;
/// Records of an interface in a minute: one for each address that it talks to.
pub(super) const FLOW_RECORDS_PER_MINUTE: u64 = 10;
/// Network interfaces of a site in each zone, in addition to one for each task: endpoints, load balancer, stores.
pub(super) const INTERFACES_PER_ZONE: u64 = 12;
/// Minutes of a month.
pub(super) const MINUTES: u64 = 730 * 60;

/// Days in a month.
pub(super) const DAYS: u64 = 30;
/// Bytes of a log line of the web application firewall, which logs only what it blocks or counts.
pub(super) const FIREWALL_LINE: u64 = 1_024;
/// One request in this many is blocked or counted.
pub(super) const REQUESTS_PER_BLOCKED: u64 = 100;
/// Bytes of a log of a database, a cache or a broker in a month.
pub(super) const STORE_LOG: u64 = 100 << 20;
/// The share of logs that is left after CloudWatch has compressed them, in percent.
pub(super) const LOG_COMPRESSED_PERCENT: u64 = 15;
/// Metrics of Container Insights for each service, and bytes of its logs for each task in a month.
pub(super) const METRICS_PER_SERVICE: u64 = 11;
/// Bytes of the logs of Container Insights for each task in a month.
pub(super) const INSIGHTS_PER_TASK: u64 = 50 << 20;
/// Requests to a key that encrypts little, in a month.
pub(super) const KEY_REQUESTS: u64 = 10_000;
/// With bucket keys, one request in this many to a bucket asks the key.
pub(super) const REQUESTS_PER_KEY_REQUEST: u64 = 100;
/// One request in this many to the API comes from a partner through the managed API.
pub(super) const REQUESTS_PER_PARTNER: u64 = 100;
/// One request in this many is traced.
pub(super) const REQUESTS_PER_TRACE: u64 = 20;
/// Milliseconds of a run of a function.
pub(super) const FUNCTION_MILLISECONDS: u64 = 100;
/// Requests for each message of a queue: send, receive, delete.
pub(super) const REQUESTS_PER_MESSAGE: u64 = 3;
/// Requests for new messages of a queue that is polled, in a month: five pollers, every 20 seconds.
pub(super) const POLLS: u64 = 5 * 3 * MINUTES;
/// Notifications by mail in a month.
pub(super) const MAILS: u64 = 20;
/// Restore tests in a month: one each week.
pub(super) const RESTORES_TESTED: u64 = 4;
/// Releases of an image that are kept.
pub(super) const IMAGES_KEPT: u64 = 10;
/// Bytes of an object in a bucket, on average.
pub(super) const OBJECT: u64 = 200_000;
/// Bytes of a bucket with little in it: packages, states, results.
pub(super) const SMALL_BUCKET: u64 = 200 << 20;
/// Months of audit records that are kept.
pub(super) const AUDIT_MONTHS: u64 = 12;
/// Audit events of an account in a month, in a region with sites and in one without.
pub(super) const AUDIT_EVENTS: (u64, u64) = (1_000_000, 20_000);
/// Changes of a resource that are recorded in a month, and evaluations of rules for each.
pub(super) const CHANGES_PER_RESOURCE: u64 = 1;
/// Evaluations of rules for each recorded change.
pub(super) const EVALUATIONS_PER_CHANGE: u64 = 3;
/// Checks of a resource by Security Hub in a month.
pub(super) const CHECKS_PER_RESOURCE: u64 = 30;
/// Queries of a record that is no alias, in a month.
pub(super) const QUERIES: u64 = 200_000;
/// Bytes of a line of the log of DNS queries.
pub(super) const QUERY_LINE: u64 = 200;
