//! IAM: sizes of policies.

use polder_cloud::View;

use crate::amount::Amount;
use crate::measure::document::{bytes, characters, visible};
use crate::memo::Memo;
use crate::weigh::{is_computed, is_unknown};

/// The size of a policy.
pub(crate) fn policy(view: &View<'_, '_>, memo: &Memo) -> Amount {
    visible(view, "policy", memo)
}

/// The size of a trust policy.
pub(crate) fn trust_policy(view: &View<'_, '_>, memo: &Memo) -> Amount {
    visible(view, "assume_role_policy", memo)
}

/// The size of the inline policies that a role has as blocks.
pub(crate) fn inline_policies(view: &View<'_, '_>, memo: &Memo) -> Amount {
    if is_unknown(view, "inline_policy") {
        return if is_computed(view, "inline_policy") { Amount::NONE } else { Amount::UNKNOWN };
    }
    view.blocks("inline_policy").iter().map(|it| policy(it, memo)).sum()
}

/// The size of the policy of a bucket, a queue, a topic, a key or a secret.
pub(crate) fn resource_policy(view: &View<'_, '_>, memo: &Memo) -> Amount {
    bytes(view, "policy", memo)
}

/// The size of a resource policy of CloudWatch Logs.
pub(crate) fn log_policy(view: &View<'_, '_>, memo: &Memo) -> Amount {
    bytes(view, "policy_document", memo)
}

/// The size of the policy of an endpoint. The provider computes one that is not set.
pub(crate) fn endpoint_policy(view: &View<'_, '_>, memo: &Memo) -> Amount {
    if is_computed(view, "policy") { Amount::NONE } else { characters(view, "policy", memo) }
}

/// The size of the policy of a key or a secret. The provider computes one that is not set.
pub(crate) fn key_policy(view: &View<'_, '_>, memo: &Memo) -> Amount {
    if is_computed(view, "policy") { Amount::NONE } else { resource_policy(view, memo) }
}
