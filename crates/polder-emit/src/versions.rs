//! The versions that the output was checked against.

use polder_cloud::Cloud;
use polder_module::expression::{Body, Expression};

use crate::hcl;

/// The versions of the provider: the two majors of `polder_cloud::schema`.
pub(crate) const PROVIDER: &str = ">= 5.100, < 7";

/// The oldest version of Terraform and OpenTofu.
pub(crate) fn engine(cloud: &Cloud) -> &'static str {
    if cloud.write_only { "1.11" } else { "1.10" }
}

/// The required versions of a module or a root, and the provider configurations that it is passed beside the first.
pub(crate) fn block(cloud: &Cloud, aliases: &[&'static str]) -> String {
    let mut provider = Body::default();
    provider.set("source", Expression::text("hashicorp/aws"));
    provider.set("version", Expression::text(PROVIDER));
    if !aliases.is_empty() {
        let aliases = aliases.iter().map(|alias| Expression::raw(*alias));
        provider.set("configuration_aliases", Expression::list(aliases));
    }
    let mut providers = Body::default();
    providers.set("aws", Expression::Object(provider));
    let mut terraform = Body::default();
    terraform.set("required_version", Expression::text(format!(">= {}", engine(cloud))));
    terraform.block("required_providers", providers);
    let mut out = String::new();
    hcl::block(&mut out, format_args!("terraform"), &terraform);
    out
}
