//! `aws_vpc_endpoint`: endpoints of AWS services, as far as flows need them.

use std::collections::BTreeSet;

use polder_cloud::{Handle, Layer, Policy, Principals, Statement, Value, allow, body, text};
use polder_design::{Component, Design, Endpoints, Flow, Party, Site};

use crate::detection::guardduty_agent;
use crate::draft::Draft;
use crate::handles::Base;
use crate::names::{account, arn_here, local, named, site_key};
use crate::network::security_group_rule::crosses_network;
use crate::network::subnet::Tiers;

/// A service with an interface endpoint in the app tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Interface {
    /// Tokens and manifests of images.
    EcrApi,
    /// Pulls of images.
    EcrDkr,
    /// Log groups.
    Logs,
    /// Secrets.
    SecretsManager,
    /// Queues.
    Sqs,
    /// Topics.
    Sns,
}

/// The gateway endpoint of S3: free, and the only route to buckets and to image layers.
pub(crate) fn object_store(
    s: &Draft,
    vpc: &Handle,
    app_tables: &[Handle],
    site: &Site,
    base: &Base,
) -> Option<Handle> {
    let mut flows = site.flows.iter().filter(|flow| crosses_network(flow));
    let needed = flows.any(|flow| matches!(flow.to, Party::Bucket(_) | Party::Registry));
    needed.then(|| gateway(s, vpc, app_tables, "s3", object_store_policy(site, base)))
}

/// The gateway endpoint of DynamoDB: free, and restricted to the site's own tables. Tables are created after
/// the network, so that their names are used here.
pub(crate) fn tables(
    s: &Draft,
    design: &Design,
    vpc: &Handle,
    app_tables: &[Handle],
    site: &Site,
) -> Option<Handle> {
    let mut flows = site.flows.iter().filter(|flow| crosses_network(flow));
    flows.any(|flow| matches!(flow.to, Party::Table(_))).then(|| {
        let data = site_key(design, site, Layer::Data);
        let all = site.tables.iter().map(|table| {
            let arn = arn_here("dynamodb", text!["table/", named(format!("-{}", table.key))]);
            s.in_stack(&data, "aws_dynamodb_table", &table.key).mention("arn", arn)
        });
        let policy = Policy::of([own("Items").actions(["dynamodb:PutItem"]).on_all(all)]);
        gateway(s, vpc, app_tables, "dynamodb", policy)
    })
}

/// A gateway endpoint in the route tables of a tier.
fn gateway(s: &Draft, vpc: &Handle, tables: &[Handle], service: &'static str, policy: Policy) -> Handle {
    head(s);
    let _endpoints = s.part(Component::Endpoints);
    s.resource(
        "aws_vpc_endpoint",
        service,
        body! {
            vpc_id = vpc.id();
            service_name = text!["com.amazonaws.", local("region"), format!(".{service}")];
            vpc_endpoint_type = "Gateway";
            route_table_ids = tables.iter().map(Handle::id).collect::<Vec<Value>>();
            policy = policy;
            tags = { Name = named(format!("-{service}")); };
        },
    )
}

/// The interface endpoints that the flows need.
pub(crate) fn interfaces(
    s: &Draft,
    design: &Design,
    vpc: &Handle,
    tiers: &Tiers,
    group: &Handle,
    site: &Site,
) {
    head(s);
    let agent = guardduty_agent::repository(s, design, &site.region);
    let _endpoints = s.part(Component::Endpoints);
    let zones = usize::try_from(site.endpoints.zones).unwrap_or(usize::MAX);
    let subnets: Vec<Value> = tiers.app.ids().into_iter().take(zones).collect();
    for interface in needed(&site.flows, site.endpoints) {
        let (name, service) = interface.names();
        let endpoint = s.resource(
            "aws_vpc_endpoint",
            name,
            body! {
                vpc_id = vpc.id();
                service_name = text!["com.amazonaws.", local("region"), ".", service];
                vpc_endpoint_type = "Interface";
                private_dns_enabled = true;
                subnet_ids = subnets.clone();
                security_group_ids = [group.id()];
                policy = interface.policy(&site.flows, agent.as_ref());
                tags = { Name = named(format!("-{}", name.replace('_', "-"))); };
            },
        );
        s.expect(
            "containers must reach the service by its usual name",
            endpoint.get("private_dns_enabled"),
            true,
        );
    }
}

fn head(s: &Draft) {
    s.file(
        "endpoints",
        "VPC endpoints, so that images, logs, secrets, messages and files never cross the internet. Each\n\
         allows only principals of this account, except for reads of image layers, and only what flows need.\n\
         An endpoint has an address in two zones at most: one is left when a zone is lost, and the way from\n\
         another zone costs nothing.",
    );
}

fn needed(flows: &[Flow], endpoints: Endpoints) -> BTreeSet<Interface> {
    let interfaces = flows.iter().filter(|flow| crosses_network(flow)).flat_map(|flow| match flow.to {
        Party::Registry => vec![Interface::EcrApi, Interface::EcrDkr],
        Party::Logs => vec![Interface::Logs],
        Party::Secret(_) => vec![Interface::SecretsManager],
        Party::Queue(_) | Party::DeadLetters(_) => vec![Interface::Sqs],
        // Gateway endpoints, which cost nothing.
        Party::Bucket(_) | Party::Table(_) => vec![],
        Party::Topic(_) if endpoints.topics => vec![Interface::Sns],
        Party::Topic(_) => vec![],
        // Inside the network, or outside AWS.
        Party::Edge
        | Party::LoadBalancer
        | Party::Process(_)
        | Party::Cluster
        | Party::Database
        | Party::DatabaseReaders
        | Party::Cache
        | Party::Broker
        | Party::Internet(_) => vec![],
        // AWS carries the triggers of functions and what they report.
        Party::Function(_) | Party::Scheduler | Party::Traces => vec![],
    });
    interfaces.collect()
}

impl Interface {
    /// Its name in the stack and in the service's name.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Interface::EcrApi => ("ecr_api", "ecr.api"),
            Interface::EcrDkr => ("ecr_dkr", "ecr.dkr"),
            Interface::Logs => ("logs", "logs"),
            Interface::SecretsManager => ("secretsmanager", "secretsmanager"),
            Interface::Sqs => ("sqs", "sqs"),
            Interface::Sns => ("sns", "sns"),
        }
    }

    fn policy(self, flows: &[Flow], agent: Option<&Value>) -> Policy {
        match self {
            Interface::EcrApi | Interface::EcrDkr => registry_policy(flows, agent),
            Interface::Logs => Policy::of([own("Write")
                .actions(["logs:CreateLogStream", "logs:PutLogEvents"])
                .on(arn_here("logs", "log-group:*"))]),
            Interface::SecretsManager => Policy::of([own("Read")
                .actions(["secretsmanager:GetSecretValue"])
                .on(arn_here("secretsmanager", "secret:*"))]),
            Interface::Sqs => Policy::of([
                own("Messages")
                    .actions([
                        "sqs:ChangeMessageVisibility",
                        "sqs:DeleteMessage",
                        "sqs:GetQueueAttributes",
                        "sqs:GetQueueUrl",
                        "sqs:ReceiveMessage",
                        "sqs:SendMessage",
                    ])
                    .on(arn_here("sqs", "*")),
                own("List").actions(["sqs:ListQueues"]).on("*"),
            ]),
            Interface::Sns => Policy::of([own("Publish").actions(["sns:Publish"]).on(arn_here("sns", "*"))]),
        }
    }
}

/// The repositories of AWS's own images for clusters. Their accounts differ from region to region. Session
/// Manager needs `bottlerocket-control` to reach a node, and through it a private control plane.
const CLUSTER_IMAGES: [&str; 4] =
    ["amazon-k8s-cni*", "amazon/aws-network-policy-agent", "bottlerocket-control", "eks/*"];

/// The account's own images; where there is a cluster, also those that EKS needs; where GuardDuty adds its agent to tasks,
/// also that one.
fn registry_policy(flows: &[Flow], agent: Option<&Value>) -> Policy {
    let pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    let fetched = |flow: &Flow| flow.from == Party::Cluster && flow.to == Party::Registry;
    let foreign = |image: &str| text!["arn:aws:ecr:", local("region"), format!(":*:repository/{image}")];
    // Instances without an EKS cluster have everything that they run in their AMI.
    let is_asked = flows.iter().any(|flow| flow.to == Party::Cluster);
    let cluster = (is_asked && flows.iter().any(fetched))
        .then(|| own("PullForTheCluster").actions(pull).on_all(CLUSTER_IMAGES.map(foreign)));
    let own = [
        own("Token").actions(["ecr:GetAuthorizationToken"]).on("*"),
        own("Pull").actions(pull).on(arn_here("ecr", "repository/*")),
    ];
    let agent = agent.map(|repository| self::own("PullTheAgent").actions(pull).on(repository.clone()));
    Policy::of(own.into_iter().chain(cluster).chain(agent))
}

/// For principals of this account only.
fn own(sid: &'static str) -> Statement {
    allow(sid).to(Principals::everyone()).when("StringEquals", "aws:PrincipalAccount", [account()])
}

/// The site's own buckets for the account's principals, and the registry's image layers for everybody: AWS
/// itself signs those requests.
fn object_store_policy(site: &Site, base: &Base) -> Policy {
    let kinds: BTreeSet<_> = site
        .flows
        .iter()
        .filter(|flow| crosses_network(flow))
        .filter_map(|flow| if let Party::Bucket(kind) = flow.to { Some(kind) } else { None })
        .collect();
    let buckets: Vec<&Handle> = kinds.iter().map(|kind| &base.buckets[kind]).collect();
    let layers = allow("ImageLayers").to(Principals::everyone()).actions(["s3:GetObject"]).on(text![
        "arn:aws:s3:::prod-",
        local("region"),
        "-starport-layer-bucket/*"
    ]);
    if buckets.is_empty() {
        return Policy::of([layers]);
    }
    Policy::of([
        own("Buckets").actions(["s3:ListBucket"]).on_all(buckets.iter().map(|bucket| bucket.arn())),
        own("Objects")
            .actions(["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"])
            .on_all(buckets.iter().map(|bucket| text![bucket.arn(), "/*"])),
        layers,
    ])
}

#[cfg(test)]
mod tests {
    use polder_design::SiteId;

    use super::*;

    #[test]
    fn only_the_endpoints_that_flows_need_exist() {
        let site = &crate::examples::all()[0].0.sites[SiteId::new(0)];
        assert!(needed(&[], site.endpoints).is_empty());
        assert_eq!(needed(&site.flows, site.endpoints).len(), 5);
        let all = Endpoints { topics: true, ..site.endpoints };
        assert!(needed(&site.flows, all).contains(&Interface::Sns));
        let is_message = |to: &Party| matches!(to, Party::Queue(_) | Party::DeadLetters(_));
        let quiet: Vec<Flow> = site.flows.iter().filter(|flow| !is_message(&flow.to)).cloned().collect();
        assert!(!needed(&quiet, site.endpoints).contains(&Interface::Sqs));
    }
}
