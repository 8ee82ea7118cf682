//! Order: each test breaks one thing.

use super::*;

/// A stack with a service, whose `depends_on` is `first`.
fn service(s: &Draft, first: impl Fn(&Handle, &Handle) -> Vec<Value>) {
    let cluster = s.resource("aws_ecs_cluster", "main", body! { name = "main"; });
    let providers = s.resource(
        "aws_ecs_cluster_capacity_providers",
        "main",
        body! { cluster_name = cluster.name(); capacity_providers = ["FARGATE"]; },
    );
    let trust = allow("Tasks").to_service("ecs-tasks.amazonaws.com").actions(["sts:AssumeRole"]);
    let role = s.resource("aws_iam_role", "task", body! { assume_role_policy = Policy::of([trust]); });
    let policy = s.resource(
        "aws_iam_role_policy",
        "task",
        body! { role = role.id(); policy = Policy::of([allow("Read").actions(["s3:GetObject"]).on("*")]); },
    );
    let task = s.resource(
        "aws_ecs_task_definition",
        "api",
        body! { family = "api"; container_definitions = "[]"; task_role_arn = role.arn(); },
    );
    s.resource(
        "aws_ecs_service",
        "api",
        body! {
            name = "api";
            cluster = cluster.id();
            task_definition = task.arn();
            capacity_provider_strategy { capacity_provider = "FARGATE"; weight = 1; }
            depends_on = first(&providers, &policy);
        },
    );
}

#[test]
fn services_are_created_after_capacity_providers_and_policies() {
    finds(&[], |s| service(s, |providers, policy| vec![providers.whole(), policy.whole()]));
    finds(
        &[
            "CLOUD025 `aws_ecs_cluster_capacity_providers.main` must be created before it, but it does not depend on that",
            "CLOUD025 `aws_iam_role_policy.task` must be created before it, but it does not depend on that",
        ],
        |s| service(s, |_, _| vec![]),
    );
    // `depends_on` is as good as a reference.
    finds(
        &["CLOUD025 `aws_iam_role_policy.task` must be created before it, but it does not depend on that"],
        |s| {
            service(s, |_, _| vec![Value::expression("aws_ecs_cluster_capacity_providers.main")]);
        },
    );
}

#[test]
fn addresses_and_nat_gateways_are_created_after_the_internet_gateway() {
    let network = |s: &Draft, waits: bool| {
        let vpc = vpc(s);
        let internet = s.resource("aws_internet_gateway", "main", body! { vpc_id = vpc.id(); });
        let first = || waits.then(|| list![internet.whole()]);
        let address = s.resource("aws_eip", "a", body! { domain = "vpc"; depends_on = first(); });
        // Indirectly, through the Elastic IP address.
        s.resource("aws_nat_gateway", "a", body! { subnet_id = "subnet-1"; allocation_id = address.id(); });
    };
    finds(&[], |s| network(s, true));
    let missing =
        "CLOUD025 `aws_internet_gateway.main` must be created before it, but it does not depend on that";
    finds(&[missing, missing], |s| network(s, false));
}

#[test]
fn whole_resources_must_exist_and_be_of_the_same_stack() {
    finds(&["CLOUD010 stack `production/eu-central-1/de/network` has no `aws_vpc.other`"], |s| {
        let other =
            Handle { address: Address::in_root(Mode::Managed, "aws_vpc", "other").into(), stack: s.id() };
        s.resource("aws_vpc", "second", body! { depends_on = list![other.whole()]; });
    });
    finds(&["CLOUD021 these form a cycle: `aws_vpc.main`"], |s| {
        let address = Address::in_root(Mode::Managed, "aws_vpc", "main").into();
        let own = Handle { stack: s.id(), address };
        s.resource("aws_vpc", "main", body! { depends_on = list![own.whole()]; });
    });
}

/// The findings if the certificate for a zone's host is validated in the given one of three stacks: the one with the
/// zone, the one that delegates it, and a third one, which may be ordered after that.
fn certificate_in(position: usize, ordered: bool) -> Vec<String> {
    let mut cloud = empty();
    let mut zone = None;
    for (number, layer) in [Layer::Dns, Layer::Base, Layer::Edge].into_iter().enumerate() {
        let s = cloud.draft(key("de", layer), "eu-central-1", "For a test.");
        let zone = zone
            .get_or_insert_with(|| s.resource("aws_route53_zone", "main", body! { name = "a.example.com"; }));
        if number == 1 {
            let servers = zone.get("name_servers");
            s.resource(
                "aws_route53_record",
                "delegation",
                body! { zone_id = "Z1"; name = "a"; type = "NS"; ttl = 60; records = servers; },
            );
        }
        if number == 2 && ordered {
            s.after(StackId(1));
        }
        if number == position {
            let certificate =
                s.resource("aws_acm_certificate", "main", body! { domain_name = "a.example.com"; });
            let record = s.resource(
                "aws_route53_record",
                "record",
                body! { zone_id = zone.get("zone_id"); name = "x"; type = "CNAME"; ttl = 60; records = ["y"]; },
            );
            s.resource(
                "aws_acm_certificate_validation",
                "main",
                body! { certificate_arn = certificate.arn(); validation_record_fqdns = [record.get("fqdn")]; },
            );
        }
        cloud.add(s);
    }
    lines(&check(&cloud))
}

#[test]
fn certificates_are_validated_after_their_zone_is_delegated() {
    assert_eq!(
        certificate_in(0, true),
        [
            "CLOUD026 certificate validation is too early: its zone is created in the same stack and cannot be \
          delegated yet"
        ]
    );
    assert!(
        certificate_in(1, true).is_empty(),
        "one apply creates both, and the validation waits until its record can be resolved"
    );
    assert!(certificate_in(2, true).is_empty());
    assert_eq!(
        certificate_in(2, false),
        [
            "CLOUD026 certificate validation is too early: its zone is delegated by stack `production/eu-central-1/de/base`, \
          and nothing ensures that this stack is applied before"
        ]
    );
}
