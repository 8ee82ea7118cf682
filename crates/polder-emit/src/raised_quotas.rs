//! The part of the build's README about quotas that must be raised.

use polder_cloud::{Cloud, QuotaRequest};

/// The quotas that the stacks exceed, with the commands that raise them.
pub(crate) fn raised_quotas(cloud: &Cloud) -> String {
    if cloud.quota_requests.is_empty() {
        return String::new();
    }
    let mut out = String::from(RAISE);
    out.push_str("| account | region | quota | code | needed | given | command |\n");
    out.push_str("| --- | --- | --- | --- | ---: | ---: | --- |\n");
    for QuotaRequest { account, region, name, code, needed, given, command } in &cloud.quota_requests {
        let command = if command.is_empty() {
            "a case of the provider's support".to_owned()
        } else {
            format!("`{command}`")
        };
        out.push_str(&format!(
            "| `{account}` | `{region}` | {name} | `{code}` | {needed} | {given} | {command} |\n"
        ));
    }
    out
}

const RAISE: &str = "
## Raise before wave 1

The stacks need more than an account has at first. Request these quotas as soon as the accounts exist, each with credentials of
its account: an increase takes from minutes to days. What is needed includes what a region takes over from another, and not what
else runs in the account. Where the applied quota is high enough already, the request is refused, and nothing is to be done. The
applied quota is shown by the same command with `get-service-quota` instead of `request-service-quota-increase` and without
`--desired-value`.

The stacks can make the requests, too: set `raised_quotas` to the codes, separated by commas. The first stacks of an account make
them, and the later ones fail as long as they are not granted.

";
