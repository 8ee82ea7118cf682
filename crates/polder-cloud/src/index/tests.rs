//! Queries of a small cloud of two stacks.

use std::borrow::Cow;
use std::sync::Arc;

use crate::address::{Layer, StackKey, StackScope};
use crate::policy::{Policy, allow};
use crate::stack::Variable;
use crate::value::{Handle, Reference, Segment, Target, Unknown, Value};
use crate::{Cloud, Dependency, Foreign, Form, body, kinds, list, text};

use super::{Index, Kind, Piece, Resolved, Variables, shown};

kinds! {
    /// A network.
    Vpc = ["aws_vpc"];
    /// A rule of either direction.
    Rule = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];
}

fn key(layer: Layer) -> StackKey {
    let scope = StackScope::Site { region: "eu-central-1".into(), cell: "de".into() };
    StackKey { account: "production".into(), scope, layer }
}

/// A network, and in another stack a security group of it, and a role with its policy.
fn cloud() -> Cloud {
    let mut cloud = Cloud::default();
    let network = cloud.draft(key(Layer::Network), "eu-central-1", "For a test.");
    let vpc =
        network.resource("aws_vpc", "main", body! { cidr_block = network.local("cidr", "10.0.0.0/16"); });
    cloud.add(network);
    let app = cloud.draft(key(Layer::App), "eu-central-1", "For a test.");
    let account = app.variable(Variable {
        name: "account_id".into(),
        kind: "string".into(),
        description: "For a test.".into(),
        default: Value::Null,
        sensitive: false,
        pattern: None,
        example: "111111111111".into(),
    });
    let group = app.resource(
        "aws_security_group",
        "api",
        body! {
            name = text![app.local("name", "shop"), "-api"];
            vpc_id = app.local("network", vpc.id());
        },
    );
    for (direction, name) in [("ingress", "in"), ("egress", "out")] {
        let kind = if direction == "ingress" {
            "aws_vpc_security_group_ingress_rule"
        } else {
            "aws_vpc_security_group_egress_rule"
        };
        app.resource(
            kind,
            name,
            body! {
                security_group_id = group.id();
                cidr_ipv4 = vpc.get("cidr_block");
                from_port = 443;
            },
        );
    }
    app.resource(
        "aws_iam_role_policy",
        "api",
        body! {
            name = group.get("name");
            policy = Policy::of([allow("Read").actions(["s3:GetObject"]).on(text!["arn:aws:s3:::", account, "/*"])]);
        },
    );
    app.resource(
        "aws_lb",
        "main",
        body! {
            subnet_mapping { subnet_id = vpc.get("main_route_table_id"); }
            subnet_mapping { subnet_id = "subnet-1"; }
            tags = { count = Value::call("length", vec![list![group.id(), 1]]); };
            names = Value::call("compact", vec![list!["", group.get("name"), vpc.get("tags").field("Name")]]);
        },
    );
    cloud.add(app);
    cloud
}

fn find<'i, 'a>(index: &'i Index<'a>, kind: &str) -> super::View<'i, 'a> {
    index.view(index.of_kind(kind)[0]).expect("a resource")
}

#[test]
fn values_are_followed_to_where_they_are_said() {
    let cloud = cloud();
    let index = Index::new(&cloud);
    let group = find(&index, "aws_security_group");
    assert_eq!(group.text("name").as_deref(), Some("shop-api"));
    assert_eq!(group.get("description"), Resolved::Absent);
    let rule = find(&index, "aws_vpc_security_group_ingress_rule");
    // Through a reference to another stack, and there through a local.
    assert_eq!(rule.text("cidr_ipv4").as_deref(), Some("10.0.0.0/16"));
    assert_eq!(rule.integer("from_port"), Some(443));
    let Resolved::Attribute(id) = group.get("vpc_id") else { panic!("an attribute") };
    assert_eq!(
        (id.name, index.resource(id.resource).map(|it| it.address.kind.as_str())),
        ("id", Some("aws_vpc"))
    );
}

#[test]
fn targets_are_found_through_locals_and_across_stacks() {
    let cloud = cloud();
    let index = Index::new(&cloud);
    let group = find(&index, "aws_security_group");
    let network = group.target("vpc_id").expect("a network");
    assert_eq!((network.kind(), network.stack().key.layer), ("aws_vpc", Layer::Network));
    // Although the value is known as well.
    let policy = find(&index, "aws_iam_role_policy");
    assert_eq!(policy.text("name").as_deref(), Some("shop-api"));
    assert_eq!(policy.target("name").map(|it| it.id()), Some(group.id()));
    assert!(policy.target("role").is_none());
}

#[test]
fn functions_and_blocks_are_understood() {
    let cloud = cloud();
    let index = Index::new(&cloud);
    let balancer = find(&index, "aws_lb");
    let mappings = balancer.blocks("subnet_mapping");
    assert_eq!(mappings.len(), 2);
    assert_eq!(mappings[1].text("subnet_id").as_deref(), Some("subnet-1"));
    assert_eq!(balancer.blocks("tags").len(), 1);
    assert_eq!(balancer.get("tags").field("count"), Some(&Resolved::Integer(2)));
    let Resolved::List(names) = balancer.get("names") else { panic!("a list") };
    assert_eq!(names[0], Resolved::Text(Cow::Borrowed("shop-api")));
    let Resolved::Attribute(tag) = &names[1] else { panic!("an attribute") };
    assert_eq!((tag.name, tag.steps.len()), ("tags", 1));
}

#[test]
fn values_are_shown_where_they_stand() {
    let cloud = cloud();
    let index = Index::new(&cloud);
    let of = |kind: &str, attribute: &str| {
        let view = find(&index, kind);
        shown(view.stack(), view.body().get(attribute).expect("a value"))
    };
    assert_eq!(of("aws_security_group", "name"), "shop-api");
    assert_eq!(of("aws_security_group", "vpc_id"), "<aws_vpc.main.id>");
    assert_eq!(of("aws_lb", "tags"), "{count = length(<aws_security_group.api.id>, 1)}");
    assert_eq!(of("aws_lb", "names"), "compact(, <aws_security_group.api.name>, <aws_vpc.main.tags>.Name)");
    let mut circle = cloud.stacks[1].clone();
    circle.locals.push(crate::Local { name: "round".into(), value: text![Value::local("round"), "."] });
    assert!(shown(&circle, &Value::local("round")).starts_with("<local.round>."));
}

#[test]
fn variables_can_stay_what_they_are() {
    let cloud = cloud();
    let account = Value::Variable("account_id".into());
    let arn = text!["arn:", &account, ":", Value::local("name")];
    let name = text![Value::local("name"), "-api"];
    let index = Index::new(&cloud);
    let app = &cloud.stacks[1];
    let named = index.resolve_with(app, &account, Variables::Named);
    assert_eq!(named, Resolved::Variable(app.id, "account_id"));
    assert!(!named.is_known());
    let spelled = index.spelled(app, &arn);
    let expected =
        [Piece::Text("arn:".into()), Piece::Variable("account_id".into()), Piece::Text(":shop".into())];
    assert_eq!(spelled.pieces(), expected);
    assert_eq!(spelled.to_string(), "arn:{variable account_id}:shop");
    let group = find(&index, "aws_security_group").id();
    let identifier = index.identifier(group, "name").expect("it says so itself");
    assert!(identifier.admits(&index.spelled(app, &name)));
    assert!(index.identifier(group, "arn").is_none(), "the provider is not known");
}

#[test]
fn variables_are_unknown_or_their_examples() {
    let cloud = cloud();
    let pattern = |variables| {
        let index = Index::with(&cloud, variables);
        let policies = index.policies();
        let [policy] = policies.as_slice() else { panic!("one policy") };
        let stack = cloud.stack(policy.owner.stack).expect("its stack");
        // The policy is borrowed from the cloud.
        let Cow::Borrowed(policy) = policy.policy else { panic!("typed") };
        format!("{:?}", index.resolve(stack, &policy.statements[0].resources[0]))
    };
    let unknown = Resolved::Pattern(vec![
        Resolved::Text("arn:aws:s3:::".into()),
        Resolved::Unknown(Unknown::NoValue),
        Resolved::Text("/*".into()),
    ]);
    assert_eq!(pattern(Variables::Unknown), format!("{unknown:?}"));
    let known = Resolved::Text("arn:aws:s3:::111111111111/*".into());
    assert_eq!(pattern(Variables::Examples), format!("{known:?}"));
}

#[test]
fn references_are_known_from_both_ends() {
    let cloud = cloud();
    let index = Index::new(&cloud);
    let network = find(&index, "aws_vpc");
    let referrers: Vec<String> = index
        .referrers(network.id())
        .iter()
        .map(|it| {
            let from = index.resource(it.from).expect("a resource");
            format!("{} {} {}", from.address, it.path, it.attribute)
        })
        .collect();
    assert_eq!(
        referrers,
        [
            "aws_security_group.api vpc_id id",
            "aws_vpc_security_group_ingress_rule.in cidr_ipv4 cidr_block",
            "aws_vpc_security_group_egress_rule.out cidr_ipv4 cidr_block",
            "aws_lb.main subnet_mapping[0].subnet_id main_route_table_id",
            "aws_lb.main names[2] tags",
        ]
    );
}

#[test]
fn a_mention_is_a_text_with_a_target_and_nothing_waits_for_it() {
    let mut cloud = Cloud::default();
    let network = cloud.draft(key(Layer::Network), "eu-central-1", "For a test.");
    let vpc = network.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; });
    cloud.add(network);
    let app = cloud.draft(key(Layer::App), "eu-central-1", "For a test.");
    let text = vpc.mention("arn", text!["arn:aws:ec2:", app.local("region", "eu-central-1"), ":vpc/main"]);
    app.resource(
        "aws_iam_role_policy",
        "x",
        body! { policy = Policy::of([allow("A").actions(["ec2:*"]).on(text)]); },
    );
    cloud.add(app);
    assert!(crate::link(&cloud).imports.iter().all(std::collections::BTreeMap::is_empty));
    let index = Index::new(&cloud);
    let [referrer] = index.referrers(find(&index, "aws_vpc").id()) else { panic!("one referrer") };
    assert_eq!((referrer.path.to_string().as_str(), referrer.attribute), ("policy", "arn"));
    let policies = index.policies();
    let stack = cloud.stack(policies[0].owner.stack).expect("its stack");
    let Cow::Borrowed(policy) = policies[0].policy else { panic!("typed") };
    let resource = index.resolve(stack, &policy.statements[0].resources[0]);
    assert_eq!(resource, Resolved::Text("arn:aws:ec2:eu-central-1:vpc/main".into()));
}

/// A plan of existing resources has the values, and the references separately.
#[test]
fn what_a_plan_knows_has_its_targets_too() {
    let mut cloud = cloud();
    let group = Index::new(&cloud).of_kind("aws_security_group")[0];
    let app = &mut cloud.stacks[1];
    let address = app.resources[group.index as usize].address.clone();
    let reference = || Reference { target: Target::Own, address: address.clone(), attribute: "name".into() };
    let path = |steps: &[&str], number| {
        let mut path: Vec<Segment> = steps.iter().map(|step| Segment::Name((*step).into())).collect();
        if let Some(number) = number {
            path.insert(1, Segment::Index(number));
        }
        path
    };
    let dependency = |path, form| Dependency { path, reference: reference(), form };
    let balancer = app.resources.iter_mut().find(|it| it.address.kind == "aws_lb").expect("a balancer");
    balancer.foreign = Some(Box::new(Foreign {
        dependencies: vec![
            dependency(path(&["subnet_mapping", "subnet_id"], Some(1)), Form::Equal),
            dependency(path(&["internal"], None), Form::Part),
        ],
        ..Foreign::default()
    }));
    let balancer = Arc::make_mut(&mut balancer.body);
    balancer.set(None, "internal", true);
    let index = Index::new(&cloud);
    let balancer = find(&index, "aws_lb");
    let targets = |number: usize| -> Vec<&str> {
        let mapping = balancer.blocks("subnet_mapping")[number];
        mapping.targets("subnet_id").iter().map(super::View::kind).collect()
    };
    assert_eq!((targets(0), targets(1)), (vec!["aws_vpc"], vec!["aws_security_group"]));
    assert!(balancer.targets("internal").is_empty());
}

#[test]
fn typed_views_are_of_their_kinds_only() {
    let cloud = cloud();
    let index = Index::new(&cloud);
    assert_eq!(index.all::<Vpc<'_, '_>>().count(), 1);
    assert_eq!(index.all::<Rule<'_, '_>>().count(), 2);
    let rule = index.all::<Rule<'_, '_>>().next().expect("a rule");
    assert!(Vpc::cast(rule.view()).is_none());
}

/// A reference of a plan: the value is that of the attribute `id` of `to`.
fn beside(path: &[Segment], to: &Handle, form: Form) -> Dependency {
    let address = std::sync::Arc::clone(&to.address);
    let reference = Reference { target: Target::Own, address, attribute: "id".into() };
    Dependency { path: path.to_vec(), reference, form }
}

#[test]
fn targets_are_found_beside_the_values_of_a_plan() {
    let mut cloud = Cloud::default();
    let s = cloud.draft(key(Layer::Network), "eu-central-1", "For a test.");
    let (one, two) = (s.resource("aws_vpc", "one", body! {}), s.resource("aws_vpc", "two", body! {}));
    let unknown = || Value::Unknown(Unknown::Expression);
    s.resource(
        "aws_lb",
        "main",
        body! {
            known = "main";
            unknown = unknown();
            subnet_mapping { subnet_id = unknown(); }
            subnet_mapping { subnet_id = unknown(); }
            access_logs { bucket = "main"; }
            tags = list![body! { of = unknown(); }];
        },
    );
    cloud.add(s);
    let name = |name: &'static str| Segment::Name(name.into());
    let mapping = |at: u32| [name("subnet_mapping"), Segment::Index(at), name("subnet_id")];
    let dependencies = vec![
        beside(&[name("known")], &one, Form::Equal),
        beside(&[name("known")], &two, Form::Only),
        beside(&[name("unknown")], &one, Form::Part),
        beside(&mapping(0), &one, Form::Only),
        beside(&mapping(1), &two, Form::Only),
        beside(&[name("access_logs"), name("bucket")], &two, Form::Equal),
        beside(&[name("tags"), Segment::Index(0), name("of")], &one, Form::Only),
    ];
    let foreign = Foreign { dependencies, ..Foreign::default() };
    cloud.stacks[0].resources[2].foreign = Some(Box::new(foreign));
    let index = Index::new(&cloud);
    let balancer = find(&index, "aws_lb");
    let names = |view: super::View<'_, '_>, attribute: &str| -> Vec<String> {
        view.targets(attribute).iter().map(|it| it.address().name.to_string()).collect()
    };
    // For a known value only the equal attribute; for an unknown one only a sole reference.
    assert_eq!(names(balancer, "known"), ["one"]);
    assert!(names(balancer, "unknown").is_empty());
    let mappings = balancer.blocks("subnet_mapping");
    assert_eq!(names(mappings[0], "subnet_id"), ["one"]);
    assert_eq!(names(mappings[1], "subnet_id"), ["two"]);
    assert_eq!(names(balancer.blocks("access_logs")[0], "bucket"), ["two"]);
    assert_eq!(names(balancer.blocks("tags")[0], "of"), ["one"]);
}

#[test]
fn a_name_can_be_the_identifier_of_several() {
    let mut cloud = Cloud::default();
    let s = cloud.draft(key(Layer::Network), "eu-central-1", "For a test.");
    s.resource("aws_iam_role", "role", body! { id = "main"; arn = "main"; });
    s.resource("aws_db_subnet_group", "group", body! { id = "main"; });
    s.resource("aws_lb", "main", body! { of = "main"; });
    cloud.add(s);
    let index = Index::new(&cloud);
    assert_eq!(index.holders("main").len(), 2);
    let kinds: Vec<_> = find(&index, "aws_lb").targets("of").iter().map(super::View::kind).collect();
    assert_eq!(kinds, ["aws_iam_role", "aws_db_subnet_group"]);
}

#[test]
fn a_graph_that_refers_to_itself_comes_to_an_end() {
    let mut cloud = Cloud::default();
    let s = cloud.draft(key(Layer::Network), "eu-central-1", "For a test.");
    s.local("one", Value::local("two"));
    s.local("two", list![Value::local("one"), Value::local("one")]);
    s.resource("aws_vpc", "main", body! { cidr_block = Value::local("one"); });
    cloud.add(s);
    let index = Index::new(&cloud);
    let network = find(&index, "aws_vpc");
    assert!(!network.get("cidr_block").is_known());
    assert!(network.targets("cidr_block").is_empty());
    assert!(index.referrers(network.id()).is_empty());
}

#[test]
fn identifiers_that_a_state_knows_are_references_from_both_ends() {
    let mut cloud = Cloud::default();
    let s = cloud.draft(key(Layer::Data), "eu-central-1", "For a test.");
    s.resource(
        "aws_s3_bucket_versioning",
        "media",
        body! {
            id = "shop-media";
            bucket = "shop-media";
        },
    );
    s.resource(
        "aws_s3_bucket",
        "media",
        body! {
            id = "shop-media";
            arn = "arn:aws:s3:::shop-media";
        },
    );
    cloud.add(s);
    let index = Index::new(&cloud);
    let versioning = find(&index, "aws_s3_bucket_versioning");
    let kinds: Vec<&str> = versioning.targets("bucket").iter().map(super::View::kind).collect();
    assert_eq!(kinds, ["aws_s3_bucket_versioning", "aws_s3_bucket"]);
    let bucket = find(&index, "aws_s3_bucket");
    let from: Vec<String> = index
        .referrers(bucket.id())
        .iter()
        .map(|it| format!("{} {}", index.resource(it.from).expect("a resource").address, it.path))
        .collect();
    assert_eq!(from, ["aws_s3_bucket_versioning.media id", "aws_s3_bucket_versioning.media bucket"]);
    assert_eq!(index.holders("arn:aws:s3:::shop-media"), [bucket.id()]);
}

#[test]
fn a_reference_to_what_an_expression_makes_still_tells_the_resource() {
    let mut cloud = Cloud::default();
    let s = cloud.draft(key(Layer::Network), "eu-central-1", "For a test.");
    let original = s.resource("aws_secretsmanager_secret", "x", body! {});
    let arn = Value::call("replace", vec![original.arn(), "eu-central-1".into(), "eu-west-1".into()]);
    let copy = s.data("aws_secretsmanager_secret", "x", body! { arn = arn; });
    let secret = Value::Sensitive(Box::new(Value::Unknown(Unknown::AfterApply)));
    let hidden = s.data("aws_secretsmanager_secret_version", "x", body! { secret_string = secret; });
    s.resource("aws_lb", "main", body! { of = copy.arn(); token = hidden.get("secret_string"); });
    cloud.add(s);
    let index = Index::new(&cloud);
    let of = |name: &str| match find(&index, "aws_lb").get(name) {
        Resolved::Attribute(attribute) => {
            (index.resource(attribute.resource).map(|it| it.address.to_string()), attribute.name.to_owned())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(of("of"), (Some("data.aws_secretsmanager_secret.x".to_owned()), "arn".to_owned()));
    let version = "data.aws_secretsmanager_secret_version.x".to_owned();
    assert_eq!(of("token"), (Some(version), "secret_string".to_owned()));
}

#[test]
fn numbers_of_resources_are_their_places_in_the_order_of_all() {
    let cloud = cloud();
    let index = Index::new(&cloud);
    let numbers: Vec<usize> = index.ids().map(|id| index.number(id)).collect();
    assert_eq!(numbers, (0..index.count()).collect::<Vec<_>>());
    assert!(numbers.len() > 3);
}
