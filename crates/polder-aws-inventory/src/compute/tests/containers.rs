//! Containers, typed and as JSON.

use polder_cloud::{After, DependencyCondition, Document, HealthCommand, Value, body, text};
use polder_inventory::Inventory;
use polder_inventory::compute::{Container, ContainerRole, EnvironmentValue, Pinned, ProbeCheck, Process};
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::networks::Protocol;
use polder_units::{Bytes, Duration, MilliCpu};

use crate::test_graphs::{address, container, of_foreign, of_stack};

/// The only process, whose tasks are started on demand.
fn job(inventory: &Inventory) -> &Process {
    let mut processes = inventory.compute.processes.values();
    let job = processes.next().expect("a process");
    assert!(processes.next().is_none());
    job
}

/// The containers without references to entries, which differ between graphs.
fn said(inventory: &Inventory) -> Vec<Container> {
    let mut containers = job(inventory).containers.to_vec();
    for container in &mut containers {
        container.environment = Known::Value([].into());
        container.image.registry = None;
    }
    containers
}

const JSON: &str = r#"[
  {
    "name": "api",
    "image": "registry.example/shop@sha256:0123",
    "essential": true,
    "entryPoint": ["sh", "-c"],
    "command": ["serve --port 8000"],
    "portMappings": [{"containerPort": 8000, "protocol": "tcp"}],
    "environment": [{"name": "DEBUG", "value": "false"}],
    "secrets": [{"name": "KEY", "valueFrom": "arn:aws:secretsmanager:eu-central-1:111111111111:secret:key-AbCdEf:part::"}],
    "healthCheck": {"command": ["CMD", "true"], "interval": 10, "timeout": 2, "retries": 4, "startPeriod": 60},
    "user": "1000",
    "readonlyRootFilesystem": true,
    "stopTimeout": 40,
    "dependsOn": [{"containerName": "volumes", "condition": "SUCCESS"}],
    "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/shop/api"}}
  },
  {
    "name": "volumes",
    "image": "busybox:latest",
    "essential": false,
    "stopTimeout": 2
  }
]"#;

/// The same, typed.
fn typed() -> Document {
    let mut api = container("api");
    api.image = "registry.example/shop@sha256:0123".into();
    api.entry_point = vec!["sh".into(), "-c".into()];
    api.command = vec!["serve --port 8000".into()];
    api.ports = vec![8000];
    api.environment = vec![("DEBUG".into(), "false".into())];
    api.health = Some(HealthCommand {
        command: vec!["true".into()],
        interval_seconds: 10,
        timeout_seconds: 2,
        retries: 4,
        start_period_seconds: 60,
    });
    api.user = "1000".into();
    api.readonly_root = true;
    api.stop_timeout_seconds = 40;
    api.after = vec![After { name: "volumes".into(), until: DependencyCondition::Succeeded }];
    let mut volumes = container("volumes");
    volumes.image = "busybox:latest".into();
    volumes.essential = false;
    volumes.stop_timeout_seconds = 2;
    Document::Containers(vec![api, volumes])
}

#[test]
fn the_text_of_others_and_our_own_types_say_the_same() {
    let ours = of_stack(|s| {
        s.resource("aws_ecs_task_definition", "x", body! { container_definitions = typed(); });
    });
    let theirs = of_stack(|s| {
        s.resource("aws_ecs_task_definition", "x", body! { container_definitions = JSON; });
    });
    assert_eq!(said(&ours), said(&theirs));
    let [api, volumes] = &said(&ours)[..] else { panic!("two containers") };
    assert_eq!((api.role, volumes.role), (ContainerRole::Essential, ContainerRole::Init));
    assert_eq!(api.image.pinned, Known::Value(Pinned::Digest));
    assert_eq!(volumes.image.pinned, Known::Value(Pinned::Latest));
    let Known::Value(Some(words)) = &api.command else { panic!("a command") };
    let words: Vec<_> = words.iter().map(|word| word.as_literal().expect("a text")).collect();
    assert_eq!(words, ["sh", "-c", "serve --port 8000"]);
    let Known::Value(ports) = &api.listens else { panic!("ports") };
    assert_eq!((ports[0].port, ports[0].protocol), (8000, Protocol::Tcp));
    let [probe] = &api.probes[..] else { panic!("one probe") };
    assert_eq!(
        (&probe.interval, &probe.failure_threshold),
        (&Known::Value(Duration::seconds(10)), &Known::Value(4))
    );
    assert!(matches!(&probe.check, ProbeCheck::Command(Known::Value(words)) if words[..] == ["true"]));
}

#[test]
fn secrets_and_logs_in_a_text_are_found_in_the_estate() {
    let inventory = of_foreign(|s| {
        s.resource(
            "aws_secretsmanager_secret",
            "key",
            body! { arn = "arn:aws:secretsmanager:eu-central-1:111111111111:secret:key-AbCdEf"; },
        );
        s.resource("aws_cloudwatch_log_group", "api", body! { name = "/shop/api"; });
        s.resource("aws_ecs_task_definition", "x", body! { container_definitions = JSON; });
    });
    let Known::Value(environment) = &job(&inventory).containers[0].environment else {
        panic!("an environment")
    };
    let EnvironmentValue::Secret { store: Link::To(store), key } = &environment[1].value else {
        panic!("{environment:?}")
    };
    assert_eq!(address(&inventory, *store), "aws_secretsmanager_secret.key");
    assert_eq!(key, &Known::Value(Some("part".into())));
    let routes: Vec<_> = inventory.observability.log_routes.values().collect();
    let [route] = routes.as_slice() else { panic!("one route") };
    assert_eq!(route.part.as_deref(), Some("api"));
    assert_eq!(address(&inventory, route.to.id().expect("a group")), "aws_cloudwatch_log_group.api");
}

#[test]
fn references_lead_to_entries_although_their_names_are_known() {
    let inventory = of_stack(|s| {
        let group = s.resource("aws_cloudwatch_log_group", "api", body! { name = "/shop/api"; });
        let images = s.resource("aws_ecr_repository", "api", body! { name = "shop/api"; });
        let mut api = container("api");
        api.log_group = s.local("group", group.name());
        api.image = text![images.get("repository_url"), ":", Value::Variable("tag".into())];
        s.resource(
            "aws_ecs_task_definition",
            "x",
            body! { container_definitions = Document::Containers(vec![api]); },
        );
    });
    let image = &job(&inventory).containers[0].image;
    assert_eq!(image.pinned, Known::Value(Pinned::Tag));
    let Some(Link::To(registry)) = image.registry else { panic!("{image:?}") };
    assert_eq!(address(&inventory, registry), "aws_ecr_repository.api");
    let route = inventory.observability.log_routes.values().next().expect("a route");
    assert_eq!(address(&inventory, route.to.id().expect("a group")), "aws_cloudwatch_log_group.api");
}

#[test]
fn documents_among_words_are_written_as_terraform_writes_them() {
    let inventory = of_stack(|s| {
        let cache = s.resource("aws_elasticache_replication_group", "cache", body! {});
        let mut proxy = container("proxy");
        let document = body! {
            b = vec![Value::from(1), Value::from(true)];
            a = { host = cache.get("primary_endpoint_address"); text = "<\"&>"; };
        };
        proxy.command = vec![Document::Json(document).into()];
        s.resource(
            "aws_ecs_task_definition",
            "x",
            body! { container_definitions = Document::Containers(vec![proxy]); },
        );
    });
    let Known::Value(Some(words)) = &job(&inventory).containers[0].command else { panic!("a command") };
    let pieces = words[0].pieces();
    use polder_inventory::model::{Attribute, Piece};
    let [Piece::Literal(before), Piece::Attribute { attribute: Attribute::Host, .. }, Piece::Literal(after)] =
        pieces
    else {
        panic!("{pieces:?}")
    };
    assert_eq!(before, r#"{"a":{"host":""#);
    assert_eq!(after, r#"","text":"\u003c\"\u0026\u003e"},"b":[1,true]}"#);
}

#[test]
fn containers_that_are_not_known_are_a_blind_spot() {
    let inventory = of_stack(|s| {
        let unknown = Value::Unknown(polder_cloud::Unknown::Expression);
        s.resource("aws_ecs_task_definition", "x", body! { container_definitions = unknown; });
    });
    let spots: Vec<_> = inventory.coverage.blind_spots.values().collect();
    let spot = spots.iter().find(|it| it.attribute.as_deref() == Some("container_definitions"));
    assert_eq!(spot.map(|it| it.reason), Some(Reason::Expression));
}

#[test]
fn sizes_of_a_task_are_read_in_all_forms() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_ecs_task_definition",
            "x",
            body! {
                family = "x";
                cpu = ".5 vCPU";
                memory = "2 GB";
                requires_compatibilities = ["FARGATE"];
                runtime_platform {
                    cpu_architecture = "ARM64";
                }
                ephemeral_storage {
                    size_in_gib = 30;
                }
                container_definitions = r#"[{"name": "x", "image": "x", "cpu": 256, "memory": 512, "privileged": true}]"#;
            },
        );
    });
    let job = job(&inventory);
    assert_eq!(job.cpu, Known::Value(Some(MilliCpu(500))));
    assert_eq!(
        (&job.memory, &job.ephemeral_storage),
        (&Known::Value(Some(Bytes::gib(2))), &Known::Value(Some(Bytes::gib(30))))
    );
    assert_eq!(job.architecture, Known::Value("arm64".into()));
    let container = &job.containers[0];
    assert_eq!(
        (&container.cpu, &container.memory),
        (&Known::Value(Some(MilliCpu(250))), &Known::Value(Some(Bytes::mib(512))))
    );
    assert_eq!((&container.privileged, container.role), (&Known::Value(true), ContainerRole::Essential));
}
