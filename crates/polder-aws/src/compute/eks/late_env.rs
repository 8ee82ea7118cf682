//! The output with the values that are known only after apply, for the manifests of its processes.

use polder_cloud::{Value, text};
use polder_design::kubernetes::late;

use crate::compute::app_context::AppContext;
use crate::names::{account, local};

/// Writes the output: a line `NAME=value` for each late value of the manifests.
pub(crate) fn late_env(context: &AppContext<'_>) {
    let registry = text![account(), ".dkr.ecr.", local("region"), ".amazonaws.com"];
    let cache = context.data.cache.get("configuration_endpoint_address");
    let mut values = vec![(late::REGISTRY.to_owned(), registry), (late::CACHE_HOST.to_owned(), cache)];
    for (process, group) in &context.network.groups.processes {
        values.push((late::security_group(process), group.id()));
    }
    let lines = values.into_iter().flat_map(|(name, value)| [format!("{name}=").into(), value, "\n".into()]);
    context.s.output(
        "late_env",
        "Late values of the manifests, one per line: `terraform output -raw late_env > kubernetes/late.env`.",
        Value::template(lines),
    );
}
