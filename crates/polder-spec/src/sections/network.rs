//! `[network]`, and how networks are read everywhere.

use polder_diag::Finding;
use polder_units::{Cidr, CidrError};

use crate::codes;
use crate::model::Network;
use crate::reader::{Reader, Table, shown};
use crate::setting::{Otherwise, Setting};

/// Reads `[network]`.
pub(super) fn read(table: &Table<'_>) -> Network {
    let pool = table.text("pool").and_then(|text| {
        let pool = parse(table.reader, &text)?;
        if pool.prefix_len() > 16 {
            table.reader.say(
                Finding::new(&codes::POOL, format!("{} is smaller than /16", shown(&text)))
                    .at(text.span(), "too small for one site")
                    .help("`10.64.0.0/10` holds 64"),
            );
        }
        Some(Setting { value: pool, origin: text.origin })
    });
    let zones = table.whole("zones");
    Network {
        pool: pool.else_rule(
            default_pool(),
            "64 networks in the middle of 10.0.0.0/8, outside of the ranges that offices mostly use",
        ),
        zones: zones.else_rule(3, "when one of three zones is lost, two remain"),
    }
}

/// The network in `text`. Reports an invalid or public network.
pub(super) fn parse(reader: &Reader<'_>, text: &Setting<String>) -> Option<Cidr> {
    let network = match text.parse::<Cidr>() {
        Ok(network) => network,
        Err(error) => {
            let finding = Finding::new(&codes::NETWORK, format!("{} is not a network", shown(text)));
            reader.say(match error {
                CidrError::HostBits(right) => finding
                    .at(text.span(), "the address has host bits set")
                    .help(format!("did you mean `{right}`?")),
                CidrError::Malformed => finding
                    .at(text.span(), "not an IPv4 network")
                    .help("write an address and a prefix length: `10.100.0.0/16`"),
            });
            return None;
        }
    };
    if !network.is_private() {
        reader.say(
            Finding::new(&codes::NETWORK_NOT_PRIVATE, format!("{} is not private", shown(text)))
                .at(text.span(), "these are public addresses")
                .help("choose one inside `10.0.0.0/8`, `172.16.0.0/12` or `192.168.0.0/16`"),
        );
    }
    Some(network)
}

/// Whether the network of this prefix length is too small or too large for a site.
pub(crate) fn network_fault(prefix_len: u8) -> Option<&'static str> {
    match prefix_len {
        0..16 => Some("large"),
        16..=20 => None,
        _ => Some("small"),
    }
}

/// All of 10.64.0.0 to 10.127.255.255.
fn default_pool() -> Cidr {
    "10.0.0.0/8".parse::<Cidr>().ok().and_then(|all| all.subnet(10, 1)).expect("10.64.0.0/10 is a network")
}
