//! Target groups of load balancers and their targets.

use polder_units::Duration;

use super::{InterfaceId, ListenerProtocol, LoadBalancerId, NetworkId, TargetGroupId};
use crate::compute::{FunctionId, MachinePoolId, ProcessId};
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Text};

/// A group of interchangeable targets with their health check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetGroup {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Option<Text>>,
    /// The network of its targets; none for functions.
    pub network: Option<Link<NetworkId>>,
    /// The protocol between load balancer and target; none for functions. Encryption of that hop.
    pub protocol: Known<Option<ListenerProtocol>>,
    /// The default port of its targets.
    pub port: Known<Option<u16>>,
    /// Whether its targets see the addresses of clients, and not those of the load balancer.
    pub keeps_clients: Known<bool>,
    /// The health check; none if targets are not checked.
    pub health_check: Option<TargetHealthCheck>,
    /// How long a deregistered target may finish its requests.
    pub deregistration_delay: Option<Known<Duration>>,
    /// How long the share of a new target grows; none if it gets its full share at once.
    pub slow_start: Option<Known<Duration>>,
    /// How long a client stays with a target; none without stickiness.
    pub stickiness: Option<Known<Duration>>,
    /// The balancing algorithm, by the provider's name.
    pub algorithm: Known<Option<Text>>,
}

entry!(TargetGroup {
    name,
    network,
    protocol,
    port,
    keeps_clients,
    health_check,
    deregistration_delay,
    slow_start,
    stickiness,
    algorithm,
});

/// The health check of a target group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetHealthCheck {
    /// The protocol.
    pub protocol: Known<ListenerProtocol>,
    /// The port; none for the traffic port.
    pub port: Known<Option<u16>>,
    /// The path of an HTTP request.
    pub path: Known<Option<Text>>,
    /// The statuses that count as healthy: `200-299`.
    pub statuses: Known<Option<Text>>,
    /// Time between two checks.
    pub interval: Known<Duration>,
    /// Time after which a check without answer has failed.
    pub timeout: Known<Duration>,
    /// Consecutive successes until an unhealthy target is healthy.
    pub healthy_threshold: Known<u32>,
    /// Consecutive failures until a healthy target is unhealthy.
    pub unhealthy_threshold: Known<u32>,
}

record!(TargetHealthCheck {
    protocol,
    port,
    path,
    statuses,
    interval,
    timeout,
    healthy_threshold,
    unhealthy_threshold,
});

/// A member of a target group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The resource that registers it: often the service itself.
    pub source: SourceId,
    /// The target group.
    pub group: Link<TargetGroupId>,
    /// What is registered.
    pub target: TargetKind,
    /// The port; none for the group's default.
    pub port: Known<Option<u16>>,
}

entry!(Target { group, target, port });

/// What is registered in a target group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// An IP address.
    Address(Known<AddressBlock>),
    /// All running copies of a process.
    Process(Link<ProcessId>),
    /// All machines of a pool.
    Machines(Link<MachinePoolId>),
    /// A function.
    Function(Link<FunctionId>),
    /// Another load balancer.
    LoadBalancer(Link<LoadBalancerId>),
    /// An interface.
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
