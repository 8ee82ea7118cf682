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

/// What each account's pipeline may do with the state, for both of its buckets. It is written last: what the stacks of an
/// account read of others is known when all stacks are.
pub(crate) struct Rights<'a> {
    folders: Vec<(Folder<'a>, BTreeSet<String>)>,
    own: &'a str,
    /// Engineers of the account of the buckets, who may use all folders.
    engineers: Vec<Value>,
}

impl<'a> Rights<'a> {
    /// For the stack `s` in the account `mine`, which holds the state.
    pub(crate) fn of(context: &Context<'a>, s: &Draft, mine: AccountId) -> Rights<'a> {
        let design = context.design;
        let folders = design.accounts.iter().map(|account| {
            let number = context.account_number(s, mine, account.id);
            let role = |phase| bootstrap_arns::role_in(s, design, phase, &account.name, &number);
            let folder = Folder {
                name: account.name.as_str(),
                plan: role(Phase::Plan),
                apply: role(Phase::Apply),
                people: PEOPLE.map(|name| text!["arn:aws:iam::", &number, ":", name]),
                number,
            };
            (folder, read_elsewhere(&context.cloud, &account.name))
        });
        Rights {
            folders: folders.collect(),
            own: design.accounts[mine].name.as_str(),
            engineers: engineers(s, design),
        }
    }

    /// The statements of the policy of a bucket. `copier` is the role that replicates it.
    pub(crate) fn bucket_policy(&self, bucket: &Handle, copier: Option<Value>) -> Vec<Statement> {
        let accesses: Vec<(Access<'_>, &BTreeSet<String>)> =
            self.folders.iter().map(|(folder, read)| (Access { bucket, folder }, read)).collect();
        let mut statements = self.of_all(bucket);
        statements.extend(accesses.iter().flat_map(|(of, _)| of.statements()));
        let everywhere: Vec<Value> = self.engineers.iter().cloned().chain(copier).collect();
        statements.extend(closed(bucket, &accesses, &everywhere));
        statements.push(by_hand(bucket, &accesses));
        let own = accesses.iter().filter(|(of, _)| of.folder.name == self.own);
        statements.extend(own.flat_map(|(of, _)| kept(of)));
        statements
    }

    /// What is the same for all accounts, in one statement each, since a bucket policy has 20 KB at most. What an account may
    /// use of it is what [`closed`] does not deny: its own folder, and of others what its stacks refer to.
    fn of_all(&self, bucket: &Handle) -> Vec<Statement> {
        vec![
            self.callers("List", roles_and_people).actions(["s3:ListBucket"]).on(bucket.arn()),
            self.callers("Read", |of| of.roles().to_vec())
                .actions(["s3:GetObject"])
                .on(text![bucket.arn(), "/*"]),
            // The roles of the pipeline cannot be those that create them.
            self.callers("Begin", |of| of.people.to_vec())
                .actions(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])
                .on(text![bucket.arn(), "/*/global/bootstrap/*"]),
        ]
    }

    /// A statement that allows something to callers of all accounts.
    fn callers(&self, name: &'static str, who: fn(&Folder<'_>) -> Vec<Value>) -> Statement {
        let numbers = self.folders.iter().map(|(of, _)| of.number.clone()).collect();
        let callers: Vec<_> = self.folders.iter().flat_map(|(of, _)| who(of)).collect();
        allow(name).to(Principals::aws(numbers)).when("ArnLike", "aws:PrincipalArn", callers)
    }

    /// The policy of the key of a bucket.
    pub(crate) fn key_policy(&self) -> Policy {
        Policy::of([
            administration(),
            self.callers("Pipelines", roles_and_people)
                .actions(["kms:Decrypt", "kms:GenerateDataKey"])
                .on("*")
                .when("StringLike", "kms:ViaService", ["s3.*.amazonaws.com"]),
        ])
    }
}

/// Writes who may read and write which part of the state in the bucket of its region.
pub(crate) fn state_access(s: &Draft, rights: &Rights<'_>, state: &State, copier: Option<Value>) {
    s.file(
        "state_access",
        "Each account's pipeline uses the folder of its own account, and reads of other folders only the\n\
         states that its stacks refer to. Production's folder is closed to staging and development, and\n\
         theirs to production: a state contains secrets, and whoever writes it decides what the next run\n\
         destroys. In the account of the bucket, the policy of a role alone would give it access: each folder is\n\
         denied to all but the roles named here and the engineers who repair it.",
    );
    policy(s, "state", &state.bucket, rights.bucket_policy(&state.bucket, copier));
    let _key = s.part(Component::Key("state".to_owned()));
    s.resource(
        "aws_kms_key_policy",
        "state",
        body! {
            key_id = state.key.get("key_id");
            policy = rights.key_policy();
        },
    );
}

/// The same for the replica.
pub(crate) fn replica_access(s: &Draft, rights: &Rights<'_>, replica: &State, copier: Value) {
    policy(s, "state_replica", &replica.bucket, rights.bucket_policy(&replica.bucket, Some(copier)));
}

/// Denies each folder to all but the roles of its account, those that read states in it, and engineers of the account of
/// the bucket.
fn closed(
    bucket: &Handle,
    accesses: &[(Access<'_>, &BTreeSet<String>)],
    everywhere: &[Value],
) -> Vec<Statement> {
    let objects = ["s3:*Object*"];
    let closed_to_others = |of: &Access<'_>| {
        let begins = format!("{}/", of.folder.name);
        let readers = accesses.iter().filter(|(_, read)| read.iter().any(|path| path.starts_with(&begins)));
        let roles = [of].into_iter().chain(readers.map(|(reader, _)| reader));
        let roles = roles.flat_map(|of| of.folder.roles());
        let mut allowed: Vec<Value> = vec![];
        for role in roles.chain(of.folder.people.clone()).chain(everywhere.iter().cloned()) {
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
    let elsewhere = |(of, read): &(Access<'_>, &BTreeSet<String>)| {
        let own = text![bucket.arn(), format!("/{}/*", of.folder.name)];
        let read = read.iter().map(|path| text![bucket.arn(), format!("/{path}/terraform.tfstate")]);
        let mut statement = of.statement("NoMore", deny).to(Principals::everyone()).actions(objects).when(
            "ArnLike",
            "aws:PrincipalArn",
            of.folder.roles(),
        );
        statement.not_resources = [own].into_iter().chain(read).collect();
        statement
    };
    accesses.iter().map(|(of, _)| closed_to_others(of)).chain(accesses.iter().map(elsewhere)).collect()
}

/// The actions that change an object.
const WRITES: [&str; 2] = ["s3:PutObject*", "s3:DeleteObject*"];

/// Denies pipelines writes to the states of stacks that engineers apply: a state can name a provider, which the next
/// engineer who applies the stack would install and run.
fn by_hand(bucket: &Handle, accesses: &[(Access<'_>, &BTreeSet<String>)]) -> Statement {
    let states =
        Layer::BY_HAND.map(|layer| text![bucket.arn(), format!("/*/{}/terraform.tfstate", layer.name())]);
    deny("StatesOfEngineers").to(Principals::everyone()).actions(WRITES).on_all(states).when(
        "ArnLike",
        "aws:PrincipalArn",
        accesses.iter().flat_map(|(of, _)| of.folder.roles()).collect::<Vec<_>>(),
    )
}

/// Denies the pipeline of the account with the bucket what its own policy would allow it there: to change states of other
/// accounts, including those that it reads, and to delete old versions of a state.
fn kept(of: &Access<'_>) -> [Statement; 2] {
    let roles = |name: &'static str| {
        deny(name).to(Principals::everyone()).when("ArnLike", "aws:PrincipalArn", of.folder.roles())
    };
    let mut others = roles("StatesOfOthers").actions(WRITES);
    others.not_resources = vec![text![of.bucket.arn(), format!("/{}/*", of.folder.name)]];
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
struct Folder<'a> {
    /// The account's name.
    name: &'a str,
    number: Value,
    plan: Value,
    apply: Value,
    /// The role that Organizations creates in the account, and its administrators.
    people: [Value; 2],
}

impl Folder<'_> {
    /// The roles of its pipeline.
    fn roles(&self) -> [Value; 2] {
        [self.plan.clone(), self.apply.clone()]
    }
}

/// The roles of a pipeline, and the people who create them.
fn roles_and_people(of: &Folder<'_>) -> Vec<Value> {
    of.roles().into_iter().chain(of.people.clone()).collect()
}

/// An account's part of a bucket.
struct Access<'a> {
    bucket: &'a Handle,
    folder: &'a Folder<'a>,
}

impl Access<'_> {
    fn statements(&self) -> [Statement; 2] {
        let folder = self.folder;
        let own = |end: &str| text![self.bucket.arn(), format!("/{}/*{end}", folder.name)];
        [
            // The lock file of a run is beside the state. Plans take no lock.
            self.may("Lock", vec![folder.apply.clone()])
                .actions(["s3:PutObject", "s3:DeleteObject"])
                .on(own(".tflock")),
            self.may("Write", vec![folder.apply.clone()]).actions(["s3:PutObject"]).on(own(".tfstate")),
        ]
    }

    /// A statement with the name of the folder.
    fn statement(&self, what: &'static str, effect: fn(String) -> Statement) -> Statement {
        let words = self.folder.name.split('-').map(capitalized);
        effect(format!("{what}{}", words.collect::<String>()))
    }

    /// The account is the principal and the role a condition: a policy can name a role only while it exists.
    fn may(&self, what: &'static str, roles: Vec<Value>) -> Statement {
        let number = self.folder.number.clone();
        self.statement(what, allow).to(Principals::aws(vec![number])).when(
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
