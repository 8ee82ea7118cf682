//! Secrets, their replicas and data sources, and parameters.

use polder_cloud::{Document, Value, body};
use polder_inventory::Inventory;
use polder_inventory::compute::EnvironmentValue;
use polder_inventory::model::{Known, Link};
use polder_inventory::stores::{Encryption, OnDeletion, Secret, SecretValue, StoreKind};

use super::{copies, store};
use crate::test_graphs::{address, of_foreign, of_stack, of_stacks, region};

fn secret<'i>(inventory: &'i Inventory, name: &str) -> &'i Secret {
    match &store(inventory, name).kind {
        StoreKind::Secret(secret) => secret,
        other => panic!("{other:?}"),
    }
}

/// A secret with a replica, and a stack in the replica's region with such a data source and a container that uses it.
fn looked_up(by: impl Fn(Value) -> (&'static str, Value)) -> Inventory {
    let arn = std::cell::RefCell::new(None);
    of_stacks([
        (
            "eu-central-1",
            Box::new(|s| {
                let made = s.resource(
                    "aws_secretsmanager_secret",
                    "mail",
                    body! {
                        name = "mail";
                        replica {
                            region = "eu-west-1";
                        }
                    },
                );
                *arn.borrow_mut() = Some(made.arn());
            }),
        ),
        (
            "eu-west-1",
            Box::new(|s| {
                let (attribute, value) = by(arn.borrow().clone().expect("an ARN"));
                let mut look_up = polder_cloud::Body::default();
                look_up.set(None, attribute, value);
                let found = s.data("aws_secretsmanager_secret", "mail", look_up);
                s.data("aws_secretsmanager_secret_version", "mail", body! { secret_id = found.get("id"); });
                let text = polder_cloud::text![found.arn(), ":password::"];
                let mut container = crate::test_graphs::container("job");
                container.secrets = vec![("MAIL".into(), text)];
                s.resource(
                    "aws_ecs_task_definition",
                    "job",
                    body! {
                        family = "job";
                        container_definitions = Document::Containers(vec![container]);
                    },
                );
            }),
        ),
    ])
}

fn copy_is_used(inventory: &Inventory) {
    let copy = "aws_secretsmanager_secret.mail#replica.eu-west-1";
    let process = inventory.compute.processes.values().next().expect("a job");
    let Known::Value(environment) = &process.containers[0].environment else { panic!("an environment") };
    let EnvironmentValue::Secret { store: Link::To(id), key } = &environment[0].value else {
        panic!("{environment:?}")
    };
    assert_eq!((address(inventory, *id).as_str(), key), (copy, &Known::Value(Some("password".into()))));
    assert_eq!(region(inventory, *id).as_deref(), Some("eu-west-1"));
    // Its value is in the state of the stack that looks it up, and in no other.
    let states: Vec<_> = secret(inventory, copy).states.iter().map(ToString::to_string).collect();
    assert_eq!(states, ["production/eu-west-1/shared/data"]);
    assert!(secret(inventory, "aws_secretsmanager_secret.mail").states.is_empty());
    assert_eq!(copies(inventory), [format!("Secret: aws_secretsmanager_secret.mail -> {copy}")]);
}

#[test]
fn a_look_up_in_the_region_of_a_copy_means_the_copy() {
    let by_arn = |arn: Value| {
        ("arn", Value::call("replace", vec![arn, ":eu-central-1:".into(), ":eu-west-1:".into()]))
    };
    copy_is_used(&looked_up(by_arn));
    copy_is_used(&looked_up(|_| ("name", "mail".into())));
}

#[test]
fn where_a_value_comes_from_is_said_by_its_versions() {
    let inventory = of_stack(|s| {
        for name in ["given", "written", "write_only"] {
            let secret = s.resource("aws_secretsmanager_secret", name, body! { name = name; });
            match name {
                "written" => drop(s.resource(
                    "aws_secretsmanager_secret_version",
                    name,
                    body! {
                        secret_id = secret.id();
                        secret_string = "hunter2";
                    },
                )),
                "write_only" => drop(s.resource(
                    "aws_secretsmanager_secret_version",
                    name,
                    body! {
                        secret_id = secret.id();
                        secret_string_wo_version = 1;
                    },
                )),
                _ => {}
            }
        }
    });
    let value = |name: &str| secret(&inventory, &format!("aws_secretsmanager_secret.{name}")).value;
    assert_eq!(value("given"), SecretValue::Manual);
    assert_eq!(value("written"), SecretValue::InState);
    assert_eq!(value("write_only"), SecretValue::WriteOnly);
    assert!(secret(&inventory, "aws_secretsmanager_secret.write_only").states.is_empty());
    assert!(!format!("{inventory:?}").contains("hunter2"));
}

#[test]
fn a_secret_can_be_restored_by_default() {
    let inventory = of_stack(|s| {
        s.resource("aws_secretsmanager_secret", "kept", body! {});
        s.resource("aws_secretsmanager_secret", "lost", body! { recovery_window_in_days = 0; });
    });
    let kept = store(&inventory, "aws_secretsmanager_secret.kept");
    let thirty = OnDeletion::Recoverable(polder_units::Duration::days(30));
    assert_eq!((&kept.on_deletion, kept.encryption), (&Known::Value(thirty), Encryption::ProviderManaged));
    assert_eq!(
        store(&inventory, "aws_secretsmanager_secret.lost").on_deletion,
        Known::Value(OnDeletion::Deleted)
    );
}

#[test]
fn rotation_is_read_in_days_and_in_rates() {
    let every = |rules: polder_cloud::Body| {
        let inventory = of_stack(|s| {
            let made = s.resource("aws_secretsmanager_secret", "x", body! {});
            let mut rotation = body! { secret_id = made.id(); };
            rotation.block(None, "rotation_rules", rules);
            s.resource("aws_secretsmanager_secret_rotation", "x", rotation);
        });
        secret(&inventory, "aws_secretsmanager_secret.x").rotation.as_ref().expect("a rotation").every
    };
    let days = |days| Known::Value(polder_units::Duration::days(days));
    assert_eq!(every(body! { automatically_after_days = 7; }), days(7));
    assert_eq!(every(body! { schedule_expression = "rate(10 days)"; }), days(10));
}

#[test]
fn parameters_are_secrets_only_where_they_say_so() {
    let inventory = of_foreign(|s| {
        s.resource("aws_ssm_parameter", "open", body! { type = "String"; name = "/shop/open"; });
        s.resource("aws_ssm_parameter", "shut", body! { type = "SecureString"; name = "/shop/shut"; });
    });
    let kind = |name: &str| {
        let store = store(&inventory, &format!("aws_ssm_parameter.{name}"));
        (store.kind.clone(), store.encryption)
    };
    assert_eq!(
        kind("open"),
        (StoreKind::Parameter { secret: Known::Value(false) }, Encryption::ServiceOwned)
    );
    assert_eq!(
        kind("shut"),
        (StoreKind::Parameter { secret: Known::Value(true) }, Encryption::ProviderManaged)
    );
}
