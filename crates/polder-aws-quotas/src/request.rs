//! The increases that a graph needs, as requests to Service Quotas.

use std::collections::BTreeMap;

use polder_cloud::{Index, parallel};

use crate::quota::{Quota, Raised, Scope};
use crate::table::quotas;
use crate::takeover;
use crate::usage::usages_from;
use crate::weighed::weighed;

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
    /// The code of the quota. Empty if only AWS Support raises it.
    pub code: &'static str,
    /// The name of the quota.
    pub name: &'static str,
    /// What the estate needs, also when its sites take over from those of another region.
    pub needed: u64,
    /// The value to ask for: at least the default.
    pub value: u64,
    /// The default, or what a new account may have instead.
    pub given: u64,
}

/// The requests that a graph needs, by account, region and quota. Of several quotas with one code, and of several
/// resources, the largest need counts: the applied quota is that of the region.
pub fn requests(index: &Index<'_>) -> Vec<Request> {
    let quotas: Vec<&'static Quota> = quotas().filter(|quota| quota.raised != Raised::Never).collect();
    let of_quotas = parallel::each(quotas.len(), |at| of_quota(index, quotas[at]));
    let mut requests: BTreeMap<(String, String, &str, &str, &str), Request> = BTreeMap::new();
    for request in of_quotas.into_iter().flatten() {
        // Quotas with one code are raised together.
        let name = if request.code.is_empty() { request.name } else { "" };
        let key = (request.account.clone(), request.region.clone(), request.service, request.code, name);
        let known = requests.entry(key).or_insert_with(|| request.clone());
        if request.needed > known.needed {
            *known = request;
        }
    }
    requests.into_values().collect()
}

fn of_quota(index: &Index<'_>, quota: &'static Quota) -> Vec<Request> {
    let resources = weighed(index, quota);
    let mut needs = takeover::needs(quota, &resources);
    for usage in usages_from(index, quota, &resources) {
        let need = needs.entry((usage.account, usage.region)).or_default();
        *need = usage.amount.least.max(*need);
    }
    let given = quota.new_account.unwrap_or(quota.default);
    let over = needs.into_iter().filter(|(_, needed)| *needed > given);
    let request = |((account, region), needed): ((&str, &str), u64)| Request {
        account: account.to_owned(),
        region: match quota.scope {
            Scope::Account => REQUESTS_REGION.to_owned(),
            Scope::Region => region.to_owned(),
        },
        service: quota.service,
        code: quota.code,
        name: quota.name,
        needed,
        value: needed.max(quota.default),
        given: if needed > quota.default { quota.default } else { given },
    };
    over.map(request).collect()
}
