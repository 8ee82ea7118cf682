//! What a resource of a type that is not read may change, as far as its attributes say.

use polder_cloud::{Body, Content, Mode, Value, View};

/// Providers whose resources are values, files and commands. Sorted.
const UTILITIES: [&str; 10] =
    ["archive", "cloudinit", "external", "http", "local", "null", "random", "template", "time", "tls"];

/// Starts of the names of types that create resources in networks, or lead to some, which their own attributes do not name. Sorted.
const HIDE_NETWORKS: [&str; 16] = [
    "aws_apprunner_",
    "aws_cloud9_",
    "aws_cloudcontrolapi_",
    "aws_cloudformation_",
    "aws_ec2_fleet",
    "aws_elastic_beanstalk_",
    "aws_emrcontainers_",
    "aws_gamelift_",
    "aws_globalaccelerator_",
    "aws_lightsail_",
    "aws_opsworks_",
    "aws_proton_",
    "aws_serverlessapplicationrepository_",
    "aws_servicecatalog_",
    "aws_spot_fleet_",
    "aws_transfer_",
];

/// Words in the names of attributes that relate a resource to a network.
const WORDS: [&str; 13] = [
    "allocation_id",
    "cidr",
    "gateway_id",
    "network_acl",
    "network_interface",
    "peering",
    "prefix_list",
    "public_ip",
    "publicly_accessible",
    "route_table",
    "security_group",
    "subnet",
    "vpc",
];

/// Whether a resource may place an interface in a network, or filter or route packets there.
pub(crate) fn touches_networks(view: View<'_, '_>) -> bool {
    let kind = view.kind();
    let provider = kind.split('_').next().unwrap_or(kind);
    if view.address().mode != Mode::Managed || UTILITIES.binary_search(&provider).is_ok() {
        return false;
    }
    provider != "aws" || HIDE_NETWORKS.iter().any(|it| kind.starts_with(it)) || names_networks(view.body())
}

/// Whether an attribute that is set has such a name.
fn names_networks(body: &Body) -> bool {
    body.items.iter().any(|item| {
        let named = WORDS.iter().any(|word| item.key.contains(word));
        match &item.content {
            Content::Block(body) => named || names_networks(body),
            Content::Attribute(value) => is_set(value) && (named || value_names_networks(value)),
        }
    })
}

fn is_set(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false))
        && !matches!(value, Value::List(items) if items.is_empty())
}

fn value_names_networks(value: &Value) -> bool {
    match value {
        Value::Object(body) => names_networks(body),
        Value::List(items) => items.iter().any(value_names_networks),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{HIDE_NETWORKS, UTILITIES, WORDS};

    #[test]
    fn tables_are_sorted() {
        assert!(UTILITIES.is_sorted() && HIDE_NETWORKS.is_sorted() && WORDS.is_sorted());
    }
}
