//! Security groups: pods of a process are in the group of the process.

use polder_design::Service;

use crate::custom_resources::{Custom, GroupIds, SecurityGroupPolicy, custom};
use crate::images::LATE;
use crate::metadata::{SiteContext, Step, pods_of};

/// The security group of each process; its ID is a late value.
pub(crate) fn policies(context: &SiteContext<'_>) -> Vec<Custom<SecurityGroupPolicy>> {
    let policy = |service: &Service| {
        let spec = SecurityGroupPolicy {
            pod_selector: pods_of(&service.process),
            security_groups: GroupIds { group_ids: vec![LATE.to_owned()] },
        };
        custom(context.meta(service.process.name(), Step::Foundation), spec)
    };
    context.processes().map(policy).collect()
}
