//! Single instances, Auto Scaling groups and node groups.

use polder_cloud::{Body, body};
use polder_inventory::Inventory;
use polder_inventory::compute::MachinePool;
use polder_inventory::model::{Known, Reason, Set};
use polder_inventory::stores::Encryption;
use polder_units::{Bytes, Duration};

use crate::test_graphs::{at, of_stack};

fn pool<'i>(inventory: &'i Inventory, name: &str) -> &'i MachinePool {
    at(inventory, &inventory.compute.machine_pools, name)
}

fn classes(pool: &MachinePool) -> Vec<&str> {
    pool.classes.value().expect("classes").iter().map(AsRef::as_ref).collect()
}

/// A launch template, and what a test adds.
fn templated(group: impl FnOnce(polder_cloud::Value) -> Body) -> Inventory {
    of_stack(|s| {
        let subnet = s.resource("aws_subnet", "a", body! { availability_zone = "eu-central-1a"; });
        let role = s.resource("aws_iam_role", "machine", body! { name = "machine"; });
        let profile = s.resource("aws_iam_instance_profile", "machine", body! { role = role.name(); });
        let parameter = s.data("aws_ssm_parameter", "image", body! { name = "/aws/service/image"; });
        let template = s.resource(
            "aws_launch_template",
            "main",
            body! {
                image_id = parameter.get("insecure_value");
                instance_type = "m6g.large";
                iam_instance_profile {
                    arn = profile.arn();
                }
                metadata_options {
                    http_tokens = "required";
                    http_put_response_hop_limit = 1;
                }
                block_device_mappings {
                    device_name = "/dev/xvda";
                    ebs {
                        volume_size = 50;
                        volume_type = "gp3";
                        encrypted = true;
                    }
                }
                block_device_mappings {
                    device_name = "/dev/sdb";
                    virtual_name = "ephemeral0";
                }
            },
        );
        let mut body = group(template.id());
        body.set(None, "vpc_zone_identifier", vec![subnet.id()]);
        s.resource("aws_autoscaling_group", "main", body);
    })
}

#[test]
fn a_group_is_what_its_template_says() {
    let inventory = templated(|id| {
        body! {
            min_size = 2;
            max_size = 5;
            launch_template {
                id = id;
            }
        }
    });
    let pool = pool(&inventory, "aws_autoscaling_group.main");
    assert_eq!(classes(pool), ["m6g.large"]);
    assert_eq!((&pool.replicas.desired, &pool.replicas.max), (&Known::Value(2), &Known::Value(5)));
    assert_eq!(
        (&pool.purchase.on_demand_percent, &pool.purchase.spot_strategy),
        (&Known::Value(100), &Known::Value(None))
    );
    assert_eq!(pool.zones, Known::Value(Set::from(["eu-central-1a".into()])));
    assert_eq!(pool.image, Known::Value("/aws/service/image".into()));
    assert_eq!(
        (&pool.metadata_token_required, &pool.metadata_hop_limit),
        (&Known::Value(true), &Known::Value(1))
    );
    let [disk] = &pool.disks[..] else { panic!("{:?}", pool.disks) };
    assert_eq!((&disk.size, disk.encryption), (&Known::Value(Bytes::gib(50)), Encryption::ProviderManaged));
    assert_eq!(
        (&pool.start_grace, &pool.cooldown),
        (&Known::Value(Duration::seconds(300)), &Known::Value(Duration::seconds(300)))
    );
    assert!(pool.identity.is_some());
}

#[test]
fn a_mixed_group_has_classes_in_order_and_a_share_of_spare_capacity() {
    let inventory = templated(|id| {
        body! {
            min_size = 1;
            max_size = 1;
            mixed_instances_policy {
                instances_distribution {
                    on_demand_base_capacity = 1;
                    on_demand_percentage_above_base_capacity = 25;
                    spot_allocation_strategy = "price-capacity-optimized";
                }
                launch_template {
                    launch_template_specification {
                        launch_template_id = id;
                    }
                    override {
                        instance_type = "m7g.large";
                    }
                    override {
                        instance_type = "m6g.xlarge";
                    }
                }
            }
        }
    });
    let pool = pool(&inventory, "aws_autoscaling_group.main");
    assert_eq!(classes(pool), ["m7g.large", "m6g.xlarge"]);
    assert_eq!(
        (&pool.purchase.on_demand_base, &pool.purchase.on_demand_percent),
        (&Known::Value(1), &Known::Value(25))
    );
    assert_eq!(pool.purchase.spot_strategy, Known::Value(Some("price-capacity-optimized".into())));
    assert_eq!(pool.disks.len(), 1);
}

#[test]
fn what_a_machine_leaves_out_the_region_says_and_else_the_image() {
    let tokens = |own: Option<&'static str>, region: Option<&'static str>| {
        let inventory = of_stack(|s| {
            if let Some(region) = region {
                s.resource("aws_ec2_instance_metadata_defaults", "main", body! { http_tokens = region; });
            }
            s.resource(
                "aws_instance",
                "web",
                body! {
                    instance_type = "t3.micro";
                    availability_zone = "eu-central-1b";
                    if let Some(own) = own => metadata_options {
                        http_tokens = own;
                    }
                },
            );
        });
        let pool = pool(&inventory, "aws_instance.web");
        assert_eq!(
            (&pool.replicas.max, &pool.zones),
            (&Known::Value(1), &Known::Value(Set::from(["eu-central-1b".into()])))
        );
        pool.metadata_token_required
    };
    assert_eq!(tokens(None, None), Known::Unknown(Reason::AfterApply));
    assert_eq!(tokens(None, Some("required")), Known::Value(true));
    assert_eq!(tokens(None, Some("no-preference")), Known::Unknown(Reason::AfterApply));
    assert_eq!(tokens(Some("optional"), Some("required")), Known::Value(false));
}

#[test]
fn spot_machines_are_bought_out_of_spare_capacity() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_instance",
            "spot",
            body! {
                instance_type = "t3.micro";
                instance_market_options {
                    market_type = "spot";
                }
            },
        );
        s.resource("aws_instance", "full", body! { instance_type = "t3.micro"; });
    });
    let percent = |name: &str| pool(&inventory, name).purchase.on_demand_percent;
    assert_eq!(
        (percent("aws_instance.spot"), percent("aws_instance.full")),
        (Known::Value(0), Known::Value(100))
    );
}

#[test]
fn a_group_of_nodes_is_of_its_cluster() {
    let inventory = of_stack(|s| {
        let cluster = s.resource("aws_eks_cluster", "main", body! { name = "main"; });
        s.resource(
            "aws_eks_node_group",
            "steady",
            body! {
                cluster_name = cluster.name();
                capacity_type = "SPOT";
                scaling_config {
                    min_size = 1;
                    desired_size = 2;
                    max_size = 3;
                }
            },
        );
        s.resource("aws_eks_addon", "dns", body! { cluster_name = cluster.name(); addon_name = "coredns"; });
    });
    let pool = pool(&inventory, "aws_eks_node_group.steady");
    assert!(pool.cluster.is_some_and(|cluster| cluster.id().is_some()));
    assert_eq!((classes(pool), &pool.purchase.on_demand_percent), (vec!["t3.medium"], &Known::Value(0)));
    assert_eq!(
        (&pool.replicas.desired, &pool.disks[0].size),
        (&Known::Value(2), &Known::Value(Bytes::gib(20)))
    );
    let spot =
        inventory.coverage.blind_spots.values().find(|it| it.attribute.as_deref() == Some("addon_name"));
    assert!(spot.is_some_and(|it| it.entry.is_some()));
}
