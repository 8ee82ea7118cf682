//! Who may read and write which part of the state.

use std::collections::BTreeSet;

use polder_cloud::{Cloud, Handle, Layer, Policy, Principals, Statement, Value, allow, body, deny, text};
use polder_design::delivery::Phase;
use polder_design::{AccountId, Component, Design};

use crate::context::Context;
use crate::draft::Draft;
use crate::handles::accounts::State;
use crate::names::account;
use crate::pipeline::bootstrap_arns;
use crate::pipeline::state_bucket::administration;
use crate::storage::account_bucket::policy;

/// Those who create the pipeline's roles by hand.
const PEOPLE: [&str; 2] = ["role/OrganizationAccountAccessRole", ADMINISTRATOR];

/// Engineers with the permission set `Administrator`.
const ADMINISTRATOR: &str = "role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Administrator_*";

/// Engineers of the account with the bucket before that permission set exists, and the permission sets for
/// administrators that AWS suggests. The pipeline can create no users.
const FIRST: [&str; 4] = [
    "root",
    "user/*",
    "role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_AdministratorAccess_*",
    "role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_AWSAdministratorAccess_*",
];

/// Writes who may read and write which part of the state. It is written last: what the stacks of an account
/// read of others is known when all stacks are.
pub(crate) fn state_access(context: &Context<'_>, s: &Draft, mine: AccountId, state: &State) {
    s.file(
        "state_access",
        "Each account's pipeline uses the folder of its own account, and reads of other folders only the\n\
         states that its stacks refer to. Production's folder is closed to staging and development, and\n\
         theirs to production: a state contains secrets, and whoever writes it decides what the next run\n\
         destroys. In the account of the bucket, the policy of a role alone would give it access: each folder is\n\
         denied to all but the roles named here and the engineers who repair it.",
    );
    let folders = context.design.accounts.iter().map(|account| {
        let number = context.account_number(s, mine, account.id);
        let role = |phase| bootstrap_arns::role_in(s, context.design, phase, &account.name, &number);
        let access = Access {
            bucket: &state.bucket,
            folder: account.name.as_str(),
            plan: role(Phase::Plan),
            apply: role(Phase::Apply),
            people: PEOPLE.map(|name| text!["arn:aws:iam::", &number, ":", name]),
            number,
        };
        (access, read_elsewhere(&context.cloud, &account.name))
    });
    let folders: Vec<_> = folders.collect();
    let mut statements: Vec<_> = folders.iter().flat_map(|(of, read)| of.statements(read)).collect();
    statements.extend(closed(s, context.design, &state.bucket, &folders));
    statements.push(by_hand(&state.bucket, &folders));
    let own = folders.iter().filter(|(of, _)| of.folder == context.design.accounts[mine].name);
    statements.extend(own.flat_map(|(of, _)| kept(of)));
    policy(s, "state", &state.bucket, statements);
    let _key = s.part(Component::Key("state".to_owned()));
    let numbers = folders.iter().map(|(of, _)| of.number.clone()).collect();
    let callers: Vec<_> = folders.iter().flat_map(|(of, _)| of.callers()).collect();
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

/// Denies each folder to all but the roles of its account, those that read states in it, and engineers of the account of
/// the bucket.
fn closed(
    s: &Draft,
    design: &Design,
    bucket: &Handle,
    folders: &[(Access<'_>, BTreeSet<String>)],
) -> Vec<Statement> {
    let repair = engineers(s, design);
    let objects = ["s3:*Object*"];
    let closed_to_others = |of: &Access<'_>| {
        let begins = format!("{}/", of.folder);
        let readers = folders.iter().filter(|(_, read)| read.iter().any(|path| path.starts_with(&begins)));
        let roles = [of].into_iter().chain(readers.map(|(reader, _)| reader)).flat_map(Access::roles);
        let mut allowed: Vec<Value> = vec![];
        for role in roles.chain(of.people.clone()).chain(repair.clone()) {
            if !allowed.contains(&role) {
                allowed.push(role);
            }
        }
        of.statement("Only", deny)
            .to(Principals::everyone())
            .actions(objects)
            .on(text![bucket.arn(), format!("/{begins}*")])
            .when("ArnNotLike", "aws:PrincipalArn", allowed)
    };
    // Who reads one state of a folder reads no other.
    let elsewhere = |(of, read): &(Access<'_>, BTreeSet<String>)| {
        let own = text![bucket.arn(), format!("/{}/*", of.folder)];
        let read = read.iter().map(|path| text![bucket.arn(), format!("/{path}/terraform.tfstate")]);
        let mut statement = of.statement("NoMore", deny).to(Principals::everyone()).actions(objects).when(
            "ArnLike",
            "aws:PrincipalArn",
            of.roles(),
        );
        statement.not_resources = [own].into_iter().chain(read).collect();
        statement
    };
    folders.iter().map(|(of, _)| closed_to_others(of)).chain(folders.iter().map(elsewhere)).collect()
}

/// The actions that change an object.
const WRITES: [&str; 2] = ["s3:PutObject*", "s3:DeleteObject*"];

/// Denies pipelines writes to the states of stacks that engineers apply: a state can name a provider, which the next
/// engineer who applies the stack would install and run.
fn by_hand(bucket: &Handle, folders: &[(Access<'_>, BTreeSet<String>)]) -> Statement {
    let states =
        Layer::BY_HAND.map(|layer| text![bucket.arn(), format!("/*/{}/terraform.tfstate", layer.name())]);
    deny("StatesOfEngineers").to(Principals::everyone()).actions(WRITES).on_all(states).when(
        "ArnLike",
        "aws:PrincipalArn",
        folders.iter().flat_map(|(of, _)| of.roles()).collect::<Vec<_>>(),
    )
}

/// Denies the pipeline of the account with the bucket what its own policy would allow it there: to change states of other
/// accounts, including those that it reads, and to delete old versions of a state.
fn kept(of: &Access<'_>) -> [Statement; 2] {
    let roles = |name: &'static str| {
        deny(name).to(Principals::everyone()).when("ArnLike", "aws:PrincipalArn", of.roles())
    };
    let mut others = roles("StatesOfOthers").actions(WRITES);
    others.not_resources = vec![text![of.bucket.arn(), format!("/{}/*", of.folder)]];
    [others, roles("History").actions(["s3:DeleteObjectVersion*"]).on(text![of.bucket.arn(), "/*"])]
}

/// The engineers of the account of the stack who may use buckets that are closed to its roles.
pub(crate) fn engineers(s: &Draft, design: &Design) -> Vec<Value> {
    let here = |what: &'static str| text!["arn:aws:iam::", account(), ":", what];
    let mut engineers: Vec<Value> = FIRST.into_iter().chain([ADMINISTRATOR]).map(here).collect();
    engineers.push(bootstrap_arns::break_glass(s, design));
    engineers
}

/// One account's part of the state.
struct Access<'a> {
    bucket: &'a Handle,
    /// The account's name.
    folder: &'a str,
    number: Value,
    plan: Value,
    apply: Value,
    /// The role that Organizations creates in the account, and its administrators.
    people: [Value; 2],
}

impl Access<'_> {
    fn statements(&self, elsewhere: &BTreeSet<String>) -> Vec<Statement> {
        let at = |path: &str| text![self.bucket.arn(), format!("/{path}")];
        let both = || self.roles().to_vec();
        let own = |end: &str| at(&format!("{}/*{end}", self.folder));
        let mut statements = vec![
            self.may("Read", both()).actions(["s3:GetObject"]).on(own("")),
            // The lock file of a run is beside the state. Plans take no lock.
            self.may("Lock", vec![self.apply.clone()])
                .actions(["s3:PutObject", "s3:DeleteObject"])
                .on(own(".tflock")),
            self.may("Write", vec![self.apply.clone()]).actions(["s3:PutObject"]).on(own(".tfstate")),
            self.may("List", self.callers()).actions(["s3:ListBucket"]).on(self.bucket.arn()),
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

    /// The roles of its pipeline.
    fn roles(&self) -> [Value; 2] {
        [self.plan.clone(), self.apply.clone()]
    }

    /// Its roles and the people who create them.
    fn callers(&self) -> Vec<Value> {
        self.roles().into_iter().chain(self.people.clone()).collect()
    }

    /// A statement with the name of the folder.
    fn statement(&self, what: &'static str, effect: fn(String) -> Statement) -> Statement {
        let words = self.folder.split('-').map(capitalized);
        effect(format!("{what}{}", words.collect::<String>()))
    }

    /// The account is the principal and the role a condition: a policy can name a role only while it exists.
    fn may(&self, what: &'static str, roles: Vec<Value>) -> Statement {
        self.statement(what, allow).to(Principals::aws(vec![self.number.clone()])).when(
            "ArnLike",
            "aws:PrincipalArn",
            roles,
        )
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
