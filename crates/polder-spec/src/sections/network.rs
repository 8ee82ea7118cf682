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
    let reserved = table.texts("reserved").map(|texts| texts.value).unwrap_or_default();
    let range =
        |text: &Setting<String>| Some(Setting { value: range(table.reader, text)?, origin: text.origin });
    Network {
        pool: pool.else_rule(
            default_pool(),
            "64 networks in the middle of 10.0.0.0/8, outside of the ranges that offices mostly use",
        ),
        reserved: reserved.iter().filter_map(range).collect(),
        zones: zones.else_rule(3, "when one of three zones is lost, two remain"),
    }
}

/// The network in `text`. Reports an invalid or public network.
pub(super) fn parse(reader: &Reader<'_>, text: &Setting<String>) -> Option<Cidr> {
    let network = range(reader, text)?;
    if !network.is_private() && !is_shared(network) {
        reader.say(
            Finding::new(&codes::NETWORK_NOT_PRIVATE, format!("{} is not private", shown(text)))
                .at(text.span(), "these are public addresses")
                .help("choose one inside `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16` or `100.64.0.0/10`"),
        );
    }
    Some(network)
}

/// Whether a network is in the shared address space of RFC 6598, which is routed nowhere on the internet and which VPCs accept.
fn is_shared(network: Cidr) -> bool {
    "100.64.0.0/10".parse::<Cidr>().is_ok_and(|shared| shared.contains(network))
}

/// The range in `text`, of any addresses.
fn range(reader: &Reader<'_>, text: &Setting<String>) -> Option<Cidr> {
    match text.parse::<Cidr>() {
        Ok(network) => Some(network),
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
            None
        }
    }
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
