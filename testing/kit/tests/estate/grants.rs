//! What processes and functions may do on which resources, against the flows of the design: nothing less and nothing more.
//!
//! One side evaluates the policies of each role for every resource, including those of other sites and
//! accounts. The other side reads the flows, and knows which actions an access takes and which key encrypts a
//! store.

use std::collections::{BTreeMap, BTreeSet};

use polder::design::{
    Access, Broker, BucketKind, ComputeEngine, Environment, External, Flow, Party, Process, Service, Site,
    Topic,
};
use polder_cloud::{Index, Value};
use polder_inventory::access::{Actions, Effect, PolicyRole, PrincipalId, PrincipalKind};
use polder_inventory::model::{Attribute, Known, Link, Pattern};
use polder_inventory::stores::{Encryption, StoreId, StoreKind};

use crate::estates::{Estate, all, label};
use crate::evaluator::{Policies, Request, covers};

/// An action, its ARN, and for keys the service through which they are used.
type Grant = (String, String, Option<&'static str>);

/// Services that use keys on behalf of the caller.
const KEY_USERS: [&str; 7] = ["dynamodb", "lambda", "s3", "scheduler", "secretsmanager", "sns", "sqs"];

/// Actions without resource-level permissions. Source: AWS, Service Authorization Reference.
const ABOUT_NOTHING: [&str; 6] = [
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ecr:GetAuthorizationToken",
    "sqs:ListQueues",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
];

/// Lambda's network actions with the role of a function.
const ADDRESSES: [&str; 4] = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
];

/// The actions that pull an image.
const PULL: [&str; 3] =
    ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/// The role's user.
#[derive(Clone, Copy, Debug)]
enum Holder<'a> {
    /// The code of a process.
    Code(&'a Service),
    /// The engine that starts a process.
    Launch(&'a Service),
    /// A function, and Lambda on its behalf.
    Function(&'a polder::design::Function),
}

#[test]
fn roles_may_do_what_flows_need_and_nothing_else() {
    for estate in all() {
        let (policies, resources) = (Policies::of(&estate.inventory), Resources::of(estate));
        let mut seen = 0;
        for (role, site, holder) in roles(estate) {
            let network = network(estate, &policies, site);
            let allowed = allowed(estate, &policies, &resources, role, site, Some(&network));
            let wanted = Wanted::of(estate, &policies, &resources, site).by(holder);
            let missing: Vec<_> = wanted.difference(&allowed).collect();
            let extra: Vec<_> = allowed.difference(&wanted).collect();
            let name = estate.address(role);
            assert!(missing.is_empty() && extra.is_empty(), "{name}: missing {missing:#?}, extra {extra:#?}");
            seen += wanted.len();
        }
        assert!(seen > 100, "{}: {seen}", estate.name);
    }
}

/// Credentials of a process are worth nothing outside of its network. Lambda polls the queue of a function, and delivers to
/// topics, from its own network.
#[test]
fn objects_items_messages_and_secrets_are_reached_from_the_network_of_the_site_only() {
    let mut refused = 0;
    for estate in all() {
        let (policies, resources) = (Policies::of(&estate.inventory), Resources::of(estate));
        let sites = &estate.compiled.design.sites;
        for (role, site, holder) in roles(estate) {
            let is_stored = |(action, _, _): &&Grant| {
                let services: &[&str] = match holder {
                    Holder::Code(_) | Holder::Launch(_) => &["s3:", "dynamodb:", "secretsmanager:", "sqs:"],
                    Holder::Function(_) => &["s3:", "dynamodb:", "secretsmanager:"],
                };
                services.iter().any(|service| action.starts_with(service))
            };
            let from = |network: Option<&str>| allowed(estate, &policies, &resources, role, site, network);
            let other = sites.iter().find(|other| other.id != site.id);
            let other = other.map(|other| network(estate, &policies, other));
            let (outside, elsewhere) = (from(None), from(other.as_deref()));
            let left: Vec<_> = outside.union(&elsewhere).filter(is_stored).collect();
            assert!(left.is_empty(), "{}: {left:#?}", estate.address(role));
            let inside = from(Some(&network(estate, &policies, site)));
            refused += inside.iter().filter(is_stored).count();
        }
    }
    assert!(refused > 1_000, "{refused}");
}

/// A condition on the network needs an endpoint of the service there: what goes through NAT does not carry the network.
#[test]
fn networks_have_an_endpoint_for_each_service_that_asks_for_the_network() {
    let mut seen = BTreeSet::new();
    for estate in all() {
        let policies = Policies::of(&estate.inventory);
        for (role, site, _) in roles(estate) {
            let asks = |it: &&&polder_inventory::access::Statement| {
                it.conditions.iter().any(|condition| &*condition.key == "aws:SourceVpc")
            };
            let statements = policies.statements(role, PolicyRole::Identity);
            for statement in statements.iter().filter(asks) {
                let Actions::Only(Known::Value(actions)) = &statement.actions else {
                    panic!("{statement:?}")
                };
                for action in actions.iter() {
                    let service = action.split(':').next().expect("a service").to_owned();
                    let endpoint = format!("aws_vpc_endpoint.{service}");
                    let has = |stack: &polder_cloud::Stack| {
                        estate.site_of(stack).is_some_and(|it| it.id == site.id)
                            && stack.find(&endpoint).is_some()
                    };
                    assert!(estate.compiled.cloud.stacks.iter().any(has), "{} has no {endpoint}", site.name);
                    seen.insert(service);
                }
            }
        }
    }
    let services: Vec<&str> = seen.iter().map(String::as_str).collect();
    assert_eq!(services, ["dynamodb", "s3", "secretsmanager", "sqs"]);
}

/// The ID of the network of a site, as policies have it.
fn network(estate: &Estate, policies: &Policies<'_>, site: &Site) -> String {
    let mut networks = estate.inventory.networks.networks.iter();
    let of_site = networks.find(|(_, it)| estate.site(it.source) == Some(site.name.as_str()));
    let (id, _) = of_site.unwrap_or_else(|| panic!("{} has no network", site.name));
    policies.text(&Pattern::attribute(id, Attribute::Id), &Request::default())
}

/// Terraform writes the error pages, which are served on all hosts: no process may replace them.
#[test]
fn nobody_writes_the_objects_of_terraform() {
    for estate in all() {
        let (policies, index) = (Policies::of(&estate.inventory), Index::new(&estate.compiled.cloud));
        let objects: Vec<(String, String)> = index
            .of_kind("aws_s3_object")
            .iter()
            .filter_map(|id| index.view(*id))
            .map(|object| {
                let bucket = object.target("bucket").and_then(|bucket| bucket.text("bucket"));
                let bucket = format!("arn:aws:s3:::{}", bucket.expect("the name of a bucket"));
                (bucket, object.text("key").expect("a key").into_owned())
            })
            .collect();
        let mut writes = 0;
        for (role, site, _) in roles(estate) {
            let statements = policies.statements(role, PolicyRole::Identity);
            let network = network(estate, &policies, site);
            let may = |action, key: String| {
                let request = Request::new(action, key).with("aws:SourceVpc", [network.as_str()]);
                policies.allow(&statements, &request)
            };
            for (bucket, key) in &objects {
                writes += usize::from(may("s3:PutObject", format!("{bucket}/an/object")));
                for action in ["s3:PutObject", "s3:DeleteObject"] {
                    assert!(
                        !may(action, format!("{bucket}/{key}")),
                        "{} {action} {key}",
                        estate.address(role)
                    );
                }
            }
        }
        assert!(writes > 0, "{}: somebody writes beside them", estate.name);
    }
}

/// Without this permission of the registry's endpoints, no task can pull the agent.
#[test]
fn endpoints_of_the_registry_allow_the_agent_of_threat_detection() {
    let mut seen = 0;
    for estate in all() {
        for stack in &estate.compiled.cloud.stacks {
            let endpoints = stack.managed().filter(|it| it.address.kind == "aws_vpc_endpoint");
            for endpoint in endpoints.filter(|it| it.address.name.starts_with("ecr_")) {
                let site = estate.site_of(stack).expect("a site");
                let Some(Value::Document(policy)) = endpoint.body.get("policy") else { panic!("a policy") };
                let policy = format!("{policy:?}");
                let agent = agent_image(estate, site);
                assert_eq!(policy.contains("aws-guardduty-agent-fargate"), agent.is_some(), "{}", stack.key);
                seen += usize::from(agent.is_some());
            }
        }
    }
    assert!(seen > 10, "{seen}");
}

/// All roles of processes and functions of all sites.
fn roles(estate: &'static Estate) -> Vec<(PrincipalId, &'static Site, Holder<'static>)> {
    let inventory = &estate.inventory;
    let mut found = vec![];
    for site in &estate.compiled.design.sites {
        let here = |source| estate.site(source) == Some(site.name.as_str());
        for service in site.services.iter().chain(&site.jobs) {
            let (of, before) = (label(Party::Process(service.process.clone())), found.len());
            let is = |source| here(source) && estate.component(source) == of;
            for process in inventory.compute.processes.values().filter(|it| is(it.source)) {
                let role = |link: Option<Link<PrincipalId>>| link.and_then(|link| link.id()).expect("a role");
                found.push((role(process.identity), site, Holder::Code(service)));
                found.push((role(process.launch_identity), site, Holder::Launch(service)));
            }
            for pods in inventory.access.principals.values().filter(|it| is(it.source)) {
                if let PrincipalKind::ServiceAccount { role: Some(Link::To(role)), .. } = pods.kind {
                    found.push((role, site, Holder::Code(service)));
                }
            }
            assert!(found.len() > before, "{}: {of} has no role", site.name);
        }
        for function in &site.functions {
            let of = label(Party::Function(function.kind));
            let mut all = inventory.compute.functions.values().filter(|it| here(it.source));
            let entry = all.find(|it| estate.component(it.source) == of).unwrap_or_else(|| panic!("{of}"));
            found.push((entry.identity.id().expect("a role"), site, Holder::Function(function)));
        }
    }
    found
}

/// The resources of an inventory.
struct Resources {
    /// The ARNs of each service's actions.
    arns: BTreeMap<String, Vec<String>>,
}

impl Resources {
    fn of(estate: &Estate) -> Resources {
        let (inventory, policies) = (&estate.inventory, Policies::of(&estate.inventory));
        let mut arns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in inventory.access.resource_names.values() {
            let arn = policies.arn(name.entry.id().expect("an entry"));
            let service = arn.split(':').nth(2).unwrap_or_default().to_owned();
            let list = arns.entry(service.clone()).or_default();
            match &*service {
                // Objects of a bucket, and streams of a log group.
                "s3" => list.push(format!("{arn}/an/object")),
                "logs" => list.push(format!("{arn}:log-stream:a-stream")),
                // There are hundreds in each region of an account, and roles name none: one represents all.
                "ec2" if list.iter().any(|known| place(known) == place(&arn)) => continue,
                _ => {}
            }
            list.push(arn);
        }
        let mail = estate.compiled.design.sites.iter().flat_map(|site| mail(estate, &policies, site));
        let mail: BTreeSet<String> = mail.collect();
        if !mail.is_empty() {
            arns.insert("ses".to_owned(), mail.into_iter().collect());
        }
        let agents = estate.compiled.design.sites.iter().filter_map(|site| agent_image(estate, site));
        let agents: BTreeSet<String> = agents.collect();
        arns.entry("ecr".to_owned()).or_default().extend(agents);
        for service in ["xray", "ecr", "sqs", "ec2"] {
            arns.entry(service.to_owned()).or_default().push("*".to_owned());
        }
        Resources { arns }
    }
}

/// Region and account of an ARN.
fn place(arn: &str) -> (Option<&str>, Option<&str>) {
    let mut parts = arn.split(':').skip(3);
    (parts.next(), parts.next())
}

/// The permissions of a role, in requests from a network.
fn allowed(
    estate: &Estate,
    policies: &Policies<'_>,
    resources: &Resources,
    role: PrincipalId,
    site: &Site,
    network: Option<&str>,
) -> BTreeSet<Grant> {
    let statements = policies.statements(role, PolicyRole::Identity);
    let mut actions: BTreeSet<String> = BTreeSet::new();
    for statement in statements.iter().filter(|it| it.effect == Effect::Allow) {
        let Actions::Only(Known::Value(listed)) = &statement.actions else { panic!("{statement:?}") };
        actions.extend(listed.iter().flat_map(|action| meanings(action)));
    }
    let mut found = BTreeSet::new();
    for action in actions {
        let statements: Vec<_> = statements.iter().copied().filter(|it| covers(it, &action)).collect();
        let (service, _) = action.split_once(':').expect("a service and an action");
        let on_nothing = ABOUT_NOTHING.contains(&action.as_str());
        let arns =
            resources.arns.get(service).unwrap_or_else(|| panic!("{action} is on nothing of the estate"));
        for arn in arns.iter().filter(|arn| (*arn == "*") == on_nothing) {
            let request = Request::new(&action, arn.as_str());
            let mut statements = statements.clone();
            statements.retain(|it| policies.is_on(it, &request));
            if statements.is_empty() {
                continue;
            }
            let ask = |request: Request| {
                let request = request.with("aws:RequestedRegion", [site.region.as_str()]);
                let from = format!("noreply@{}", senders(estate, site));
                let request =
                    if service == "ses" { request.with("ses:FromAddress", [from]) } else { request };
                let request = match network {
                    Some(network) => request.with("aws:SourceVpc", [network]),
                    None => request,
                };
                policies.allow(&statements, &request)
            };
            if service == "kms" {
                let via = |by: &str| format!("{by}.{}.amazonaws.com", site.region);
                for by in KEY_USERS {
                    if ask(Request::new(&action, arn.as_str()).with("kms:ViaService", [via(by)])) {
                        found.insert((action.clone(), arn.clone(), Some(by)));
                    }
                }
            }
            if ask(Request::new(&action, arn.as_str())) {
                found.insert((action.clone(), arn.clone(), None));
            }
        }
    }
    found
}

/// The domain of the senders of a site's mail.
fn senders<'a>(estate: &'a Estate, site: &Site) -> &'a str {
    &estate.compiled.design.accounts[site.account].domain
}

/// What a site sends mail with: the identity of the domain, and the settings of the site. Nothing if a relay sends it.
fn mail(estate: &Estate, policies: &Policies<'_>, site: &Site) -> Vec<String> {
    let Some(set) = &site.mail else { return vec![] };
    let design = &estate.compiled.design;
    let account = policies.account(estate.account(&design.accounts[site.account].name));
    let here = format!("arn:aws:ses:{}:{account}:", site.region);
    vec![format!("{here}identity/{}", senders(estate, site)), format!("{here}configuration-set/{set}")]
}

/// A worker that sends mail in the name of others would be worth a lot to those who deceive customers.
#[test]
fn mail_is_sent_from_the_domain_only() {
    let mut seen = 0;
    for estate in all() {
        let policies = Policies::of(&estate.inventory);
        for (role, site, holder) in roles(estate) {
            let statements = policies.statements(role, PolicyRole::Identity);
            let domain = senders(estate, site);
            for arn in mail(estate, &policies, site) {
                let may = |from: String| {
                    let request = Request::new("ses:SendRawEmail", arn.as_str());
                    policies.allow(&statements, &request.with("ses:FromAddress", [from]))
                };
                let sends = matches!(holder, Holder::Code(it) if it.process == Process::Worker);
                assert_eq!(may(format!("noreply@{domain}")), sends, "{}", estate.address(role));
                for from in
                    [format!("a@mail.{domain}"), format!("a@x{domain}"), format!("a@{domain}.example")]
                {
                    assert!(!may(from.clone()), "{} {from}", estate.address(role));
                }
                seen += usize::from(sends);
            }
        }
    }
    assert!(seen > 4, "{seen}");
}

/// The repository of the agent that GuardDuty adds to Fargate tasks, if it watches the site.
fn agent_image(estate: &Estate, site: &Site) -> Option<String> {
    let design = &estate.compiled.design;
    let managed = design.accounts.iter().any(|account| account.environment == Environment::Management);
    let region = polder_facts::Facts::embedded().region(&site.region)?;
    let added = managed && design.compute == ComputeEngine::ServerlessContainers;
    let (id, account) = (&region.id, &region.agent_account);
    added.then(|| format!("arn:aws:ecr:{id}:{account}:repository/aws-guardduty-agent-fargate"))
}

/// The actions that match a pattern of a policy.
fn meanings(action: &str) -> Vec<String> {
    let all: &[&str] = match action {
        "kms:GenerateDataKey*" => &["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
        "kms:ReEncrypt*" => &["kms:ReEncryptFrom", "kms:ReEncryptTo"],
        other => {
            assert!(!other.contains(['*', '?']), "nobody says what {other} stands for");
            return vec![other.to_owned()];
        }
    };
    all.iter().map(|action| (*action).to_owned()).collect()
}

/// The permissions that the flows of a site need.
struct Wanted<'a> {
    estate: &'a Estate,
    policies: &'a Policies<'a>,
    resources: &'a Resources,
    site: &'a Site,
    grants: BTreeSet<Grant>,
}

impl<'a> Wanted<'a> {
    fn of(
        estate: &'a Estate,
        policies: &'a Policies<'a>,
        resources: &'a Resources,
        site: &'a Site,
    ) -> Wanted<'a> {
        Wanted { estate, policies, resources, site, grants: BTreeSet::new() }
    }

    fn by(mut self, holder: Holder<'_>) -> BTreeSet<Grant> {
        let from = match holder {
            Holder::Code(service) | Holder::Launch(service) => Party::Process(service.process.clone()),
            Holder::Function(function) => Party::Function(function.kind),
        };
        for flow in self.site.flows.iter().filter(|flow| flow.from == from) {
            match holder {
                Holder::Code(_) => self.uses(flow),
                Holder::Launch(service) => self.starts(flow, service),
                Holder::Function(_) => {
                    self.uses(flow);
                    // A function reads its secrets itself.
                    if let Party::Secret(_) = flow.to {
                        self.secret(flow);
                    }
                    if flow.to == Party::Logs {
                        self.writes_log(&from);
                    }
                }
            }
        }
        if let Holder::Function(_) = holder {
            let account = self.account();
            let here = format!("arn:aws:ec2:{}:{account}:", self.site.region);
            let arns = self.resources.arns["ec2"].iter().filter(|arn| arn.starts_with(&here));
            for (arn, action) in arns.flat_map(|arn| ADDRESSES.map(|action| (arn, action))) {
                self.grants.insert((action.to_owned(), arn.clone(), None));
            }
            self.on("*", &["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]);
        }
        self.grants
    }

    /// The permissions of code for a flow.
    fn uses(&mut self, flow: &Flow) {
        let (reads, writes) = match flow.access {
            Access::Connect => return,
            Access::Read | Access::Receive => (true, false),
            Access::Write | Access::Send => (false, true),
            Access::ReadWrite | Access::SendReceive => (true, true),
        };
        match &flow.to {
            Party::Bucket(kind) => self.bucket(*kind, reads, writes),
            Party::Queue(key) => self.queue(key, reads, writes),
            Party::DeadLetters(_) => {
                let queue = self.store(&flow.to);
                self.on(&self.policies.arn(queue), &["sqs:SendMessage"]);
                self.key(queue, "sqs", &["kms:Decrypt", "kms:GenerateDataKey"]);
            }
            Party::Topic(Topic::Alarms | Topic::DomainEvents) => {
                let topic = self.store(&flow.to);
                self.on(&self.policies.arn(topic), &["sns:Publish"]);
                self.key(topic, "sns", &["kms:Decrypt", "kms:GenerateDataKey"]);
            }
            Party::Table(_) => {
                assert!(!reads, "tables are only written to");
                let table = self.store(&flow.to);
                self.on(&self.policies.arn(table), &["dynamodb:PutItem"]);
                let uses = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"];
                self.key(table, "dynamodb", &uses);
                let uses = ["kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"];
                self.key(table, "dynamodb", &uses);
            }
            Party::Internet(External::Mail) => {
                for arn in mail(self.estate, self.policies, self.site) {
                    self.on(&arn, &["ses:SendRawEmail"]);
                }
            }
            Party::Traces => self.on("*", &["xray:PutTelemetryRecords", "xray:PutTraceSegments"]),
            // What a process starts with is fetched by the engine.
            Party::Registry | Party::Logs | Party::Secret(_) => {}
            other => panic!("{other:?} is no resource that one reads or writes"),
        }
    }

    fn bucket(&mut self, kind: BucketKind, reads: bool, writes: bool) {
        let bucket = self.store(&Party::Bucket(kind));
        let arn = self.policies.arn(bucket);
        self.on(&arn, &["s3:ListBucket"]);
        let objects = format!("{arn}/an/object");
        if reads {
            self.on(&objects, &["s3:GetObject"]);
            self.key(bucket, "s3", &["kms:Decrypt"]);
        }
        if writes {
            // A multipart upload decrypts its earlier parts.
            self.on(&objects, &["s3:AbortMultipartUpload", "s3:PutObject"]);
            self.key(bucket, "s3", &["kms:Decrypt", "kms:GenerateDataKey"]);
        }
        if reads && writes {
            self.on(&objects, &["s3:DeleteObject"]);
        }
    }

    fn queue(&mut self, key: &str, receives: bool, sends: bool) {
        let queue = self.store(&Party::Queue(key.to_owned()));
        let arn = self.policies.arn(queue);
        self.on(&arn, &["sqs:GetQueueAttributes", "sqs:GetQueueUrl"]);
        self.key(queue, "sqs", &["kms:Decrypt"]);
        if receives {
            self.on(&arn, &["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"]);
        }
        if sends {
            self.on(&arn, &["sqs:SendMessage"]);
            self.key(queue, "sqs", &["kms:GenerateDataKey"]);
        }
        // Celery finds its queues by listing all.
        if let Broker::Queues { queues } = &self.site.broker
            && queues.iter().any(|(_, queue)| self.site.queues[*queue].key == key)
        {
            self.on("*", &["sqs:ListQueues"]);
        }
    }

    /// The permissions of the engine that starts a process.
    fn starts(&mut self, flow: &Flow, service: &Service) {
        match &flow.to {
            Party::Registry => {
                self.on("*", &["ecr:GetAuthorizationToken"]);
                let proxy = service.cache_proxy.then_some("envoy");
                for image in [service.image.as_str()].into_iter().chain(proxy) {
                    let (account, region) = (self.account(), &self.site.region);
                    let name = &self.estate.compiled.design.name;
                    let arn = format!("arn:aws:ecr:{region}:{account}:repository/{name}/{image}");
                    assert!(self.resources.arns["ecr"].contains(&arn), "{arn}");
                    self.on(&arn, &PULL);
                }
                if let Some(agent) = agent_image(self.estate, self.site) {
                    self.on(&agent, &PULL);
                }
            }
            Party::Logs => self.writes_log(&flow.from),
            Party::Secret(_) => self.secret(flow),
            _ => {}
        }
    }

    fn secret(&mut self, flow: &Flow) {
        let secret = self.store(&flow.to);
        self.on(&self.policies.arn(secret), &["secretsmanager:GetSecretValue"]);
        self.key(secret, "secretsmanager", &["kms:Decrypt"]);
    }

    fn writes_log(&mut self, of: &Party) {
        let log = self.store(of);
        let stream = format!("{}:log-stream:a-stream", self.policies.arn(log));
        self.on(&stream, &["logs:CreateLogStream", "logs:PutLogEvents"]);
    }

    fn on(&mut self, arn: &str, actions: &[&str]) {
        self.grants.extend(actions.iter().map(|action| ((*action).to_owned(), arn.to_owned(), None)));
    }

    /// Use of the store's encryption key, through the service of the store.
    fn key(&mut self, of: StoreId, by: &'static str, actions: &[&str]) {
        match self.estate.inventory.stores.stores[of].encryption {
            Encryption::Key(Link::To(key)) => {
                let arn = self.policies.arn(key);
                self.grants
                    .extend(actions.iter().map(|action| ((*action).to_owned(), arn.clone(), Some(by))));
            }
            Encryption::ServiceOwned => {}
            other => panic!("{}: {other:?}", self.estate.address(of)),
        }
    }

    fn account(&self) -> String {
        let name = &self.estate.compiled.design.accounts[self.site.account].name;
        self.policies.account(self.estate.account(name))
    }

    /// The store of a party in the region of the site: the site's own, or the replica of its peer's.
    fn store(&self, party: &Party) -> StoreId {
        let design = &self.estate.compiled.design;
        let (of, cell) = (label(party.clone()), &design.cells[self.site.cell].name);
        let inventory = &self.estate.inventory;
        let stores = inventory.stores.stores.iter().filter(|(_, store)| {
            let source = &inventory.sources[store.source];
            let location = &inventory.locations[source.location];
            let origin = source.origin.map(|origin| &inventory.origins[origin]);
            let kept = match party {
                // The log group of a process, and not that of sessions in the cluster of the jobs.
                Party::Process(_) | Party::Function(_) => {
                    matches!(store.kind, StoreKind::LogStore(_)) && !source.address.contains("shell_sessions")
                }
                _ => true,
            };
            let region = location.region == Known::Value(Some(self.site.region.as_str().into()));
            kept && region
                && origin.is_some_and(|it| it.cell.as_deref() == Some(cell.as_str()) && it.component == of)
        });
        let found: Vec<StoreId> = stores.map(|(id, _)| id).collect();
        let [store] = *found else {
            let all: Vec<_> = found.iter().map(|id| self.estate.address(*id)).collect();
            panic!("{}: {of}: {all:?}", self.site.name)
        };
        store
    }
}
