//! Invariants of the cluster of every site whose processes are pods.

use std::collections::BTreeSet;

use polder_cloud::{Document, Policy, Resource, Stack, Value};
use polder_design::{ComputeEngine, Design, EnvironmentValue, MachineKind, Service, Site, kubernetes};

use crate::examples;

/// Calls `check` with the stack of the pods of every site, and counts the sites.
fn every_cluster(check: impl Fn(&Design, &Site, &Stack)) {
    let mut sites = 0;
    for (design, cloud) in examples::all().iter().filter(|(it, _)| it.compute == ComputeEngine::Kubernetes) {
        for site in &design.sites {
            let (account, cell) = (&design.accounts[site.account].name, &design.cells[site.cell].name);
            let path = format!("{account}/{}/{cell}/app", site.region);
            check(design, site, cloud.by_path(&path).expect("pods for each site"));
            sites += 1;
        }
    }
    assert!(sites >= 3, "an example with both roles, and one with hours");
}

fn find<'a>(stack: &'a Stack, address: &str) -> &'a Resource {
    stack.find(address).unwrap_or_else(|| panic!("no {address}"))
}

fn of_kind<'a>(stack: &'a Stack, kind: &'a str) -> impl Iterator<Item = &'a Resource> {
    stack.resources.iter().filter(move |resource| resource.address.kind == kind)
}

fn policy<'a>(resource: &'a Resource, key: &str) -> &'a Policy {
    let Some(Value::Document(document)) = resource.body.get(key) else { panic!("no policy") };
    let Document::Policy(policy) = &**document else { panic!("no policy") };
    policy
}

fn named(service: &Service) -> String {
    service.process.name().replace('-', "_")
}

#[test]
fn the_control_plane_is_private_and_logs_everything() {
    every_cluster(|_, _, stack| {
        let cluster = &find(stack, "aws_eks_cluster.main").body;
        let network = cluster.blocks("vpc_config").next().expect("a network");
        assert_eq!(network.get("endpoint_public_access"), Some(&false.into()));
        assert_eq!(network.get("endpoint_private_access"), Some(&true.into()));
        let access = cluster.blocks("access_config").next().expect("rules of access");
        assert_eq!(access.get("authentication_mode"), Some(&"API".into()));
        assert_eq!(access.get("bootstrap_cluster_creator_admin_permissions"), Some(&false.into()));
        let Some(Value::List(logs)) = cluster.get("enabled_cluster_log_types") else { panic!("no logs") };
        assert_eq!(logs.len(), 5);
        assert!(cluster.blocks("encryption_config").next().is_some());
    });
}

#[test]
fn every_process_has_one_role_that_only_its_own_pods_assume() {
    every_cluster(|_, site, stack| {
        for service in site.services.iter().chain(&site.jobs) {
            let name = named(service);
            let association = find(stack, &format!("aws_eks_pod_identity_association.{name}"));
            let account = kubernetes::service_account(&service.process).to_owned();
            assert_eq!(association.body.get("service_account"), Some(&account.clone().into()));
            let starts = stack.find(&format!("aws_iam_role.{name}_exec"));
            assert!(starts.is_none(), "{name}: the cluster pulls its image and reads its secrets");
        }
        assert_eq!(of_kind(stack, "aws_ecs_service").count(), 0);
    });
}

#[test]
fn only_the_secrets_controller_reads_secrets_and_only_those_of_processes() {
    every_cluster(|_, site, stack| {
        let reads = |resource: &&Resource| {
            let statements = &policy(resource, "policy").statements;
            statements.iter().any(|it| it.actions.iter().any(|action| action.starts_with("secretsmanager:")))
        };
        let readers: Vec<&Resource> = of_kind(stack, "aws_iam_role_policy").filter(reads).collect();
        assert_eq!(readers.len(), 1, "{}", site.name);
        assert_eq!(&*readers[0].address.name, "external_secrets");
        let mut wanted: BTreeSet<&str> = BTreeSet::new();
        for service in site.services.iter().chain(&site.jobs) {
            wanted.extend(service.environment.iter().filter_map(|(_, value)| match value {
                EnvironmentValue::Secret(id) => Some(id.as_str()),
                EnvironmentValue::Text(_) => None,
            }));
            wanted.extend(service.cache_proxy.then_some("cache-token"));
        }
        let statement = &policy(readers[0], "policy").statements[0];
        assert_eq!(statement.resources.len(), wanted.len(), "{}", site.name);
    });
}

#[test]
fn controllers_can_write_only_their_own_resources() {
    every_cluster(|design, site, stack| {
        for controller in kubernetes::controllers(design, site) {
            let name = controller.name().replace('-', "_");
            find(stack, &format!("aws_eks_pod_identity_association.{name}"));
            let work = policy(find(stack, &format!("aws_iam_role_policy.{name}")), "policy");
            for statement in &work.statements {
                let looks = |action: &str| action.contains(":Describe") || action.contains(":Get");
                let everywhere = statement.resources.contains(&"*".into());
                let looks_only = statement.actions.iter().all(|action| looks(action));
                assert!(!everywhere || looks_only, "{name}: {}", statement.sid);
            }
        }
    });
}

#[test]
fn nodes_are_those_of_the_design_and_hide_their_role() {
    every_cluster(|_, site, stack| {
        assert_eq!(of_kind(stack, "aws_eks_node_group").count(), site.machines.len());
        for machines in &site.machines {
            let name = machines.kind.name();
            let group = &find(stack, &format!("aws_eks_node_group.{name}")).body;
            let spare = machines.kind == MachineKind::Interruptible;
            let capacity = if spare { "SPOT" } else { "ON_DEMAND" };
            assert_eq!(group.get("capacity_type"), Some(&capacity.into()));
            assert_eq!(
                group.blocks("taint").count(),
                usize::from(spare),
                "only interruptible processes run there"
            );
            assert_eq!(group.blocks("remote_access").count(), 0);
            let template = &find(stack, &format!("aws_launch_template.{name}")).body;
            let metadata = template.blocks("metadata_options").next().expect("metadata");
            assert_eq!(metadata.get("http_tokens"), Some(&"required".into()));
            assert_eq!(
                metadata.get("http_put_response_hop_limit"),
                Some(&1.into()),
                "pods must not reach the instance metadata"
            );
            for disk in template.blocks("block_device_mappings").flat_map(|disk| disk.blocks("ebs")) {
                assert_eq!(disk.get("encrypted"), Some(&true.into()));
                let key = disk.get("kms_key_id");
                assert!(matches!(key, Some(Value::Reference(key)) if &*key.address.name == "machines"));
            }
        }
    });
}

#[test]
fn every_process_writes_to_its_own_log_and_no_log_is_made_by_accident() {
    every_cluster(|_, site, stack| {
        for service in site.services.iter().chain(&site.jobs) {
            find(stack, &format!("aws_cloudwatch_log_group.{}", named(service)));
        }
        for group in ["cluster", "control_plane", "dataplane", "host", "performance"] {
            let group = &find(stack, &format!("aws_cloudwatch_log_group.{group}")).body;
            assert!(group.get("kms_key_id").is_some() && group.get("retention_in_days").is_some());
        }
    });
}

#[test]
fn a_cell_with_hours_has_no_autoscaler() {
    every_cluster(|design, site, stack| {
        let hours = design.cells[site.cell].hours.is_some();
        let autoscaler = stack.find("aws_eks_pod_identity_association.cluster_autoscaler");
        assert_eq!(autoscaler.is_none(), hours, "{}", site.name);
        assert_eq!(of_kind(stack, "aws_autoscaling_group_tag").count() == 0, hours, "{}", site.name);
    });
}

#[test]
fn every_late_value_is_an_output() {
    every_cluster(|_, site, stack| {
        let output = stack.outputs.iter().find(|output| output.name == "late_env").expect("an output");
        let Value::Template(parts) = &output.value else { panic!("no lines") };
        let text: String = parts
            .iter()
            .filter_map(|part| match part {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let late = [kubernetes::late::REGISTRY.to_owned(), kubernetes::late::CACHE_HOST.to_owned()];
        let groups = site.services.iter().chain(&site.jobs);
        let groups = groups.map(|service| kubernetes::late::security_group(&service.process));
        for name in late.into_iter().chain(groups) {
            assert!(text.lines().any(|line| line.starts_with(&format!("{name}="))), "{name}: {text}");
        }
    });
}
