//! Target groups: where load balancers pass requests on to.

use polder_units::Duration;

use super::{InterfaceId, ListenerProtocol, LoadBalancerId, NetworkId, TargetGroupId};
use crate::compute::{FunctionId, MachinePoolId, ProcessId};
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Text};

/// Targets that serve alike, and how it is found out which of them are healthy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetGroup {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Option<Text>>,
    /// The network of its targets; none for functions.
    pub network: Option<Link<NetworkId>>,
    /// The protocol that targets are spoken to. Encryption: the hop behind the load balancer.
    pub protocol: Known<Option<ListenerProtocol>>,
    /// The port of targets that name none.
    pub port: Known<Option<u16>>,
    /// How health is found out; none if it is not.
    pub probe: Option<TargetProbe>,
    /// How long a target that leaves may finish its requests.
    pub deregistration_delay: Option<Known<Duration>>,
    /// How long a new target gets fewer requests; none if it gets its full share at once.
    pub slow_start: Option<Known<Duration>>,
    /// How long requests of a client go to the same target; none if they do not.
    pub stickiness: Option<Known<Duration>>,
    /// How a target is chosen, in the provider's word.
    pub algorithm: Known<Option<Text>>,
}

entry!(TargetGroup {
    name,
    network,
    protocol,
    port,
    probe,
    deregistration_delay,
    slow_start,
    stickiness,
    algorithm,
});

/// A check that a load balancer makes of each target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetProbe {
    /// The protocol.
    pub protocol: Known<ListenerProtocol>,
    /// The port; none for the port of the traffic.
    pub port: Known<Option<u16>>,
    /// The path of the request, for HTTP.
    pub path: Known<Option<Text>>,
    /// The statuses that count as healthy: `200-299`; none where there is no status.
    pub statuses: Known<Option<Text>>,
    /// Time between two checks.
    pub interval: Known<Duration>,
    /// Time after which an answer counts as none.
    pub timeout: Known<Duration>,
    /// Good checks in a row before an unhealthy target is healthy.
    pub healthy_threshold: Known<u32>,
    /// Bad checks in a row before a healthy target is unhealthy.
    pub unhealthy_threshold: Known<u32>,
}

record!(TargetProbe {
    protocol,
    port,
    path,
    statuses,
    interval,
    timeout,
    healthy_threshold,
    unhealthy_threshold,
});

/// Something that is in a target group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The resource that puts it there: often that of the process.
    pub source: SourceId,
    /// The group.
    pub group: Link<TargetGroupId>,
    /// What it is.
    pub target: TargetKind,
    /// The port; none for the group's.
    pub port: Known<Option<u16>>,
}

entry!(Target { group, target, port });

/// What a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// A fixed address.
    Address(Known<AddressBlock>),
    /// All running copies of a process.
    Process(Link<ProcessId>),
    /// All machines of a pool.
    Machines(Link<MachinePoolId>),
    /// A function.
    Function(Link<FunctionId>),
    /// Another load balancer.
    LoadBalancer(Link<LoadBalancerId>),
    /// One interface.
    Interface(Link<InterfaceId>),
}

choice!(TargetKind {
    Address(address),
    Process(process),
    Machines(pool),
    Function(function),
    LoadBalancer(load_balancer),
    Interface(interface),
});
