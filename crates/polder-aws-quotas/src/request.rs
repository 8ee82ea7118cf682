//! The increases that a graph needs, as requests to Service Quotas.

use std::collections::BTreeMap;

use polder_cloud::Index;

use crate::quota::{Quota, Scope};
use crate::usage::{Verdict, usages_of};

/// The region in which quotas of an account are raised.
pub const REQUESTS_REGION: &str = "us-east-1";

/// A request for a higher quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The name of the account.
    pub account: String,
    /// The region that the request is made in.
    pub region: String,
    /// The code of the service.
    pub service: &'static str,
    /// The code of the quota.
    pub code: &'static str,
    /// The name of the quota.
    pub name: &'static str,
    /// What the estate needs.
    pub needed: u64,
    /// The value to ask for: at least the default.
    pub value: u64,
    /// The default, or what a new account may have instead.
    pub given: u64,
}

/// The requests that a graph needs, by account, region and quota. Of several quotas with one code, and of several
/// resources, the largest need counts: the applied quota is that of the region.
pub fn requests(index: &Index<'_>) -> Vec<Request> {
    let mut needed: BTreeMap<(String, String, &str, &str), Request> = BTreeMap::new();
    for usage in usages_of(index, Quota::is_requestable) {
        let quota = usage.quota;
        let given = match usage.verdict() {
            Verdict::Above => quota.default,
            Verdict::AboveNewAccount => quota.new_account.unwrap_or(quota.default),
            Verdict::Within | Verdict::Undecided => continue,
        };
        let request = Request {
            account: usage.account.to_owned(),
            region: region(quota, usage.region).to_owned(),
            service: quota.service,
            code: quota.code,
            name: quota.name,
            needed: usage.amount.least,
            value: usage.amount.least.max(quota.default),
            given,
        };
        let key = (request.account.clone(), request.region.clone(), quota.service, quota.code);
        let known = needed.entry(key).or_insert_with(|| request.clone());
        if request.needed > known.needed {
            *known = request;
        }
    }
    needed.into_values().collect()
}

fn region<'r>(quota: &Quota, region: &'r str) -> &'r str {
    match quota.scope {
        Scope::Account => REQUESTS_REGION,
        Scope::Region => region,
    }
}
