//! Load balancers, listeners and listener rules.

use polder_units::Duration;

use super::{CertificateId, ListenerId, LoadBalancerId, SubnetId, TargetGroupId, TlsVersion, WebAclId};
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Link, Pattern, Set, Text};

/// A load balancer. Its interfaces, one for each subnet, with their security groups are [`super::Interface`]
/// entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadBalancer {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Option<Text>>,
    /// The layer at which it balances.
    pub kind: Known<LoadBalancerKind>,
    /// Whether it has public addresses: an entry point from the internet.
    pub public: Known<bool>,
    /// Its subnets. Endurance: the zones in which it answers.
    pub subnets: Set<Link<SubnetId>>,
    /// Whether its nodes send traffic to targets in other zones. Endurance, and the price of traffic between
    /// zones.
    pub cross_zone: Known<bool>,
    /// How long a connection may be idle before it is closed; none if the kind has no such limit.
    pub idle_timeout: Option<Known<Duration>>,
    /// Whether deletion protection is on.
    pub deletion_protected: Known<bool>,
    /// Whether invalid HTTP header fields are dropped.
    pub drops_invalid_headers: Known<bool>,
    /// The web ACL associated with it.
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

/// The layer at which a load balancer works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadBalancerKind {
    /// HTTP requests.
    Application,
    /// TCP, TLS and UDP connections.
    Network,
    /// Packets, for inspection appliances.
    Inspection,
}

choice!(LoadBalancerKind { Application, Network, Inspection });

/// A listener of a load balancer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// The resource.
    pub source: SourceId,
    /// The load balancer.
    pub load_balancer: Link<LoadBalancerId>,
    /// The port; none if it listens on all ports.
    pub port: Known<Option<u16>>,
    /// The protocol of clients.
    pub protocol: Known<ListenerProtocol>,
    /// TLS with clients; none if connections are not encrypted.
    pub tls: Option<ServerTls>,
    /// The actions for requests that match no rule, in order.
    pub default_actions: Box<[ListenerAction]>,
}

entry!(Listener { load_balancer, port, protocol, tls, default_actions });

/// The protocol of a listener or target group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListenerProtocol {
    /// HTTP without TLS.
    Http,
    /// HTTP over TLS.
    Https,
    /// TCP.
    Tcp,
    /// TLS, terminated here.
    Tls,
    /// UDP.
    Udp,
    /// TCP and UDP on the same port.
    TcpUdp,
    /// GENEVE, to inspection appliances.
    Geneve,
}

choice!(ListenerProtocol { Http, Https, Tcp, Tls, Udp, TcpUdp, Geneve });

/// TLS of a server. Read by the encryption of each hop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerTls {
    /// The provider's name of the security policy (versions and ciphers); none if versions are set
    /// individually.
    pub policy: Known<Option<Text>>,
    /// The oldest TLS version accepted.
    pub minimum: Known<TlsVersion>,
    /// All its certificates, the default one included.
    pub certificates: Set<Link<CertificateId>>,
    /// Whether client certificates are required and verified (mutual TLS).
    pub client_certificates: Known<bool>,
}

record!(ServerTls { policy, minimum, certificates, client_certificates });

/// A rule of a listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenerRule {
    /// The resource.
    pub source: SourceId,
    /// The listener.
    pub listener: Link<ListenerId>,
    /// The priority: lower numbers are evaluated first. Unique for each listener.
    pub priority: Known<u32>,
    /// The conditions, all of which must match.
    pub conditions: Set<ListenerCondition>,
    /// The actions, in order.
    pub actions: Box<[ListenerAction]>,
}

entry!(ListenerRule { listener, priority, conditions, actions });

/// A condition of a listener rule. Matches if any of its values matches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListenerCondition {
    /// The host name.
    Host(Known<Set<Text>>),
    /// The path.
    Path(Known<Set<Text>>),
    /// The method.
    Method(Known<Set<Text>>),
    /// A header. A secret header can authenticate requests that come through the CDN.
    Header {
        /// Its name.
        name: Known<Text>,
        /// Its values; unknown if they are sensitive.
        values: Known<Set<Text>>,
    },
    /// A query parameter, as `key=value` or `value`.
    Query(Known<Set<Text>>),
    /// The client's address.
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

/// An action of a listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListenerAction {
    /// Forwards to one of these target groups, by weight.
    Forward(Set<WeightedTargets>),
    /// Redirects the client.
    Redirect {
        /// The protocol of the new URL; none for the same.
        protocol: Option<ListenerProtocol>,
        /// The new URL, with the provider's placeholders for the parts that are kept.
        to: Known<Pattern>,
        /// The status: 301 or 302.
        status: Known<u16>,
    },
    /// Answers with a fixed response.
    Respond {
        /// The status.
        status: Known<Text>,
    },
    /// Authenticates the user before the next action.
    Authenticate {
        /// The issuer, or the provider's user directory.
        issuer: Known<Text>,
    },
}

choice!(ListenerAction {
    Forward(targets),
    Redirect { protocol, to, status },
    Respond { status },
    Authenticate { issuer },
});

/// A target group with its weight in a forward action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WeightedTargets {
    /// The target group.
    pub group: Link<TargetGroupId>,
    /// Its weight.
    pub weight: Known<u32>,
}

record!(WeightedTargets { group, weight });
