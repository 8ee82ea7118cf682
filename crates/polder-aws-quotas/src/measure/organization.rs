//! Policies of an organization, by their types.

use polder_cloud::View;

use crate::amount::Amount;
use crate::group::Group;
use crate::measure::document::characters;
use crate::memo::Memo;
use crate::weigh::one_if;

/// Defines, for each type of policy, the number of policies, their size, and the number of attachments.
macro_rules! types {
    ($($one:ident $size:ident $attached:ident: $kind:literal;)*) => {
        $(
            /// A policy, if it is of this type.
            pub(crate) fn $one(view: &View<'_, '_>) -> Amount {
                one_if(view, "type", "SERVICE_CONTROL_POLICY", |kind| kind == $kind)
            }

            /// The size of a policy, if it is of this type.
            pub(crate) fn $size(view: &View<'_, '_>, memo: &Memo) -> Amount {
                match $one(view) {
                    Amount::NONE => Amount::NONE,
                    one => one.times(characters(view, "content", memo)),
                }
            }

            /// An attachment of a policy of this type.
            pub(crate) fn $attached(view: &View<'_, '_>) -> Amount {
                attachment(view, $kind)
            }
        )*
    };
}

types! {
    service_control service_control_size service_control_attached: "SERVICE_CONTROL_POLICY";
    resource_control resource_control_size resource_control_attached: "RESOURCE_CONTROL_POLICY";
    declarative declarative_size declarative_attached: "DECLARATIVE_POLICY_EC2";
    tag tag_size tag_attached: "TAG_POLICY";
    backup backup_size backup_attached: "BACKUP_POLICY";
    opt_out opt_out_size opt_out_attached: "AISERVICES_OPT_OUT_POLICY";
}

fn attachment(view: &View<'_, '_>, wanted: &str) -> Amount {
    let policy = view.target("policy_id").filter(|it| it.kind() == "aws_organizations_policy");
    match policy {
        Some(policy) => one_if(&policy, "type", "SERVICE_CONTROL_POLICY", |kind| kind == wanted),
        // AWS's own, which the quota counts already.
        None if view.text("policy_id").is_some_and(|id| id.starts_with("p-FullAWS")) => Amount::NONE,
        None => Amount::up_to(1),
    }
}

/// The root, organizational unit or account that a policy is attached to.
pub(crate) fn target(view: &View<'_, '_>) -> Group {
    Group::referred(view, "target_id")
}

/// The levels of organizational units from the root down to this one.
pub(crate) fn depth(view: &View<'_, '_>) -> Amount {
    // More levels than AWS accepts; a graph that refers to itself ends here.
    const DEPTH_MAX: u64 = 16;
    let mut depth = 1;
    let mut unit = *view;
    while depth < DEPTH_MAX {
        let parent = unit.target("parent_id").filter(|it| it.kind() == unit.kind() && it.is_managed());
        let Some(parent) = parent else { break };
        unit = parent;
        depth += 1;
    }
    Amount::exactly(depth)
}
