//! A large plan in the JSON form of `terraform show -json`, always the same one for a size, and how fast it is read.
//!
//! It is a root module with a network and one module for each service: half of the services are there already, half are
//! new, so half of the identifiers are known.

use std::hint::black_box;

use polder_cloud::schema::Schema;
use polder_plan::{Document, read};
use serde_json::{Value, json};

use crate::{median, milliseconds, timed};

/// Resources of a service, and of the network.
const PER_SERVICE: usize = 29;
const NETWORK: usize = 8;

/// Resources of the plan that `docs/performance.md` speaks of.
const RESOURCES: usize = 6_000;

/// Reads such a plan, and sets the figures against `serde_json`, which only parses it.
pub(crate) fn measure() {
    let bytes = plan(RESOURCES);
    let document = [Document { name: "plan", bytes: &bytes, state_key: None }];
    let load = || read(&document, Schema::aws()).expect("the plan is sound");
    reset_peak();
    let (first, cloud) = timed(load);
    let (peak, resources) = (peak_kib(), cloud.resource_count());
    drop(cloud);
    let ours = median(load);
    reset_peak();
    let parse = || serde_json::from_slice::<Value>(&bytes).expect("the plan is JSON");
    let (_, parsed) = timed(parse);
    let peer_peak = peak_kib();
    drop(black_box(parsed));
    let peer = median(parse);
    println!("plan                            {resources} resources, {} KiB", bytes.len() / 1024);
    println!("  read, the first time          {}", milliseconds(first));
    println!("  read                          {}", milliseconds(ours));
    println!("  serde_json parses it          {}", milliseconds(peer));
    println!("  ratio                         {:.2}", ours.as_secs_f64() / peer.as_secs_f64());
    println!("  peak memory                   {} MiB, the document included", peak / 1024);
    println!("  peak memory of serde_json     {} MiB", peer_peak / 1024);
}

/// A plan of about as many resources.
pub(crate) fn plan(resources: usize) -> Vec<u8> {
    let mut plan = Plan::default();
    plan.network();
    let services = resources.saturating_sub(NETWORK) / PER_SERVICE;
    for service in 0..services {
        plan.service(service);
    }
    plan.finish().into_bytes()
}

/// The sections of a plan while they are written.
#[derive(Default)]
struct Plan {
    root: Vec<String>,
    modules: Vec<String>,
    module: Vec<String>,
    changes: Vec<String>,
    prior: Vec<String>,
}

/// A resource before it is written.
struct Planned<'a> {
    module: &'a str,
    kind: &'a str,
    name: &'a str,
    index: Option<usize>,
    /// What it is made of.
    values: Value,
    /// What only the provider sets, with its value if it is there already.
    computed: &'a [(&'a str, String)],
    /// What is referred to and not known, and what it is if it is.
    referred: &'a [(&'a str, String)],
    exists: bool,
}

impl Plan {
    fn network(&mut self) {
        let vpc = [("id", "vpc-0a1b2c3d".to_owned()), ("arn", arn("ec2", "vpc/vpc-0a1b2c3d"))];
        self.add(&Planned::of(
            ("", "aws_vpc", "main", None),
            json!({"cidr_block": "10.0.0.0/16"}),
            &vpc,
            &[],
            true,
        ));
        for index in 0..6 {
            let id = format!("subnet-{index:08x}");
            let values =
                json!({"cidr_block": format!("10.0.{index}.0/24"), "map_public_ip_on_launch": false});
            let computed = [("arn", arn("ec2", &format!("subnet/{id}"))), ("id", id)];
            let vpc = [("vpc_id", "vpc-0a1b2c3d".to_owned())];
            self.add(&Planned::of(("", "aws_subnet", "app", Some(index)), values, &computed, &vpc, true));
        }
        let cluster = arn("ecs", "cluster/main");
        let computed = [("id", cluster.clone()), ("arn", cluster)];
        self.add(&Planned::of(
            ("", "aws_ecs_cluster", "main", None),
            json!({"name": "main"}),
            &computed,
            &[],
            true,
        ));
    }

    fn service(&mut self, service: usize) {
        let (exists, name) = (service.is_multiple_of(2), format!("service-{service:04}"));
        let module = format!("module.service[\"{name}\"]");
        let of = |kind, resource, index| (module.as_str(), kind, resource, index);
        let group = format!("sg-{service:08x}");
        let (role, queue) = (arn("iam", &format!("role/{name}")), arn("sqs", &name));
        let log = arn("logs", &format!("log-group:/services/{name}"));
        let subnets: Vec<String> = (0..6).map(|index| format!("subnet-{index:08x}")).collect();
        let text = |value: &str| value.to_owned();
        let computed = [("id", group.clone()), ("arn", arn("ec2", &format!("security-group/{group}")))];
        let vpc = [("vpc_id", text("vpc-0a1b2c3d"))];
        let values =
            json!({"name": name, "description": format!("What {name} talks to"), "tags": tags(&name)});
        self.add(&Planned::of(of("aws_security_group", "app", None), values, &computed, &vpc, exists));
        for index in 0..12 {
            let values = json!({"from_port": 1000 + index, "to_port": 1000 + index, "ip_protocol": "tcp",
                "cidr_ipv4": format!("10.{index}.0.0/16"), "description": format!("Flow {index} of {name}"),
                "tags": tags(&name)});
            let computed = [("id", format!("sgr-{service:04x}{index:04x}"))];
            let referred = [("security_group_id", group.clone())];
            let of = of("aws_vpc_security_group_ingress_rule", "flow", Some(index));
            self.add(&Planned::of(of, values, &computed, &referred, exists));
        }
        let values =
            json!({"name": name, "path": "/services/", "assume_role_policy": trust(), "tags": tags(&name)});
        let computed =
            [("id", name.clone()), ("arn", role.clone()), ("unique_id", format!("AROA{service:016}"))];
        self.add(&Planned::of(of("aws_iam_role", "task", None), values, &computed, &[], exists));
        for index in 0..3 {
            let values = json!({"name": format!("{name}-{index}"), "policy": policy(&name, index)});
            let of = of("aws_iam_role_policy", "task", Some(index));
            let referred = [("role", name.clone())];
            self.add(&Planned::of(of, values, &[("id", format!("{name}:{index}"))], &referred, exists));
        }
        let values =
            json!({"name": format!("/services/{name}"), "retention_in_days": 30, "tags": tags(&name)});
        let computed = [("id", format!("/services/{name}")), ("arn", log.clone())];
        self.add(&Planned::of(of("aws_cloudwatch_log_group", "app", None), values, &computed, &[], exists));
        let values = json!({"family": name, "cpu": "512", "memory": "1024", "network_mode": "awsvpc",
            "requires_compatibilities": ["FARGATE"], "container_definitions": containers(&name), "tags": tags(&name)});
        let task = arn("ecs", &format!("task-definition/{name}:1"));
        let computed = [("id", name.clone()), ("arn", task.clone())];
        let referred = [("execution_role_arn", role.clone()), ("task_role_arn", role)];
        self.add(&Planned::of(
            of("aws_ecs_task_definition", "app", None),
            values,
            &computed,
            &referred,
            exists,
        ));
        let values = json!({"name": name, "desired_count": 2, "launch_type": "FARGATE", "tags": tags(&name),
            "network_configuration": [{"assign_public_ip": false, "subnets": subnets}]});
        let referred = [("task_definition", task), ("cluster", arn("ecs", "cluster/main"))];
        let of_service = of("aws_ecs_service", "app", None);
        self.add(&Planned::of(of_service, values, &[("id", arn("ecs", &name))], &referred, exists));
        let values = json!({"name": name, "visibility_timeout_seconds": 60, "message_retention_seconds": 345_600,
            "sqs_managed_sse_enabled": true, "tags": tags(&name)});
        let computed = [("id", queue.clone()), ("arn", queue.clone()), ("url", queue)];
        self.add(&Planned::of(of("aws_sqs_queue", "jobs", None), values, &computed, &[], exists));
        for index in 0..8 {
            let values = json!({"alarm_name": format!("{name}-{index}"), "namespace": "AWS/ECS", "period": 60,
                "metric_name": "CPUUtilization", "comparison_operator": "GreaterThanThreshold", "threshold": 80.5,
                "evaluation_periods": 3, "statistic": "Average", "tags": tags(&name),
                "alarm_description": format!("Alarm {index} of {name}: see its page")});
            let computed =
                [("arn", arn("cloudwatch", &format!("alarm:{name}-{index}"))), ("id", text(&name))];
            let of = of("aws_cloudwatch_metric_alarm", "app", Some(index));
            self.add(&Planned::of(of, values, &computed, &[], exists));
        }
        let resources = std::mem::take(&mut self.module).join(",");
        self.modules.push(format!("{{\"address\":{},\"resources\":[{resources}]}}", json!(module)));
    }

    /// Writes a resource into the sections that tell of it.
    fn add(&mut self, planned: &Planned<'_>) {
        let Planned { module, kind, name, index, exists, .. } = *planned;
        let dot = if module.is_empty() { "" } else { "." };
        let key = index.map(|index| format!("[{index}]")).unwrap_or_default();
        let address = format!("{module}{dot}{kind}.{name}{key}");
        let (mut values, mut unknown) = (planned.values.clone(), json!({}));
        for (name, value) in planned.computed.iter().chain(planned.referred) {
            if exists {
                values[*name] = json!(value);
            } else {
                unknown[*name] = json!(true);
            }
        }
        let sensitive = json!({"tags": {}, "tags_all": {}});
        let mut resource = json!({"address": address, "mode": "managed", "type": kind, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 0});
        if let Some(index) = index {
            resource["index"] = json!(index);
        }
        let mut change = resource.clone();
        resource["values"] = values.clone();
        resource["sensitive_values"] = sensitive.clone();
        change["change"] = json!({"actions": [if exists { "no-op" } else { "create" }],
            "before": if exists { values.clone() } else { Value::Null }, "after": values, "after_unknown": unknown,
            "before_sensitive": if exists { sensitive.clone() } else { json!(false) },
            "after_sensitive": sensitive});
        if !module.is_empty() {
            change["module_address"] = json!(module);
        }
        self.changes.push(change.to_string());
        let resource = resource.to_string();
        if module.is_empty() { self.root.push(resource) } else { self.module.push(resource) }
    }

    fn finish(mut self) -> String {
        let (root, modules) = (self.root.join(","), self.modules.join(","));
        let values = format!("{{\"root_module\":{{\"resources\":[{root}],\"child_modules\":[{modules}]}}}}");
        // What is there is known in full: the network, and every other service.
        let existing: Vec<&String> = self.modules.iter().step_by(2).collect();
        let existing = existing.into_iter().cloned().collect::<Vec<_>>().join(",");
        self.prior
            .push(format!("{{\"root_module\":{{\"resources\":[{root}],\"child_modules\":[{existing}]}}}}"));
        format!(
            "{{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"planned_values\":{values},\
             \"resource_changes\":[{}],\"prior_state\":{{\"format_version\":\"1.0\",\"values\":{}}},\
             \"configuration\":{}}}",
            self.changes.join(","),
            self.prior.join(","),
            configuration()
        )
    }
}

impl<'a> Planned<'a> {
    fn of(
        (module, kind, name, index): (&'a str, &'a str, &'a str, Option<usize>),
        values: Value,
        computed: &'a [(&'a str, String)],
        referred: &'a [(&'a str, String)],
        exists: bool,
    ) -> Planned<'a> {
        Planned { module, kind, name, index, values, computed, referred, exists }
    }
}

/// What the resources are written from: the module of the services stands there once.
fn configuration() -> Value {
    let resource = |kind: &str, name: &str, expressions: Value| {
        json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name,
            "provider_config_key": "aws", "expressions": expressions})
    };
    let to = |references: &[&str]| json!({ "references": references });
    let named = || json!({"name": to(&["var.name"])});
    let service = [
        resource(
            "aws_security_group",
            "app",
            json!({"name": to(&["var.name"]), "vpc_id": to(&["var.vpc_id"])}),
        ),
        resource(
            "aws_vpc_security_group_ingress_rule",
            "flow",
            json!({"security_group_id": to(&["aws_security_group.app.id", "aws_security_group.app"]),
                "from_port": to(&["count.index"])}),
        ),
        resource("aws_iam_role", "task", named()),
        resource(
            "aws_iam_role_policy",
            "task",
            json!({"role": to(&["aws_iam_role.task.name", "aws_iam_role.task"])}),
        ),
        resource("aws_cloudwatch_log_group", "app", named()),
        resource(
            "aws_ecs_task_definition",
            "app",
            json!({"execution_role_arn": to(&["aws_iam_role.task.arn", "aws_iam_role.task"]),
                "task_role_arn": to(&["aws_iam_role.task.arn", "aws_iam_role.task"])}),
        ),
        resource(
            "aws_ecs_service",
            "app",
            json!({"cluster": to(&["var.cluster"]), "network_configuration": [{"subnets": to(&["var.subnet_ids"])}],
                "task_definition": to(&["aws_ecs_task_definition.app.arn", "aws_ecs_task_definition.app"])}),
        ),
        resource("aws_sqs_queue", "jobs", named()),
        resource(
            "aws_cloudwatch_metric_alarm",
            "app",
            json!({"alarm_name": to(&["var.name", "count.index"])}),
        ),
    ];
    let root = [
        resource("aws_vpc", "main", json!({"cidr_block": {"constant_value": "10.0.0.0/16"}})),
        resource("aws_subnet", "app", json!({"vpc_id": to(&["aws_vpc.main.id", "aws_vpc.main"])})),
        resource("aws_ecs_cluster", "main", json!({"name": {"constant_value": "main"}})),
    ];
    let given = json!({"name": to(&["each.key"]), "vpc_id": to(&["aws_vpc.main.id", "aws_vpc.main"]),
        "subnet_ids": to(&["aws_subnet.app"]), "cluster": to(&["aws_ecs_cluster.main.arn", "aws_ecs_cluster.main"])});
    json!({
        "provider_config": {"aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"}}}},
        "root_module": {"resources": root, "module_calls": {"service": {"source": "./service",
            "expressions": given, "for_each_expression": to(&["var.services"]), "module": {"resources": service}}}}
    })
}

fn arn(service: &str, resource: &str) -> String {
    format!("arn:aws:{service}:eu-west-1:111111111111:{resource}")
}

fn tags(name: &str) -> Value {
    json!({"Name": name, "environment": "production", "owner": "platform-team", "cost-center": "shop"})
}

fn trust() -> String {
    json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]})
    .to_string()
}

fn policy(name: &str, index: usize) -> String {
    let statement = |at: usize| {
        json!({"Sid": format!("Read{at}"), "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"],
            "Resource": format!("arn:aws:s3:::{name}-{index}-{at}/*")})
    };
    json!({"Version": "2012-10-17", "Statement": (0..4).map(statement).collect::<Vec<Value>>()}).to_string()
}

fn containers(name: &str) -> String {
    let variable = |at: usize| json!({"name": format!("VARIABLE_{at}"), "value": format!("{name}-{at}")});
    json!([{"name": "app", "image": format!("111111111111.dkr.ecr.eu-west-1.amazonaws.com/{name}:1"), "essential": true,
        "environment": (0..20).map(variable).collect::<Vec<Value>>(), "readonlyRootFilesystem": true}])
    .to_string()
}

/// The largest resident set since the last reset, in KiB.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|word| word.parse().ok()).unwrap_or(0)
}

/// Makes the kernel forget the largest resident set so far. Elsewhere than on Linux nothing happens.
fn reset_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
