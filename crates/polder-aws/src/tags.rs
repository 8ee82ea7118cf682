//! Tags, added by one rule in one place.
//!
//! What is the same for a whole stack is in its default tags, which the provider adds to everything that
//! supports tags. What differs from resource to resource is added here, when a stack is finished: the
//! component, the data classes of a store, and the name where AWS shows one. Tags depend on the design and on
//! addresses only, so that peers keep sharing their text.

pub(crate) mod data_class;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::Location;
use std::sync::Arc;

use polder_cloud::{Body, Content, Item, Layer, Mode, SmolStr, Stack, StackScope, Value, body};
use polder_design::{Account, BucketKind, DataClass, Design, Environment, Party, Site, Topic};

use crate::kinds::AWS;
use crate::names::{identifier, named};

/// The tags of every resource; the owner's own tags are added. The page `docs/tags.md` lists them.
#[cfg(test)]
pub(crate) const EVERYWHERE: [&str; 6] =
    ["platform", "owner", "environment", "layer", "component", "managed-by"];

/// Kinds that belong to the process whose name is the prefix of theirs.
const OF_PROCESSES: [&str; 7] = [
    "aws_appautoscaling_target",
    "aws_cloudwatch_log_group",
    "aws_ecs_service",
    "aws_ecs_task_definition",
    "aws_eks_pod_identity_association",
    "aws_iam_role",
    "aws_lb_target_group",
];

/// The source of a component's name.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// Always this one.
    Is(&'static str),
    /// The resource's name in its stack.
    Own,
}

/// Components by prefix of a kind. The first that matches is used; other kinds belong to their layer as a
/// whole.
const BY_KIND: [(&str, Part); 22] = [
    ("aws_api_gateway_", Part::Is("gateway")),
    ("aws_backup_", Part::Is("backup")),
    ("aws_db_", Part::Is("database")),
    ("aws_dynamodb_", Part::Own),
    ("aws_ecr_", Part::Is("registry")),
    ("aws_eip", Part::Is("nat")),
    ("aws_eks_", Part::Is("cluster")),
    ("aws_elasticache_subnet_group", Part::Is("cache")),
    ("aws_elasticache_", Part::Own),
    ("aws_kms_", Part::Is("keys")),
    ("aws_lambda_", Part::Own),
    ("aws_lb", Part::Is("load-balancer")),
    ("aws_nat_gateway", Part::Is("nat")),
    ("aws_rds_", Part::Is("database")),
    ("aws_route53_", Part::Is("names")),
    ("aws_s3_bucket", Part::Own),
    ("aws_secretsmanager_", Part::Is("secrets")),
    ("aws_sesv2_", Part::Is("mail")),
    ("aws_sns_topic", Part::Own),
    ("aws_sqs_queue", Part::Own),
    ("aws_vpc_endpoint", Part::Is("endpoints")),
    ("aws_wafv2_", Part::Is("firewall")),
];

/// Components of roles and logs by prefix of their names.
const BY_NAME: [(&str, &str); 11] = [
    ("auditor", "auditor"),
    ("backup", "backup"),
    ("broker", "broker"),
    ("cache", "cache"),
    ("database", "database"),
    ("event_consumer", "event-consumer"),
    ("failover_controller", "failover-controller"),
    ("reader", "database"),
    ("setup_runner", "setup-runner"),
    ("shop_probe", "shop-probe"),
    ("web_acl", "firewall"),
];

/// The default tags of a stack.
pub(crate) fn of_stack(design: &Design, scope: &StackScope, account: &Account, layer: Layer) -> Value {
    let (cell, site) = match scope {
        StackScope::Site { region, cell } => (Some(cell.to_string()), Some(format!("{cell}-{region}"))),
        StackScope::Region(_) | StackScope::Global | StackScope::Foreign(_) => (None, None),
    };
    let tags = body! {
        platform = &design.name;
        owner = &design.owner;
        environment = environment_name(account.environment);
        cell = cell;
        site = site;
        layer = layer.name();
        component = layer.name();
        "managed-by" = "terraform";
        for (key, value) in &design.tags => {
            (key.clone()) = value;
        }
    };
    tags.into()
}

/// The value of the tag for the environment.
pub(crate) fn environment_name(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "production",
        Environment::Staging => "staging",
        Environment::Development => "development",
        Environment::Management => "management",
        Environment::LogArchive => "log-archive",
        Environment::Security => "security",
        Environment::Backup => "backup",
    }
}

/// What a resource's tags depend on by its kind alone.
#[derive(Clone, Copy, Debug)]
struct KindTraits {
    takes_tags: bool,
    nameless: bool,
    store: bool,
    of_process: bool,
    part: Option<Part>,
}

impl KindTraits {
    fn of(kind: &str) -> KindTraits {
        let (shape, model) = ((AWS.schema)().block(Mode::Managed, kind), AWS.of(kind));
        KindTraits {
            takes_tags: shape.is_some_and(|shape| shape.attributes.contains_key("tags")),
            nameless: model.named_by_tag,
            store: model.keeps_data,
            of_process: OF_PROCESSES.contains(&kind),
            part: BY_KIND.iter().find(|(start, _)| kind.starts_with(start)).map(|(_, part)| *part),
        }
    }
}

/// What the tags of resources depend on besides the resources themselves.
#[derive(Debug)]
pub(crate) struct Tagger {
    /// The processes of all sites, as Terraform takes their names.
    processes: BTreeSet<String>,
    /// Cache of what was computed for kinds.
    traits: BTreeMap<SmolStr, KindTraits>,
}

impl Tagger {
    /// For the stacks of a design.
    pub(crate) fn new(design: &Design) -> Tagger {
        let all = design.sites.iter().flat_map(|site| site.services.iter().chain(&site.jobs));
        let processes = all.map(|service| identifier(service.process.name())).collect();
        Tagger { processes, traits: BTreeMap::new() }
    }

    /// Adds to every resource of a stack, which may be that of a site, the tags that its default tags cannot contain.
    pub(crate) fn complete(&mut self, stack: &mut Stack, site: Option<&Site>) {
        let keys = keys(stack);
        let layer = stack.key.layer.name();
        for resource in stack.resources.iter_mut().filter(|it| it.address.mode == Mode::Managed) {
            let address = Arc::clone(&resource.address);
            let body = Arc::make_mut(&mut resource.body);
            if address.kind == "aws_autoscaling_group" {
                reach_machines(body, &keys);
            } else if address.kind == "aws_launch_template" {
                reach_disks(body);
            }
            let traits = self.traits_of(&address.kind);
            if !traits.takes_tags {
                continue;
            }
            let name = address.name.as_str();
            if traits.nameless {
                // A single resource of its kind is called `main`.
                let own = if name == "main" { String::new() } else { format!("-{}", name.replace('_', "-")) };
                add(body, "Name", named(own));
            }
            if let Some(component) = component(&self.processes, traits, name).filter(|it| it != layer) {
                add(body, "component", component.into());
            }
            if traits.store {
                add(body, "data-class", classes(site, &address.kind, name).into());
            }
        }
    }

    fn traits_of(&mut self, kind: &SmolStr) -> KindTraits {
        if let Some(known) = self.traits.get(kind) {
            return *known;
        }
        *self.traits.entry(kind.clone()).or_insert_with(|| KindTraits::of(kind))
    }
}

/// The part of the platform that a resource belongs to; `None` for its layer as a whole.
fn component(processes: &BTreeSet<String>, traits: KindTraits, name: &str) -> Option<SmolStr> {
    let begins =
        |start: &str| name == start || name.strip_prefix(start).is_some_and(|rest| rest.starts_with('_'));
    if traits.of_process {
        // The longest matching name: a service `api-export` begins as `api` does.
        let process = processes.iter().filter(|process| begins(process)).max_by_key(|process| process.len());
        let known =
            || BY_NAME.iter().find(|(start, _)| begins(start)).map(|(_, part)| SmolStr::new_static(part));
        if let Some(part) = process.map(|process| process.replace('_', "-").into()).or_else(known) {
            return Some(part);
        }
    }
    match traits.part? {
        Part::Is(part) => Some(part.into()),
        // Here, too, `main` has no meaning; dead letters belong to their queue.
        Part::Own => {
            let own = name.strip_suffix("_dead").unwrap_or(name);
            (own != "main").then(|| own.replace('_', "-").into())
        }
    }
}

/// The data classes of a store that does not declare them: copies have those of their source, access logs
/// contain addresses of users.
fn classes(site: Option<&Site>, kind: &str, name: &str) -> String {
    let plain = || DataClass::Operational.name().to_owned();
    match (kind, site) {
        ("aws_backup_vault", Some(site)) => {
            let stores =
                [Party::Database, Party::Bucket(BucketKind::Media), Party::Bucket(BucketKind::Private)];
            data_class::of_any(site, &stores).unwrap_or_else(plain)
        }
        ("aws_sns_topic", Some(site)) if name == "domain_events" => {
            let topic = Party::Topic(Topic::DomainEvents);
            data_class::of(site, &topic).unwrap_or_else(plain)
        }
        ("aws_cloudwatch_log_group", _) => {
            format!("{} {}", DataClass::Personal.name(), DataClass::Operational.name())
        }
        _ => plain(),
    }
}

/// Sets a tag, unless the resource has it already.
fn add(body: &mut Body, key: &'static str, value: Value) {
    let tags = body.items.iter_mut().find(|item| item.key == "tags");
    let Some(tags) = tags else {
        let tags = body! { (key) = value; };
        before_blocks(body, tags.into());
        return;
    };
    if let Content::Attribute(Value::Object(tags)) = &mut tags.content
        && tags.get(key).is_none()
    {
        // One more, without spare capacity.
        tags.items.reserve_exact(1);
        tags.set(None, key, value);
    }
}

/// Puts the tags after the other attributes, where readers look for them.
fn before_blocks(body: &mut Body, tags: Value) {
    let at = body.items.iter().position(|item| matches!(item.content, Content::Block(_)));
    let content = Content::Attribute(tags);
    let tags = Item { key: "tags".into(), comment: None, content, at: Some(Location::caller()) };
    body.items.reserve_exact(1);
    body.items.insert(at.unwrap_or(body.items.len()), tags);
}

/// The keys of a stack's default tags.
fn keys(stack: &Stack) -> Vec<String> {
    let tags = stack.locals.iter().find(|local| local.name == "tags").map(|local| &local.value);
    let Some(Value::Object(tags)) = tags else { return vec![] };
    tags.items.iter().map(|item| item.key.to_string()).collect()
}

/// Default tags do not reach the instances of an Auto Scaling group: the group propagates them.
fn reach_machines(body: &mut Body, keys: &[String]) {
    let known: Vec<Value> = body.blocks("tag").filter_map(|tag| tag.get("key").cloned()).collect();
    for key in keys.iter().filter(|key| !known.contains(&Value::from(key.as_str().to_owned()))) {
        let value = Value::call("lookup", vec![Value::Local("tags".into()), key.into()]);
        body.block(
            None,
            "tag",
            body! {
                key = key;
                value = value;
                propagate_at_launch = true;
            },
        );
    }
}

/// Nor do they reach the volumes and interfaces of an instance.
fn reach_disks(body: &mut Body) {
    let known: Vec<Value> =
        body.blocks("tag_specifications").filter_map(|tags| tags.get("resource_type").cloned()).collect();
    for of in ["volume", "network-interface"] {
        if !known.contains(&Value::from(of)) {
            body.block(
                None,
                "tag_specifications",
                body! {
                    resource_type = of;
                    tags = Value::Local("tags".into());
                },
            );
        }
    }
}
