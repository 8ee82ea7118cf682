//! Target group bindings: pods become targets of the load balancer in the stacks.

use polder_aws::kubernetes::target_group;
use polder_design::Service;

use crate::custom_resources::{Custom, ServiceRef, TargetGroupBinding, custom};
use crate::metadata::{PORT, SiteContext};

/// Registers its pods in the target group of the process, by name, since its ARN is not known. Security groups and
/// network policies of the flows control access, not the controller.
pub(crate) fn binding(context: &SiteContext<'_>, service: &Service) -> Option<Custom<TargetGroupBinding>> {
    context.is_reached(service).then(|| {
        let name = service.process.name().to_owned();
        let spec = TargetGroupBinding {
            target_group_name: target_group(context.cell, &service.process),
            target_type: "ip".to_owned(),
            service_ref: ServiceRef { name, port: PORT.to_owned() },
        };
        custom(context.meta_of(&service.process), spec)
    })
}
