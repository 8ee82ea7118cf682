//! From where strangers send requests, as far as policies ask: public addresses, and networks of their own.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;

use super::strangers::values;
use crate::estate::ENDPOINT_KEYS;
use crate::language::Document;
use crate::number::block;

/// Addresses that the internet does not route. Source: RFC 1918, 6598, 3927, 1122, 4193, 4291.
const PRIVATE: [&str; 8] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "127.0.0.0/8",
    "fc00::/7",
    "fe80::/10",
];

/// Blocks with shorter prefixes are public whoever names them.
/// Source: AWS, S3 User Guide, "The meaning of public": blocks broader than /8, and than /32 of IPv6.
const BROAD: (u8, u8) = (8, 32);

const ADDRESS: &str = "aws:sourceip";

/// A place from where a stranger sends requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Origin {
    /// The keys that follow from it.
    pub(super) fixed: Vec<(&'static str, Option<String>)>,
    /// The block that a policy names, of which it is not known whose it is.
    pub(super) doubtful: Option<String>,
}

/// The places that the documents distinguish. A single address in a policy counts as one of whoever wrote it.
pub(super) fn origins(documents: &[&Document]) -> Vec<Origin> {
    let mut found = vec![];
    let texts = values(documents, |key| key == ADDRESS);
    if texts.is_empty() {
        found.push(Origin::default());
    } else {
        let blocks = blocks(texts.iter().map(String::as_str));
        found.extend(outside(&blocks).into_iter().map(|address| at(&address, None)));
        for block in blocks.iter().filter(|block| !is_private(block)) {
            let doubtful = match size(block) {
                Size::Broad => None,
                Size::Some => Some(block.to_string()),
                Size::One => continue,
            };
            found.extend(alone(block, &blocks).map(|address| at(&address, doubtful)));
        }
        // Requests through an endpoint have no public address.
        found.push(Origin { fixed: vec![(ADDRESS, None)], doubtful: None });
    }
    if !values(documents, |key| ENDPOINT_KEYS.contains(&key)).is_empty() {
        let own = ["vpc-stranger", "vpce-stranger", "arn:aws:ec2:us-east-1:999999999999:vpc/vpc-stranger"];
        let own = own.into_iter().chain([super::strangers::STRANGER, "o-stranger", "o-stranger/r-stranger/"]);
        let mut fixed: Vec<_> = ENDPOINT_KEYS.into_iter().zip(own.map(|it| Some(it.to_owned()))).collect();
        fixed.push((ADDRESS, None));
        found.push(Origin { fixed, doubtful: None });
    }
    found
}

/// The blocks that texts name. Bits after the prefix do not count: `203.0.113.1/24` is `203.0.113.0/24`.
fn blocks<'t>(texts: impl Iterator<Item = &'t str>) -> BTreeSet<IpNet> {
    texts.filter_map(|text| Some(block(text)?.trunc())).collect()
}

fn at(address: &IpAddr, doubtful: Option<String>) -> Origin {
    Origin { fixed: vec![(ADDRESS, Some(address.to_string()))], doubtful }
}

enum Size {
    /// Everybody is in it.
    Broad,
    /// Somebody is.
    Some,
    /// A single address.
    One,
}

fn size(block: &IpNet) -> Size {
    let broad = if matches!(block, IpNet::V4(_)) { BROAD.0 } else { BROAD.1 };
    match block.prefix_len() {
        prefix if prefix < broad => Size::Broad,
        prefix if prefix == block.max_prefix_len() => Size::One,
        _ => Size::Some,
    }
}

fn private() -> impl Iterator<Item = IpNet> {
    PRIVATE.iter().filter_map(|text| text.parse().ok())
}

fn is_private(block: &IpNet) -> bool {
    private().any(|private| private.contains(block))
}

/// A public address of a block that no smaller one contains: of all of these, policies say the same. The smallest one is the first address
/// of the block, or follows the last one of a smaller block.
fn alone(block: &IpNet, blocks: &BTreeSet<IpNet>) -> Option<IpAddr> {
    let smaller: Vec<IpNet> = private()
        .chain(blocks.iter().copied())
        .filter(|other| *other != *block && block.contains(other))
        .collect();
    let starts = [block.network()].into_iter().chain(smaller.iter().filter_map(|it| next(it.broadcast())));
    starts.filter(|it| block.contains(it) && smaller.iter().all(|other| !other.contains(it))).min()
}

/// The address that follows another.
fn next(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(it) => u32::from(it).checked_add(1).map(|it| IpAddr::V4(it.into())),
        IpAddr::V6(it) => u128::from(it).checked_add(1).map(|it| IpAddr::V6(it.into())),
    }
}

/// A public address of each version that no block contains: first those that are reserved for documents.
fn outside(blocks: &BTreeSet<IpNet>) -> Vec<IpAddr> {
    let first = ["198.51.100.99", "203.0.113.99", "192.0.2.99"].map(str::to_owned);
    let v4 = first.into_iter().chain((1..=223).map(|octet| format!("{octet}.99.99.99")));
    let v6 = ["2001:db8:99::99", "2600:99::99", "2a00:99::99"].map(str::to_owned);
    let free = |address: &IpAddr| {
        let whole = IpNet::from(*address);
        !is_private(&whole) && blocks.iter().all(|block| !block.contains(address))
    };
    let one = |texts: &mut dyn Iterator<Item = String>| {
        texts.filter_map(|text| text.parse::<IpAddr>().ok()).find(|address| free(address))
    };
    [one(&mut v4.into_iter()), one(&mut v6.into_iter())].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::{Size, alone, blocks, is_private, outside, size};

    /// Otherwise each is a smaller one of the other, and nothing is asked from either.
    #[test]
    fn two_spellings_of_a_block_are_one() {
        let blocks = blocks(["0.0.0.0/0", "1.2.3.4/0"].into_iter());
        let found: Vec<_> = blocks.iter().map(|block| alone(block, &blocks)).collect();
        assert_eq!(found, [Some("0.0.0.0".parse().unwrap())]);
    }

    #[test]
    fn blocks_are_told_apart_by_their_size() {
        let of = |text: &str| match size(&text.parse().unwrap()) {
            Size::Broad => "broad",
            Size::Some => "some",
            Size::One => "one",
        };
        for (block, expected) in [
            ("0.0.0.0/0", "broad"),
            ("128.0.0.0/1", "broad"),
            ("203.0.113.0/24", "some"),
            ("8.0.0.0/8", "some"),
            ("203.0.113.7/32", "one"),
            ("::/0", "broad"),
            ("2001:db8::/32", "some"),
            ("2001:db8::1/128", "one"),
        ] {
            assert_eq!(of(block), expected, "{block}");
        }
        assert!(is_private(&"10.1.0.0/16".parse().unwrap()));
        assert!(!is_private(&"0.0.0.0/0".parse().unwrap()));
    }

    #[test]
    fn a_block_is_asked_at_an_address_that_no_smaller_block_has() {
        let of = |block: &str, others: &[&str]| {
            let blocks = others.iter().chain([&block]).map(|text| text.parse().unwrap()).collect();
            alone(&block.parse().unwrap(), &blocks).map(|it| it.to_string())
        };
        assert_eq!(of("0.0.0.0/0", &[]).as_deref(), Some("0.0.0.0"));
        assert_eq!(of("0.0.0.0/0", &["0.0.0.0/8"]).as_deref(), Some("1.0.0.0"));
        assert_eq!(of("0.0.0.0/0", &["0.0.0.0/7", "0.0.0.0/8"]).as_deref(), Some("2.0.0.0"));
        // What follows is private.
        assert_eq!(of("8.0.0.0/6", &["8.0.0.0/7"]).as_deref(), Some("11.0.0.0"));
        assert_eq!(of("128.0.0.0/1", &["128.0.0.0/2", "192.0.0.0/2"]), None);
        assert_eq!(of("2001:db8::/32", &["2001:db8::/33"]).as_deref(), Some("2001:db8:8000::"));
    }

    #[test]
    fn an_address_outside_is_in_no_block() {
        let blocks = ["198.51.100.0/24", "192.0.0.0/4", "0.0.0.0/2", "2001:db8::/32"];
        let blocks = blocks.iter().map(|text| text.parse().unwrap()).collect();
        let found: Vec<String> = outside(&blocks).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["64.99.99.99", "2600:99::99"]);
        assert!(
            outside(&["0.0.0.0/0", "::/0"].iter().map(|text| text.parse().unwrap()).collect()).is_empty()
        );
    }
}
