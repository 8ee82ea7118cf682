//! What a cluster of Kubernetes needs in a site's network beside the flows of its processes.

use crate::flow::{Access, DataClass, External, Flow, Party, Protocol};
use crate::processes::{Health, Service};

use super::{HTTPS, flow, http};

const DNS: Protocol = Protocol::DNS;
const ADMISSION: Protocol = Protocol::ADMISSION;

/// Machines, as the control plane reaches them.
const KUBELET: Protocol = Protocol { name: "https", port: 10_250, encrypted: true };

/// Measurements of pods, as the control plane asks for them: the provider's add-on listens beside the machine itself.
const METRICS: Protocol = Protocol { name: "https", port: 10_251, encrypted: true };

/// Adds the flows of the cluster.
pub(super) fn flows(services: &[Service], jobs: &[Service], all: &mut Vec<Flow>) {
    let add = |from, to, protocol, purpose: &str| {
        flow(from, to, protocol, Access::Connect, &[DataClass::Operational], purpose)
    };
    for service in services.iter().chain(jobs) {
        let process = || Party::Process(service.process.clone());
        let name = service.process.name();
        all.push(add(process(), Party::Cluster, DNS, &format!("{name} looks up names")));
        if let (Some(port), Some(Health::Http { .. })) = (service.port, &service.health) {
            let purpose = format!("its machine asks {name} whether it is well");
            all.push(add(Party::Cluster, process(), http(port), &purpose));
        }
    }
    let inside = |protocol, purpose| add(Party::Cluster, Party::Cluster, protocol, purpose);
    all.extend([
        inside(DNS, "machines and controllers look up names"),
        inside(HTTPS, "machines and controllers ask the control plane"),
        inside(KUBELET, "the control plane asks machines"),
        inside(METRICS, "the control plane asks what pods use"),
        inside(ADMISSION, "the control plane asks controllers"),
        add(
            Party::Cluster,
            Party::Internet(External::Provider),
            HTTPS,
            "machines and controllers ask the provider",
        ),
    ]);
}
