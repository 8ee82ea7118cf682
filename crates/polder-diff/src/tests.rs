//! Tests with small graphs.

use std::sync::Arc;

use polder_cloud::provider::ProviderModel;
use polder_cloud::schema::Schema;
use polder_cloud::{Address, Body, Cloud, Mode, Policy, Resource, Stack, StackId, StackKey, Target, Value};

use polder_price::Money;

use crate::forces::{Forces, forces};
use crate::{Action, Cause, Change, Form, diff, render};

#[test]
fn the_provider_says_what_it_cannot_change() {
    for (kind, path) in [
        ("aws_vpc", "cidr_block"),
        ("aws_subnet", "vpc_id"),
        ("aws_db_instance", "storage_encrypted"),
        ("aws_db_subnet_group", "name"),
        ("aws_s3_bucket", "bucket"),
        ("aws_ecs_service", "cluster"),
        ("aws_elasticache_replication_group", "subnet_group_name"),
        ("aws_lb_target_group", "port"),
        ("aws_cloudfrontkeyvaluestore_key", "key"),
    ] {
        assert_eq!(forces(kind, path), Forces::Yes, "{kind}.{path}");
    }
    for (kind, path) in [
        ("aws_vpc", "enable_dns_support"),
        ("aws_db_instance", "instance_class"),
        ("aws_sqs_queue", "tags"),
        ("aws_lambda_function", "handler"),
    ] {
        assert_eq!(forces(kind, path), Forces::No, "{kind}.{path}");
    }
}

fn cloud(network: &'static str, class: &'static str, protect: bool) -> Cloud {
    let mut cloud = Cloud::default();
    let reference = |kind: &'static str, attribute: &'static str| {
        let address = Arc::new(Address::in_root(Mode::Managed, kind, "main"));
        Value::Reference(Box::new(polder_cloud::Reference {
            target: Target::Own,
            address,
            attribute: attribute.into(),
        }))
    };
    let mut vpc = Body::default();
    vpc.set(None, "cidr_block", network);
    let mut subnet = Body::default();
    subnet.set(None, "vpc_id", reference("aws_vpc", "id"));
    let mut database = Body::default();
    database.set(None, "instance_class", class);
    let mut lifecycle = Body::default();
    lifecycle.set(None, "prevent_destroy", protect);
    database.block(None, "lifecycle", lifecycle);
    let resources = [("aws_vpc", vpc), ("aws_subnet", subnet), ("aws_db_instance", database)];
    let mut draft = cloud.draft(StackKey::foreign("site"), "eu-central-1", "a site");
    let _ = &mut draft;
    cloud.add(draft);
    let stack: &mut Stack = &mut cloud.stacks[StackId(0).index()];
    for (kind, body) in resources {
        stack.resources.push(Resource {
            address: Arc::new(Address::in_root(Mode::Managed, kind, "main")),
            body: Arc::new(body),
            file: 0,
            at: None,
            foreign: None,
        });
    }
    cloud
}

#[test]
fn nothing_differs_from_itself() {
    let one = cloud("10.0.0.0/16", "db.m6g.large", true);
    assert_eq!(diff(&one, &one), []);
    assert!(render(&[], None, Form::Text).starts_with("0 to create"));
}

#[test]
fn a_replacement_takes_along_what_refers_to_it() {
    let changes = diff(&cloud("10.0.0.0/16", "a", true), &cloud("10.1.0.0/16", "b", true));
    let found: Vec<(&str, Action)> = changes.iter().map(|it| (it.address.as_str(), it.action)).collect();
    assert_eq!(
        found,
        [
            ("aws_subnet.main", Action::Replace),
            ("aws_vpc.main", Action::Replace),
            ("aws_db_instance.main", Action::Update)
        ]
    );
    assert_eq!(changes[0].causes, [Cause::Follows("vpc_id".to_owned(), "aws_vpc.main".to_owned())]);
    assert_eq!(changes[1].causes, [Cause::Attribute("cidr_block".to_owned())]);
    assert!(changes[2].stateful && changes[2].attributes == ["instance_class"]);
}

#[test]
fn a_moved_resource_is_the_same() {
    let old = cloud("10.0.0.0/16", "a", true);
    let address = |name: &str| Arc::new(Address::in_root(Mode::Managed, "aws_vpc", name));
    let mut new = cloud("10.0.0.0/16", "a", true);
    new.stacks[0].resources[0].address = address("shop");
    let mut subnet = Body::default();
    let vpc =
        polder_cloud::Reference { target: Target::Own, address: address("shop"), attribute: "id".into() };
    subnet.set(None, "vpc_id", Value::Reference(Box::new(vpc)));
    new.stacks[0].resources[1].body = Arc::new(subnet);
    let actions = |old: &Cloud, new: &Cloud| -> Vec<(String, Action)> {
        diff(old, new).into_iter().map(|it| (it.address, it.action)).collect()
    };
    assert_eq!(actions(&old, &new).len(), 3);
    let moved = |from: &str, to: &str| polder_cloud::Move { from: address(from), to: address(to) };
    // The name between was never applied.
    new.stacks[0].moves = vec![moved("main", "store"), moved("store", "shop")];
    assert_eq!(actions(&old, &new), []);
    // Terraform leaves a resource where another one has its new address.
    let mut both = old.clone();
    both.stacks[0].resources.push(new.stacks[0].resources[0].clone());
    new.stacks[0].moves = vec![moved("main", "shop")];
    let found = actions(&both, &new);
    assert!(found.contains(&("aws_vpc.main".to_owned(), Action::Destroy)), "{found:?}");
}

#[test]
fn what_holds_data_comes_first() {
    let (whole, mut less) = (cloud("10.0.0.0/16", "a", true), cloud("10.0.0.0/16", "a", true));
    less.stacks[0].resources.remove(2);
    less.stacks[0].resources.remove(0);
    let changes = diff(&whole, &less);
    let found: Vec<(&str, Action)> = changes.iter().map(|it| (it.address.as_str(), it.action)).collect();
    assert_eq!(found, [("aws_db_instance.main", Action::Destroy), ("aws_vpc.main", Action::Destroy)]);
    assert!(diff(&less, &whole).iter().all(|it| it.action == Action::Create));
    let json = render(&changes, Some((Money(1_000_000_000_000), Money::ZERO)), Form::Json);
    assert!(
        json.contains("\"format_version\": 2")
            && json.contains("\"pico_usd\": 1000000000000")
            && json.contains("\"stateful\": true"),
        "{json}"
    );
    assert!(
        render(&changes, None, Form::Markdown)
            .contains("| destroy | yes | `site` | `aws_db_instance.main` |")
    );
}

/// A task definition with volumes, and the paths that differ.
fn volumes(names: &[&'static str]) -> Cloud {
    let mut cloud = cloud("10.0.0.0/16", "a", true);
    let mut body = Body::default();
    for name in names {
        let mut volume = Body::default();
        volume.set(None, "name", *name);
        body.block(None, "volume", volume);
    }
    cloud.stacks[0].resources.push(Resource {
        address: Arc::new(Address::in_root(Mode::Managed, "aws_ecs_task_definition", "main")),
        body: Arc::new(body),
        file: 0,
        at: None,
        foreign: None,
    });
    cloud
}

#[test]
fn a_block_that_is_added_is_compared_with_all_that_is_in_it() {
    let paths = |old: &[&'static str], new: &[&'static str]| {
        diff(&volumes(old), &volumes(new)).into_iter().flat_map(|it| it.attributes).collect::<Vec<_>>()
    };
    assert_eq!(paths(&["a", "b"], &["a", "b"]), [""; 0]);
    assert_eq!(paths(&["a"], &["b", "a"]), ["volume", "volume.name"]);
    assert_eq!(paths(&["a", "b", "c"], &["a", "c"]), ["volume", "volume.name"]);
    assert_eq!(paths(&["a", "b"], &["a", "c"]), ["volume.name"]);
    // Another order is a change, and nothing in it.
    assert_eq!(paths(&["a", "b"], &["b", "a"]), ["volume"]);
    let changes = diff(&volumes(&["a"]), &volumes(&[]));
    assert_eq!(changes[0].action, Action::Replace, "{changes:?}");
}

#[test]
fn what_somebody_must_look_at_is_grave() {
    let (whole, mut less) = (cloud("10.0.0.0/16", "a", true), cloud("10.0.0.0/16", "a", true));
    less.stacks[0].resources.remove(2);
    assert!(diff(&whole, &less).iter().all(Change::is_grave), "data are destroyed");
    assert!(!diff(&whole, &cloud("10.0.0.0/16", "b", true)).iter().any(Change::is_grave));
    assert!(diff(&whole, &cloud("10.1.0.0/16", "a", true)).iter().any(Change::is_grave));
    let mut open = diff(&whole, &cloud("10.0.0.0/16", "b", true));
    open[0].causes = vec![Cause::Unknown("instance_class".to_owned())];
    assert!(
        open[0].is_grave()
            && render(&open, None, Form::Text).contains("1 of the updates may be replacements")
    );
}

/// A provider with a schema alone.
static PROVIDER: ProviderModel = ProviderModel { schema: Schema::aws, ..ProviderModel::UNKNOWN };

/// A graph of one stack with these resources and tags of the stack.
fn with(tags: &'static str, resources: Vec<(&'static str, Body)>) -> Cloud {
    let mut cloud = cloud("10.0.0.0/16", "a", true);
    cloud.provider = &PROVIDER;
    let mut all = Body::default();
    all.set(None, "owner", tags);
    cloud.stacks[0]
        .locals
        .push(polder_cloud::Local { name: "tags".into(), value: Value::Object(Box::new(all)) });
    cloud.stacks[0].resources = resources
        .into_iter()
        .map(|(kind, body)| Resource {
            address: Arc::new(Address::in_root(Mode::Managed, kind, "main")),
            body: Arc::new(body),
            file: 0,
            at: None,
            foreign: None,
        })
        .collect();
    cloud
}

fn actions(old: &Cloud, new: &Cloud) -> Vec<(String, Action, Vec<String>)> {
    diff(old, new).into_iter().map(|it| (it.address, it.action, it.attributes)).collect()
}

#[test]
fn tags_of_a_stack_are_changes_of_what_takes_tags() {
    let one = |tags: &'static str| {
        let mut rule = Body::default();
        rule.set(None, "name", "a");
        let mut other = Body::default();
        other.block(None, "override_provider", Body::default());
        with(
            tags,
            vec![("aws_sqs_queue", Body::default()), ("aws_iam_role_policy", rule), ("aws_s3_object", other)],
        )
    };
    let update = ("aws_sqs_queue.main".to_owned(), Action::Update, vec!["tags_all".to_owned()]);
    assert_eq!(actions(&one("a"), &one("b")), [update]);
    assert_eq!(actions(&one("a"), &one("a")), []);
}

#[test]
fn what_terraform_ignores_is_no_change() {
    let one = |count: i64, ignored: bool, secret: &'static str| {
        let mut body = Body::default();
        body.set(None, "desired_count", count);
        body.set(None, "secret_string_wo", secret);
        let names = if ignored { vec![Value::expression("desired_count")] } else { vec![] };
        body.block(None, "lifecycle", ignoring(Value::List(names)));
        with("a", vec![("aws_ecs_service", body)])
    };
    assert_eq!(actions(&one(1, true, "a"), &one(2, true, "b")), []);
    let update = ("aws_ecs_service.main".to_owned(), Action::Update, vec!["desired_count".to_owned()]);
    assert_eq!(actions(&one(1, true, "a"), &one(2, false, "a")), [update]);
}

/// A lifecycle that ignores changes.
fn ignoring(names: impl Into<Value>) -> Body {
    let mut lifecycle = Body::default();
    lifecycle.set(None, "ignore_changes", names);
    lifecycle
}

#[test]
fn what_terraform_ignores_may_be_in_a_block_or_be_all() {
    let one = |size: i64, most: i64, ignored: Value| {
        let mut scaling = Body::default();
        scaling.set(None, "desired_size", size);
        scaling.set(None, "max_size", most);
        let mut body = Body::default();
        body.block(None, "scaling_config", scaling);
        body.block(None, "lifecycle", ignoring(ignored));
        with(if most == 9 { "b" } else { "a" }, vec![("aws_eks_node_group", body)])
    };
    let paths = |size, most, ignored: &Value| {
        let (old, new) = (one(1, 5, ignored.clone()), one(size, most, ignored.clone()));
        actions(&old, &new).into_iter().flat_map(|it| it.2).collect::<Vec<_>>()
    };
    let list = |name: &'static str| Value::List(vec![Value::expression(name)]);
    let size = list("scaling_config[0].desired_size");
    assert_eq!(paths(2, 5, &size), [""; 0]);
    assert_eq!(paths(2, 6, &size), ["scaling_config.max_size"]);
    assert_eq!(paths(2, 6, &list("scaling_config")), [""; 0]);
    assert_eq!(paths(2, 5, &list("scaling")), ["scaling_config.desired_size"], "a name is not a beginning");
    assert_eq!(paths(2, 5, &list("scaling_config[\"a\"]")), ["scaling_config.desired_size"]);
    assert_eq!(paths(2, 9, &size), ["scaling_config.max_size", "tags_all"]);
    assert_eq!(paths(2, 9, &Value::expression("all")), [""; 0]);
}

#[test]
fn what_is_ignored_does_not_follow_a_replacement() {
    let one = |family: &'static str, ignored: &'static str| {
        let mut task = Body::default();
        task.set(None, "family", family);
        let mut service = Body::default();
        let address = Arc::new(Address::in_root(Mode::Managed, "aws_ecs_task_definition", "main"));
        let arn = polder_cloud::Reference { target: Target::Own, address, attribute: "arn".into() };
        service.set(None, "task_definition", Value::Reference(Box::new(arn)));
        service.block(None, "lifecycle", ignoring(Value::List(vec![Value::expression(ignored)])));
        with("a", vec![("aws_ecs_task_definition", task), ("aws_ecs_service", service)])
    };
    let changed = |ignored| {
        actions(&one("a", ignored), &one("b", ignored)).into_iter().map(|it| it.0).collect::<Vec<_>>()
    };
    assert_eq!(changed("desired_count"), ["aws_ecs_task_definition.main", "aws_ecs_service.main"]);
    assert_eq!(changed("task_definition"), ["aws_ecs_task_definition.main"]);
}

#[test]
fn what_refers_to_a_replaced_resource_changes_with_it() {
    let one = |family: &'static str| {
        let arn = || {
            let address = Arc::new(Address::in_root(Mode::Managed, "aws_ecs_task_definition", "main"));
            Value::Reference(Box::new(polder_cloud::Reference {
                target: Target::Own,
                address,
                attribute: "arn".into(),
            }))
        };
        let mut task = Body::default();
        task.set(None, "family", family);
        let mut service = Body::default();
        service.set(None, "task_definition", arn());
        let mut policy = Body::default();
        policy.set(None, "policy", Value::Template(vec!["to ".into(), arn()]));
        let mut group = Body::default();
        group.set(None, "name", Value::Template(vec!["/of/".into(), arn()]));
        with(
            "a",
            vec![
                ("aws_ecs_task_definition", task),
                ("aws_ecs_service", service),
                ("aws_iam_role_policy", policy),
                ("aws_cloudwatch_log_group", group),
            ],
        )
    };
    let found = |address: &str, action, path: &str| (address.to_owned(), action, vec![path.to_owned()]);
    let mut seen = actions(&one("a"), &one("b"));
    // A replacement that only follows has no attribute of its own that differs.
    assert_eq!(seen.remove(0), ("aws_cloudwatch_log_group.main".to_owned(), Action::Replace, vec![]));
    assert_eq!(
        seen,
        [
            found("aws_ecs_task_definition.main", Action::Replace, "family"),
            found("aws_ecs_service.main", Action::Update, "task_definition"),
            found("aws_iam_role_policy.main", Action::Update, "policy"),
        ]
    );
}

#[test]
fn what_refers_to_an_attribute_that_changes_changes_with_it() {
    let refers = |kind: &'static str, attribute: &'static str| {
        let address = Arc::new(Address::in_root(Mode::Managed, kind, "main"));
        let reference = polder_cloud::Reference { target: Target::Own, address, attribute: attribute.into() };
        Value::Reference(Box::new(reference))
    };
    let one = |version: i64, group: &'static str| {
        let mut secret = Body::default();
        secret.set(None, "secret_string_wo_version", version);
        let mut database = Body::default();
        let attribute = "secret_string_wo_version";
        database.set(None, "password_wo_version", refers("aws_secretsmanager_secret_version", attribute));
        database.set(None, "parameter_group_name", group);
        // What refers to what refers to it.
        let mut alarm = Body::default();
        let word = vec!["of ".into(), refers("aws_db_instance", "password_wo_version")];
        alarm.set(None, "alarm_name", Value::Template(word));
        let mut rule = Body::default();
        rule.set(None, "name", refers("aws_db_instance", "instance_class"));
        with(
            "a",
            vec![
                ("aws_secretsmanager_secret_version", secret),
                ("aws_db_instance", database),
                ("aws_cloudwatch_metric_alarm", alarm),
                ("aws_iam_role_policy", rule),
            ],
        )
    };
    let seen = diff(&one(1, "a"), &one(2, "a"));
    let found: Vec<(&str, Action)> = seen.iter().map(|it| (it.address.as_str(), it.action)).collect();
    assert_eq!(
        found,
        [
            ("aws_cloudwatch_metric_alarm.main", Action::Replace),
            ("aws_secretsmanager_secret_version.main", Action::Replace),
            ("aws_db_instance.main", Action::Update),
        ]
    );
    let of = "aws_db_instance.main".to_owned();
    assert_eq!(seen[0].causes, [Cause::Changes("alarm_name".to_owned(), of)]);
    assert_eq!(seen[2].attributes, ["password_wo_version"]);
    assert!(
        render(&seen, None, Form::Text)
            .contains("`alarm_name` refers to `aws_db_instance.main`, which changes")
    );
    // Another attribute of the same resource.
    let found: Vec<String> = diff(&one(1, "a"), &one(1, "b")).into_iter().map(|it| it.address).collect();
    assert_eq!(found, ["aws_db_instance.main"]);
}

#[test]
fn the_order_of_a_set_is_no_change() {
    let texts = |all: [&'static str; 2]| Value::List(all.into_iter().map(Value::from).collect());
    let cors = |origins: [&'static str; 2]| {
        let mut rule = Body::default();
        rule.set(None, "allowed_origins", texts(origins));
        rule.set(None, "allowed_methods", texts(["GET", "HEAD"]));
        let mut body = Body::default();
        body.block(None, "cors_rule", rule);
        with("a", vec![("aws_s3_bucket_cors_configuration", body)])
    };
    assert_eq!(actions(&cors(["a", "b"]), &cors(["b", "a"])), []);
    assert_eq!(actions(&cors(["a", "b"]), &cors(["b", "b"])).len(), 1);
    // These are in a list, whose order counts.
    let distribution = |functions: [&'static str; 2]| {
        let mut body = Body::default();
        body.set(None, "name", texts(functions));
        with("a", vec![("aws_cloudfront_distribution", body)])
    };
    assert_eq!(actions(&distribution(["a", "b"]), &distribution(["b", "a"])).len(), 1);
}

#[test]
fn policies_are_compared_by_what_they_mean() {
    let one = |key: &'static str, sources: [&'static str; 2], statements: [&'static str; 2]| {
        let read = |sid: &'static str| {
            polder_cloud::allow(sid).actions(["s3:GetObject"]).on_all(["*", "b"]).when(
                "StringEquals",
                "aws:SourceArn",
                sources,
            )
        };
        let mut body = Body::default();
        let policy = polder_cloud::Document::Policy(Policy::of(statements.map(read)));
        body.set(None, key, Value::Document(Box::new(policy)));
        with("a", vec![("aws_s3_bucket_policy", body)])
    };
    let base = one("policy", ["a", "b"], ["One", "Two"]);
    assert_eq!(actions(&base, &one("policy", ["b", "a"], ["Two", "One"])), []);
    assert_eq!(actions(&base, &one("policy", ["b", "c"], ["Two", "One"])).len(), 1);
    assert_eq!(actions(&base, &one("policy", ["a", "b"], ["One", "Three"])).len(), 1);
    let content = one("content", ["a", "b"], ["One", "Two"]);
    assert_eq!(actions(&content, &one("content", ["b", "a"], ["One", "Two"])).len(), 1);
}
