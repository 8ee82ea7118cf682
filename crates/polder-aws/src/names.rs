//! The locals of every stack, and names composed of them.

#[cfg(test)]
mod tests;

use polder_cloud::{Layer, StackKey, StackScope, Value, text};
use polder_design::delivery::ACCOUNT_VARIABLE;
use polder_design::{Design, Site};

/// The region of global services: their events are recorded and logged there, CloudFront requires its
/// certificates there, and requests to global services name it. A failover must not depend on its control
/// planes.
pub(crate) const GLOBAL_REGION: &str = "us-east-1";

/// A local of the open stack.
pub(crate) fn local(name: &'static str) -> Value {
    Value::Local(name.into())
}

/// The account ID of the open stack.
pub(crate) fn account() -> Value {
    Value::Variable(ACCOUNT_VARIABLE.into())
}

/// The scope of a site's stack.
pub(crate) fn site_key(design: &Design, site: &Site, layer: Layer) -> StackKey {
    let scope = StackScope::Site {
        region: site.region.as_str().into(),
        cell: design.cells[site.cell].name.as_str().into(),
    };
    StackKey { account: design.accounts[site.account].name.as_str().into(), scope, layer }
}

/// A stack of what exists once in an account.
pub(crate) fn global_key(account: &str, layer: Layer) -> StackKey {
    StackKey { account: account.into(), scope: StackScope::Global, layer }
}

/// All principals of the account whom its own IAM policies allow.
pub(crate) fn account_root() -> Value {
    text!["arn:aws:iam::", account(), ":root"]
}

/// A name that is unique in the account and region: `<platform>-<cell><suffix>`, 41 characters before the suffix at most.
pub(crate) fn named(suffix: impl Into<Value>) -> Value {
    text![local("name"), suffix.into()]
}

/// A name that is unique in the account: IAM names have no region. Role names end at 64 characters, the
/// platform, the cell and the longest region take 56 of them: eight are left for the suffix.
pub(crate) fn named_worldwide(suffix: &'static str) -> Value {
    text![local("name"), "-", local("region"), suffix]
}

/// An ARN in the open stack's account and region: `arn:aws:<service>:<region>:<account>:<resource>`.
pub(crate) fn arn_here(service: &'static str, resource: impl Into<Value>) -> Value {
    text!["arn:aws:", service, ":", local("region"), ":", account(), ":", resource.into()]
}

/// The endpoint of a service in the open stack's region, as `kms:ViaService` and principals write it.
pub(crate) fn service_here(service: &'static str) -> Value {
    text![service, ".", local("region"), ".amazonaws.com"]
}

/// A name in the form that Terraform allows, in lower case.
pub(crate) fn identifier(name: &str) -> String {
    let plain = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
    name.chars().map(plain).collect::<String>().to_ascii_lowercase()
}

/// A name of at most `max` characters: a longer one is cut, and the hash of the whole name distinguishes it
/// from others with the same beginning.
pub(crate) fn fitted(full: &str, max: usize) -> String {
    if full.chars().count() <= max {
        return full.to_owned();
    }
    let kept: String = full.chars().take(max.saturating_sub(HASH_CHARS + 1)).collect();
    format!("{}-{:08x}", kept.trim_end_matches('-'), hash(full))
}

/// Letters of a hash in a name.
const HASH_CHARS: usize = 8;

/// FNV-1a: no secret, only the same on every machine and in every release.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
