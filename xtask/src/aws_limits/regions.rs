//! Which regions lack the service of a resource type.
//!
//! Two lists are compared, because each has gaps: the resource types of CloudFormation by region, and the endpoints of
//! the APIs. A region lacks a service if CloudFormation has no type of it there, and the list of endpoints does not
//! have it there either.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anyhow::{Context, Result};
use serde_json::Value;

use super::REGIONS;
use super::api::Api;
use super::cloudformation::CloudFormation;
use super::kinds::{Kind, Kinds};

/// A line for each type that some region lacks: `aws_signer_signing_profile eu-central-2 eu-south-2`.
pub(super) fn text(kinds: &Kinds, schemas: &CloudFormation, api: &Api) -> Result<String> {
    let mut services: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for region in REGIONS {
        let types = schemas.types(region)?;
        services.insert(region, types.keys().map(|kind| service(kind).to_owned()).collect());
    }
    let endpoints = api.endpoints()?;
    let partitions = endpoints["partitions"].as_array().context("there are no partitions")?;
    let partition =
        partitions.iter().find(|partition| partition["partition"] == "aws").context("no `aws`")?;
    let mut text = format!("regions {}\n", REGIONS.join(" "));
    for (name, kind) in &kinds.kinds {
        let lacking: Vec<&str> =
            REGIONS.into_iter().filter(|region| lacks(kind, region, &services, api, partition)).collect();
        if !lacking.is_empty() {
            writeln!(text, "{name} {}", lacking.join(" "))?;
        }
    }
    Ok(text)
}

fn lacks(
    kind: &Kind,
    region: &str,
    services: &BTreeMap<&str, BTreeSet<String>>,
    api: &Api,
    partition: &Value,
) -> bool {
    let schema = kind.schema.as_ref().map(|(name, _)| !services[region].contains(service(name)));
    let endpoint = kind.api.as_ref().and_then(|(name, _, _)| {
        let service = &partition["services"][api.endpoint_prefix(name)?];
        let endpoints = service["endpoints"].as_object()?;
        // A global service has one endpoint, which serves all regions.
        let global = service["isRegionalized"] == Value::Bool(false);
        Some(!global && !endpoints.contains_key(region))
    });
    match (schema, endpoint) {
        (Some(schema), Some(endpoint)) => schema && endpoint,
        (Some(schema), None) => schema,
        (None, endpoint) => endpoint == Some(true),
    }
}

/// `AWS::Signer` of `AWS::Signer::SigningProfile`.
fn service(kind: &str) -> &str {
    kind.rsplit_once("::").map_or(kind, |(service, _)| service)
}
