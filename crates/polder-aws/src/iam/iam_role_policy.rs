//! `aws_iam_role_policy` of processes and functions, derived from their flows in this one place: what no flow
//! needs is not granted.
//!
//! A process has two roles. The *task role* is for its code: buckets and queues. The *execution role* is for
//! the engine that starts it: its image, its log and its secrets; code has no access to that one. A function
//! has one role.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Effect, Handle, Statement, Value, allow, deny, text};
use polder_design::{
    Access, Broker, BucketKind, External, Flow, FunctionKind, Party, Process, Service, Topic,
};

use crate::compute::app_context::AppContext;
use crate::compute::ecr_repository::CACHE_PROXY;
use crate::detection::guardduty_agent;
use crate::messaging::sns_topic;
use crate::names::{arn_here, identifier, named, service_here};
use crate::network::security_group_rule::crosses_network;
use crate::storage::s3_object;

/// What the code of a process may do.
pub(crate) fn task(context: &AppContext<'_>, process: &Process) -> Vec<Statement> {
    let mut keys = KeyUses::default();
    let mut statements = vec![];
    let party = Party::Process(process.clone());
    for flow in flows(context, &party) {
        use_of(context, flow, &mut statements, &mut keys);
    }
    if flows(context, &party).any(|flow| carries_tasks(context, &flow.to)) {
        // Saleor's broker client lists queues to find its own, which no setting turns off, and the action has
        // no resource-level permissions. It only sees names.
        statements.push(from_the_network(context, allow("FindQueues").actions(["sqs:ListQueues"]).on("*")));
    }
    statements.extend(keys.statements(context));
    statements
}

/// What the execution role of a service may do.
pub(crate) fn execution(context: &AppContext<'_>, service: &Service, log_group: &Handle) -> Vec<Statement> {
    let mut statements = vec![];
    let mut secrets = vec![];
    for flow in flows(context, &Party::Process(service.process.clone())) {
        match &flow.to {
            Party::Registry => statements.extend(images(context, service)),
            Party::Logs => statements.push(write_log(log_group)),
            Party::Secret(id) => secrets.push(context.secret(id)),
            // What the code uses belongs to the task role: see `task`.
            Party::Edge
            | Party::LoadBalancer
            | Party::Process(_)
            | Party::Cluster
            | Party::Database
            | Party::DatabaseReaders
            | Party::Cache
            | Party::Broker
            | Party::Bucket(_)
            | Party::Queue(_)
            | Party::Internet(_)
            | Party::Function(_)
            | Party::Scheduler
            | Party::DeadLetters(_)
            | Party::Topic(_)
            | Party::Table(_)
            | Party::Traces => {}
        }
    }
    if !secrets.is_empty() {
        statements.push(read_secrets(context, secrets));
        statements.push(open_secrets(context));
    }
    statements
}

/// To decrypt secrets through Secrets Manager.
fn open_secrets(context: &AppContext<'_>) -> Statement {
    let via = [service_here("secretsmanager")];
    let key = context.base.keys.secrets.arn();
    allow("OpenSecrets").actions(["kms:Decrypt"]).on(key).when("StringEquals", "kms:ViaService", via)
}

/// For what starts the processes of the site in its network, where Secrets Manager has an endpoint.
pub(crate) fn read_secrets(context: &AppContext<'_>, secrets: Vec<Value>) -> Statement {
    let read = allow("ReadSecrets").actions(["secretsmanager:GetSecretValue"]).on_all(secrets);
    from_the_network(context, read)
}

/// Only in requests that reach the service through an endpoint of the site's network: credentials that were stolen from a
/// process are worth nothing elsewhere. What a service does on behalf of the caller, such as to use a key, does not carry the
/// network of the caller, and neither does what goes through NAT.
fn from_the_network(context: &AppContext<'_>, statement: Statement) -> Statement {
    statement.when("StringEquals", "aws:SourceVpc", [context.network.vpc.id()])
}

/// What a function may do, and what Lambda may do with the function's role.
pub(crate) fn function(context: &AppContext<'_>, kind: FunctionKind, log_group: &Handle) -> Vec<Statement> {
    let mut keys = KeyUses::default();
    let mut statements = vec![];
    for flow in flows(context, &Party::Function(kind)) {
        match &flow.to {
            Party::Logs => statements.push(write_log(log_group)),
            Party::Secret(id) => {
                statements.push(read_secrets(context, vec![context.secret(id)]));
                statements.push(open_secrets(context));
            }
            _ => use_of(context, flow, &mut statements, &mut keys),
        }
    }
    statements.extend(keys.statements(context));
    statements.extend(network_addresses(context, kind));
    statements
}

/// What code may do over a flow that it starts, where the network has an endpoint for it only from there.
fn use_of(context: &AppContext<'_>, flow: &Flow, statements: &mut Vec<Statement>, keys: &mut KeyUses) {
    let before = statements.len();
    use_anywhere(context, flow, statements, keys);
    let has_endpoint =
        matches!(flow.to, Party::Bucket(_) | Party::Queue(_) | Party::DeadLetters(_) | Party::Table(_));
    if has_endpoint && crosses_network(flow) {
        for statement in statements.split_off(before) {
            let may = statement.effect == Effect::Allow;
            statements.push(if may { from_the_network(context, statement) } else { statement });
        }
    }
}

fn use_anywhere(context: &AppContext<'_>, flow: &Flow, statements: &mut Vec<Statement>, keys: &mut KeyUses) {
    match &flow.to {
        Party::Bucket(kind) => bucket(context, *kind, flow.access, statements, keys),
        Party::Queue(key) => queue(context, key, flow.access, statements, keys),
        Party::DeadLetters(key) => dead_letters(context, key, statements, keys),
        Party::Topic(topic) => publish(context, *topic, statements, keys),
        Party::Table(key) => table(context, key, statements, keys),
        // The actions have no resource-level permissions.
        Party::Traces => statements.push(
            allow("WriteTraces").actions(["xray:PutTelemetryRecords", "xray:PutTraceSegments"]).on("*"),
        ),
        Party::Internet(External::Mail) if flow.access == Access::Send => statements.extend(mail(context)),
        // What is reached over the network needs no IAM permission: security group rules allow it.
        Party::LoadBalancer
        | Party::Process(_)
        | Party::Cluster
        | Party::Database
        | Party::DatabaseReaders
        | Party::Cache
        | Party::Broker
        | Party::Internet(_) => {}
        // What a process starts with belongs to the execution role: see `execution`.
        Party::Registry | Party::Logs | Party::Secret(_) => {}
        // Queues and the scheduler start functions; nothing starts a flow to the edge or to the scheduler.
        Party::Function(_) | Party::Edge | Party::Scheduler => {}
    }
}

/// What the scheduler may do: invoke its functions.
pub(crate) fn clock(context: &AppContext<'_>, functions: &BTreeMap<FunctionKind, Handle>) -> Vec<Statement> {
    let started = flows(context, &Party::Scheduler).filter_map(|flow| match &flow.to {
        Party::Function(kind) => functions.get(kind).map(Handle::arn),
        _ => None,
    });
    let started: Vec<Value> = started.collect();
    let start = || allow("StartFunctions").actions(["lambda:InvokeFunction"]).on_all(started.clone());
    (!started.is_empty()).then(start).into_iter().collect()
}

fn flows<'a>(context: &AppContext<'a>, from: &Party) -> impl Iterator<Item = &'a Flow> {
    let from = from.clone();
    context.site.flows.iter().filter(move |flow| flow.from == from)
}

fn write_log(log_group: &Handle) -> Statement {
    allow("WriteLog").actions(["logs:CreateLogStream", "logs:PutLogEvents"]).on(text![log_group.arn(), ":*"])
}

/// Lambda creates network interfaces with the function's role. The code of the function, which has the same
/// role, is denied these actions.
fn network_addresses(context: &AppContext<'_>, kind: FunctionKind) -> [Statement; 3] {
    let makes = [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:UnassignPrivateIpAddresses",
    ];
    // These have no resource-level permissions.
    let finds = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];
    let arn = arn_here("lambda", text!["function:", named(format!("-{}", kind.name()))]);
    let itself = context.s.later("aws_lambda_function", &identifier(kind.name())).mention("arn", arn);
    [
        allow("AddressesInTheNetwork").actions(makes).on(arn_here("ec2", "*/*")),
        allow("FindAddresses").actions(finds).on("*"),
        deny("NotByItsCode").actions(makes).actions(finds).on("*").when(
            "ArnEquals",
            "lambda:SourceFunctionArn",
            [itself],
        ),
    ]
}

/// Pulls of the service's image, of the proxy's, when it has one, and of GuardDuty's agent, which becomes a container of the
/// task.
fn images(context: &AppContext<'_>, service: &Service) -> Vec<Statement> {
    let (design, region) = (context.design, &context.site.region);
    let agent = guardduty_agent::repository(context.s, design, region);
    let repositories: Vec<Value> = [Some(service.image.as_str()), service.cache_proxy.then_some(CACHE_PROXY)]
        .into_iter()
        .flatten()
        .map(|image| context.repository(service, image, "arn"))
        .chain(agent)
        .collect();
    vec![
        // The token is good for whatever its role may pull anyway; the action has no resource-level
        // permissions.
        allow("RegistryToken").actions(["ecr:GetAuthorizationToken"]).on("*"),
        allow("PullImages")
            .actions(["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"])
            .on_all(repositories),
    ]
}

fn bucket(
    context: &AppContext<'_>,
    kind: BucketKind,
    access: Access,
    statements: &mut Vec<Statement>,
    keys: &mut KeyUses,
) {
    let bucket = &context.base.buckets[&kind];
    let (reads, writes, deletes) = match access {
        Access::Read => (true, false, false),
        Access::Write | Access::Send => (false, true, false),
        Access::ReadWrite | Access::SendReceive => (true, true, true),
        // A bucket has no connections and sends no messages: no design contains such flows.
        Access::Connect | Access::Receive => return,
    };
    let word = words(kind.name());
    let actions = [
        writes.then_some("s3:AbortMultipartUpload"),
        deletes.then_some("s3:DeleteObject"),
        reads.then_some("s3:GetObject"),
        writes.then_some("s3:PutObject"),
    ];
    statements.push(
        allow(format!("{word}Objects")).actions(actions.into_iter().flatten()).on(text![bucket.arn(), "/*"]),
    );
    if kind == BucketKind::Static && writes {
        // The error pages are served on all hosts: no process of the shop writes them.
        statements.push(deny("NotThePagesOfTheEdge").actions(["s3:DeleteObject", "s3:PutObject"]).on(text![
            bucket.arn(),
            "/",
            s3_object::FOLDER,
            "*"
        ]));
    }
    // Without it S3 answers 403 for an object that does not exist, which Saleor treats as a failure.
    statements.push(allow(format!("{word}List")).actions(["s3:ListBucket"]).on(bucket.arn()));
    let key = match kind {
        BucketKind::Media | BucketKind::Static => Key::Media,
        BucketKind::Private | BucketKind::Functions => Key::Events,
        // Encrypted with SSE-S3: the services that write access logs support nothing else.
        BucketKind::AccessLogs => return,
    };
    // A multipart upload decrypts its earlier parts.
    keys.add(key, "s3", reads || writes, writes);
}

fn queue(
    context: &AppContext<'_>,
    key: &str,
    access: Access,
    statements: &mut Vec<Statement>,
    keys: &mut KeyUses,
) {
    let (queue, _) = &context.data.queues[key];
    let (sends, receives) = match access {
        Access::Send | Access::Write => (true, false),
        Access::Receive | Access::Read => (false, true),
        Access::SendReceive | Access::ReadWrite => (true, true),
        // A queue has no connections: no design contains such flows.
        Access::Connect => return,
    };
    let actions = [
        receives.then_some("sqs:ChangeMessageVisibility"),
        receives.then_some("sqs:DeleteMessage"),
        Some("sqs:GetQueueAttributes"),
        // Clients look queues up by name.
        Some("sqs:GetQueueUrl"),
        receives.then_some("sqs:ReceiveMessage"),
        sends.then_some("sqs:SendMessage"),
    ];
    statements
        .push(allow(format!("{}Queue", words(key))).actions(actions.into_iter().flatten()).on(queue.arn()));
    keys.add(Key::Events, "sqs", true, sends);
}

fn dead_letters(context: &AppContext<'_>, key: &str, statements: &mut Vec<Statement>, keys: &mut KeyUses) {
    let (_, dead) = &context.data.queues[key];
    let send = allow(format!("{}SetAside", words(key))).actions(["sqs:SendMessage"]).on(dead.arn());
    statements.push(send);
    keys.add(Key::Events, "sqs", true, true);
}

fn publish(context: &AppContext<'_>, topic: Topic, statements: &mut Vec<Statement>, keys: &mut KeyUses) {
    let (word, key) = match topic {
        Topic::Alarms => ("TellPeople", Key::Logs),
        Topic::DomainEvents => ("PublishEvents", Key::Events),
    };
    statements.push(allow(word).actions(["sns:Publish"]).on(sns_topic::of(context.base, topic).arn()));
    keys.add(key, "sns", true, true);
}

/// To send mail of the account's domain, by the settings of the site.
fn mail(context: &AppContext<'_>) -> Option<Statement> {
    let (identity, set) = (context.shared.mail.as_ref()?, context.base.mail.as_ref()?);
    let settings = context.s.local("mail_settings", context.site.mail.as_ref()?);
    let domain = context.s.local("mail_domain", &context.design.accounts[context.site.account].domain);
    let identity = identity.mention("arn", arn_here("ses", text!["identity/", domain.clone()]));
    let set = set.mention("arn", arn_here("ses", text!["configuration-set/", settings]));
    Some(allow("SendMail").actions(["ses:SendRawEmail"]).on_all([identity, set]).when(
        "StringLike",
        "ses:FromAddress",
        [text!["*@", domain]],
    ))
}

fn table(context: &AppContext<'_>, key: &str, statements: &mut Vec<Statement>, keys: &mut KeyUses) {
    let table = &context.data.tables[key];
    statements.push(allow(format!("{}Items", words(key))).actions(["dynamodb:PutItem"]).on(table.arn()));
    // DynamoDB uses the table's key on behalf of the caller, and describes it first.
    let uses = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];
    keys.uses.extend(uses.map(|action| (Key::Events, "dynamodb", action)));
}

/// Whether a party is a queue of the task broker.
fn carries_tasks(context: &AppContext<'_>, party: &Party) -> bool {
    let (Party::Queue(key), Broker::Queues { queues }) = (party, &context.site.broker) else { return false };
    queues.iter().any(|(_, queue)| context.site.queues[*queue].key == *key)
}

/// A key that tasks and functions use through a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Media,
    Events,
    Logs,
}

/// Uses of keys, each through one service only: a stolen role cannot decrypt anything directly.
#[derive(Debug, Default)]
struct KeyUses {
    uses: BTreeSet<(Key, &'static str, &'static str)>,
}

impl KeyUses {
    fn add(&mut self, key: Key, service: &'static str, decrypts: bool, encrypts: bool) {
        let actions = [decrypts.then_some("kms:Decrypt"), encrypts.then_some("kms:GenerateDataKey")];
        self.uses.extend(actions.into_iter().flatten().map(|action| (key, service, action)));
    }

    fn statements(&self, context: &AppContext<'_>) -> Vec<Statement> {
        let by_service: BTreeSet<(Key, &'static str)> =
            self.uses.iter().map(|(key, service, _)| (*key, *service)).collect();
        let statement = |(key, service): (Key, &'static str)| {
            let (name, handle) = match key {
                Key::Media => ("Media", &context.base.keys.media),
                Key::Events => ("Events", &context.base.keys.events),
                Key::Logs => ("Logs", &context.base.keys.logs),
            };
            let used = self.uses.iter().filter(move |(one, by, _)| (*one, *by) == (key, service));
            allow(format!("{name}Key{}", words(service)))
                .actions(used.map(|(_, _, action)| *action))
                .on(handle.arn())
                .when("StringEquals", "kms:ViaService", [service_here(service)])
        };
        by_service.into_iter().map(statement).collect()
    }
}

/// A name as a part of a `Sid`: `access-logs` becomes `AccessLogs`.
fn words(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split(|letter: char| !letter.is_ascii_alphanumeric()).map(capital).collect()
}
