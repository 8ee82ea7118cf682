//! IAM: sizes of policies.

use polder_cloud::{Segment, View};

use crate::amount::Amount;
use crate::measure::document::{bytes, characters, visible};
use crate::weigh::{is_unknown, items};

/// The size of a policy.
pub(crate) fn policy(view: &View<'_, '_>) -> Amount {
    visible(view, "policy")
}

/// The size of a trust policy.
pub(crate) fn trust_policy(view: &View<'_, '_>) -> Amount {
    visible(view, "assume_role_policy")
}

/// The size of the inline policies that a role has as blocks.
pub(crate) fn inline_policies(view: &View<'_, '_>) -> Amount {
    if is_unknown(view, "inline_policy") {
        return unless_computed(view, "inline_policy");
    }
    view.blocks("inline_policy").iter().map(policy).sum()
}

/// The managed policies that a role has as a list.
pub(crate) fn managed_policies(view: &View<'_, '_>) -> Amount {
    if is_unknown(view, "managed_policy_arns") {
        return unless_computed(view, "managed_policy_arns");
    }
    items(view, "managed_policy_arns")
}

/// What the provider computes is set by other resources, and counts there.
fn unless_computed(view: &View<'_, '_>, name: &str) -> Amount {
    let dependencies = view.index().dependencies(view.id());
    let configured = dependencies.iter().any(|it| {
        matches!(it.path.first(), Some(Segment::Name(first)) if first == name)
    });
    if configured { Amount::UNKNOWN } else { Amount::NONE }
}

/// The size of the policy of a bucket, a queue, a topic, a key or a secret.
pub(crate) fn resource_policy(view: &View<'_, '_>) -> Amount {
    bytes(view, "policy")
}

/// The size of a resource policy of CloudWatch Logs.
pub(crate) fn log_policy(view: &View<'_, '_>) -> Amount {
    bytes(view, "policy_document")
}

/// The size of the policy of an endpoint. The provider computes one that is not set.
pub(crate) fn endpoint_policy(view: &View<'_, '_>) -> Amount {
    if is_unknown(view, "policy") { unless_computed(view, "policy") } else { characters(view, "policy") }
}

/// The size of the policy of a key or a secret. The provider computes one that is not set.
pub(crate) fn key_policy(view: &View<'_, '_>) -> Amount {
    if is_unknown(view, "policy") { unless_computed(view, "policy") } else { resource_policy(view) }
}
