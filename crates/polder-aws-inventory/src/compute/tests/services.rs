//! ECS services and clusters, EKS clusters.

use polder_cloud::{Document, Draft, Handle, body};
use polder_inventory::Inventory;
use polder_inventory::compute::{CapacityKind, ClusterKind, Process, ProcessKind, Replicas};
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::observability::LogKind;
use polder_units::Duration;

use crate::test_graphs::{address, at, container, of_stack};

fn service(inventory: &Inventory) -> &Process {
    at(inventory, &inventory.compute.processes, "aws_ecs_service.api")
}

fn task(s: &Draft) -> Handle {
    s.resource(
        "aws_ecs_task_definition",
        "api",
        body! { container_definitions = Document::Containers(vec![container("api")]); },
    )
}

#[test]
fn a_service_takes_its_containers_and_is_the_only_process() {
    let inventory = of_stack(|s| {
        let cluster = s.resource("aws_ecs_cluster", "main", body! { name = "main"; });
        let task = task(s);
        s.resource(
            "aws_ecs_service",
            "api",
            body! {
                name = "api";
                cluster = cluster.id();
                task_definition = task.arn();
                launch_type = "FARGATE";
                desired_count = 2;
            },
        );
    });
    assert_eq!(inventory.compute.processes.len(), 1);
    let service = service(&inventory);
    assert_eq!((service.kind, service.containers.len()), (ProcessKind::Service, 1));
    let two = Known::Value(2);
    assert_eq!(service.replicas, Some(Replicas { desired: two, min: two, max: two }));
    let rollout = service.rollout.as_ref().expect("a rollout");
    assert_eq!(
        (&rollout.healthy_percent_min, &rollout.percent_max),
        (&Known::Value(100), &Known::Value(200))
    );
    assert_eq!((&rollout.circuit_breaker, &service.start_grace), (&Known::Value(false), &Known::Value(None)));
    // The default depends on the release and on earlier settings of the account.
    assert_eq!(service.zone_rebalancing, Known::Unknown(Reason::AfterApply));
    let contributes: Vec<_> = inventory.coverage.contributions.values().map(|it| it.to).collect();
    assert_eq!(contributes.len(), 1);
}

/// The capacity of a service without a strategy, in a cluster with this default strategy.
fn capacity(strategy: Option<&'static str>, own: Option<&'static str>) -> Vec<CapacityKind> {
    let inventory = of_stack(|s| {
        let cluster = s.resource("aws_ecs_cluster", "main", body! { name = "main"; });
        if let Some(strategy) = strategy {
            s.resource(
                "aws_ecs_cluster_capacity_providers",
                "main",
                body! {
                    cluster_name = cluster.name();
                    default_capacity_provider_strategy {
                        capacity_provider = strategy;
                        weight = 1;
                    }
                },
            );
        }
        s.resource(
            "aws_ecs_service",
            "api",
            body! {
                cluster = cluster.id();
                launch_type = own;
            },
        );
    });
    service(&inventory).capacity.iter().map(|it| it.on).collect()
}

#[test]
fn a_service_that_says_nothing_runs_where_its_cluster_says() {
    assert_eq!(capacity(Some("FARGATE_SPOT"), None), [CapacityKind::ServerlessSpot]);
    assert_eq!(capacity(Some("FARGATE_SPOT"), Some("FARGATE")), [CapacityKind::Serverless]);
    let machines = CapacityKind::Machines(Link::Unknown(Reason::AttributeNotModelled));
    assert_eq!(capacity(None, None), [machines]);
}

#[test]
fn a_capacity_provider_leads_to_the_instances_of_its_group() {
    let inventory = of_stack(|s| {
        let cluster = s.resource("aws_ecs_cluster", "main", body! { name = "main"; });
        let group = s.resource("aws_autoscaling_group", "steady", body! { min_size = 1; max_size = 3; });
        let provider = s.resource(
            "aws_ecs_capacity_provider",
            "steady",
            body! {
                auto_scaling_group_provider {
                    auto_scaling_group_arn = group.arn();
                    managed_scaling {
                        target_capacity = 80;
                    }
                }
            },
        );
        s.resource(
            "aws_ecs_cluster_capacity_providers",
            "main",
            body! {
                cluster_name = cluster.name();
                capacity_providers = vec![provider.name()];
            },
        );
        s.resource(
            "aws_ecs_service",
            "api",
            body! {
                cluster = cluster.id();
                capacity_provider_strategy {
                    capacity_provider = provider.name();
                    base = 1;
                    weight = 2;
                }
            },
        );
    });
    let capacity = service(&inventory).capacity[0];
    let CapacityKind::Machines(Link::To(pool)) = capacity.on else { panic!("{capacity:?}") };
    assert_eq!((&capacity.base, &capacity.weight), (&Known::Value(1), &Known::Value(2)));
    let pool = &inventory.compute.machine_pools[pool];
    let Some(Link::To(cluster)) = pool.cluster else { panic!("a cluster") };
    assert_eq!(address(&inventory, cluster), "aws_ecs_cluster.main");
    let rule = inventory.compute.scaling_rules.values().next().expect("a rule");
    assert!(matches!(rule.scaled, Link::To(_)));
}

#[test]
fn measured_containers_are_a_setting_of_the_cluster_or_of_its_account() {
    let measured = |own: Option<&'static str>, account: Option<&'static str>| {
        let inventory = of_stack(|s| {
            if let Some(account) = account {
                s.resource(
                    "aws_ecs_account_setting_default",
                    "x",
                    body! { name = "containerInsights"; value = account; },
                );
            }
            s.resource(
                "aws_ecs_cluster",
                "main",
                body! {
                    if let Some(own) = own => setting {
                        name = "containerInsights";
                        value = own;
                    }
                },
            );
        });
        match inventory.compute.clusters.values().next().expect("a cluster").kind {
            ClusterKind::ContainerService { container_metrics } => container_metrics,
            _ => panic!("ECS"),
        }
    };
    assert_eq!(measured(None, None), Known::Value(false));
    assert_eq!(measured(Some("enhanced"), None), Known::Value(true));
    assert_eq!(measured(None, Some("enabled")), Known::Value(true));
    assert_eq!(measured(Some("disabled"), Some("enabled")), Known::Value(false));
}

#[test]
fn a_control_plane_is_public_by_default() {
    let public = |body: polder_cloud::Body| {
        let inventory = of_stack(|s| {
            let mut cluster = body! {
                name = "main";
                version = "1.35";
                enabled_cluster_log_types = ["audit", "api"];
            };
            cluster.block(None, "vpc_config", body);
            s.resource("aws_eks_cluster", "main", cluster);
            s.resource("aws_cloudwatch_log_group", "main", body! { name = "/aws/eks/main/cluster"; });
        });
        let route = inventory.observability.log_routes.values().next().expect("a route");
        assert_eq!(
            (&route.kind, &route.filter),
            (&LogKind::ControlPlane, &Known::Value(Some("api audit".into())))
        );
        assert!(matches!(route.to, Link::To(_)));
        match &inventory.compute.clusters.values().next().expect("a cluster").kind {
            ClusterKind::Kubernetes { public_from, private, .. } => (public_from.clone(), *private),
            _ => panic!("EKS"),
        }
    };
    let everybody = Known::Value(Some(["0.0.0.0/0".parse().expect("a block")].into()));
    assert_eq!(public(body! {}), (everybody, Known::Value(false)));
    let some = Known::Value(Some(["203.0.113.0/24".parse().expect("a block")].into()));
    assert_eq!(public(body! { public_access_cidrs = ["203.0.113.0/24"]; }).0, some);
    let none = body! { endpoint_public_access = false; endpoint_private_access = true; };
    assert_eq!(public(none), (Known::Value(None), Known::Value(true)));
}

#[test]
fn a_grace_at_the_start_is_for_services_behind_load_balancers() {
    let grace = |seconds: Option<u32>, balanced: bool| {
        let inventory = of_stack(|s| {
            s.resource(
                "aws_ecs_service",
                "api",
                body! {
                    health_check_grace_period_seconds = seconds;
                    if balanced => load_balancer {
                        container_port = 80;
                    }
                },
            );
        });
        service(&inventory).start_grace
    };
    assert_eq!(grace(None, false), Known::Value(None));
    assert_eq!(grace(None, true), Known::Value(Some(Duration::seconds(0))));
    assert_eq!(grace(Some(60), true), Known::Value(Some(Duration::seconds(60))));
}
