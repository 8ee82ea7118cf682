//! How requests come in: pods become targets of the load balancer that the stacks make.

use k8s_openapi::api::core::v1::{Service as Front, ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use polder_aws::kubernetes::{reached, target_group};
use polder_design::Service;
use polder_design::kubernetes::PROCESS_LABEL;

use crate::container::PORT;
use crate::custom::{Custom, ServiceRef, TargetGroupBinding, custom};
use crate::meta::{Place, owned};

impl Place<'_> {
    /// Whether the load balancer reaches a service.
    pub(crate) fn is_reached(&self, service: &Service) -> bool {
        reached(self.site).any(|reached| reached.process == service.process)
    }
}

/// The name of a service's pods inside the cluster.
pub(crate) fn front(place: &Place<'_>, service: &Service) -> Option<Front> {
    let port = i32::from(service.port.filter(|_| place.is_reached(service))?);
    let spec = ServiceSpec {
        type_: Some("ClusterIP".to_owned()),
        selector: Some(owned(&[(PROCESS_LABEL, service.process.name())])),
        ports: Some(vec![ServicePort {
            name: Some(PORT.to_owned()),
            port,
            target_port: Some(IntOrString::String(PORT.to_owned())),
            protocol: Some("TCP".to_owned()),
            ..ServicePort::default()
        }]),
        ..ServiceSpec::default()
    };
    Some(Front { metadata: place.meta_of(&service.process), spec: Some(spec), status: None })
}

/// Enters its pods into the target group of the process, which has a name before it has an ARN. Who may connect is said
/// by the groups and policies of the flows, not by the controller.
pub(crate) fn binding(place: &Place<'_>, service: &Service) -> Option<Custom<TargetGroupBinding>> {
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
