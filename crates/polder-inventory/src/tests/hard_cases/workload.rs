//! Workloads: sidecars, security groups of pods, Kubernetes network policies.

use polder_units::{Bytes, MilliCpu};

use super::finished;
use crate::compute::{
    Capacity, CapacityKind, Cluster, ClusterKind, Container, ContainerDependency, ContainerRole,
    ContainerState, Image, Pinned, Process, ProcessKind, Rollout,
};
use crate::entries::EntryId;
use crate::index::Index;
use crate::model::{Id, Known, Link, Pattern, Reason, Set};
use crate::networks::{
    Direction, InterfaceId, ListeningPort, NetworkPolicy, NetworkPolicyId, NetworkPolicyPeer,
    NetworkPolicyRule, Protocol, SecurityGroup, Traffic,
};
use crate::tests::small::{Writer, replicas, seconds, some, text};

fn container(name: &str, role: ContainerRole, waits_for: &[&str]) -> Container {
    let depends_on = waits_for.iter().map(|name| ContainerDependency {
        container: (*name).into(),
        state: Known::Value(ContainerState::Healthy),
    });
    Container {
        name: text(name),
        role,
        image: Image {
            registry: None,
            reference: Known::Value(Pattern::literal("registry.example.com/image:1")),
            pinned: Known::Value(Pinned::Tag),
        },
        command: Known::Value(None),
        listens: Known::Value([ListeningPort { protocol: Protocol::Tcp, port: 8000 }].into()),
        environment: Known::Value([].into()),
        probes: [].into(),
        user: some("app"),
        read_only_root: Known::Value(true),
        privileged: Known::Value(false),
        cpu: Known::Value(None),
        memory: Known::Value(None),
        stop_timeout: Known::Value(seconds(30).value().copied()),
        depends_on: depends_on.collect(),
    }
}

fn process(writer: &mut Writer, address: &str, containers: Vec<Container>) -> crate::compute::ProcessId {
    let source = writer.source(address);
    let capacity = Capacity { on: CapacityKind::Serverless, base: Known::Value(0), weight: Known::Value(1) };
    writer.all.compute.processes.push(Process {
        source,
        name: text(address),
        kind: ProcessKind::Service,
        cluster: Some(Link::To(Id::from_index(0))),
        capacity: [capacity].into(),
        containers: containers.into(),
        cpu: Known::Value(Some(MilliCpu(1000))),
        memory: Known::Value(Some(Bytes::gib(2))),
        ephemeral_storage: Known::Value(None),
        mounts: [].into(),
        architecture: text("arm64"),
        replicas: Some(replicas(2)),
        rollout: Some(Rollout {
            healthy_percent_min: Known::Value(100),
            percent_max: Known::Value(200),
            circuit_breaker: Known::Value(true),
            rollback: Known::Value(true),
        }),
        start_grace: Known::Value(None),
        identity: None,
        launch_identity: None,
        exec_enabled: Known::Value(false),
        zone_rebalancing: Known::Value(true),
    })
}

fn cluster(writer: &mut Writer, kind: ClusterKind) -> crate::compute::ClusterId {
    let source = writer.source("cluster.main");
    writer.all.compute.clusters.push(Cluster { source, name: text("main"), kind })
}

#[test]
fn a_process_has_its_sidecar_and_the_order_of_start() {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    cluster(&mut writer, ClusterKind::ContainerService { container_metrics: Known::Value(false) });
    let api = container("api", ContainerRole::Essential, &["proxy"]);
    let proxy = container("proxy", ContainerRole::Sidecar, &[]);
    let api = process(&mut writer, "service.api", vec![api, proxy]);
    let inventory = finished(writer);
    let containers = &inventory.compute.processes[api].containers;
    let sidecars = containers.iter().filter(|container| container.role == ContainerRole::Sidecar);
    assert_eq!(sidecars.map(|sidecar| sidecar.name.clone()).collect::<Vec<_>>(), [text("proxy")]);
    let waits: Vec<&str> = containers[0].depends_on.iter().map(|other| other.container.as_str()).collect();
    assert_eq!(waits, ["proxy"]);
}

#[test]
fn pods_have_groups_and_policies_of_their_own() {
    let mut writer = Writer::new("one", "production", "eu-west-1");
    let kind = ClusterKind::Kubernetes {
        version: text("1.35"),
        public_from: Known::Value(None),
        private: Known::Value(true),
        secrets_key: None,
        identity: None,
    };
    let cluster = cluster(&mut writer, kind);
    let pods = ["deployment.api", "deployment.worker"].map(|address| {
        let process = process(&mut writer, address, vec![container("main", ContainerRole::Essential, &[])]);
        let source = writer.source(&format!("group.{address}"));
        let network = Link::Unknown(Reason::NotGiven);
        let group = SecurityGroup { source, name: Known::Value(None), network, default: false };
        let group = writer.all.networks.security_groups.push(group);
        let subnet = writer.subnet(&format!("subnet.{address}"), 0, "10.0.0.0/24", "a");
        // These subnets are of networks that the plan does not contain.
        let subnets = &mut writer.all.networks.subnets;
        subnets.get_mut(subnet).expect("a subnet").network = Link::Unknown(Reason::NotGiven);
        subnets.get_mut(subnet).expect("a subnet").route_table = Link::Unknown(Reason::NotGiven);
        let mut interface = writer.interface(address, "a", process.into(), subnet);
        interface.groups = [Link::To(group)].into();
        writer.all.networks.interfaces.push(interface);
        process
    });
    let source = writer.source("NetworkPolicy/api");
    let traffic = Traffic {
        protocol: Known::Value(Protocol::Tcp),
        ports: Known::Value(crate::model::PortRange::one(8000)),
    };
    let peer = NetworkPolicyPeer::Processes([Link::To(pods[1])].into());
    let rule =
        NetworkPolicyRule { direction: Direction::Inbound, traffic: [traffic].into(), peers: [peer].into() };
    let policy = writer.all.networks.network_policies.push(NetworkPolicy {
        source,
        cluster: Link::To(cluster),
        namespace: text("shop"),
        processes: [Link::To(pods[0])].into(),
        directions: [Direction::Inbound].into(),
        rules: [rule].into(),
    });
    let inventory = finished(writer);
    let index = Index::of(&inventory);
    // Both pods are named by the policy; it selects one of them.
    let named: Vec<NetworkPolicyId> = pods.iter().flat_map(|pod| index.referring(*pod)).collect();
    assert_eq!(named, [policy, policy]);
    assert_eq!(inventory.networks.network_policies[policy].processes, Set::from([Link::To(pods[0])]));
    let groups = |pod: EntryId| {
        let interfaces = index.referring::<InterfaceId>(pod);
        interfaces.flat_map(|id| inventory.networks.interfaces[id].groups.to_vec()).collect::<Vec<_>>()
    };
    assert_ne!(groups(pods[0].into()), groups(pods[1].into()));
}
