//! Services: the pods of a process that the load balancer routes to.

use k8s_openapi::api::core::v1::{Service as Front, ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use polder_aws::kubernetes::reached;
use polder_design::Service;
use polder_design::kubernetes::PROCESS_LABEL;

use crate::metadata::{PORT, SiteContext, owned};

impl SiteContext<'_> {
    /// Whether the load balancer routes to a service.
    pub(crate) fn is_reached(&self, service: &Service) -> bool {
        reached(self.site).any(|reached| reached.process == service.process)
    }
}

/// The name of a service's pods inside the cluster.
pub(crate) fn front(context: &SiteContext<'_>, service: &Service) -> Option<Front> {
    let port = i32::from(service.port.filter(|_| context.is_reached(service))?);
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
    Some(Front { metadata: context.meta_of(&service.process), spec: Some(spec), status: None })
}
