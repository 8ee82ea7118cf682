//! Small handwritten plans: one feature at a time.
#![expect(clippy::needless_pass_by_value, reason = "JSON is made where it is passed on")]

mod shown;

use polder_cloud::schema::Schema;
use polder_cloud::{Cloud, Index, Value};
use polder_plan::{Document, read};
use serde_json::{Value as Json, json};
use shown::{attribute, cloud, dependencies, shown};

/// A resource of the root module with its values, and which of them are unknown.
fn resource(address: &str, values: Json, unknown: Json) -> (Json, Json) {
    let data = address.starts_with("data.");
    let (plain, index) = address.split_once('[').map_or((address, None), |(plain, key)| (plain, Some(key)));
    let mut words = plain.rsplit('.');
    let (name, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut planned = json!({"address": address, "mode": if data { "data" } else { "managed" }, "type": kind,
        "name": name, "values": values});
    if let Some(index) = index {
        planned["index"] = serde_json::from_str(index.trim_end_matches(']')).expect("a key");
    }
    let change = json!({"address": address, "change": {"actions": ["create"], "after_unknown": unknown}});
    (planned, change)
}

/// A resource in a configuration.
fn configured(kind: &str, name: &str, expressions: Json) -> Json {
    json!({"mode": "managed", "type": kind, "name": name, "expressions": expressions})
}

fn to(references: &[&str]) -> Json {
    json!({ "references": references })
}

/// A plan of such resources.
fn plan(resources: Vec<(Json, Json)>, root: Json) -> Json {
    let (planned, changes): (Vec<Json>, Vec<Json>) = resources.into_iter().unzip();
    json!({"format_version": "1.2", "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": planned}},
        "resource_changes": changes, "configuration": {"root_module": root}})
}

/// The cloud of a plan with such resources and configurations.
fn planned(resources: Vec<(Json, Json)>, configured: Vec<Json>) -> Cloud {
    cloud(&plan(resources, json!({ "resources": configured })).to_string())
}

fn vpc() -> (Json, Json) {
    resource("aws_vpc.main", json!({"cidr_block": "10.0.0.0/16"}), json!({"id": true, "arn": true}))
}

#[test]
fn marks_stand_where_the_values_are() {
    let values = json!({"plain": "x", "password": "hunter2", "null": null, "gone": null,
        "list": ["a", null, null], "object": {"a": 1, "b": 2}});
    let unknown = json!({"id": true, "list": [false, true, false], "object": {"c": true}, "secret": true});
    let (mut planned, change) = resource("x_thing.a", values, unknown);
    planned["sensitive_values"] =
        json!({"password": true, "object": {"b": true}, "gone": true, "redacted": true, "secret": true});
    let cloud = planned_alone(planned, change);
    let of = |name| attribute(&cloud, "x_thing.a", name);
    assert_eq!(of("plain"), r#""x""#);
    assert_eq!(of("password"), r#"sensitive("hunter2")"#);
    assert_eq!((of("null"), of("gone")), ("absent".to_owned(), "absent".to_owned()));
    assert_eq!(of("list"), r#"["a", unknown(AfterApply), null]"#);
    assert_eq!(of("object"), "{a: 1, b: sensitive(2), c: unknown(AfterApply)}");
    assert_eq!(of("id"), "unknown(AfterApply)");
    assert_eq!(of("secret"), "sensitive(unknown(AfterApply))");
    // Somebody removed it from the document.
    assert_eq!(of("redacted"), "unknown(Sensitive)");
}

fn planned_alone(planned: Json, change: Json) -> Cloud {
    self::planned(vec![(planned, change)], vec![])
}

#[test]
fn numbers_keep_their_digits() {
    let values = json!({"port": 443, "ratio": 0.25, "large": u64::MAX, "negative": -1, "flag": true});
    let (planned, change) = resource("x_thing.a", values, json!({}));
    let cloud = planned_alone(planned, change);
    let body = &cloud.stacks[0].resources[0].body;
    assert_eq!(body.get("port"), Some(&Value::Integer(443)));
    assert_eq!(body.get("ratio"), Some(&Value::Decimal("0.25".into())));
    assert_eq!(body.get("large"), Some(&Value::Decimal("18446744073709551615".into())));
    assert_eq!(body.get("negative"), Some(&Value::Integer(-1)));
    assert_eq!(body.get("flag"), Some(&Value::Bool(true)));
}

#[test]
fn blocks_are_known_from_the_schema_or_else_from_the_configuration() {
    let alias = json!({"name": "x", "zone_id": "Z1", "evaluate_target_health": true});
    let record = json!({"name": "a", "alias": [alias], "geolocation_routing_policy": [],
        "weighted_routing_policy": null, "records": ["1.2.3.4"]});
    let thing = json!({"one": {"a": 1}, "several": [{"a": 1}, {"a": 2}], "dynamic": [{"a": 1}]});
    let cloud = planned(
        vec![resource("aws_route53_record.a", record, json!({})), resource("x_thing.a", thing, json!({}))],
        vec![configured(
            "x_thing",
            "a",
            json!({"one": {"a": {"constant_value": 1}}, "several": [{"a": {"constant_value": 1}}, {}]}),
        )],
    );
    insta::assert_snapshot!(shown(&cloud), @r#"
    # plan, region ``: Read from a plan of version 1.11.4.
    aws_route53_record.a
      name = "a"
      alias {
        name = "x"
        zone_id = "Z1"
        evaluate_target_health = true
      }
      records = ["1.2.3.4"]
    x_thing.a
      one {
        a = 1
      }
      several {
        a = 1
      }
      several {
        a = 2
      }
      dynamic = [{a: 1}]
    "#);
}

#[test]
fn what_is_removed_is_not_in_it_and_what_stays_is() {
    let address = |address: &str| resource(address, json!({"id": address}), json!({})).0;
    let change =
        |address: &str, actions: &[&str]| json!({"address": address, "change": {"actions": actions}});
    let mut moved = change("x_thing.new_name", &["no-op"]);
    moved["previous_address"] = json!("x_thing.old_name");
    let mut left_over = change("x_thing.kept", &["delete"]);
    left_over["deposed"] = json!("abcd1234");
    let mut deposed = address("x_thing.kept");
    deposed["deposed_key"] = json!("abcd1234");
    let prior = [
        address("x_thing.kept"),
        deposed,
        address("x_thing.deleted"),
        address("x_thing.forgotten"),
        address("x_thing.old_name"),
        address("x_thing.not_targeted"),
        address("data.x_thing.read"),
        address("data.x_thing.no_longer_configured"),
    ];
    let read = json!({"mode": "data", "type": "x_thing", "name": "read"});
    let plan = json!({
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [address("x_thing.kept"), address("x_thing.forgotten"),
            address("x_thing.new_name"), address("x_thing.replaced")]}},
        "resource_changes": [change("x_thing.kept", &["update"]), left_over, change("x_thing.deleted", &["delete"]),
            change("x_thing.forgotten", &["forget"]), moved, change("x_thing.replaced", &["delete", "create"])],
        "prior_state": {"values": {"root_module": {"resources": prior}}},
        "configuration": {"root_module": {"resources": [read]}},
    });
    let cloud = cloud(&plan.to_string());
    let found: Vec<String> = cloud.stacks[0].resources.iter().map(|it| it.address.to_string()).collect();
    let expected =
        ["x_thing.kept", "x_thing.new_name", "x_thing.replaced", "x_thing.not_targeted", "data.x_thing.read"];
    assert_eq!(found, expected);
}

/// The text around a reference decides whether it is the value.
#[test]
fn a_reference_is_the_value_where_nothing_else_can_be_in_it() {
    let value = |references: &[&str]| -> String {
        let subnet = resource("aws_subnet.a", json!({}), json!({"id": true, "vpc_id": true}));
        let root = json!({
            "resources": [configured("aws_subnet", "a", json!({"vpc_id": to(references)}))],
            "variables": {"prefix": {"default": "x"}, "create": {"default": true}, "none": {}},
        });
        attribute(&cloud(&plan(vec![vpc(), subnet], root).to_string()), "aws_subnet.a", "vpc_id")
    };
    let vpc = ["aws_vpc.main.id", "aws_vpc.main"];
    let with = |others: &[&'static str]| [&vpc[..], others].concat();
    assert_eq!(value(&vpc), "-> aws_vpc.main.id");
    // `var.create ? aws_vpc.main.id : null`
    assert_eq!(value(&with(&["var.create"])), "-> aws_vpc.main.id");
    assert_eq!(value(&with(&["var.none"])), "-> aws_vpc.main.id");
    // A resource without instances contributes nothing.
    assert_eq!(value(&with(&["aws_vpc.other.id", "aws_vpc.other"])), "-> aws_vpc.main.id");
    // `"${var.prefix}-${aws_vpc.main.id}"`
    assert_eq!(value(&with(&["var.prefix"])), "unknown(Expression)");
    assert_eq!(value(&with(&["local.suffix"])), "unknown(Expression)");
    assert_eq!(value(&with(&["path.module"])), "unknown(Expression)");
    // A local is the network that the module creates, if that is one.
    assert_eq!(value(&["local.vpc_id"]), "-> aws_vpc.main.id");
    assert_eq!(value(&["local.vpc_id", "var.create"]), "-> aws_vpc.main.id");
    assert_eq!(value(&["local.vpc_id", "var.prefix"]), "unknown(Expression)");
    // Its value is known, so it cannot be the reason that this one is unknown.
    assert_eq!(value(&["aws_vpc.main.cidr_block", "aws_vpc.main"]), "unknown(Expression)");
    // The whole resource has one attribute whose name matches.
    assert_eq!(value(&["aws_vpc.main"]), "-> aws_vpc.main.id");
}

/// Which of two networks a local is, the document does not say.
#[test]
fn a_local_is_no_network_where_a_module_creates_several() {
    let other = resource("aws_vpc.other", json!({"cidr_block": "10.1.0.0/16"}), json!({"id": true}));
    let subnet = resource("aws_subnet.a", json!({}), json!({"id": true, "vpc_id": true}));
    let local = configured("aws_subnet", "a", json!({"vpc_id": to(&["local.vpc_id"])}));
    let cloud = planned(vec![vpc(), other, subnet], vec![local]);
    assert_eq!(attribute(&cloud, "aws_subnet.a", "vpc_id"), "unknown(Expression)");
}

#[test]
fn instances_are_paired_by_their_keys() {
    let cloud = |subnets: usize, associations: usize| {
        let of = |kind: &'static str, count: usize, unknown: Json| {
            (0..count).map(move |at| resource(&format!("{kind}.a[{at}]"), json!({}), unknown.clone()))
        };
        let subnets = of("aws_subnet", subnets, json!({"id": true}));
        let associations = of("aws_route_table_association", associations, json!({"subnet_id": true}));
        let expressions = json!({"subnet_id": to(&["aws_subnet.a", "count.index"])});
        let configured = vec![
            configured("aws_subnet", "a", json!({})),
            configured("aws_route_table_association", "a", expressions),
        ];
        planned(subnets.chain(associations).collect(), configured)
    };
    let same = cloud(12, 12);
    assert_eq!(attribute(&same, "aws_route_table_association.a[10]", "subnet_id"), "-> aws_subnet.a[10].id");
    assert_eq!(dependencies(&same, "aws_route_table_association.a[10]"), ["subnet_id: part aws_subnet.a"]);
    // The index must have been calculated.
    let other = cloud(2, 4);
    assert_eq!(attribute(&other, "aws_route_table_association.a[1]", "subnet_id"), "unknown(Expression)");
}

#[test]
fn each_value_is_an_instance_of_what_is_iterated_over() {
    let of = |address: &str, values: Json, unknown: Json| resource(address, values, unknown);
    let mut bucket =
        configured("aws_s3_bucket_versioning", "a", json!({"bucket": to(&["each.value.id", "each.value"])}));
    bucket["for_each_expression"] = to(&["aws_s3_bucket.a"]);
    let cloud = planned(
        vec![
            of(r#"aws_s3_bucket.a["x.y"]"#, json!({}), json!({"id": true})),
            of(r#"aws_s3_bucket.a["z"]"#, json!({"id": "known"}), json!({})),
            of(r#"aws_s3_bucket_versioning.a["x.y"]"#, json!({}), json!({"bucket": true})),
            of(r#"aws_s3_bucket_versioning.a["z"]"#, json!({"bucket": "known"}), json!({})),
        ],
        vec![configured("aws_s3_bucket", "a", json!({})), bucket],
    );
    let (unknown, known) = (r#"aws_s3_bucket_versioning.a["x.y"]"#, r#"aws_s3_bucket_versioning.a["z"]"#);
    assert_eq!(attribute(&cloud, unknown, "bucket"), r#"-> aws_s3_bucket.a["x.y"].id"#);
    assert_eq!(attribute(&cloud, known, "bucket"), r#""known""#);
    let expected = [r#"bucket: equals aws_s3_bucket.a["z"].id"#, "for_each: part aws_s3_bucket.a"];
    assert_eq!(dependencies(&cloud, known), expected);
}

/// Sets have another order than the configuration, and `dynamic` blocks are not in it.
#[test]
fn blocks_are_found_by_what_is_constant_in_them() {
    let origin = |id: &str| json!({"origin_id": id, "domain_name": null});
    let planned_blocks = json!({"origin": [origin("dynamic"), origin("b"), origin("a")]});
    let unknown = json!({"origin": [{"domain_name": true}, {"domain_name": true}, {"domain_name": true}]});
    let written = |id: &str, references: &[&str]| json!({"origin_id": {"constant_value": id}, "domain_name": to(references)});
    let origins = [
        written("a", &["aws_s3_bucket.a.bucket_regional_domain_name", "aws_s3_bucket.a"]),
        written("b", &["aws_lb.b.dns_name", "aws_lb.b"]),
    ];
    let cloud = planned(
        vec![
            resource("aws_cloudfront_distribution.d", planned_blocks, unknown),
            resource("aws_s3_bucket.a", json!({}), json!({"bucket_regional_domain_name": true})),
            resource("aws_lb.b", json!({}), json!({"dns_name": true})),
        ],
        vec![
            configured("aws_cloudfront_distribution", "d", json!({ "origin": origins })),
            configured("aws_s3_bucket", "a", json!({})),
            configured("aws_lb", "b", json!({})),
        ],
    );
    insta::assert_snapshot!(shown(&cloud), @r#"
    # plan, region ``: Read from a plan of version 1.11.4.
    aws_cloudfront_distribution.d
      origin {
        origin_id = "dynamic"
        domain_name = unknown(Expression)
      }
      origin {
        origin_id = "b"
        domain_name = unknown(Expression)
      }
      origin {
        origin_id = "a"
        domain_name = -> aws_s3_bucket.a.bucket_regional_domain_name
      }
      * origin[2].domain_name: only aws_s3_bucket.a.bucket_regional_domain_name
      * origin[1].domain_name: only aws_lb.b.dns_name
    aws_s3_bucket.a
      after apply: bucket_regional_domain_name
    aws_lb.b
      after apply: dns_name
    "#);
}

/// Several unknown parts in one value, distinguished by their names.
#[test]
fn routes_lead_to_the_gateways_that_they_are_named_after() {
    let routes = json!({"route": [{"cidr_block": "0.0.0.0/0"}, {"cidr_block": "10.0.0.0/8"}]});
    let unknown = json!({"route": [{"gateway_id": true}, {"nat_gateway_id": true}]});
    let references =
        ["aws_nat_gateway.n.id", "aws_nat_gateway.n", "aws_internet_gateway.i.id", "aws_internet_gateway.i"];
    let cloud = planned(
        vec![
            resource("aws_route_table.t", routes, unknown),
            resource("aws_nat_gateway.n", json!({}), json!({"id": true})),
            resource("aws_internet_gateway.i", json!({}), json!({"id": true})),
        ],
        vec![
            configured("aws_route_table", "t", json!({"route": to(&references)})),
            configured("aws_nat_gateway", "n", json!({})),
            configured("aws_internet_gateway", "i", json!({})),
        ],
    );
    assert_eq!(
        attribute(&cloud, "aws_route_table.t", "route"),
        r#"[{cidr_block: "0.0.0.0/0", gateway_id: -> aws_internet_gateway.i.id}, {cidr_block: "10.0.0.0/8", nat_gateway_id: -> aws_nat_gateway.n.id}]"#
    );
}

#[test]
fn a_list_has_what_its_expression_refers_to() {
    let cloud = |references: &[&str], unknown: Json| {
        let values = json!({"security_groups": if unknown == json!(true) { Json::Null } else { json!(["sg-1", null]) }});
        let groups = ["aws_security_group.a", "aws_security_group.b"];
        let groups = groups.map(|address| resource(address, json!({}), json!({"id": true})));
        let balancer = resource("aws_lb.l", values, json!({ "security_groups": unknown }));
        planned(
            [balancer].into_iter().chain(groups).collect(),
            vec![
                configured("aws_lb", "l", json!({"security_groups": to(references)})),
                configured("aws_security_group", "a", json!({})),
                configured("aws_security_group", "b", json!({})),
            ],
        )
    };
    let (a, b) = (
        ["aws_security_group.a.id", "aws_security_group.a"],
        ["aws_security_group.b.id", "aws_security_group.b"],
    );
    let value =
        |references: &[&str], unknown| attribute(&cloud(references, unknown), "aws_lb.l", "security_groups");
    assert_eq!(
        value(&[a, b].concat(), json!(true)),
        "[-> aws_security_group.a.id, -> aws_security_group.b.id]"
    );
    assert_eq!(value(&a, json!([false, true])), r#"["sg-1", -> aws_security_group.a.id]"#);
    // Two references, and one unknown part.
    assert_eq!(value(&[a, b].concat(), json!([false, true])), r#"["sg-1", unknown(Expression)]"#);
    let with_variable = [&a[..], &["local.more"]].concat();
    assert_eq!(value(&with_variable, json!(true)), "unknown(Expression)");
}

/// Known values are kept, and so are their references: also inside a list, and through a variable and an
/// output.
#[test]
fn known_values_keep_their_references() {
    let subnet = |at: usize| {
        resource(&format!("aws_subnet.s[{at}]"), json!({"id": format!("subnet-{at}")}), json!({}))
    };
    let balancer =
        resource("aws_lb.l", json!({"subnets": ["subnet-2", "subnet-0"], "name": "x-subnet-1"}), json!({}));
    let expressions = json!({"subnets": to(&["module.net.subnet_ids", "module.net"]), "name": to(&["module.net.subnet_ids", "module.net"])});
    let output = json!({"expression": to(&["var.ids"])});
    let root = json!({
        "resources": [configured("aws_lb", "l", expressions), configured("aws_subnet", "s", json!({}))],
        "module_calls": {"net": {"expressions": {"ids": to(&["aws_subnet.s"])},
            "module": {"outputs": {"subnet_ids": output}, "variables": {"ids": {}}}}},
    });
    let cloud = cloud(&plan(vec![balancer, subnet(0), subnet(1), subnet(2)], root).to_string());
    assert_eq!(
        dependencies(&cloud, "aws_lb.l"),
        [
            "name: part aws_subnet.s",
            "subnets[0]: equals aws_subnet.s[2].id",
            "subnets[1]: equals aws_subnet.s[0].id"
        ]
    );
}

#[test]
fn sensitive_values_are_compared_with_what_they_come_from() {
    let mut password = resource("x_password.a", json!({"result": "hunter2", "count": 3}), json!({}));
    password.0["sensitive_values"] = json!({"result": true});
    let mut database = resource("x_database.a", json!({"password": "hunter2", "count": 3}), json!({}));
    database.0["sensitive_values"] = json!({"password": true});
    let expressions = json!({"password": to(&["x_password.a.result", "x_password.a"]),
        "count": to(&["x_password.a.count", "x_password.a"])});
    let cloud = planned(
        vec![database, password],
        vec![configured("x_database", "a", expressions), configured("x_password", "a", json!({}))],
    );
    let expected = ["count: equals x_password.a.count", "password: equals x_password.a.result"];
    assert_eq!(dependencies(&cloud, "x_database.a"), expected);
}

#[test]
fn remote_states_lead_to_attributes_that_nobody_knows_yet() {
    let producer = plan(
        vec![vpc()],
        json!({"resources": [configured("aws_vpc", "main", json!({}))],
            "outputs": {"vpc_id": {"expression": to(&["aws_vpc.main.id", "aws_vpc.main"])}}}),
    )
    .to_string();
    let remote = resource(
        "data.terraform_remote_state.net",
        json!({"config": {"key": "net.tfstate"}}),
        json!({"outputs": true}),
    );
    let references = [
        "data.terraform_remote_state.net.outputs.vpc_id",
        "data.terraform_remote_state.net.outputs",
        "data.terraform_remote_state.net",
    ];
    let subnet = resource("aws_subnet.a", json!({}), json!({"vpc_id": true}));
    let data = json!({"mode": "data", "type": "terraform_remote_state", "name": "net"});
    let reader = plan(
        vec![subnet, remote],
        json!({"resources": [configured("aws_subnet", "a", json!({"vpc_id": to(&references)})), data]}),
    )
    .to_string();
    let read_with = |key| {
        let producer = Document { name: "net", bytes: producer.as_bytes(), state_key: key };
        let reader = Document { name: "app", bytes: reader.as_bytes(), state_key: None };
        read(&[producer, reader], Schema::aws()).expect("both are sound")
    };
    let cloud = read_with(Some("net.tfstate"));
    assert_eq!(attribute(&cloud, "aws_subnet.a", "vpc_id"), "-> [net] aws_vpc.main.id");
    let index = Index::new(&cloud);
    let network = index.view(index.of_kind("aws_subnet")[0]).and_then(|it| it.target("vpc_id"));
    assert_eq!(network.map(|it| it.stack().key.to_string()), Some("net".to_owned()));
    let alone = read_with(None);
    assert_eq!(
        attribute(&alone, "aws_subnet.a", "vpc_id"),
        "-> data.terraform_remote_state.net.outputs.vpc_id"
    );
}

#[test]
fn regions_come_from_provider_configurations() {
    let mut plan = plan(
        vec![
            resource("x_thing.a", json!({}), json!({})),
            resource("x_thing.b", json!({}), json!({})),
            resource("x_thing.c", json!({}), json!({})),
        ],
        json!({"resources": [
            {"mode": "managed", "type": "x_thing", "name": "a", "provider_config_key": "x"},
            {"mode": "managed", "type": "x_thing", "name": "b", "provider_config_key": "module.m:x"},
            {"mode": "managed", "type": "x_thing", "name": "c", "provider_config_key": "x.unknown"}],
            "variables": {"region": {"default": "eu-west-1"}},
            "module_calls": {"m": {"expressions": {"where": to(&["var.region"])}, "module": {}}}}),
    );
    plan["planned_values"]["root_module"]["child_modules"] = json!([{"address": "module.m"}]);
    plan["variables"] = json!({"region": {"value": "eu-north-1"}});
    plan["configuration"]["provider_config"] = json!({
        "x": {"expressions": {"region": {"constant_value": "us-east-1"}}},
        "module.m:x": {"module_address": "module.m", "expressions": {"region": to(&["var.where"])}},
        "x.unknown": {"expressions": {"region": to(&["local.region"])}},
    });
    let cloud = cloud(&plan.to_string());
    let regions: Vec<&str> = cloud.stacks[0]
        .resources
        .iter()
        .map(|it| &*it.foreign.as_ref().expect("it was read").region)
        .collect();
    assert_eq!(regions, ["us-east-1", "eu-north-1", ""]);
    // Of two that are as frequent, the first by name.
    assert_eq!(&*cloud.stacks[0].region, "eu-north-1");
}

#[test]
fn null_for_what_a_provider_sets_itself_is_left_to_the_provider() {
    let values = json!({"identifier": "x"});
    let copy = resource("aws_db_instance.x", values, json!({"engine": true, "name": true}));
    // `engine = var.is_copy ? null : "postgres"`: nothing that it refers to is unknown.
    let expressions = json!({"engine": to(&["var.is_copy"])});
    let configured = configured("aws_db_instance", "x", expressions);
    let mut root = json!({ "resources": [configured] });
    root["variables"] = json!({"is_copy": {"default": true}});
    let cloud = cloud(&plan(vec![copy], root).to_string());
    assert_eq!(attribute(&cloud, "aws_db_instance.x", "engine"), "unknown(AfterApply)");
}
