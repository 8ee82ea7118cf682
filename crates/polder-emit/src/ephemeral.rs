//! Ephemeral resources in modules, and how a module with them is tested against a mocked provider.
//!
//! A mocked provider rejects every ephemeral resource, even one that a condition leaves out. So these have a provider
//! configuration of their own, which is the root's only one in a stack, and in a test one that is not mocked; and a
//! variable leaves them out, so that it is asked for nothing. An attribute of one that is left out is an empty text.

use std::fmt::Arguments;

use polder_cloud::Mode;
use polder_module::Module;
use polder_module::expression::{Body, Condition, Expression};

use crate::hcl;

/// The provider configuration of ephemeral resources.
const PROVIDER: &str = "aws.secrets";

/// The variable.
pub(crate) const VARIABLE: &str = "opens_ephemeral_resources";

/// Its description.
pub(crate) const DESCRIPTION: &str = "Whether ephemeral resources are opened. Only tests against a mocked provider, which knows none, set it to false.";

/// Whether a module has ephemeral resources.
pub(crate) fn are_in(module: &Module) -> bool {
    module.resources.iter().any(|resource| resource.address.mode == Mode::Ephemeral)
}

/// The provider configurations that a call of such a module passes.
pub(crate) fn providers() -> Expression {
    passed("aws")
}

/// The same in a test, whose `aws` is mocked.
pub(crate) fn providers_of_test() -> Expression {
    passed(PROVIDER)
}

/// As text: the names of configurations must not be quoted, as keys of an object would be.
fn passed(secrets: &str) -> Expression {
    Expression::raw(format!("{{\n    aws         = aws\n    {PROVIDER} = {secrets}\n  }}"))
}

/// The configuration in a test: no condition admits a resource of it.
pub(crate) fn provider_of_test(region: &str) -> Body {
    let mut body = Body::default();
    body.set("alias", Expression::text("secrets"));
    for (name, value) in [("region", region), ("access_key", "none"), ("secret_key", "none")] {
        body.set(name, Expression::text(value));
    }
    for name in ["skip_credentials_validation", "skip_metadata_api_check", "skip_requesting_account_id"] {
        body.set(name, Expression::Bool(true));
    }
    body
}

/// What a module declares in its requirement of the provider: nothing, or the configuration.
pub(crate) fn aliases(module: &Module) -> &'static [&'static str] {
    if are_in(module) { &[PROVIDER] } else { &[] }
}

/// The declaration of the variable.
pub(crate) fn variable() -> Body {
    let mut body = Body::default();
    body.set("description", Expression::text(DESCRIPTION));
    body.set("type", Expression::raw("bool"));
    body.set("default", Expression::Bool(true));
    body
}

/// Writes an ephemeral resource.
pub(crate) fn block(out: &mut String, head: Arguments<'_>, when: Option<&Condition>, inner: &Body) {
    let also = when.map_or_else(String::new, |condition| {
        format!(" && {}var.{}", if condition.negated { "!" } else { "" }, condition.variable)
    });
    let count = format!("  count    = var.{VARIABLE}{also} ? 1 : 0\n  provider = {PROVIDER}\n");
    hcl::block_after(out, head, &count, inner);
}
