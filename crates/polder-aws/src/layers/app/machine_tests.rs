//! Invariants of EC2 instances that containers run on, in every example that has some.

use polder_cloud::{Body, Cloud, Content, Resource, Stack, Value, index};
use polder_design::{ComputeEngine, Design, MachineKind, Machines, Site};

use crate::examples;

/// Calls `check` with each pool of each site and its stack.
fn every_pool(check: impl Fn(&Design, &Site, &Machines, &Stack)) {
    let mut seen = 0;
    for (design, cloud) in
        examples::all().iter().filter(|(design, _)| design.compute == ComputeEngine::ContainersOnMachines)
    {
        for site in &design.sites {
            for pool in &site.machines {
                check(design, site, pool, stack(design, cloud, site, "app"));
                seen += 1;
            }
        }
    }
    assert!(seen >= 4, "{seen} pools are too few");
}

fn stack<'a>(design: &Design, cloud: &'a Cloud, site: &Site, layer: &str) -> &'a Stack {
    let (account, cell) = (&design.accounts[site.account].name, &design.cells[site.cell].name);
    cloud.by_path(&format!("{account}/{}/{cell}/{layer}", site.region)).expect("each site has all layers")
}

fn find<'a>(stack: &'a Stack, kind: &str, name: &str) -> &'a Resource {
    stack.find(&format!("{kind}.{name}")).unwrap_or_else(|| panic!("no {kind}.{name}"))
}

fn block<'a>(body: &'a Body, name: &'a str) -> &'a Body {
    body.blocks(name).next().unwrap_or_else(|| panic!("no block {name}"))
}

/// A value that is a number.
fn number(stack: &Stack, value: Option<&Value>) -> u64 {
    index::shown(stack, value.expect("a value")).parse().expect("a number")
}

#[test]
fn instances_are_private_and_their_disks_encrypted() {
    every_pool(|_, _, pool, stack| {
        let template = &find(stack, "aws_launch_template", pool.kind.name()).body;
        let metadata = block(template, "metadata_options");
        assert_eq!(metadata.get("http_tokens"), Some(&"required".into()));
        assert_eq!(metadata.get("http_put_response_hop_limit"), Some(&1.into()));
        assert_eq!(
            block(template, "network_interfaces").get("associate_public_ip_address"),
            Some(&false.into())
        );
        let disk = block(block(template, "block_device_mappings"), "ebs");
        assert_eq!(disk.get("encrypted"), Some(&true.into()));
        let key = disk.get("kms_key_id").expect("a key of its own");
        assert!(matches!(key, Value::Reference(key) if &*key.address.name == "machines"), "{key:?}");
        assert_eq!(template.get("key_name"), None, "no key pair");
    });
}

#[test]
fn the_number_of_instances_is_that_of_the_design() {
    every_pool(|_, _, pool, stack| {
        let group = &find(stack, "aws_autoscaling_group", pool.kind.name()).body;
        let of = |key: &str| number(stack, group.get(key));
        assert_eq!(
            (of("min_size"), of("desired_capacity"), of("max_size")),
            (pool.min, pool.desired, pool.max)
        );
        let subnets = group.get("vpc_zone_identifier").expect("subnets");
        assert!(matches!(subnets, Value::List(all) if all.len() >= 2), "{subnets:?}");
        let provider = &find(stack, "aws_ecs_capacity_provider", pool.kind.name()).body;
        let managed = block(provider, "auto_scaling_group_provider");
        assert_eq!(managed.get("managed_termination_protection"), Some(&"ENABLED".into()));
        assert_eq!(
            group.get("protect_from_scale_in"),
            Some(&true.into()),
            "required by managed termination protection"
        );
        assert_eq!(block(managed, "managed_scaling").get("status"), Some(&"ENABLED".into()));
        let tagged = group.blocks("tag").any(|tag| tag.get("key") == Some(&"AmazonECSManaged".into()));
        assert!(tagged, "each plan would remove the tag");
    });
}

#[test]
fn only_the_interruptible_pool_uses_spot_and_it_uses_nothing_else() {
    every_pool(|_, _, pool, stack| {
        let group = &find(stack, "aws_autoscaling_group", pool.kind.name()).body;
        let mixed = group.blocks("mixed_instances_policy").next();
        assert_eq!(mixed.is_some(), pool.kind == MachineKind::Interruptible);
        let Some(mixed) = mixed else { return };
        let shares = block(mixed, "instances_distribution");
        assert_eq!(shares.get("on_demand_base_capacity"), Some(&0.into()));
        assert_eq!(shares.get("on_demand_percentage_above_base_capacity"), Some(&0.into()));
        assert_eq!(block(mixed, "launch_template").blocks("override").count(), pool.classes.len());
        assert!(pool.classes.len() > 1, "a single instance type is interrupted at once");
    });
}

#[test]
fn tasks_run_on_machines_and_nowhere_else() {
    every_pool(|_, site, _, stack| {
        for service in &site.services {
            let name = service.process.name().replace('-', "_");
            let task = &find(stack, "aws_ecs_task_definition", &name).body;
            assert_eq!(task.get("requires_compatibilities"), Some(&["EC2"].into()));
            assert_eq!(task.get("network_mode"), Some(&"awsvpc".into()), "each task has its own groups");
        }
        for service in &site.services {
            let name = service.process.name().replace('-', "_");
            let body = &find(stack, "aws_ecs_service", &name).body;
            let provider = block(body, "capacity_provider_strategy").get("capacity_provider");
            let kind = MachineKind::of(service).name();
            assert!(
                matches!(provider, Some(Value::Reference(of)) if *of.address.name == *kind),
                "{provider:?}"
            );
            let first = body.blocks("ordered_placement_strategy").next().expect("a strategy");
            assert_eq!(first.get("field"), Some(&"attribute:ecs.availability-zone".into()));
            assert_eq!(body.get("platform_version"), None, "Fargate only");
        }
        let on_fargate = stack.resources.iter().any(|resource| {
            resource.body.items.iter().any(|item| match &item.content {
                Content::Attribute(value) => *value == Value::from("FARGATE"),
                Content::Block(body) => body.get("capacity_provider") == Some(&"FARGATE".into()),
            })
        });
        assert!(!on_fargate);
    });
}

/// The agent uses the instance's network interface, so processes need no route to its endpoints.
#[test]
fn instances_reach_what_tasks_start_with_and_nothing_reaches_instances() {
    for (design, cloud) in
        examples::all().iter().filter(|(design, _)| design.compute == ComputeEngine::ContainersOnMachines)
    {
        for site in &design.sites {
            let network = stack(design, cloud, site, "network");
            let rules = |kind: &str, start: &str| -> Vec<String> {
                let rules = network.resources.iter().filter(|rule| rule.address.kind == kind);
                let names = rules.map(|rule| rule.address.name.to_string());
                names.filter(|name| name.starts_with(start)).collect()
            };
            assert_eq!(
                rules("aws_vpc_security_group_egress_rule", "cluster_"),
                ["cluster_to_endpoints_443", "cluster_to_object_store_443", "cluster_to_internet_443"]
            );
            assert!(rules("aws_vpc_security_group_ingress_rule", "cluster_").is_empty());
            assert!(
                rules("aws_vpc_security_group_egress_rule", "beat_to_endpoints").is_empty(),
                "its instance pulls the image, writes the log and reads the secrets"
            );
        }
    }
}

#[test]
fn a_pool_that_cannot_grow_raises_an_alarm() {
    for (design, cloud) in
        examples::all().iter().filter(|(design, _)| design.compute == ComputeEngine::ContainersOnMachines)
    {
        for site in &design.sites {
            let watching = stack(design, cloud, site, "observability");
            for pool in &site.machines {
                let alarm = format!("{}_machines", pool.kind.name());
                let body = &find(watching, "aws_cloudwatch_metric_alarm", &alarm).body;
                assert_eq!(body.get("metric_name"), Some(&"CapacityProviderReservation".into()));
                assert_eq!(body.get("threshold"), Some(&100.into()));
            }
        }
    }
}
