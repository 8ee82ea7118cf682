//! Keys: one for each class of data, so that permission to read one class does not include another.

use polder_cloud::{Handle, Policy, Principals, Statement, Value, allow, body, deny, text};
use polder_design::{Component, Design, MailService, Site};

use crate::draft::Draft;
use crate::encryption::copy_key::copied_from_elsewhere;
use crate::handles::Keys;
use crate::names::{account, account_root, arn_here, local, named, service_here};
use crate::organization::accounts;

/// The keys of a site.
/// `copies_to` is the ID of the account for backups, if the site's are copied to it.
pub(crate) fn site_keys(s: &Draft, design: &Design, site: &Site, copies_to: Option<&Value>) -> Keys {
    let copies = || copies_to.map(copied_from_elsewhere).into_iter().flatten();
    let macie = || searches(design, site).then(macie);
    s.file(
        "kms_key",
        "One key for each class of data. IAM policies of the account control its administration; beyond that\n\
         a key allows only the service principals that use it. Data cannot be decrypted after its key is\n\
         deleted: the waiting period is thirty days.",
    );
    Keys {
        database: key(s, "database", "Database, its logs and its snapshots.", copies()),
        cache: key(s, "cache", "Cache and task broker.", []),
        media: key(s, "media", "Media and static files.", [distributions()].into_iter().chain(macie())),
        events: key(
            s,
            "events",
            "Payloads of webhook events, queues and the topic of events.",
            event_services(design).chain(macie()),
        ),
        secrets: key(s, "secrets", "Secrets.", [only_through_the_secret_store()]),
        logs: key(s, "logs", "Log groups and the topic for alarms.", log_services()),
        backup: key(s, "backup", "The backup vault.", copies()),
        machines: (!site.machines.is_empty()).then(|| key(s, "machines", "Disks of machines.", [disks()])),
    }
}

/// A key with its alias and with what its policy allows beside the account's own administration.
pub(crate) fn key(
    s: &Draft,
    name: &'static str,
    description: &'static str,
    statements: impl IntoIterator<Item = Statement>,
) -> Handle {
    let _key = s.part(Component::Key(name.to_owned()));
    let key = s.resource(
        "aws_kms_key",
        name,
        body! {
            description = description;
            enable_key_rotation = true;
            rotation_period_in_days = 365;
            deletion_window_in_days = 30;
            policy = Policy::of([administration()].into_iter().chain(statements));
        },
    );
    s.resource(
        "aws_kms_alias",
        name,
        body! {
            name = text!["alias/", named(format!("-{name}"))];
            target_key_id = key.get("key_id");
        },
    );
    s.expect(format!("the {name} key is not rotated"), key.get("enable_key_rotation"), true);
    key
}

/// Without this statement the key could never be changed again.
fn administration() -> Statement {
    allow("Administration").to(Principals::aws(vec![account_root()])).actions(["kms:*"]).on("*")
}

/// CloudFront decrypts objects of a bucket as a service principal. The distributions are written later, in
/// another stack, so the key allows those of this account; which of them may read which bucket is up to the
/// bucket's policy. The account is in the ARN. A second condition on it would break all pictures if
/// CloudFront did not send the account.
fn distributions() -> Statement {
    allow("Distributions").to_service("cloudfront.amazonaws.com").actions(["kms:Decrypt"]).on("*").when(
        "ArnLike",
        "aws:SourceArn",
        [text!["arn:aws:cloudfront::", account(), ":distribution/*"]],
    )
}

/// Whether Macie searches the buckets of a site.
fn searches(design: &Design, site: &Site) -> bool {
    let watched = accounts::management(design).is_some();
    watched && design.region_has(&site.region, |traits| traits.finds_personal_data)
}

/// Macie reads objects with its service-linked role, whose permissions no policy of the account can extend. The role exists
/// once Macie is enabled, after this key: a policy that named it as principal would be refused.
fn macie() -> Statement {
    let role = text![
        "arn:aws:iam::",
        account(),
        ":role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie"
    ];
    allow("Macie")
        .to(Principals::everyone())
        .actions(["kms:Decrypt"])
        .on("*")
        .when("StringEquals", "kms:CallerAccount", [account()])
        .when("ArnEquals", "aws:PrincipalArn", [role])
}

/// SNS delivers messages to queues as a service principal, and SES publishes to the topic of events as one.
fn event_services(design: &Design) -> impl Iterator<Item = Statement> {
    let used = |sid, service| use_by(sid, service).when("StringEquals", "aws:SourceAccount", [account()]);
    let mail = (design.mail == MailService::Provider).then(|| used("Mail", "ses.amazonaws.com"));
    [used("Topics", "sns.amazonaws.com")].into_iter().chain(mail)
}

/// Whoever may start instances here may use the key for their disks, but only through EC2, as with the AWS
/// managed key. The Auto Scaling group that starts them uses a service-linked role, whose permissions no
/// policy of the account can extend.
fn disks() -> Statement {
    allow("Disks")
        .to(Principals::everyone())
        .actions([
            "kms:CreateGrant",
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
        ])
        .on("*")
        .when("StringEquals", "kms:CallerAccount", [account()])
        .when("StringEquals", "kms:ViaService", [service_here("ec2")])
}

/// Log groups, and the services that publish alarms.
fn log_services() -> [Statement; 4] {
    [
        log_groups(),
        alarms(),
        use_by("Budgets", "budgets.amazonaws.com").when("StringEquals", "aws:SourceAccount", [account()]),
        // No condition: for encrypted topics, AWS supports neither the account nor the ARN of a rule as one
        // (SNS Developer Guide, "Key management"), and would silently drop every event. The topic's policy
        // says what EventBridge may publish to.
        use_by("Events", "events.amazonaws.com"),
    ]
}

/// Log groups of the open stack's region. CloudWatch Logs uses the group's ARN as the encryption context.
pub(crate) fn log_groups() -> Statement {
    allow("LogGroups")
        .to_service(service_here("logs"))
        .actions(["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"])
        .on("*")
        .when("ArnLike", "kms:EncryptionContext:aws:logs:arn", [arn_here("logs", "log-group:*")])
}

/// Alarms of the open stack's region, which publish to a topic.
pub(crate) fn alarms() -> Statement {
    use_by("Alarms", "cloudwatch.amazonaws.com").when("StringEquals", "aws:SourceAccount", [account()]).when(
        "ArnLike",
        "aws:SourceArn",
        [arn_here("cloudwatch", "alarm:*")],
    )
}

fn use_by(sid: &'static str, service: &'static str) -> Statement {
    allow(sid).to_service(service).actions(["kms:Decrypt", "kms:GenerateDataKey*"]).on("*")
}

/// The key can only be used through Secrets Manager: even with `kms:Decrypt` on everything, the stored bytes
/// of a secret cannot be decrypted without Secrets Manager, its resource policy and its audit trail.
fn only_through_the_secret_store() -> Statement {
    deny("OnlyThroughTheSecretStore")
        .to(Principals::aws(vec![account_root()]))
        .actions(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"])
        .on("*")
        // Any region: Secrets Manager of another region may create a replica.
        .when("StringNotLike", "kms:ViaService", ["secretsmanager.*.amazonaws.com"])
}

/// The permissions to read data that another service encrypts with `key`.
pub(crate) fn decrypt_via(sid: &'static str, key: &Handle, service: &'static str) -> Statement {
    allow(sid).actions(["kms:Decrypt"]).on(key.arn()).when(
        "StringEquals",
        "kms:ViaService",
        [service_here(service)],
    )
}

/// The permissions to let another service, in `region`, write data with `key`.
pub(crate) fn encrypt_via(
    sid: &'static str,
    key: &Handle,
    service: &'static str,
    region: &'static str,
) -> Statement {
    allow(sid).actions(["kms:Encrypt", "kms:GenerateDataKey"]).on(key.arn()).when(
        "StringEquals",
        "kms:ViaService",
        [text![service, ".", local(region), ".amazonaws.com"]],
    )
}
