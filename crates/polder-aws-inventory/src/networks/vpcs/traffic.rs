//! Protocols and ports in rules of security groups and network ACLs.

use polder_inventory::model::{Known, PortRange, Reason};
use polder_inventory::networks::{Protocol, Traffic};

use crate::networks::attribute;
use polder_cloud::View;

/// The names of a rule's attributes.
#[derive(Clone, Copy)]
pub(in crate::networks) struct Names {
    /// Its protocol.
    pub(in crate::networks) protocol: &'static str,
    /// The ICMP type.
    pub(in crate::networks) kind: &'static str,
    /// The ICMP code.
    pub(in crate::networks) code: &'static str,
}

/// The traffic that a rule matches.
pub(in crate::networks) fn traffic(view: View<'_, '_>, names: Names) -> Traffic {
    let protocol = match attribute::required(view, names.protocol) {
        Known::Value(word) => word.to_lowercase(),
        Known::Unknown(reason) => {
            return Traffic { protocol: Known::Unknown(reason), ports: ports(view) };
        }
    };
    let all = Known::Value(PortRange::ALL);
    let (kind, code) = (attribute::number(view, names.kind), attribute::number(view, names.code));
    // For protocols other than TCP, UDP and ICMP, ports are ignored. Source: AWS, Amazon EC2 API
    // Reference, `IpPermission`.
    match protocol.as_str() {
        "-1" | "all" => Traffic { protocol: Known::Value(Protocol::Any), ports: all },
        "tcp" | "6" => Traffic { protocol: Known::Value(Protocol::Tcp), ports: ports(view) },
        "udp" | "17" => Traffic { protocol: Known::Value(Protocol::Udp), ports: ports(view) },
        "icmp" | "1" => {
            let protocol = messages(kind, code).map(|(kind, code)| Protocol::Icmp { kind, code });
            Traffic { protocol, ports: all }
        }
        "icmpv6" | "58" => {
            let protocol = messages(kind, code).map(|(kind, code)| Protocol::IcmpV6 { kind, code });
            Traffic { protocol, ports: all }
        }
        other => {
            let number = other.parse().map_or(Known::Unknown(Reason::NotUnderstood), Known::Value);
            Traffic { protocol: number.map(Protocol::Number), ports: all }
        }
    }
}

/// Type and code of ICMP; -1 means all of them.
fn messages(kind: Known<Option<i64>>, code: Known<Option<i64>>) -> Known<(Option<u8>, Option<u8>)> {
    let one = |number: Option<i64>| match number {
        None | Some(-1) => Some(None),
        Some(number) => u8::try_from(number).ok().map(Some),
    };
    match (kind, code) {
        (Known::Value(kind), Known::Value(code)) => {
            let both = one(kind).and_then(|kind| one(code).map(|code| (kind, code)));
            both.map_or(Known::Unknown(Reason::NotUnderstood), Known::Value)
        }
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}

fn ports(view: View<'_, '_>) -> Known<PortRange> {
    let first = attribute::number::<i64>(view, "from_port");
    let last = attribute::number::<i64>(view, "to_port");
    match (first, last) {
        // -1 means all ports, and so does a rule without ports.
        (Known::Value(None | Some(-1)), Known::Value(None | Some(-1))) => Known::Value(PortRange::ALL),
        (Known::Value(Some(first)), Known::Value(last)) => {
            let both = u16::try_from(first).ok().zip(u16::try_from(last.unwrap_or(first)).ok());
            let range = both.and_then(|(first, last)| PortRange::new(first, last));
            range.map_or(Known::Unknown(Reason::NotUnderstood), Known::Value)
        }
        (Known::Value(None), Known::Value(Some(_))) => Known::Unknown(Reason::NotUnderstood),
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}
