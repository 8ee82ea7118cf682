//! Restore tests: AWS Backup restores the latest copies each week, in a network without any way out, and deletes what it
//! restored.

use polder_cloud::{Document, Handle, Value, body, list, text};
use polder_design::{Component, CopyVault, DatabaseEngine, Design};

use crate::draft::Draft;
use crate::iam::iam_service_role::{BACKUP, managed, role};
use crate::names::{fitted, named};
use crate::network::subnet::letter;
use crate::network::{flow_log, vpc};

/// Sundays at 11:00, after the backups of all time zones of the sites.
const WEEKLY: &str = "cron(0 11 ? * SUN *)";

/// The hours within which a test starts.
const START_HOURS: u64 = 8;

/// The age of a copy that is still tested: as old as the test before.
const SELECTION_DAYS: u64 = 7;

/// The hours that a restored store is kept after its restore, for people who want to read it.
const VALIDATION_HOURS: u64 = 4;

/// The longest name of a plan.
const NAME_MAX: usize = 50;

/// The network of restored databases. No other network is connected with it, so that it may overlap others.
const NETWORK: &str = "10.255.255.0/24";

/// Its subnets. A database needs two, in two zones.
const SUBNETS: [&str; 2] = ["10.255.255.0/25", "10.255.255.128/25"];

/// Writes the tests of what is in the vault.
pub(crate) fn tests(s: &Draft, design: &Design, of: &CopyVault, vault: &Handle, logs_key: &Handle) {
    let (subnets, group) = network(s, design, of, logs_key);
    s.file(
        "restore_test",
        "Each week AWS Backup restores the latest copy of each database and of each bucket with media, reports\n\
         the result, and deletes what it restored.",
    );
    let _backup = s.part(Component::named("restore-tests"));
    let plan = s.resource(
        "aws_backup_restore_testing_plan",
        "weekly",
        body! {
            name = fitted(&format!("{}_weekly", design.name.replace('-', "_")), NAME_MAX).replace('-', "_");
            schedule_expression = WEEKLY;
            start_window_hours = START_HOURS;
            recovery_point_selection {
                algorithm = "LATEST_WITHIN_WINDOW";
                include_vaults = [vault.arn()];
                recovery_point_types = ["SNAPSHOT"];
                selection_window_days = SELECTION_DAYS;
            }
        },
    );
    let role = role(s, "restore", "-restore", BACKUP, "Restores copies of backups, for tests.");
    let rights = [
        ("restore", "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores"),
        ("restore_of_buckets", "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore"),
    ];
    let rights = rights.map(|(name, policy)| managed(s, &role, name, policy).whole());
    let select = |name: &'static str, kind: &'static str, metadata: polder_cloud::Body| {
        s.resource(
            "aws_backup_restore_testing_selection",
            name,
            body! {
                name = name;
                restore_testing_plan_name = plan.name();
                protected_resource_type = kind;
                protected_resource_arns = ["*"];
                iam_role_arn = role.arn();
                restore_metadata_overrides = metadata;
                validation_window_hours = VALIDATION_HOURS;
                depends_on = rights.clone();
            },
        )
    };
    let metadata = body! {
        dbSubnetGroupName = subnets.name();
        vpcSecurityGroupIds = text!["[\"", group.id(), "\"]"];
    };
    let first = &design.sites[of.sites[0]].database;
    let _databases = match first.engine {
        DatabaseEngine::Instances => select("databases", "RDS", metadata),
        DatabaseEngine::SharedStorage => select("databases", "Aurora", metadata),
    };
    let key = s.later("aws_kms_key", "copies").arn();
    let encrypted = body! { encrypted = "true"; encryptionType = "SSE-KMS"; kmsKey = key; };
    let _buckets = select("buckets", "S3", encrypted);
}

/// States in which a job has produced nothing.
const FAILED: [&str; 3] = ["ABORTED", "EXPIRED", "FAILED"];

/// Reports restores and copies that failed.
pub(crate) fn failures(s: &Draft, vault: &Handle, topic: &Handle) {
    s.file("restore_failures", "Restore tests that failed, and copies out of the vault that failed.");
    let _backup = s.part(Component::named("restore-tests"));
    let status: Value =
        list![body! { detail = { status = FAILED; }; }, body! { detail = { state = FAILED; }; }];
    let rule = s.resource(
        "aws_cloudwatch_event_rule",
        "restore_failed",
        body! {
            // The name is among those that the organization guards: `monitoring_guards`.
            name = named("-findings-of-restores");
            description = "The restore of a backup, or a copy, failed.";
            event_pattern = Document::Json(body! {
                source = ["aws.backup"];
                "detail-type" = ["Restore Job State Change", "Copy Job State Change"];
                "$or" = status;
            });
        },
    );
    s.resource(
        "aws_cloudwatch_event_target",
        "restore_failed",
        body! {
            rule = rule.name();
            target_id = "alarms";
            arn = topic.arn();
        },
    );
    s.output("vault", "Name of the vault with the copies.", vault.name());
}

/// The subnet group and the security group of restored databases.
fn network(s: &Draft, design: &Design, of: &CopyVault, logs_key: &Handle) -> (Handle, Handle) {
    s.file(
        "restore_network",
        "The network of restored databases: no gateway, no endpoint, no rule. Nobody reaches what is restored,\n\
         and it reaches nothing.",
    );
    let _backup = s.part(Component::named("restore-tests"));
    let network = vpc::network(s, NETWORK.into());
    flow_log::of_account(s, design, logs_key, &network);
    let zones = &design.sites[of.sites[0]].zones;
    let subnets = zones.iter().zip(SUBNETS).enumerate().map(|(at, (zone, cidr))| {
        let subnet = s.resource(
            "aws_subnet",
            format!("restored_{}", letter(at)),
            body! {
                vpc_id = network.id();
                availability_zone = s.local(format!("zone_{}", letter(at)), &zone.name);
                cidr_block = cidr;
                map_public_ip_on_launch = false;
                tags = { Name = named(format!("-restored-{}", letter(at))); };
            },
        );
        subnet.id()
    });
    let subnets: Vec<Value> = subnets.collect();
    let subnets = s.resource(
        "aws_db_subnet_group",
        "restored",
        body! {
            name = named("-restored");
            description = "Restored databases";
            subnet_ids = subnets;
        },
    );
    let group = s.resource(
        "aws_security_group",
        "restored",
        body! {
            name = named("-restored");
            description = "Restored databases: no rules";
            vpc_id = network.id();
            tags = { Name = named("-restored"); };
        },
    );
    (subnets, group)
}
