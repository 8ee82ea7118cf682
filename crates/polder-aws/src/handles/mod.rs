//! Handles of what each layer contains, for later layers.

mod database;
pub(crate) mod accounts;

use std::collections::BTreeMap;

use polder_cloud::{Handle, Value};
use polder_design::{Account, AccountId, BucketKind, FunctionKind, MachineKind, Process, SiteId};

use self::accounts::Accounts;
pub(crate) use self::database::Database;

/// Everything that was lowered so far. Vectors have one entry for each site of the design, in its order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Handles {
    /// Of whole accounts: state, organization, logs, security.
    pub(crate) accounts: Accounts,
    /// Of the domain of each account that has cells.
    pub(crate) dns: BTreeMap<AccountId, Dns>,
    /// Of each region of an account, by the account's index and the region's name.
    pub(crate) shared: BTreeMap<(AccountId, String), Shared>,
    /// Of each site.
    pub(crate) base: BTreeMap<SiteId, Base>,
    /// Of each site.
    pub(crate) network: BTreeMap<SiteId, Network>,
    /// Of each site; primary sites come before backup sites.
    pub(crate) data: BTreeMap<SiteId, Data>,
    /// Of the global edge, for all accounts.
    pub(crate) global_edge: GlobalEdge,
    /// Of each site.
    pub(crate) edge: BTreeMap<SiteId, Edge>,
    /// Of each site whose jobs have a stack of their own: `aws_cloudwatch_log_group` of each job.
    pub(crate) jobs: BTreeMap<SiteId, BTreeMap<Process, Handle>>,
    /// Of each site.
    pub(crate) app: BTreeMap<SiteId, App>,
    /// Of each site.
    pub(crate) functions: BTreeMap<SiteId, Functions>,
}

/// From the `dns` layer of an account.
#[derive(Clone, Debug)]
pub(crate) struct Dns {
    /// `aws_route53_zone` of the domain.
    pub(crate) zone: Handle,
    /// `aws_route53_zone` of each other domain of markets.
    pub(crate) own_zones: BTreeMap<String, Handle>,
    /// `aws_route53_key_signing_key` of the zone; none of a zone that exists already.
    pub(crate) signing_key: Option<Handle>,
    /// `aws_kms_key` of the log groups that AWS writes in us-east-1 only.
    pub(crate) logs_key: Handle,
}

impl Dns {
    /// The zone that has the records of a host of `account`.
    pub(crate) fn zone_of(&self, account: &Account, host: &str) -> &Handle {
        self.own_zones.get(account.domain_of(host)).unwrap_or(&self.zone)
    }
}

/// From the `base` layer of a region: what its sites share.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    /// `aws_ecr_repository` by name of the image: `saleor`.
    pub(crate) repositories: BTreeMap<String, Handle>,
    /// `aws_sesv2_email_identity` of the account's domain, where the provider's service sends the mail.
    pub(crate) mail: Option<Handle>,
}

/// From the `base` layer of a site.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    /// The site's keys, one for each class of data.
    pub(crate) keys: Keys,
    /// `aws_s3_bucket` by kind.
    pub(crate) buckets: BTreeMap<BucketKind, Handle>,
    /// `aws_sns_topic` that alarms go to.
    pub(crate) alarms: Handle,
    /// `aws_sesv2_configuration_set`, where the provider's service sends the mail.
    pub(crate) mail: Option<Handle>,
    /// `aws_sns_topic` of the shop's events.
    pub(crate) domain_events: Handle,
    /// `aws_signer_signing_profile` of functions, where the region offers code signing.
    pub(crate) signer: Option<Handle>,
    /// `aws_backup_vault`.
    pub(crate) vault: Handle,
    /// `aws_cloudwatch_metric_alarm` of the failover switch, where this is a backup site.
    pub(crate) switch: Option<Handle>,
}

/// `aws_kms_key` of each class of data in a site.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    /// Database, its logs and snapshots.
    pub(crate) database: Handle,
    /// Cache and broker.
    pub(crate) cache: Handle,
    /// Media and static files.
    pub(crate) media: Handle,
    /// Webhook payloads, queues.
    pub(crate) events: Handle,
    /// Secrets.
    pub(crate) secrets: Handle,
    /// Log groups and alarms.
    pub(crate) logs: Handle,
    /// The backup vault.
    pub(crate) backup: Handle,
    /// Disks of instances, where there are any.
    pub(crate) machines: Option<Handle>,
}

/// From the `network` layer of a site.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    /// `aws_vpc`.
    pub(crate) vpc: Handle,
    /// `aws_subnet` of the public tier, one for each zone.
    pub(crate) public: Vec<Handle>,
    /// `aws_subnet` of the app tier.
    pub(crate) app: Vec<Handle>,
    /// `aws_subnet` of the data tier.
    pub(crate) data: Vec<Handle>,
    /// `aws_nat_gateway` by the letter of its zone.
    pub(crate) nat: Vec<(String, Handle)>,
    /// `aws_security_group` of each party that has one.
    pub(crate) groups: Groups,
}

/// `aws_security_group` of each party of a site.
#[derive(Clone, Debug)]
pub(crate) struct Groups {
    /// The load balancer, for requests of the edge.
    pub(crate) load_balancer: Handle,
    /// The load balancer, for health checkers. It has both groups: one has no room for both prefix lists.
    pub(crate) load_balancer_checks: Handle,
    /// Each process, by name.
    pub(crate) processes: BTreeMap<Process, Handle>,
    /// The cluster or its instances, where they are in the site's network.
    pub(crate) cluster: Option<Handle>,
    /// Each function.
    pub(crate) functions: BTreeMap<FunctionKind, Handle>,
    /// Database and readers.
    pub(crate) database: Handle,
    /// The clustered cache.
    pub(crate) cache: Handle,
    /// The broker, when it is a server.
    pub(crate) broker: Option<Handle>,
}

/// From the `data` layer of a site.
#[derive(Clone, Debug)]
pub(crate) struct Data {
    /// The writer or its replica, with its readers.
    pub(crate) database: Database,
    /// `aws_elasticache_replication_group` of the cache.
    pub(crate) cache: Handle,
    /// `aws_elasticache_replication_group` of the broker, when it is a server.
    pub(crate) broker: Option<Handle>,
    /// `aws_sqs_queue` and its dead-letter `aws_sqs_queue`, by the key of the queue.
    pub(crate) queues: BTreeMap<String, (Handle, Handle)>,
    /// `aws_dynamodb_table`, by the key of the table.
    pub(crate) tables: BTreeMap<String, Handle>,
    /// ARN in this site's region of every secret of the site and its cell, by ID.
    pub(crate) secrets: BTreeMap<String, Value>,
}

/// From the `edge` layer of what exists once.
#[derive(Clone, Debug, Default)]
pub(crate) struct GlobalEdge {
    /// `aws_cloudfront_distribution` by full host name.
    pub(crate) distributions: BTreeMap<String, Handle>,
    /// `aws_route53_record` that validates a host for all regions, by full host name.
    pub(crate) validation_records: BTreeMap<String, Handle>,
}

/// From the `edge` layer of a site.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    /// `aws_lb`.
    pub(crate) load_balancer: Handle,
    /// `aws_lb_target_group` of each process that the load balancer reaches.
    pub(crate) target_groups: BTreeMap<Process, Handle>,
    /// `aws_wafv2_web_acl` of the load balancer.
    pub(crate) web_acl: Handle,
    /// `aws_route53_record` that validate the cell's origin and storefront for every region; the primary
    /// site's.
    pub(crate) validation_records: Vec<Handle>,
}

/// From the `app` layer of a site.
#[derive(Clone, Debug)]
pub(crate) struct App {
    /// What runs the processes.
    pub(crate) engine: Engine,
    /// `aws_cloudwatch_log_group` of each process.
    pub(crate) log_groups: BTreeMap<Process, Handle>,
}

/// From the `functions` layer of a site.
#[derive(Clone, Debug)]
pub(crate) struct Functions {
    /// `aws_lambda_function` of each function.
    pub(crate) all: BTreeMap<FunctionKind, Handle>,
}

/// What runs the processes of a site.
#[derive(Clone, Debug)]
pub(crate) enum Engine {
    /// Tasks of services.
    Ecs {
        /// `aws_ecs_cluster`.
        cluster: Handle,
        /// `aws_ecs_service` of each process that runs all the time.
        services: BTreeMap<Process, Handle>,
        /// The pools of machines, where there are any.
        machines: Vec<Pool>,
    },
    /// Pods.
    Eks {
        /// `aws_eks_cluster`.
        cluster: Handle,
    },
}

/// A machine pool, for services that run on it.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    /// Its kind.
    pub(crate) kind: MachineKind,
    /// `aws_ecs_capacity_provider`.
    pub(crate) provider: Handle,
}
