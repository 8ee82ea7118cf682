//! Whether an address is this machine.

use std::net::{IpAddr, Ipv6Addr};

/// Whether a host of a URL, with or without a port, is this machine: `localhost`, `127.0.0.1:8000`, `[::1]`. What is sent
/// there passes no network, and may go without TLS.
pub fn is_this_machine(host: &str) -> bool {
    if let Ok(address) = host.parse::<IpAddr>() {
        return address.is_loopback();
    }
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let name = match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name,
        _ => host,
    };
    match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback()),
        // An IPv6 address without brackets has no port.
        None if name.contains(':') => false,
        None => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
    }
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn only_this_machine_is_local() {
        let local = ["localhost", "localhost:4566", "127.0.0.1", "127.0.0.1:80", "[::1]:80", "[::1]", "::1"];
        for host in local {
            assert!(is_this_machine(host), "{host}");
        }
        for host in [
            "",
            ":80",
            "localhost.example.com",
            "127.0.0.1.example.com:80",
            "127.0.0.1@example.com",
            "127.0.0.1:x.example.com",
            "example.com:80",
            "10.0.0.1",
            "::1:80",
            "[::1",
            "[127.0.0.1]",
        ] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
