//! Resources that refer to each other, and must be compatible.

use crate::codes;
use crate::context::Context;
use crate::report::Report;
use crate::subject::{Fault, Subject};

const BALANCERS: &[&str] = &["aws_lb", "aws_alb"];
const GROUPS: &[&str] = &["aws_lb_target_group", "aws_alb_target_group"];

/// A check of a resource and of those that it refers to.
type Check = fn(&Context<'_, '_>, &Subject<'_, '_>, &mut Report);

/// The checks by the type of the resource.
const CHECKS: &[(&str, Check)] = &[
    ("aws_lb_listener", listener),
    ("aws_alb_listener", listener),
    ("aws_wafv2_web_acl_association", association),
    ("aws_rds_cluster_instance", instance),
    ("aws_ecs_service", service),
    ("aws_lambda_event_source_mapping", mapping),
    ("aws_lb_target_group_attachment", attachment),
    ("aws_db_instance", replica),
    ("aws_db_instance", |context, item, report| parameters(context, item, "aws_db_parameter_group", report)),
    ("aws_elasticache_replication_group", |context, item, report| {
        parameters(context, item, "aws_elasticache_parameter_group", report);
    }),
    ("aws_cloudfront_distribution", |_, item, report| distribution(item, report)),
    ("aws_dynamodb_table", |_, item, report| table(item, report)),
    ("aws_sqs_queue", dead_letters),
    ("aws_sns_topic_subscription", subscription),
    ("aws_nat_gateway", gateway),
    ("aws_api_gateway_integration", link),
    ("aws_route53_record", apex),
];

/// Reports pairs that are not compatible.
pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    for (kind, check) in CHECKS {
        context.of_kind(kind).for_each(|item| check(context, &item, report));
    }
}

/// The apex of a zone has the records `SOA` and `NS`, beside which there can be no `CNAME`.
fn apex(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html";
    if item.text("type").as_deref() != Some("CNAME") {
        return;
    }
    let Some(zone) = context.target(&item.view, "zone_id", &["aws_route53_zone"]) else { return };
    let (Some(name), Some(of)) = (item.text("name"), zone.text("name")) else { return };
    if name.trim_end_matches('.') == of.trim_end_matches('.') {
        let message = format!("a `CNAME` has the name of the zone, `{of}`");
        find(item, "type", message, "an alias record of the type A".to_owned(), page, report);
    }
}

/// A listener has a protocol that its load balancer and its target groups support.
fn listener(context: &Context<'_, '_>, listener: &Subject<'_, '_>, report: &mut Report) {
    let protocol = listener.text("protocol");
    if let (Some(balancer), Some(protocol)) =
        (context.target(&listener.view, "load_balancer_arn", BALANCERS), &protocol)
        && let Some(kind) = balancer.text_or("load_balancer_type", "application")
    {
        let accepted: &[&str] = match kind.as_str() {
            "application" => &["HTTP", "HTTPS"],
            "network" => &["TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"],
            _ => &["GENEVE"],
        };
        if !accepted.contains(&protocol.as_str()) {
            let message =
                format!("the protocol is `{protocol}`, and the load balancer is of the type `{kind}`");
            return find(listener, "protocol", message, accepted.join(", "), ELB, report);
        }
    }
    let Some(protocol) = protocol else { return };
    for action in listener.view.blocks("default_action") {
        let Some(group) = context.target(&action, "target_group_arn", GROUPS) else { continue };
        let Some(of_group) = group.text("protocol") else { continue };
        let accepted: &[&str] = match protocol.as_str() {
            "HTTP" | "HTTPS" => &["HTTP", "HTTPS"],
            "TCP" => &["TCP", "TCP_UDP"],
            "TLS" => &["TCP", "TLS"],
            "UDP" => &["UDP", "TCP_UDP"],
            "TCP_UDP" => &["TCP_UDP"],
            _ => continue,
        };
        if !accepted.contains(&of_group.as_str()) {
            let message = format!(
                "the protocol is `{protocol}`, and that of `{}` is `{of_group}`",
                group.view.address()
            );
            find(listener, "default_action.target_group_arn", message, accepted.join(", "), ELB, report);
        }
    }
}

const ELB: &str = "docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html";

/// A web ACL protects only the kinds of resources that AWS WAF supports.
fn association(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html";
    let accepts = || {
        "application load balancers, REST APIs, GraphQL APIs, user pools, App Runner and Verified Access"
            .to_owned()
    };
    let others = [
        "aws_apigatewayv2_api",
        "aws_apigatewayv2_stage",
        "aws_cloudfront_distribution",
        "aws_instance",
        "aws_elb",
    ];
    if let Some(target) = context.target(&item.view, "resource_arn", &others) {
        let message = format!("a web ACL is associated with `{}`", target.view.address());
        return find(item, "resource_arn", message, accepts(), page, report);
    }
    if let Some(arn) = item.text("resource_arn") {
        let is_other =
            arn.contains(":cloudfront:") || arn.contains("/loadbalancer/net/") || arn.contains("/apis/");
        if is_other {
            return find(
                item,
                "resource_arn",
                format!("a web ACL is associated with `{arn}`"),
                accepts(),
                page,
                report,
            );
        }
    }
    if let Some(balancer) = context.target(&item.view, "resource_arn", BALANCERS)
        && let Some(kind) =
            balancer.text_or("load_balancer_type", "application").filter(|kind| kind != "application")
    {
        let message = format!("a web ACL is associated with a load balancer of the type `{kind}`");
        return find(item, "resource_arn", message, accepts(), page, report);
    }
    if let Some(acl) = context.target(&item.view, "web_acl_arn", &["aws_wafv2_web_acl"])
        && acl.text("scope").as_deref() == Some("CLOUDFRONT")
    {
        let message = "a web ACL with the scope `CLOUDFRONT` is associated with a resource".to_owned();
        find(item, "web_acl_arn", message, "web ACLs with the scope `REGIONAL`".to_owned(), page, report);
    }
}

/// An instance has the engine and the version of its cluster.
fn instance(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let Some(cluster) = context.target(&item.view, "cluster_identifier", &["aws_rds_cluster"]) else {
        return;
    };
    let page = "docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html";
    if let (Some(own), Some(of)) = (item.text("engine"), cluster.text("engine"))
        && own != of
    {
        let message = format!("the engine is `{own}`, and that of the cluster is `{of}`");
        find(item, "engine", message, format!("`{of}`"), page, report);
    }
    let is_serverless = item.text("instance_class").as_deref() == Some("db.serverless");
    if is_serverless && cluster.tree.get("serverlessv2_scaling_configuration").is_absent() {
        let message =
            "the class is `db.serverless`, and the cluster has no `serverlessv2_scaling_configuration`";
        let accepts = "a cluster with `serverlessv2_scaling_configuration`".to_owned();
        find(item, "instance_class", message.to_owned(), accepts, page, report);
    }
}

/// Tasks with interfaces of their own need a network configuration, and a target group of addresses.
fn service(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html";
    let Some(task) = context.target(&item.view, "task_definition", &["aws_ecs_task_definition"]) else {
        return;
    };
    let Some(mode) = task.text("network_mode") else { return };
    let network = item.tree.get("network_configuration").is_set();
    if mode == "awsvpc" && network == Some(false) {
        let message =
            "the tasks have the mode `awsvpc`, and the service has no `network_configuration`".to_owned();
        find(item, "network_configuration", message, "a `network_configuration`".to_owned(), page, report);
    }
    if mode != "awsvpc" && network == Some(true) {
        let message =
            format!("the tasks have the mode `{mode}`, and the service has a `network_configuration`");
        find(item, "network_configuration", message, "no `network_configuration`".to_owned(), page, report);
    }
    for balancer in item.view.blocks("load_balancer") {
        let Some(group) = context.target(&balancer, "target_group_arn", GROUPS) else { continue };
        let kind = group.text_or("target_type", "instance").unwrap_or_default();
        if mode == "awsvpc" && (kind == "instance" || kind == "lambda") {
            let message =
                format!("the tasks have the mode `awsvpc`, and the target group has the type `{kind}`");
            find(item, "load_balancer.target_group_arn", message, "the type `ip`".to_owned(), page, report);
        }
    }
    if item.text("launch_type").as_deref() == Some("FARGATE") {
        let needs = task.tree.at("requires_compatibilities");
        let texts: Vec<&str> =
            needs.iter().flat_map(|tree| tree.leaves()).filter_map(|value| value.as_text()).collect();
        if !texts.is_empty() && !texts.contains(&"FARGATE") {
            let message =
                format!("the service runs on Fargate, and the task definition is for {}", texts.join(", "));
            let accepts = "a task definition for `FARGATE`".to_owned();
            find(item, "launch_type", message, accepts, page, report);
        }
    }
}

/// A message must stay invisible for as long as the function may take.
fn mapping(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html";
    let Some(queue) = context.target(&item.view, "event_source_arn", &["aws_sqs_queue"]) else { return };
    let Some(function) = context.target(&item.view, "function_name", &["aws_lambda_function"]) else {
        return;
    };
    let seconds = |item: &Subject<'_, '_>, attribute: &str, default: f64| {
        let tree = item.tree.get(attribute);
        if tree.is_absent() { Some(default) } else { tree.number() }
    };
    let (Some(visible), Some(timeout)) =
        (seconds(&queue, "visibility_timeout_seconds", 30.0), seconds(&function, "timeout", 3.0))
    else {
        return item.undecided(report, &codes::REFERENCE, "event_source_arn");
    };
    if visible < timeout {
        let message = format!(
            "messages of the queue are hidden for {visible} s, and the function may take {timeout} s"
        );
        let accepts = format!("a `visibility_timeout_seconds` of at least {timeout}");
        find(item, "event_source_arn", message, accepts, page, report);
    }
}

/// A target group accepts only targets of its type.
fn attachment(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html";
    let Some(group) = context.target(&item.view, "target_group_arn", GROUPS) else { return };
    let Some(kind) = group.text_or("target_type", "instance") else { return };
    let given = item.text("target_id");
    let given = match given.as_deref() {
        Some(id) if id.starts_with("i-") => "instance",
        Some(id) if id.starts_with("arn:") && id.contains(":lambda:") => "lambda",
        Some(id) if id.starts_with("arn:") => "alb",
        Some(id) if id.parse::<std::net::IpAddr>().is_ok() => "ip",
        _ if context.target(&item.view, "target_id", &["aws_lambda_function"]).is_some() => "lambda",
        _ if context.target(&item.view, "target_id", &["aws_instance"]).is_some() => return,
        _ if context.target(&item.view, "target_id", BALANCERS).is_some() => "alb",
        _ => return,
    };
    if given != kind {
        let message = format!("the target is of the type `{given}`, and the group of the type `{kind}`");
        find(item, "target_id", message, format!("targets of the type `{kind}`"), page, report);
    }
}

/// A replica has the engine of its source, which has backups.
fn replica(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html";
    let Some(source) = context.target(&item.view, "replicate_source_db", &["aws_db_instance"]) else {
        return;
    };
    if let (Some(own), Some(of)) = (item.text("engine"), source.text("engine"))
        && own != of
    {
        let message = format!("the engine is `{own}`, and that of the source is `{of}`");
        return find(item, "engine", message, format!("`{of}`"), page, report);
    }
    let days = source.tree.get("backup_retention_period");
    // The provider sends 0 for what is not set.
    if days.is_absent() || days.number() == Some(0.0) {
        let message = format!("the source `{}` has no automated backups", source.view.address());
        let accepts = "a source with a `backup_retention_period` of at least 1".to_owned();
        find(item, "replicate_source_db", message, accepts, page, report);
    }
}

/// A parameter group is of the family of the engine and its version.
fn parameters(context: &Context<'_, '_>, item: &Subject<'_, '_>, kind: &str, report: &mut Report) {
    let attribute = "parameter_group_name";
    let page = "docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html";
    let Some(group) = context.target(&item.view, attribute, &[kind]) else { return };
    let (Some(family), Some(engine)) = (group.text("family"), item.text("engine")) else { return };
    let version = item.text("engine_version");
    let letters: String = family.chars().take_while(|letter| !letter.is_ascii_digit()).collect();
    let number = &family[letters.len()..];
    let is_same_engine = letters.trim_end_matches('-') == engine;
    let is_same_version = version.as_deref().is_none_or(|version| {
        let number = number.trim_end_matches(".x").trim_end_matches('x');
        number.is_empty()
            || version == number
            || version.starts_with(&format!("{number}."))
            || number.starts_with(&format!("{version}."))
    });
    if !is_same_engine || !is_same_version {
        let of = version.map_or(engine.clone(), |version| format!("{engine} {version}"));
        let message = format!("the parameter group is of the family `{family}`, and the engine is `{of}`");
        find(item, attribute, message, "a parameter group of the engine's family".to_owned(), page, report);
    }
}

/// Behaviours name origins of the distribution.
fn distribution(item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html";
    let known = |path: &str| item.tree.at(path).iter().filter_map(|tree| tree.text()).collect::<Vec<_>>();
    let unknown = |path: &str| item.tree.at(path).iter().any(|tree| tree.is_set().is_none());
    if ["origin.origin_id", "origin_group.origin_id", "origin", "origin_group"]
        .iter()
        .any(|path| unknown(path))
    {
        return;
    }
    let mut origins = known("origin.origin_id");
    let members = known("origin_group.member.origin_id");
    if let Some(missing) = members.iter().find(|member| !origins.contains(member)) {
        let message = format!("an origin group has the member `{missing}`, which is not an origin");
        return find(item, "origin_group.member.origin_id", message, origins.join(", "), page, report);
    }
    origins.extend(known("origin_group.origin_id"));
    for path in ["default_cache_behavior.target_origin_id", "ordered_cache_behavior.target_origin_id"] {
        if let Some(missing) = known(path).iter().find(|target| !origins.contains(target)) {
            let message = format!("`{path}` is `{missing}`, which is not an origin");
            find(item, path, message, origins.join(", "), page, report);
        }
    }
}

/// Keys of a table and its indexes are attributes of it, and all attributes are keys.
fn table(item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html";
    let known = |path: &str| item.tree.at(path).iter().filter_map(|tree| tree.text()).collect::<Vec<_>>();
    let attributes = known("attribute.name");
    if attributes.is_empty() || item.tree.at("attribute.name").iter().any(|tree| tree.is_set().is_none()) {
        return;
    }
    let mut keys = vec![];
    for path in [
        "hash_key",
        "range_key",
        "global_secondary_index.hash_key",
        "global_secondary_index.range_key",
        "local_secondary_index.range_key",
        "global_secondary_index.key_schema.attribute_name",
    ] {
        keys.extend(known(path));
    }
    if let Some(missing) = keys.iter().find(|key| !attributes.contains(key)) {
        let message = format!("the key `{missing}` is not an attribute of the table");
        return find(item, "attribute", message, "an `attribute` for each key".to_owned(), page, report);
    }
    if let Some(unused) = attributes.iter().find(|attribute| !keys.contains(attribute)) {
        let message = format!("the attribute `{unused}` is not a key of the table or of an index");
        find(item, "attribute", message, "attributes that are keys".to_owned(), page, report);
    }
}

/// A FIFO queue has a FIFO dead-letter queue, and a standard queue a standard one.
fn dead_letters(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page =
        "docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html";
    let flag = |item: &Subject<'_, '_>| item.text_or("fifo_queue", "false");
    let differs = match context.target(&item.view, "redrive_policy", &["aws_sqs_queue"]) {
        Some(target) => flag(item).zip(flag(&target)).is_some_and(|(own, of)| own != of),
        None => item.text("redrive_policy").is_some_and(|policy| {
            policy.contains(".fifo\"") != (item.text("fifo_queue").as_deref() == Some("true"))
        }),
    };
    let dead = item.text("redrive_policy");
    let other = dead.as_deref().and_then(|text| text.split(":sqs:").nth(1)?.split(':').next());
    if let (Some(other), Some(own)) = (other, item.region)
        && other != own
    {
        let message = format!("the dead-letter queue is in {other}, and the queue in {own}");
        return find(item, "redrive_policy", message, format!("a queue in {own}"), page, report);
    }
    if differs {
        let message = "only one of the queue and its dead-letter queue is FIFO".to_owned();
        find(item, "redrive_policy", message, "queues of the same kind".to_owned(), page, report);
    }
}

/// A standard topic does not deliver to FIFO queues.
fn subscription(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html";
    let is_fifo =
        |kind: &str, attribute: &str, flag: &str| match context.target(&item.view, attribute, &[kind]) {
            Some(target) => target.text_or(flag, "false").map(|flag| flag == "true"),
            None => item.text(attribute).map(|arn| arn.ends_with(".fifo")),
        };
    let topic = is_fifo("aws_sns_topic", "topic_arn", "fifo_topic");
    let queue = is_fifo("aws_sqs_queue", "endpoint", "fifo_queue");
    if topic == Some(false) && queue == Some(true) {
        let message = "a standard topic delivers to a FIFO queue".to_owned();
        find(item, "endpoint", message, "standard queues, or a FIFO topic".to_owned(), page, report);
    }
}

/// A NAT gateway is in a subnet with IPv4.
fn gateway(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html";
    let Some(subnet) = context.target(&item.view, "subnet_id", &["aws_subnet"]) else { return };
    if subnet.text("ipv6_native").as_deref() == Some("true") {
        let message = "the gateway is in a subnet without IPv4".to_owned();
        find(item, "subnet_id", message, "subnets with IPv4".to_owned(), page, report);
    }
}

/// A VPC link of a REST API has a network load balancer.
fn link(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/apigateway/latest/api/API_CreateVpcLink.html";
    let Some(link) = context.target(&item.view, "connection_id", &["aws_api_gateway_vpc_link"]) else {
        return;
    };
    let Some(balancer) = context.target(&link.view, "target_arns", BALANCERS) else { return };
    if balancer.text_or("load_balancer_type", "application").as_deref() == Some("application") {
        let message = "the VPC link leads to an application load balancer".to_owned();
        find(&link, "target_arns", message, "network load balancers".to_owned(), page, report);
    }
}

fn find(
    item: &Subject<'_, '_>,
    attribute: &str,
    message: String,
    accepts: String,
    page: &str,
    report: &mut Report,
) {
    let fault = Fault { attribute: attribute.to_owned(), message, accepts, source: page.to_owned() };
    item.find(report, &codes::REFERENCE, fault);
}
