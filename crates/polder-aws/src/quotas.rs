//! `aws_servicequotas_service_quota`: requests for the quotas that the estate needs and a new account does not have.
//!
//! They are counted when all stacks are written, and filed by the earliest stack of the account and region that stacks of
//! all platforms have: the base of the region, and the settings of the account for quotas that are raised in us-east-1.

use std::panic::Location;
use std::sync::Arc;

use polder_aws_quotas::{REQUESTS_REGION, Request};
use polder_cloud::index::Variables;
use polder_cloud::{
    Address, Body, Cloud, File, Index, Layer, Local, Mode, QuotaRequest, Resource, Stack, StackScope, Value,
    Variable, body,
};

use crate::origin::Origins;

const WHY: &str = "Requests for higher quotas. None is filed unless the variable names it, since the provider rejects a value\n\
    that is lower than an account's quota.";

/// Adds the requests that the stacks need to the cloud, and to the stacks that file them.
pub(crate) fn request(cloud: &mut Cloud, origins: &mut Origins) {
    let requests = polder_aws_quotas::requests(&Index::with(cloud, Variables::Examples));
    cloud.quota_requests = requests.iter().map(listed).collect();
    for files in [files_of_region, files_of_account] {
        let files: fn(&Stack) -> bool = files;
        let needed = |stack: &Stack| requests.iter().any(|request| is_filed(request, stack));
        // Stacks of a kind have the same resources: they share a module.
        if !cloud.stacks.iter().any(|stack| files(stack) && needed(stack)) {
            continue;
        }
        for stack in cloud.stacks.iter_mut().filter(|stack| files(stack)) {
            origins.extend(stack.id);
            file(stack, &requests);
        }
    }
}

fn listed(request: &Request) -> QuotaRequest {
    let Request { account, region, name, needed, given, .. } = request;
    QuotaRequest {
        account: account.clone(),
        region: region.clone(),
        name: (*name).to_owned(),
        code: if request.code.is_empty() { String::new() } else { key(request) },
        needed: *needed,
        given: *given,
        command: command(request),
    }
}

/// The command that makes a request. Empty if only AWS Support can raise the quota.
fn command(request: &Request) -> String {
    let Request { region, service, code, value, .. } = request;
    if code.is_empty() {
        return String::new();
    }
    format!(
        "aws service-quotas request-service-quota-increase --region {region} --service-code {service} \
         --quota-code {code} --desired-value {value}"
    )
}

/// `ec2/L-0263D0A3`: the ID of a quota in the provider.
fn key(request: &Request) -> String {
    format!("{}/{}", request.service, request.code)
}

fn files_of_region(stack: &Stack) -> bool {
    stack.key.layer == Layer::Base && matches!(stack.key.scope, StackScope::Region(_))
}

fn files_of_account(stack: &Stack) -> bool {
    stack.key.layer == Layer::Account
}

fn is_filed(request: &Request, stack: &Stack) -> bool {
    let filed = files_of_region(stack) || files_of_account(stack) && request.region == REQUESTS_REGION;
    filed
        && !request.code.is_empty()
        && *stack.key.account == *request.account
        && *stack.region == *request.region
}

fn file(stack: &mut Stack, requests: &[Request]) {
    let mut quotas = Body::default();
    for request in requests.iter().filter(|request| is_filed(request, stack)) {
        quotas.set(None, key(request), request.value.to_string());
    }
    stack.locals.push(Local { name: "quotas".into(), value: quotas.into() });
    stack.variables.push(Variable {
        name: "raised_quotas".into(),
        kind: "string".into(),
        description: "Quotas to request, of those that the README of the build lists: their codes, separated by commas.".into(),
        default: "".into(),
        sensitive: false,
        pattern: None,
        example: "".into(),
    });
    stack.files.push(File { name: "quotas", comment: WHY });
    stack.resources.push(Resource {
        address: Arc::new(Address::in_root(Mode::Managed, "aws_servicequotas_service_quota", "raised")),
        body: Arc::new(requested()),
        file: stack.files.len() - 1,
        at: Some(Location::caller()),
        foreign: None,
    });
}

fn requested() -> Body {
    let each = || Value::expression("each.value");
    let part = |index: u32| Value::call("split", vec!["/".into(), each()]).at(index);
    let chosen = Value::call("split", vec![",".into(), Value::Variable("raised_quotas".into())]);
    let known = Value::call("keys", vec![Value::local("quotas")]);
    body! {
        for_each = Value::call("setintersection", vec![known, chosen]);
        service_code = part(0);
        quota_code = part(1);
        value = Value::call("lookup", vec![Value::local("quotas"), each()]);
    }
}
