//! The archive of audit logs of all accounts, where none of them can delete anything.

use polder_cloud::{Handle, Layer, Policy, Principals, Statement, Value, allow, body, deny, text};
use polder_design::Design;

use crate::detection::archive_bucket::{BUCKETS, bucket, nobody_deletes, only_engineers_read};
use crate::detection::log_archive_replica::{self, ArchiveReplica};
use crate::draft::Draft;
use crate::encryption::kms_key;
use crate::names::{account, local, named};
use crate::organization::accounts;
use crate::pipeline::state_bucket::access_log_writer;
use crate::storage::account_bucket::policy;

/// The archive.
pub(crate) struct Archive {
    /// `aws_kms_key`.
    pub(crate) key: Handle,
    /// `aws_s3_bucket` of the trail.
    pub(crate) trail: Handle,
    /// `aws_s3_bucket` of configurations.
    pub(crate) configurations: Handle,
    /// `aws_s3_bucket` of what Macie found in each object.
    pub(crate) discoveries: Handle,
}

impl Archive {
    /// All buckets, in the order of [`BUCKETS`].
    pub(crate) fn buckets(&self) -> [&Handle; 3] {
        [&self.trail, &self.configurations, &self.discoveries]
    }
}

/// The trail's ARN, before there is a trail: its bucket must allow it first. `manager` is the ID of the management account.
pub(crate) fn trail_arn(s: &Draft, design: &Design, manager: &Value) -> Value {
    let arn = text!["arn:aws:cloudtrail:", local("region"), ":", manager, ":trail/", named("-trail")];
    let stack = accounts::state_region_key(design, Layer::Logging);
    s.in_stack(&stack, "aws_cloudtrail", "organization").mention("arn", arn)
}

/// Writes the archive. `accounts` are the IDs of all accounts, `trail_arn` is the ARN of the trail, and `replica` is its
/// replica, if there is one.
pub(crate) fn archive(
    s: &Draft,
    design: &Design,
    accounts: &[Value],
    trail_arn: &Value,
    replica: Option<&ArchiveReplica>,
) -> Archive {
    s.file("kms_key", "Key of the log archive and of security alarms.");
    let users = [kms_key::log_groups()].into_iter().chain(key_users(trail_arn, accounts)).chain(notifiers());
    let key = kms_key::key(s, "archive", "Log archive and security alarms.", users);
    s.file(
        "log_archive",
        "Audit logs of all accounts, in an account that the others have no access to. Nobody can delete the\n\
         trail before it expires. Configuration history is stored beside it without Object Lock, since AWS\n\
         Config cannot write to a locked bucket; the bucket's policy denies deletion.",
    );
    let log = bucket(s, design, "archive_log", None, false, None);
    let [trail, configurations, discoveries] =
        BUCKETS.map(|(name, locked)| bucket(s, design, name, Some(&key), locked, Some(&log)));
    let archive = Archive { key, trail, configurations, discoveries };
    let copier = replica
        .map(|replica| log_archive_replica::copier(s, design, (&archive.key, archive.buckets()), replica));
    let copier_arn = || copier.as_ref().map(|copier| copier.role.arn());
    policies(s, design, accounts, (&archive, trail_arn), copier_arn());
    by_macie(s, design, accounts, &archive.discoveries, copier_arn());
    let writer = access_log_writer(&log, &archive.buckets());
    policy(s, "archive_log", &log, vec![writer]);
    if let (Some(replica), Some(copier)) = (replica, &copier) {
        log_archive_replica::replicate(s, design, archive.buckets(), replica, copier);
    }
    archive
}

/// Macie keeps what it finds for 90 days, and for longer in a bucket. The statements are those of the Macie User Guide,
/// "Storing and retaining sensitive data discovery results".
fn by_macie(s: &Draft, design: &Design, accounts: &[Value], discoveries: &Handle, copier: Option<Value>) {
    let writes = |sid, action: &'static str| macie(allow(sid).to_service(MACIE).actions([action]), accounts);
    let statements = [
        writes("MacieLooks", "s3:GetBucketLocation").on(discoveries.arn()),
        writes("MacieWrites", "s3:PutObject").on(text![discoveries.arn(), "/*"]),
    ];
    archive_policy(s, design, ("macie", discoveries), statements, copier);
}

/// The service that searches buckets for personal data.
const MACIE: &str = "macie.amazonaws.com";

/// For jobs and their configuration in the accounts of the organization.
fn macie(statement: Statement, accounts: &[Value]) -> Statement {
    let of = |account: &Value| {
        [":export-configuration:*", ":classification-job/*"]
            .map(|what| text!["arn:aws:macie2:*:", account.clone(), what])
    };
    statement.when("StringEquals", "aws:SourceAccount", accounts.to_vec()).when(
        "ArnLike",
        "aws:SourceArn",
        accounts.iter().flat_map(of).collect::<Vec<Value>>(),
    )
}

fn policies(
    s: &Draft,
    design: &Design,
    accounts: &[Value],
    (archive, trail_arn): (&Archive, &Value),
    copier: Option<Value>,
) {
    let Archive { trail, configurations, .. } = archive;
    let by_trail = |sid, action: &'static str| {
        allow(sid).to_service("cloudtrail.amazonaws.com").actions([action]).when(
            "StringEquals",
            "aws:SourceArn",
            [trail_arn],
        )
    };
    let of_trail = [
        by_trail("TrailLooks", "s3:GetBucketAcl").on(trail.arn()),
        by_trail("TrailWrites", "s3:PutObject").on(text![trail.arn(), "/AWSLogs/*"]),
    ];
    archive_policy(s, design, ("trail", trail), of_trail, copier.clone());
    let by_config = |sid, actions: &[&'static str]| {
        allow(sid).to_service("config.amazonaws.com").actions(actions.iter().copied()).when(
            "StringEquals",
            "aws:SourceAccount",
            accounts.to_vec(),
        )
    };
    let of_recorders = [
        by_config("RecordersLook", &["s3:GetBucketAcl", "s3:ListBucket"]).on(configurations.arn()),
        by_config("RecordersWrite", &["s3:PutObject"]).on(text![configurations.arn(), "/AWSLogs/*"]),
    ];
    archive_policy(s, design, ("config", configurations), of_recorders, copier);
}

/// Writes the policy of a bucket of the archive: what its writer may do, and what is denied to all others. `copier` is the
/// role that replicates it.
fn archive_policy(
    s: &Draft,
    design: &Design,
    (name, bucket): (&'static str, &Handle),
    of_writer: [Statement; 2],
    copier: Option<Value>,
) {
    let closed =
        [nobody_deletes(bucket), only_services_write(bucket), only_engineers_read(s, design, bucket, copier)];
    policy(s, name, bucket, of_writer.into_iter().chain(closed).collect());
}

/// Otherwise somebody could add false records.
fn only_services_write(bucket: &Handle) -> Statement {
    deny("OnlyServicesWrite")
        .to(Principals::everyone())
        .actions(["s3:PutObject", "s3:PutObjectRetention", "s3:PutObjectLegalHold"])
        .on(text![bucket.arn(), "/*"])
        .when("Bool", "aws:PrincipalIsAWSService", ["false"])
}

fn use_by(sid: &'static str, service: &'static str) -> Statement {
    allow(sid).to_service(service).actions(["kms:Decrypt", "kms:GenerateDataKey*"]).on("*")
}

/// CloudTrail, for the trail.
fn by_trail(trail_arn: &Value) -> Statement {
    use_by("Trail", "cloudtrail.amazonaws.com").actions(["kms:DescribeKey"]).when(
        "StringEquals",
        "aws:SourceArn",
        [trail_arn],
    )
}

fn key_users(trail_arn: &Value, accounts: &[Value]) -> Vec<Statement> {
    vec![
        by_trail(trail_arn),
        use_by("Recorders", "config.amazonaws.com").when(
            "StringEquals",
            "aws:SourceAccount",
            accounts.to_vec(),
        ),
        macie(
            allow("Discoveries").to_service(MACIE).actions(["kms:Encrypt", "kms:GenerateDataKey"]).on("*"),
            accounts,
        ),
    ]
}

/// What publishes to the topic of security alarms.
fn notifiers() -> [Statement; 2] {
    [
        use_by("Alarms", "cloudwatch.amazonaws.com").when("StringEquals", "aws:SourceAccount", [account()]),
        // No condition: EventBridge sends no source when it publishes. The topic's policy says what it may
        // publish to.
        use_by("Events", "events.amazonaws.com"),
    ]
}

/// Writes the key of the trail's log group and topics, where the archive is in another account.
pub(crate) fn key_of_trail(s: &Draft, design: &Design) -> Handle {
    s.file("kms_key", "Key of the trail's log group and of security alarms.");
    let trail = by_trail(&trail_arn(s, design, &account()));
    let users = [kms_key::log_groups(), trail].into_iter().chain(notifiers());
    kms_key::key(s, "trail", "Log group of the trail, and security alarms.", users)
}

/// Writes the key of security alarms, in an account without the trail.
pub(crate) fn key_of_alarms(s: &Draft) -> Handle {
    s.file("kms_key", "Key of security alarms, and of the log of those that were sent.");
    let users = [kms_key::log_groups()].into_iter().chain(notifiers());
    kms_key::key(s, "security", "Security alarms.", users)
}

/// The role with which the trail writes to its log group.
pub(crate) fn trail_role(s: &Draft, design: &Design, group: &Handle) -> Handle {
    let role = s.resource(
        "aws_iam_role",
        "trail",
        body! {
            name = crate::names::named_worldwide("-trail");
            description = "Writes events of the trail to its log group";
            assume_role_policy = Policy::of([
                allow("Trail")
                    .to_service("cloudtrail.amazonaws.com")
                    .actions(["sts:AssumeRole"])
                    .when("StringEquals", "aws:SourceArn", [trail_arn(s, design, &account())]),
            ]);
        },
    );
    s.resource(
        "aws_iam_role_policy",
        "trail",
        body! {
            name = "write";
            role = role.id();
            policy = Policy::of([
                allow("Write")
                    .actions(["logs:CreateLogStream", "logs:PutLogEvents"])
                    .on(text![group.arn(), ":*"]),
            ]);
        },
    );
    role
}
