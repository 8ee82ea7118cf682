//! Descriptions of the variables and outputs of modules: from names of locals, and from what they refer to.

use polder_cloud::Address;

/// Locals with fixed names, and their descriptions.
const LOCALS: &[(&str, &str)] = &[
    ("name", "Prefix of names."),
    ("region", "Region of the stack."),
    ("mail_domain", "Domain of the senders of mail."),
    ("mail_settings", "Name of the settings by which SES sends the mail of the site."),
    ("mail_keys", "Domain with the keys by which SES signs mail in the region."),
    ("cell", "Name of the cell."),
    ("environment", "Name of the account in the environments of the pipeline."),
    ("tags", "Tags of everything in the stack."),
    ("peer_region", "Region of the cell's other site."),
    ("role_prefix", "Prefix of the names of roles: they are unique in an account."),
    ("cidr", "IPv4 CIDR block of the VPC."),
    ("service_cidr", "IPv4 CIDR block of the cluster's services."),
    ("domain", "Domain of the zone."),
    ("origin_host", "Host name of the API for CloudFront: resolves to the active site."),
    ("storefront_host", "Host name of the storefront for CloudFront: resolves to the nearest site."),
    ("site_host", "Host name of this site, for health checks."),
    ("public_host", "Public host name of the shop."),
    ("regional_host", "Host name of the managed API in this region."),
    ("shop", "What the shop of the cell must be: its channels, with the tax rates of their countries."),
    ("markets", "Markets of the cell, each with its channel and its URL."),
    ("shop_origins", "Origins of the shops, whose pages may load files."),
    ("page_languages", "Languages of the error pages."),
    ("static_distributions", "ARNs of the distributions that read the bucket of static files."),
    ("media_distribution", "ARN of the distribution that reads the bucket of media files."),
    ("state_bucket", "Name of the bucket that holds Terraform's state."),
    ("state_log_bucket", "Name of the bucket that access to the state is logged to."),
    ("guardduty_account", "ID of AWS's account in the region with the image of the GuardDuty agent."),
    ("records_iam", "Whether AWS Config records IAM resources in the region."),
    ("signer_prefix", "Prefix of the name of the signing profile."),
    ("database_version", "Major version of PostgreSQL."),
    ("database_class", "Instance class of the database."),
    ("database_standby", "Whether the database has a standby in a second availability zone."),
    ("database_storage_gib", "Initial storage of the database, in GiB."),
    ("database_storage_gib_max", "Maximum storage of the database, in GiB."),
    ("database_connections", "Maximum number of connections to the database."),
    (
        "database_connections_most",
        "Maximum number of connections to the database: an alarm is raised near it.",
    ),
    ("database_memory_least", "Free memory of the database below which an alarm is raised, in bytes."),
    ("database_storage_least", "Free storage of the database below which an alarm is raised, in bytes."),
    ("database_starts_at", "When the database is started, as a schedule expression."),
    ("database_stops_at", "When the database is stopped, as a schedule expression."),
    ("starts_at", "When processes are started, as a schedule expression."),
    ("stops_at", "When processes are stopped, as a schedule expression."),
    ("machines_start_at", "When instances are started, as a schedule expression."),
    ("machines_stop_at", "When instances are stopped, as a schedule expression."),
    ("clock", "Time zone of the schedules."),
    ("cache_class", "Node type of the cache."),
    ("cache_shards", "Shards of the cache."),
    ("cache_replicas", "Replicas of each shard of the cache."),
    ("cache_in_many_zones", "Whether the nodes of the cache are in several availability zones."),
    ("broker_class", "Node type of the broker."),
    ("broker_nodes", "Nodes of the broker."),
    ("broker_in_many_zones", "Whether the nodes of the broker are in several availability zones."),
    ("release", "Jobs that a release runs at this site, in their order."),
    ("retention_min_days", "Shortest retention of copies in the vault, in days."),
    ("retention_max_days", "Longest retention of copies in the vault, in days."),
    ("protected", "Whether tables have deletion protection."),
    ("quotas", "Quotas that the estate needs in this account and region, by their codes: `ec2/L-0263D0A3`."),
];

/// Suffixes of locals that belong to something, with the text before and after its name.
const ENDINGS: &[(&str, &str, &str)] = &[
    (
        "_machines_system_memory",
        "Memory that is reserved for the system on instances of the pool `",
        "`, in MiB.",
    ),
    ("_machines_desired", "Initial number of instances of the pool `", "`."),
    ("_machines_min", "Minimum number of instances of the pool `", "`."),
    ("_machines_max", "Maximum number of instances of the pool `", "`."),
    ("_machines_disk", "Disk of an instance of the pool `", "`, in GiB."),
    ("_cpu_target", "Target CPU utilization of the autoscaler of `", "`, in percent."),
    ("_start_grace", "Grace period of health checks of a new `", "`, in seconds."),
    ("_cpu", "CPU of a task of `", "`, in CPU units: 1,024 are one vCPU."),
    ("_memory", "Memory of a task of `", "`, in MiB."),
    ("_desired", "Initial number of tasks of `", "`."),
    ("_min", "Minimum number of tasks of `", "`."),
    ("_max", "Maximum number of tasks of `", "`."),
    ("_repository_url", "URL of the image repository of `", "`."),
    ("_repository_arn", "ARN of the image repository of `", "`."),
    ("_target_group", "Name of the target group of `", "`."),
    ("_health_path", "Path of the health check of `", "`."),
    ("_disk_gib", "Disk of a node of the node group `", "`, in GiB."),
    ("_classes", "Instance types of the node group `", "`."),
    ("_pods", "Maximum number of pods with security groups on a node of the node group `", "`."),
    ("_secret", "Name of the secret `", "`."),
    ("_bucket", "Name of the bucket `", "`."),
    ("_queue", "Name of the queue `", "`."),
    ("_starts_at", "When the function `", "` is started, as a schedule expression."),
    ("_clock", "Time zone of the schedule of the function `", "`."),
    ("_schedule", "State of the schedule of the function `", "`: ENABLED or DISABLED."),
];

/// The description of a local. `None` for a name without one.
pub fn local(name: &str) -> Option<String> {
    if let Some((_, words)) = LOCALS.iter().find(|(known, _)| *known == name) {
        return Some((*words).to_owned());
    }
    if let Some(queue) = name.strip_prefix("queue_").and_then(|rest| rest.strip_suffix("_age_most")) {
        let queue = dashed(queue);
        return Some(format!(
            "Age of the oldest message of the queue `{queue}` above which an alarm is raised, in seconds."
        ));
    }
    if let Some(process) = name.strip_suffix("_capacity_provider") {
        return Some(format!("Capacity provider of `{}`.", dashed(process)));
    }
    if let Some(id) = name.strip_prefix("secret_") {
        return Some(format!("ARN of the secret `{}`.", dashed(id)));
    }
    if let Some(zone) = name.strip_prefix("zone_") {
        return Some(format!("Name of the availability zone {zone}."));
    }
    let tier = ["public", "app", "data"].into_iter().find_map(|tier| {
        let zone = name.strip_prefix(tier)?.strip_prefix('_')?.strip_suffix("_cidr")?;
        Some(format!("IPv4 CIDR block of the {tier} subnet in the availability zone {zone}."))
    });
    tier.or_else(|| of_environment(name)).or_else(|| numbered(name)).or_else(|| ending(name))
}

/// `env_allowed_hosts`, or `worker_env_allowed_hosts` where processes differ; `worker_option_q` for words of a command.
fn of_environment(name: &str) -> Option<String> {
    let variable = |name: &str| name.to_ascii_uppercase();
    if let Some(rest) = name.strip_prefix("env_") {
        return Some(format!("Environment variable `{}` of the containers.", variable(rest)));
    }
    if let Some((owner, rest)) = name.split_once("_env_") {
        return Some(format!("Environment variable `{}` of `{}`.", variable(rest), dashed(owner)));
    }
    let (owner, option) = name.split_once("_option_")?;
    Some(format!("Value of the option `{}` of the command of `{}`.", dashed(option), dashed(owner)))
}

/// Names that end with a number: `api_paths_1`, `steady_machines_class_2`.
fn numbered(name: &str) -> Option<String> {
    let (rest, number) = name.rsplit_once('_')?;
    let number: u32 = number.parse().ok()?;
    if let Some(process) = rest.strip_suffix("_paths") {
        let nth = if number == 1 { "" } else { ", continued" };
        return Some(format!("Paths that the load balancer sends to `{}`{nth}.", dashed(process)));
    }
    let pool = rest.strip_suffix("_machines_class")?;
    Some(format!("Instance type {number} of the pool `{}`: the first with capacity is used.", dashed(pool)))
}

fn ending(name: &str) -> Option<String> {
    ENDINGS.iter().find_map(|(ending, before, after)| {
        let owner = name.strip_suffix(ending)?;
        Some(format!("{before}{}{after}", dashed(owner)))
    })
}

/// AWS's names of resource types whose names in Terraform are abbreviated.
const KINDS: &[(&str, &str)] = &[
    ("lb", "load balancer"),
    ("lb_target_group", "target group"),
    ("lb_listener", "listener"),
    ("eip", "Elastic IP address"),
    ("subnet", "subnet"),
    ("ecs_service", "ECS service"),
    ("secretsmanager_secret", "secret"),
    ("cloudwatch_log_group", "log group"),
    ("cloudfront_distribution", "distribution"),
    ("elasticache_replication_group", "replication group"),
    ("organizations_account", "account"),
    ("organizations_organization", "organization"),
    ("securityhub_account", "Security Hub account"),
    ("signer_signing_profile", "signing profile"),
    ("wafv2_web_acl", "web ACL"),
];

/// The spelling of words in names of types and attributes.
const WRITTEN: &[(&str, &str)] = &[
    ("acm", "ACM"),
    ("api", "API"),
    ("arn", "ARN"),
    ("arns", "ARNs"),
    ("cloudfront", "CloudFront"),
    ("cloudwatch", "CloudWatch"),
    ("db", "DB"),
    ("dns", "DNS"),
    ("ds", "DS"),
    ("dynamodb", "DynamoDB"),
    ("ec2", "EC2"),
    ("ecr", "ECR"),
    ("ecs", "ECS"),
    ("eks", "EKS"),
    ("fqdn", "FQDN"),
    ("guardduty", "GuardDuty"),
    ("iam", "IAM"),
    ("id", "ID"),
    ("ids", "IDs"),
    ("ip", "IP address"),
    ("kms", "KMS"),
    ("lambda", "Lambda"),
    ("nat", "NAT"),
    ("oam", "OAM"),
    ("rds", "RDS"),
    ("route53", "Route 53"),
    ("s3", "S3"),
    ("sns", "SNS"),
    ("sqs", "SQS"),
    ("url", "URL"),
    ("vpc", "VPC"),
    ("wafv2", "WAF"),
];

/// The description of a resource's attribute: ``ARN of the KMS key `logs` ``. A resource that is called
/// `main` is the only one of its kind.
pub fn attribute(address: &Address, attribute: &str) -> String {
    let short = address.kind.strip_prefix("aws_").unwrap_or(&address.kind);
    let known = KINDS.iter().find(|(kind, _)| *kind == short);
    let kind = known.map_or_else(|| words(short), |(_, words)| (*words).to_owned());
    let name = if address.name == "main" { String::new() } else { format!(" `{}`", address.name) };
    format!("{} of the {kind}{name}", capitalized(&words(attribute)))
}

fn words(name: &str) -> String {
    let word = |word: &'_ str| {
        let known = WRITTEN.iter().find(|(plain, _)| *plain == word);
        known.map_or_else(|| word.to_owned(), |(_, written)| (*written).to_owned())
    };
    name.split('_').filter(|part| !part.is_empty()).map(word).collect::<Vec<_>>().join(" ")
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

fn dashed(name: &str) -> String {
    name.replace('_', "-")
}

#[cfg(test)]
mod tests {
    use polder_cloud::Mode;

    use super::*;

    #[test]
    fn locals_have_descriptions() {
        let described = |name: &str| local(name).unwrap_or_else(|| panic!("no description of `{name}`"));
        assert_eq!(described("name"), "Prefix of names.");
        assert_eq!(described("secret_rsa_private_key"), "ARN of the secret `rsa-private-key`.");
        assert_eq!(described("rsa_private_key_secret"), "Name of the secret `rsa-private-key`.");
        assert_eq!(described("app_c_cidr"), "IPv4 CIDR block of the app subnet in the availability zone c.");
        assert_eq!(described("env_allowed_hosts"), "Environment variable `ALLOWED_HOSTS` of the containers.");
        assert_eq!(described("worker_env_x"), "Environment variable `X` of `worker`.");
        assert_eq!(described("worker_option_q"), "Value of the option `q` of the command of `worker`.");
        assert_eq!(
            described("tax_report_cpu_target"),
            "Target CPU utilization of the autoscaler of `tax-report`, in percent."
        );
        assert_eq!(described("steady_machines_min"), "Minimum number of instances of the pool `steady`.");
        assert_eq!(local("unknown"), None);
    }

    #[test]
    fn attributes_are_described_in_the_terms_of_aws() {
        let described = |kind: &str, name: &str, what: &str| {
            attribute(&Address::in_root(Mode::Managed, kind, name), what)
        };
        assert_eq!(described("aws_kms_key", "logs", "arn"), "ARN of the KMS key `logs`");
        assert_eq!(described("aws_vpc", "main", "id"), "ID of the VPC");
        assert_eq!(
            described("aws_eip", "nat_a", "public_ip"),
            "Public IP address of the Elastic IP address `nat_a`"
        );
        assert_eq!(
            described("aws_s3_bucket", "media", "bucket_regional_domain_name"),
            "Bucket regional domain name of the S3 bucket `media`"
        );
    }
}
