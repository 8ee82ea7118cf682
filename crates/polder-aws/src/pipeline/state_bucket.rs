//! The bucket of Terraform's state, its key, and who may read and write which part of it.

use std::collections::BTreeSet;

use polder_cloud::{Cloud, Handle, Policy, Principals, Statement, Value, allow, body, text};
use polder_design::delivery::Phase;
use polder_design::{AccountId, Component, Design};
use polder_units::Duration;

use crate::context::Context;
use crate::draft::Draft;
use crate::handles::accounts::State;
use crate::names::{account_root, named};
use crate::pipeline::bootstrap_arns;
use crate::storage::account_bucket::{AccountBucket, account_bucket, policy};

/// Those who create the pipeline's roles by hand.
const PEOPLE: [&str; 2] =
    ["OrganizationAccountAccessRole", "aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Administrator_*"];

/// Writes the bucket, its key and the bucket of its access log. Permissions are written in the layer `state`,
/// which knows the IDs of all accounts.
pub(crate) fn state_bucket(s: &Draft, design: &Design) -> State {
    s.file(
        "state_bucket",
        "The bucket of the state of all stacks, including this one. States contain secrets: the bucket is\n\
         encrypted with a key of its own, old versions are kept for a year, and it cannot be deleted while it\n\
         has objects. A lost state is a lost platform.",
    );
    let _key = s.part(Component::Key("state".to_owned()));
    let key = s.resource(
        "aws_kms_key",
        "state",
        body! {
            description = "Terraform state.";
            enable_key_rotation = true;
            rotation_period_in_days = 365;
            deletion_window_in_days = 30;
            /// The layer `state` gives other accounts access.
            policy = Policy::of([administration()]);
            lifecycle {
                ignore_changes = [Value::expression("policy")];
            }
        },
    );
    s.resource(
        "aws_kms_alias",
        "state",
        body! {
            name = text!["alias/", named("-state")];
            target_key_id = key.get("key_id");
        },
    );
    let log = account_bucket(
        s,
        &AccountBucket {
            resource: "state_log",
            name: s.local("state_log_bucket", format!("{}-log", design.state.bucket)),
            key: None,
            expires: Some(design.retention.audit_logs),
            old_versions: Duration::days(30),
            locked: false,
            access_log: None,
        },
    );
    let bucket = account_bucket(
        s,
        &AccountBucket {
            resource: "state",
            name: s.local("state_bucket", &design.state.bucket),
            key: Some(&key),
            expires: None,
            old_versions: Duration::days(365),
            locked: false,
            access_log: Some(&log),
        },
    );
    policy(s, "state_log", &log, vec![access_log_writer(&log, &bucket)]);
    s.expect("the key of the state is not rotated", key.get("enable_key_rotation"), true);
    State { bucket, key }
}

/// Allows S3 to write the access log of one bucket.
pub(crate) fn access_log_writer(log: &Handle, of: &Handle) -> Statement {
    allow("AccessLogs")
        .to_service("logging.s3.amazonaws.com")
        .actions(["s3:PutObject"])
        .on(text![log.arn(), "/*"])
        .when("ArnEquals", "aws:SourceArn", [of.arn()])
}

/// Writes who may read and write which part of the state. It is written last: what the stacks of an account
/// read of others is known when all stacks are.
pub(crate) fn access(context: &Context<'_>, s: &Draft, mine: AccountId, state: &State) {
    s.file(
        "state_access",
        "Each account's pipeline uses the folder of its own account, and reads of other folders only the\n\
         states that its stacks refer to. Production's folder is closed to staging and development, and\n\
         theirs to production: a state contains secrets, and whoever writes it decides what the next run\n\
         destroys.",
    );
    let mut statements = vec![];
    let mut callers = vec![];
    let mut numbers = vec![];
    for account in &context.design.accounts {
        let number = context.account_number(s, mine, account.id);
        let role = |phase| bootstrap_arns::role_in(s, context.design, phase, &account.name, &number);
        let access = Access {
            bucket: &state.bucket,
            folder: &account.name,
            number: &number,
            plan: role(Phase::Plan),
            apply: role(Phase::Apply),
            people: PEOPLE.map(|name| text!["arn:aws:iam::", number.clone(), ":role/", name]),
        };
        statements.extend(access.statements(&read_elsewhere(&context.cloud, &account.name)));
        callers.extend([access.plan, access.apply]);
        callers.extend(access.people);
        numbers.push(number);
    }
    policy(s, "state", &state.bucket, statements);
    let _key = s.part(Component::Key("state".to_owned()));
    s.resource(
        "aws_kms_key_policy",
        "state",
        body! {
            key_id = state.key.get("key_id");
            policy = Policy::of([
                administration(),
                allow("Pipelines")
                    .to(Principals::aws(numbers))
                    .actions(["kms:Decrypt", "kms:GenerateDataKey"])
                    .on("*")
                    .when("ArnLike", "aws:PrincipalArn", callers)
                    .when("StringLike", "kms:ViaService", ["s3.*.amazonaws.com"]),
            ]);
        },
    );
}

/// One account's part of the state.
struct Access<'a> {
    bucket: &'a Handle,
    /// The account's name.
    folder: &'a str,
    number: &'a Value,
    plan: Value,
    apply: Value,
    /// The role that Organizations creates in the account, and its administrators.
    people: [Value; 2],
}

impl Access<'_> {
    fn statements(&self, elsewhere: &BTreeSet<String>) -> Vec<Statement> {
        let at = |path: &str| text![self.bucket.arn(), format!("/{path}")];
        let both = || vec![self.plan.clone(), self.apply.clone()];
        let all = both().into_iter().chain(self.people.clone()).collect();
        let own = |end: &str| at(&format!("{}/*{end}", self.folder));
        let mut statements = vec![
            self.may("Read", both()).actions(["s3:GetObject"]).on(own("")),
            // The lock file of a run is beside the state. Plans take no lock.
            self.may("Lock", vec![self.apply.clone()])
                .actions(["s3:PutObject", "s3:DeleteObject"])
                .on(own(".tflock")),
            self.may("Write", vec![self.apply.clone()]).actions(["s3:PutObject"]).on(own(".tfstate")),
            self.may("List", all).actions(["s3:ListBucket"]).on(self.bucket.arn()),
            // The roles of the pipeline cannot be those that create them.
            self.may("Begin", self.people.to_vec())
                .actions(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])
                .on(at(&format!("{}/global/bootstrap/*", self.folder))),
        ];
        if !elsewhere.is_empty() {
            let paths: Vec<Value> =
                elsewhere.iter().map(|path| at(&format!("{path}/terraform.tfstate"))).collect();
            statements.push(self.may("ReadElsewhere", both()).actions(["s3:GetObject"]).on_all(paths));
        }
        statements
    }

    /// The account is the principal and the role a condition: a policy can name a role only while it exists.
    fn may(&self, what: &'static str, roles: Vec<Value>) -> Statement {
        let words = self.folder.split('-').map(capitalized);
        allow(format!("{what}{}", words.collect::<String>()))
            .to(Principals::aws(vec![self.number.clone()]))
            .when("ArnLike", "aws:PrincipalArn", roles)
    }
}

/// The stacks of other accounts that the stacks of an account refer to.
fn read_elsewhere(cloud: &Cloud, account: &str) -> BTreeSet<String> {
    let own = cloud.stacks.iter().filter(|stack| &*stack.key.account == account);
    let read = polder_cloud::needed(cloud, own);
    let others = read.iter().filter_map(|id| cloud.stack(*id)).filter(|stack| &*stack.key.account != account);
    others.map(|stack| stack.key.to_string()).collect()
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).filter(char::is_ascii_alphanumeric).collect()
}

fn administration() -> Statement {
    allow("Administration").to(Principals::aws(vec![account_root()])).actions(["kms:*"]).on("*")
}
