//! A large plan in the JSON form of `terraform show -json`, deterministic for a size.
//!
//! It is a root module with a network and one module for each service: half of the services exist already,
//! half are new, so half of the identifiers are known.

use serde_json::{Value, json};

/// Resources of a service, and of the network.
const PER_SERVICE: usize = 29;
const NETWORK: usize = 8;

/// A plan of about as many resources.
pub(super) fn plan(resources: usize) -> Vec<u8> {
    let mut plan = Plan::default();
    plan.network();
    let services = resources.saturating_sub(NETWORK) / PER_SERVICE;
    for service in 0..services {
        plan.service(service);
    }
    plan.finish().into_bytes()
}

/// The sections of a plan under construction.
#[derive(Default)]
struct Plan {
    root: Vec<String>,
    modules: Vec<String>,
    module: Vec<String>,
    changes: Vec<String>,
    prior: Vec<String>,
}

/// The module of a resource, and whether it exists already.
#[derive(Clone, Copy)]
struct Resource<'a> {
    module: &'a str,
    kind: &'a str,
    name: &'a str,
    index: Option<usize>,
    exists: bool,
}

impl Plan {
    /// It exists already.
    fn network(&mut self) {
        let (vpc, cluster) = ("vpc-0a1b2c3d", arn("ecs", "cluster/main"));
        let later = [("id", vpc.to_owned()), ("arn", arn("ec2", vpc))];
        let resource = Resource { module: "", kind: "aws_vpc", name: "main", index: None, exists: true };
        self.add(&resource, json!({"cidr_block": "10.0.0.0/16"}), &later);
        for index in 0..6 {
            let id = format!("subnet-{index:08x}");
            let later = [("arn", arn("ec2", &id)), ("id", id)];
            let values = json!({"cidr_block": format!("10.0.{index}.0/24"), "vpc_id": vpc});
            let index = Some(index);
            self.add(&Resource { kind: "aws_subnet", name: "app", index, ..resource }, values, &later);
        }
        let later = [("id", cluster.clone()), ("arn", cluster)];
        self.add(&Resource { kind: "aws_ecs_cluster", ..resource }, json!({"name": "main"}), &later);
    }

    /// A module of a service. Half of them exist already.
    fn service(&mut self, service: usize) {
        let name = format!("service-{service:04}");
        let module = format!("module.service[\"{name}\"]");
        let exists = service.is_multiple_of(2);
        let resource = Resource { module: &module, kind: "", name: "app", index: None, exists };
        self.access(&resource, &name, service);
        self.tasks(&resource, &name);
        let resources = std::mem::take(&mut self.module).join(",");
        self.modules.push(format!("{{\"address\":{},\"resources\":[{resources}]}}", json!(module)));
    }

    /// Security groups and roles of the service.
    fn access(&mut self, service: &Resource<'_>, name: &str, number: usize) {
        let (group, role) = (format!("sg-{number:08x}"), arn("iam", &format!("role/{name}")));
        let of = |kind| Resource { kind, ..*service };
        let values = json!({"name": name, "description": format!("What {name} talks to"), "tags": tags(name),
            "vpc_id": "vpc-0a1b2c3d"});
        let later = [("id", group.clone()), ("arn", arn("ec2", &group))];
        self.add(&of("aws_security_group"), values, &later);
        for index in 0..12 {
            let values = json!({"from_port": 1000 + index, "to_port": 1000 + index, "ip_protocol": "tcp",
                "cidr_ipv4": format!("10.{index}.0.0/16"), "description": format!("Flow {index} of {name}"),
                "tags": tags(name)});
            let later =
                [("id", format!("sgr-{number:04x}{index:04x}")), ("security_group_id", group.clone())];
            let kind = "aws_vpc_security_group_ingress_rule";
            self.add(&Resource { kind, index: Some(index), ..*service }, values, &later);
        }
        let values =
            json!({"name": name, "path": "/services/", "assume_role_policy": trust(), "tags": tags(name)});
        let later = [("id", name.to_owned()), ("arn", role), ("unique_id", format!("AROA{number:016}"))];
        self.add(&of("aws_iam_role"), values, &later);
        for index in 0..3 {
            let values =
                json!({"name": format!("{name}-{index}"), "policy": policy(name, index), "role": name});
            let resource = Resource { kind: "aws_iam_role_policy", index: Some(index), ..*service };
            self.add(&resource, values, &[("id", format!("{name}:{index}"))]);
        }
    }

    /// Compute, storage and monitoring of the service.
    fn tasks(&mut self, service: &Resource<'_>, name: &str) {
        let (role, queue, log) = (
            arn("iam", &format!("role/{name}")),
            arn("sqs", name),
            arn("logs", &format!("log-group:/{name}")),
        );
        let task = arn("ecs", &format!("task-definition/{name}:1"));
        let subnets: Vec<String> = (0..6).map(|index| format!("subnet-{index:08x}")).collect();
        let of = |kind| Resource { kind, ..*service };
        let values = json!({"name": format!("/{name}"), "retention_in_days": 30, "tags": tags(name)});
        self.add(&of("aws_cloudwatch_log_group"), values, &[("id", format!("/{name}")), ("arn", log)]);
        let values = json!({"family": name, "cpu": "512", "memory": "1024", "network_mode": "awsvpc", "tags": tags(name),
            "requires_compatibilities": ["FARGATE"], "container_definitions": containers(name)});
        let later = [
            ("id", name.to_owned()),
            ("arn", task.clone()),
            ("execution_role_arn", role.clone()),
            ("task_role_arn", role),
        ];
        self.add(&of("aws_ecs_task_definition"), values, &later);
        let values = json!({"name": name, "desired_count": 2, "launch_type": "FARGATE", "tags": tags(name),
            "network_configuration": [{"assign_public_ip": false, "subnets": subnets}],
            "cluster": arn("ecs", "cluster/main")});
        self.add(&of("aws_ecs_service"), values, &[("id", arn("ecs", name)), ("task_definition", task)]);
        let values = json!({"name": name, "visibility_timeout_seconds": 60, "message_retention_seconds": 345_600,
            "sqs_managed_sse_enabled": true, "tags": tags(name)});
        let later = [("id", queue.clone()), ("arn", queue.clone()), ("url", queue)];
        self.add(&of("aws_sqs_queue"), values, &later);
        for index in 0..8 {
            let values = json!({"alarm_name": format!("{name}-{index}"), "namespace": "AWS/ECS", "period": 60,
                "metric_name": "CPUUtilization", "comparison_operator": "GreaterThanThreshold", "threshold": 80.5,
                "evaluation_periods": 3, "statistic": "Average", "tags": tags(name),
                "alarm_description": format!("Alarm {index} of {name}: see its page")});
            let later =
                [("arn", arn("cloudwatch", &format!("alarm:{name}-{index}"))), ("id", name.to_owned())];
            let resource = Resource { kind: "aws_cloudwatch_metric_alarm", index: Some(index), ..*service };
            self.add(&resource, values, &later);
        }
    }

    /// Writes a resource into its sections.
    fn add(&mut self, resource: &Resource<'_>, mut values: Value, later: &[(&str, String)]) {
        let Resource { module, kind, name, index, exists } = *resource;
        let dot = if module.is_empty() { "" } else { "." };
        let key = index.map(|index| format!("[{index}]")).unwrap_or_default();
        let address = format!("{module}{dot}{kind}.{name}{key}");
        let mut unknown = json!({});
        for (name, value) in later {
            if exists {
                values[*name] = json!(value);
            } else {
                unknown[*name] = json!(true);
            }
        }
        let sensitive = json!({"tags": {}, "tags_all": {}});
        let mut written = json!({"address": address, "mode": "managed", "type": kind, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 0});
        if let Some(index) = index {
            written["index"] = json!(index);
        }
        let mut change = written.clone();
        written["values"] = values.clone();
        written["sensitive_values"] = sensitive.clone();
        change["change"] = json!({"actions": [if exists { "no-op" } else { "create" }],
            "before": if exists { values.clone() } else { Value::Null }, "after": values, "after_unknown": unknown,
            "before_sensitive": if exists { sensitive.clone() } else { json!(false) },
            "after_sensitive": sensitive});
        if !module.is_empty() {
            change["module_address"] = json!(module);
        }
        self.changes.push(change.to_string());
        let written = written.to_string();
        if module.is_empty() { self.root.push(written) } else { self.module.push(written) }
    }

    fn finish(mut self) -> String {
        let (root, modules) = (self.root.join(","), self.modules.join(","));
        let values = format!("{{\"root_module\":{{\"resources\":[{root}],\"child_modules\":[{modules}]}}}}");
        // Existing resources are known in full: the network, and every other service.
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

/// The configuration: it contains the module of the services once.
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
            "app",
            json!({"security_group_id": to(&["aws_security_group.app.id", "aws_security_group.app"]),
                "from_port": to(&["count.index"])}),
        ),
        resource("aws_iam_role", "app", named()),
        resource(
            "aws_iam_role_policy",
            "app",
            json!({"role": to(&["aws_iam_role.app.name", "aws_iam_role.app"])}),
        ),
        resource("aws_cloudwatch_log_group", "app", named()),
        resource(
            "aws_ecs_task_definition",
            "app",
            json!({"execution_role_arn": to(&["aws_iam_role.app.arn", "aws_iam_role.app"]),
                "task_role_arn": to(&["aws_iam_role.app.arn", "aws_iam_role.app"])}),
        ),
        resource(
            "aws_ecs_service",
            "app",
            json!({"cluster": to(&["var.cluster"]), "network_configuration": [{"subnets": to(&["var.subnet_ids"])}],
                "task_definition": to(&["aws_ecs_task_definition.app.arn", "aws_ecs_task_definition.app"])}),
        ),
        resource("aws_sqs_queue", "app", named()),
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
