//! A billed item as the price book names it.

use polder_inventory::billing::{Billable, Pricing};
use polder_inventory::model::{Known, Text};
use polder_inventory::{Inventory, SourceId};

use crate::book::{Key, hyphenated};

/// What a price depends on in addition to service, item and region: attributes of billables, in the order of the variant.
/// A service ends with `*` if the rest of its name is an engine.
const VARIANTS: &[(&str, &str, &[&str])] = &[
    ("ec2", "instance", &["class"]),
    ("ec2", "dedicated_instance", &["class"]),
    ("ec2", "windows_instance", &["class"]),
    ("ec2", "rhel_instance", &["class"]),
    ("ec2", "suse_instance", &["class"]),
    ("ec2", "dedicated_host", &["host"]),
    ("ebs", "storage", &["class"]),
    ("ebs", "iops", &["class"]),
    ("ebs", "throughput", &["class"]),
    ("ebs", "io_requests", &["class"]),
    ("ebs", "snapshot_storage", &["tier"]),
    ("rds_*", "instance", &["class", "deployment"]),
    ("aurora_*", "instance", &["class", "storage"]),
    ("rds", "performance_insights", &["family"]),
    ("rds", "extended_support_year_1_2", &["engine"]),
    ("rds", "extended_support_year_3", &["engine"]),
    ("aurora", "extended_support_year_1_2", &["engine"]),
    ("aurora", "extended_support_year_3", &["engine"]),
    ("aurora", "extended_support_year_1_2_acu", &["engine"]),
    ("aurora", "extended_support_year_3_acu", &["engine"]),
    ("docdb", "instance", &["class", "storage"]),
    ("docdb", "storage", &["storage"]),
    ("docdb", "serverless_dcu", &["storage"]),
    ("neptune", "instance", &["class", "storage"]),
    ("neptune", "storage", &["storage"]),
    ("neptune", "serverless_ncu", &["storage"]),
    ("redshift", "node", &["class"]),
    ("memorydb", "node", &["class", "engine"]),
    ("memorydb", "data_written", &["engine"]),
    ("dms", "instance", &["class", "deployment"]),
    ("dms", "storage", &["deployment"]),
    ("elasticache", "node", &["class", "engine"]),
    ("elasticache", "serverless_data", &["engine"]),
    ("elasticache", "serverless_processing", &["engine"]),
    ("lambda", "gb_second", &["architecture"]),
    ("lambda", "gb_second_in_provisioned", &["architecture"]),
    ("lambda", "provisioned_gb_second", &["architecture"]),
    ("route53", "health_check", &["endpoint"]),
    ("route53", "health_check_optional_feature", &["endpoint"]),
    ("s3", "lifecycle_transition", &["class"]),
    ("dynamodb", "storage", &["class"]),
    ("efs", "storage", &["zones"]),
    ("efs", "infrequent_access_storage", &["zones"]),
    ("efs", "archive_storage", &["zones"]),
    ("fsx", "windows_storage", &["medium", "deployment"]),
    ("fsx", "windows_throughput", &["deployment"]),
    ("fsx", "lustre_storage", &["medium", "kind", "throughput"]),
    ("fsx", "ontap_storage", &["deployment"]),
    ("fsx", "ontap_throughput", &["deployment"]),
    ("fsx", "ontap_iops", &["deployment"]),
    ("fsx", "ontap_capacity_pool", &["deployment"]),
    ("fsx", "openzfs_storage", &["deployment"]),
    ("fsx", "openzfs_throughput", &["deployment"]),
    ("fsx", "openzfs_iops", &["deployment"]),
    ("msk", "broker", &["class"]),
    ("mq", "broker", &["class", "engine"]),
    ("opensearch", "instance", &["class"]),
    ("opensearch", "storage", &["class"]),
    ("opensearch", "iops", &["class"]),
    ("opensearch", "throughput", &["class"]),
    ("direct_connect", "port", &["bandwidth"]),
    ("codebuild", "build", &["class", "system"]),
    ("directory_service", "controller", &["kind", "size"]),
    ("mwaa", "environment", &["class"]),
    ("mwaa", "worker", &["class"]),
    ("mwaa", "scheduler", &["class"]),
    ("api_gateway", "cache", &["gb"]),
    ("acm_pca", "authority", &["mode"]),
];

/// The key of the price of a billable in a region. `Err` names the attribute that is not known.
pub(crate) fn key(billable: &Billable, region: &str) -> Result<Key, Text> {
    let mut parts: Vec<Text> = vec![];
    for name in attributes(&billable.service, &billable.item) {
        let unknown = || Text::new(name);
        // The family of a class is the first part of its name: `t3` of `db.t3.small`.
        let of_class = *name == "family";
        let value = billable.attribute(if of_class { "class" } else { name }).ok_or_else(unknown)?;
        let Known::Value(value) = value else { return Err(unknown()) };
        parts.push(if of_class { Text::new(family(value)) } else { value.clone() });
    }
    // Systems with a licence have Spot prices of their own: `spot-windows-instance`.
    let spot = billable.pricing == Pricing::Spot && billable.item.ends_with("instance");
    let item = format!("{}{}", if spot { "spot-" } else { "" }, hyphenated(&billable.item));
    let variant = parts.iter().map(Text::as_str).collect::<Vec<_>>().join("/");
    // Content delivery has the prices of the area of the viewers.
    let area = billable.attribute("area").and_then(Known::value);
    let region = area.map_or(region, Text::as_str).to_owned();
    Ok(Key { service: hyphenated(&billable.service), item, variant, region })
}

fn attributes(service: &str, item: &str) -> &'static [&'static str] {
    let named = |pattern: &str| match pattern.strip_suffix('*') {
        Some(start) => service.starts_with(start),
        None => service == pattern,
    };
    VARIANTS.iter().find(|(of, what, _)| *what == item && named(of)).map_or(&[], |(_, _, names)| names)
}

fn family(class: &str) -> &str {
    class.split('.').nth(1).unwrap_or(class)
}

/// Where the resource of a billable is, and what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The stack, or the name of a plan.
    pub stack: Text,
    /// The address of the resource.
    pub address: Text,
    /// The account.
    pub account: Text,
    /// The region, `global`, or none if it is not known.
    pub region: Option<Text>,
    /// The cell.
    pub cell: Option<Text>,
    /// The site.
    pub site: Option<Text>,
    /// The component.
    pub component: Option<Text>,
    /// The resource in the inventory.
    pub source: SourceId,
}

/// The place of the resource of a billable.
pub(crate) fn place(inventory: &Inventory, billable: &Billable) -> Option<Place> {
    let source = inventory.sources.get(billable.source)?;
    let origin = source.origin.and_then(|id| inventory.origins.get(id));
    let location = inventory.locations.get(source.location);
    let region = match location.map(|location| &location.region) {
        Some(Known::Value(Some(region))) => Some(region.clone()),
        Some(Known::Value(None)) => Some(Text::new_static("global")),
        Some(Known::Unknown(_)) | None => None,
    };
    // Detectors of other accounts of the organization are billed there.
    let account = match billable.attribute("account").and_then(Known::value) {
        Some(account) => account.clone(),
        None => origin.map_or(source.stack.clone(), |origin| origin.account.clone()),
    };
    Some(Place {
        stack: source.stack.clone(),
        address: source.address.clone(),
        account,
        region,
        cell: origin.and_then(|origin| origin.cell.clone()),
        site: origin.and_then(|origin| origin.site.clone()),
        component: origin.map(|origin| origin.component.clone()),
        source: billable.source,
    })
}
