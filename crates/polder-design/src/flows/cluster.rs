//! Flows of a Kubernetes cluster in addition to those of its processes.

use crate::flow::{Access, DataClass, External, Flow, Party, Protocol};
use crate::processes::{Health, Service};

use super::{HTTPS, flow, http};

const DNS: Protocol = Protocol::DNS;
const ADMISSION: Protocol = Protocol::ADMISSION;

/// The kubelet of nodes, called by the control plane.
const KUBELET: Protocol = Protocol { name: "https", port: 10_250, encrypted: true };

/// Metrics of pods, queried by the control plane from the metrics server add-on.
const METRICS: Protocol = Protocol { name: "https", port: 10_251, encrypted: true };

/// Adds the flows of the cluster.
pub(super) fn flows(services: &[Service], jobs: &[Service], all: &mut Vec<Flow>) {
    let add = |from, to, protocol, purpose: &str| {
        flow(from, to, protocol, Access::Connect, &[DataClass::Operational], purpose)
    };
    for service in services.iter().chain(jobs) {
        let process = || Party::Process(service.process.clone());
        let name = service.process.name();
        all.push(add(process(), Party::Cluster, DNS, &format!("DNS queries of {name}")));
        if let (Some(port), Some(Health::Http { .. })) = (service.port, &service.health) {
            let purpose = format!("health probes of {name} by its node");
            all.push(add(Party::Cluster, process(), http(port), &purpose));
        }
    }
    let inside = |protocol, purpose| add(Party::Cluster, Party::Cluster, protocol, purpose);
    all.extend([
        inside(DNS, "DNS queries of nodes and controllers"),
        inside(HTTPS, "calls of nodes and controllers to the control plane"),
        inside(KUBELET, "calls of the control plane to the kubelet"),
        inside(METRICS, "queries of pod metrics by the control plane"),
        inside(ADMISSION, "calls of the control plane to admission webhooks"),
        add(
            Party::Cluster,
            Party::Internet(External::Provider),
            HTTPS,
            "calls of nodes and controllers to the cloud API",
        ),
    ]);
}
