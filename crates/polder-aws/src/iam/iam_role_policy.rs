//! `aws_iam_role_policy` of processes and functions: what each may do, derived from its flows in this one place: what no flow needs is not granted.
//!
//! A process has two roles. The *task role* is what its code can use: buckets and queues. The *execution role* is what
//! the engine uses to start it: its image, its log and its secrets; code never sees that one. A function has one role.

use std::collections::BTreeSet;

use polder_cloud::{Handle, Statement, Value, allow, deny, text};
use polder_design::{Access, Broker, BucketKind, Flow, FunctionKind, Party, Process, Service, Topic};

use crate::compute::app_context::AppContext;
use crate::compute::ecr_repository::CACHE_PROXY;
use crate::messaging::sns_topic;
use crate::names::{arn_here, identifier, named, service_here};
use crate::storage::s3_object;

/// What the code of a process may do.
pub(crate) fn task(place: &AppContext<'_>, process: &Process) -> Vec<Statement> {
    let mut keys = KeyUses::default();
    let mut statements = vec![];
    let party = Party::Process(process.clone());
    for flow in flows(place, &party) {
        use_of(place, flow, &mut statements, &mut keys);
    }
    if flows(place, &party).any(|flow| carries_tasks(place, &flow.to)) {
        // Saleor's broker client looks for its queues by listing them, no setting spares it, and the action knows no
        // narrower resource. It sees names and nothing else.
        statements.push(allow("FindQueues").actions(["sqs:ListQueues"]).on("*"));
    }
    statements.extend(keys.statements(place));
    statements
}

/// What the engine may do to start a service.
pub(crate) fn execution(place: &AppContext<'_>, service: &Service, log_group: &Handle) -> Vec<Statement> {
    let mut statements = vec![];
    let mut secrets = vec![];
    for flow in flows(place, &Party::Process(service.process.clone())) {
        match &flow.to {
            Party::Registry => statements.extend(images(place, service)),
            Party::Logs => statements.push(write_log(log_group)),
            Party::Secret(id) => secrets.push(place.secret(id)),
            // What the code uses and reaches is no business of the engine: see `task`.
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
        statements.push(allow("ReadSecrets").actions(["secretsmanager:GetSecretValue"]).on_all(secrets));
        statements.push(
            allow("OpenSecrets").actions(["kms:Decrypt"]).on(place.base.keys.secrets.arn()).when(
                "StringEquals",
                "kms:ViaService",
                [service_here("secretsmanager")],
            ),
        );
    }
    statements
}

/// What a function may do, and what Lambda may do for it in its name.
pub(crate) fn function(place: &AppContext<'_>, kind: FunctionKind, log_group: &Handle) -> Vec<Statement> {
    let mut keys = KeyUses::default();
    let mut statements = vec![];
    for flow in flows(place, &Party::Function(kind)) {
        match &flow.to {
            Party::Logs => statements.push(write_log(log_group)),
            _ => use_of(place, flow, &mut statements, &mut keys),
        }
    }
    statements.extend(keys.statements(place));
    statements.extend(network_addresses(place, kind));
    statements
}

/// What code may do over a flow that it starts.
fn use_of(place: &AppContext<'_>, flow: &Flow, statements: &mut Vec<Statement>, keys: &mut KeyUses) {
    match &flow.to {
        Party::Bucket(kind) => bucket(place, *kind, flow.access, statements, keys),
        Party::Queue(key) => queue(place, key, flow.access, statements, keys),
        Party::DeadLetters(key) => dead_letters(place, key, statements, keys),
        Party::Topic(topic) => publish(place, *topic, statements, keys),
        Party::Table(key) => table(place, key, statements, keys),
        // The actions know no narrower resource.
        Party::Traces => statements.push(
            allow("WriteTraces").actions(["xray:PutTelemetryRecords", "xray:PutTraceSegments"]).on("*"),
        ),
        // Whoever reaches these over the network needs no right: the rules of security groups admit it.
        Party::LoadBalancer
        | Party::Process(_)
        | Party::Cluster
        | Party::Database
        | Party::DatabaseReaders
        | Party::Cache
        | Party::Broker
        | Party::Internet(_) => {}
        // What a process starts with is the engine's right and not the code's: see `execution`.
        Party::Registry | Party::Logs | Party::Secret(_) => {}
        // Queues and the clock start functions; nothing starts a flow to the edge or to the clock.
        Party::Function(_) | Party::Edge | Party::Scheduler => {}
    }
}

/// What the clock may do: start the functions that it is to start.
pub(crate) fn clock(place: &AppContext<'_>, kind: FunctionKind, function: &Handle) -> Vec<Statement> {
    let mut flows = flows(place, &Party::Scheduler);
    let started = flows.any(|flow| flow.to == Party::Function(kind));
    let start = allow("StartFunction").actions(["lambda:InvokeFunction"]).on(function.arn());
    started.then_some(start).into_iter().collect()
}

fn flows<'a>(place: &AppContext<'a>, from: &Party) -> impl Iterator<Item = &'a Flow> {
    let from = from.clone();
    place.site.flows.iter().filter(move |flow| flow.from == from)
}

fn write_log(log_group: &Handle) -> Statement {
    allow("WriteLog").actions(["logs:CreateLogStream", "logs:PutLogEvents"]).on(text![log_group.arn(), ":*"])
}

/// Lambda gives functions their addresses in the network with their own roles. The code of the function, which has the
/// role as well, is kept from it.
fn network_addresses(place: &AppContext<'_>, kind: FunctionKind) -> [Statement; 3] {
    let makes = [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:UnassignPrivateIpAddresses",
    ];
    // These know no narrower resource.
    let finds = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];
    let arn = arn_here("lambda", text!["function:", named(format!("-{}", kind.name()))]);
    let itself = place.s.later("aws_lambda_function", &identifier(kind.name())).mention("arn", arn);
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

/// Pulls of the service's image and of the proxy's, when it has one.
fn images(place: &AppContext<'_>, service: &Service) -> Vec<Statement> {
    let repositories: Vec<Value> = [Some(service.image.as_str()), service.cache_proxy.then_some(CACHE_PROXY)]
        .into_iter()
        .flatten()
        .map(|image| place.repository(service, image, "arn"))
        .collect();
    vec![
        // The token is good for whatever its bearer may pull anyway; the action knows no narrower resource.
        allow("RegistryToken").actions(["ecr:GetAuthorizationToken"]).on("*"),
        allow("PullImages")
            .actions(["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"])
            .on_all(repositories),
    ]
}

fn bucket(
    place: &AppContext<'_>,
    kind: BucketKind,
    access: Access,
    statements: &mut Vec<Statement>,
    keys: &mut KeyUses,
) {
    let bucket = &place.base.buckets[&kind];
    let (reads, writes, deletes) = match access {
        Access::Read => (true, false, false),
        Access::Write | Access::Send => (false, true, false),
        Access::ReadWrite | Access::SendReceive => (true, true, true),
        // A bucket has no connections and gives out no messages: no design says so.
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
        // What the edge shows in the name of all hosts: no process of the shop writes it.
        statements.push(deny("NotThePagesOfTheEdge").actions(["s3:DeleteObject", "s3:PutObject"]).on(text![
            bucket.arn(),
            "/",
            s3_object::FOLDER,
            "*"
        ]));
    }
    // Without it the store answers "forbidden" for an object that does not exist, which Saleor takes for a failure.
    statements.push(allow(format!("{word}List")).actions(["s3:ListBucket"]).on(bucket.arn()));
    let key = match kind {
        BucketKind::Media | BucketKind::Static => Key::Media,
        BucketKind::Private | BucketKind::Functions => Key::Events,
        // Encrypted with the provider's own key: whoever writes access logs can use no other.
        BucketKind::AccessLogs => return,
    };
    // A write in several parts reads what it has encrypted before.
    keys.add(key, "s3", reads || writes, writes);
}

fn queue(
    place: &AppContext<'_>,
    key: &str,
    access: Access,
    statements: &mut Vec<Statement>,
    keys: &mut KeyUses,
) {
    let (queue, _) = &place.data.queues[key];
    let (sends, receives) = match access {
        Access::Send | Access::Write => (true, false),
        Access::Receive | Access::Read => (false, true),
        Access::SendReceive | Access::ReadWrite => (true, true),
        // A queue has no connections: no design says so.
        Access::Connect => return,
    };
    let actions = [
        receives.then_some("sqs:ChangeMessageVisibility"),
        receives.then_some("sqs:DeleteMessage"),
        Some("sqs:GetQueueAttributes"),
        // Programs know a queue by its name.
        Some("sqs:GetQueueUrl"),
        receives.then_some("sqs:ReceiveMessage"),
        sends.then_some("sqs:SendMessage"),
    ];
    statements
        .push(allow(format!("{}Queue", words(key))).actions(actions.into_iter().flatten()).on(queue.arn()));
    keys.add(Key::Events, "sqs", true, sends);
}

fn dead_letters(place: &AppContext<'_>, key: &str, statements: &mut Vec<Statement>, keys: &mut KeyUses) {
    let (_, dead) = &place.data.queues[key];
    let send = allow(format!("{}SetAside", words(key))).actions(["sqs:SendMessage"]).on(dead.arn());
    statements.push(send);
    keys.add(Key::Events, "sqs", true, true);
}

fn publish(place: &AppContext<'_>, topic: Topic, statements: &mut Vec<Statement>, keys: &mut KeyUses) {
    let (word, key) = match topic {
        Topic::Alarms => ("TellPeople", Key::Logs),
        Topic::DomainEvents => ("PublishEvents", Key::Events),
    };
    statements.push(allow(word).actions(["sns:Publish"]).on(sns_topic::of(place.base, topic).arn()));
    keys.add(key, "sns", true, true);
}

fn table(place: &AppContext<'_>, key: &str, statements: &mut Vec<Statement>, keys: &mut KeyUses) {
    let table = &place.data.tables[key];
    statements.push(allow(format!("{}Items", words(key))).actions(["dynamodb:PutItem"]).on(table.arn()));
    // DynamoDB works with the table's key in the name of whoever asks, and looks at it first.
    let uses = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];
    keys.uses.extend(uses.map(|action| (Key::Events, "dynamodb", action)));
}

/// Whether a party is a queue of the task broker.
fn carries_tasks(place: &AppContext<'_>, party: &Party) -> bool {
    let (Party::Queue(key), Broker::Queues { queues }) = (party, &place.site.broker) else { return false };
    queues.iter().any(|(_, queue)| place.site.queues[*queue].key == *key)
}

/// A key that tasks and functions use through a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Media,
    Events,
    Logs,
}

/// Uses of keys, each by one service only: a stolen role cannot decrypt anything by itself.
#[derive(Debug, Default)]
struct KeyUses {
    uses: BTreeSet<(Key, &'static str, &'static str)>,
}

impl KeyUses {
    fn add(&mut self, key: Key, service: &'static str, decrypts: bool, encrypts: bool) {
        let actions = [decrypts.then_some("kms:Decrypt"), encrypts.then_some("kms:GenerateDataKey")];
        self.uses.extend(actions.into_iter().flatten().map(|action| (key, service, action)));
    }

    fn statements(&self, place: &AppContext<'_>) -> Vec<Statement> {
        let by_service: BTreeSet<(Key, &'static str)> =
            self.uses.iter().map(|(key, service, _)| (*key, *service)).collect();
        let statement = |(key, service): (Key, &'static str)| {
            let (name, handle) = match key {
                Key::Media => ("Media", &place.base.keys.media),
                Key::Events => ("Events", &place.base.keys.events),
                Key::Logs => ("Logs", &place.base.keys.logs),
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

/// A name as a part of a statement's id: `access-logs` becomes `AccessLogs`.
fn words(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split(|letter: char| !letter.is_ascii_alphanumeric()).map(capital).collect()
}
