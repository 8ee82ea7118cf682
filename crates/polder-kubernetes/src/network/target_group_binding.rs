//! Target group bindings: pods become targets of the load balancer that the stacks make.

use polder_aws::kubernetes::target_group;
use polder_design::Service;

use crate::custom_resources::{Custom, ServiceRef, TargetGroupBinding, custom};
use crate::metadata::{PORT, SiteContext};

/// Enters its pods into the target group of the process, which has a name before it has an ARN. Who may connect is said
/// by the groups and policies of the flows, not by the controller.
pub(crate) fn binding(place: &SiteContext<'_>, service: &Service) -> Option<Custom<TargetGroupBinding>> {
    place.is_reached(service).then(|| {
        let name = service.process.name().to_owned();
        let spec = TargetGroupBinding {
            target_group_name: target_group(place.cell, &service.process),
            target_type: "ip".to_owned(),
            service_ref: ServiceRef { name, port: PORT.to_owned() },
        };
        custom(place.meta_of(&service.process), spec)
    })
}
