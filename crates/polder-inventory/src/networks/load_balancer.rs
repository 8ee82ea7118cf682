//! Load balancers, listeners and the rules of listeners.

use polder_units::Duration;

use super::{CertificateId, ListenerId, LoadBalancerId, SubnetId, TargetGroupId, TlsVersion, WebAclId};
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Pattern, Set, Text};

/// Takes connections or requests and passes them on to targets. Its interfaces, one in each subnet, with their security
/// groups are [`super::Interface`] entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadBalancer {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Option<Text>>,
    /// What it understands of the traffic.
    pub kind: Known<LoadBalancerKind>,
    /// Whether it has public addresses. Reachability: an entry point of the internet.
    pub public: Known<bool>,
    /// Its subnets. Endurance: the zones in which it answers.
    pub subnets: Set<Link<SubnetId>>,
    /// Whether a node passes connections to targets of other zones. Endurance; price of traffic between zones.
    pub cross_zone: Known<bool>,
    /// How long a connection may be silent before it is closed; none where the kind has no such limit.
    pub idle_timeout: Option<Known<Duration>>,
    /// Whether it must be unlocked before it can be deleted.
    pub deletion_protected: Known<bool>,
    /// Whether header fields that break the grammar of HTTP are dropped.
    pub drops_invalid_headers: Known<bool>,
    /// The web ACL in front of it.
    pub web_acl: Option<Link<WebAclId>>,
}

entry!(LoadBalancer {
    name,
    kind,
    public,
    subnets,
    cross_zone,
    idle_timeout,
    deletion_protected,
    drops_invalid_headers,
    web_acl,
});

/// What a load balancer understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadBalancerKind {
    /// Requests of HTTP.
    Application,
    /// Connections of TCP, TLS and UDP.
    Network,
    /// Packets, for machines that inspect them.
    Inspection,
}

choice!(LoadBalancerKind { Application, Network, Inspection });

/// A port at which a load balancer answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// The resource.
    pub source: SourceId,
    /// The load balancer.
    pub load_balancer: Link<LoadBalancerId>,
    /// The port; none where it answers on all.
    pub port: Known<Option<u16>>,
    /// The protocol that clients speak.
    pub protocol: Known<ListenerProtocol>,
    /// How the connection is encrypted; none if it is not.
    pub tls: Option<ServerTls>,
    /// What happens to requests that no rule takes, step by step.
    pub default_actions: Box<[ListenerAction]>,
}

entry!(Listener { load_balancer, port, protocol, tls, default_actions });

/// The protocol of a listener or target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListenerProtocol {
    /// HTTP in the clear.
    Http,
    /// HTTP over TLS.
    Https,
    /// TCP, whatever is in it.
    Tcp,
    /// TLS, ended here.
    Tls,
    /// UDP.
    Udp,
    /// TCP and UDP on the same port.
    TcpUdp,
    /// Packets in tunnels, to machines that inspect them.
    Geneve,
}

choice!(ListenerProtocol { Http, Https, Tcp, Tls, Udp, TcpUdp, Geneve });

/// How a server ends TLS. Encryption of each hop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerTls {
    /// The provider's name of the set of versions and ciphers; none where versions are set one by one.
    pub policy: Known<Option<Text>>,
    /// The oldest version that it accepts.
    pub minimum: Known<TlsVersion>,
    /// Its certificates, the default among them.
    pub certificates: Set<Link<CertificateId>>,
    /// Whether clients must show a certificate that is verified.
    pub client_certificates: Known<bool>,
}

record!(ServerTls { policy, minimum, certificates, client_certificates });

/// Requests that a listener treats in a way of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenerRule {
    /// The resource.
    pub source: SourceId,
    /// The listener.
    pub listener: Link<ListenerId>,
    /// Its place: lower numbers come first. No two of a listener are equal.
    pub priority: Known<u32>,
    /// All of these must hold.
    pub conditions: Set<ListenerCondition>,
    /// What happens, step by step.
    pub actions: Box<[ListenerAction]>,
}

entry!(ListenerRule { listener, priority, conditions, actions });

/// What a request must be like. One of the values must match.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListenerCondition {
    /// Its host.
    Host(Known<Set<Text>>),
    /// Its path.
    Path(Known<Set<Text>>),
    /// Its method.
    Method(Known<Set<Text>>),
    /// A header. Reachability: a secret header shows that the request came through the edge.
    Header {
        /// Its name.
        name: Known<Text>,
        /// Its values; unknown when they are secret.
        values: Known<Set<Text>>,
    },
    /// A parameter of the query, as `key=value` or `value`.
    Query(Known<Set<Text>>),
    /// Where it comes from.
    SourceAddress(Known<Set<AddressBlock>>),
}

choice!(ListenerCondition {
    Host(values),
    Path(values),
    Method(values),
    Header { name, values },
    Query(values),
    SourceAddress(blocks),
});

/// A step of what a listener does with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListenerAction {
    /// Passes it on to one of these groups, by weight.
    Forward(Set<WeightedTargets>),
    /// Sends the client elsewhere.
    Redirect {
        /// The protocol there; none for the same.
        protocol: Option<ListenerProtocol>,
        /// The address with the provider's placeholders for parts that stay.
        to: Known<Pattern>,
        /// 301 or 302.
        status: Known<u16>,
    },
    /// Answers by itself.
    Respond {
        /// The status.
        status: Known<Text>,
    },
    /// Lets only users pass whom an identity provider knows.
    Authenticate {
        /// The issuer, or the provider's own user directory.
        issuer: Known<Text>,
    },
}

choice!(ListenerAction {
    Forward(targets),
    Redirect { protocol, to, status },
    Respond { status },
    Authenticate { issuer },
});

/// A target group and its share of the requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WeightedTargets {
    /// The group.
    pub group: Link<TargetGroupId>,
    /// Its weight among the groups of the action.
    pub weight: Known<u32>,
}

record!(WeightedTargets { group, weight });
