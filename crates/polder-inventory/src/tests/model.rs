//! What entries are made of: blocks, ports, decimals, patterns, sets.

use proptest::prelude::*;

use super::fixed;
use crate::entries::{EntryId, NetworkId, SubnetId};
use crate::model::{
    AddressBlock, Attribute, Decimal, Id, Known, Link, Pattern, Piece, PortRange, Reason, Set,
};

#[test]
fn blocks_are_read_strictly() {
    let block = |text: &str| text.parse::<AddressBlock>();
    assert_eq!(block("203.0.113.7").map(|block| block.to_string()).as_deref(), Ok("203.0.113.7/32"));
    assert_eq!(block("::1").map(|block| block.to_string()).as_deref(), Ok("::1/128"));
    for text in ["10.0.0.1/16", "10.0.0.0/33", "", "any", "10.0.0/8", "2001:db8::1/32"] {
        assert!(block(text).is_err(), "`{text}`");
    }
    let (inner, outer) = (block("10.0.1.0/24").expect("a block"), block("10.0.0.0/16").expect("a block"));
    assert!(
        outer.contains(inner) && outer.overlaps(inner) && inner.overlaps(outer) && !inner.contains(outer)
    );
    let v6 = block("::/0").expect("a block");
    assert!(v6.is_v6() && !v6.overlaps(outer) && !v6.contains(inner));
    assert_eq!(
        (outer.first().to_string(), outer.last().to_string()),
        ("10.0.0.0".into(), "10.0.255.255".into())
    );
    assert_eq!(outer.prefix_len(), 16);
}

#[test]
fn ranges_of_ports_are_never_empty() {
    assert_eq!(PortRange::new(2, 1), None);
    let range = PortRange::new(1024, 65535).expect("a range");
    assert!(range.contains(1024) && range.contains(65535) && !range.contains(1023));
    assert_eq!((range.to_string(), PortRange::one(443).to_string()), ("1024-65535".into(), "443".into()));
    assert_eq!((PortRange::ALL.first(), PortRange::ALL.last()), (0, 65535));
}

#[test]
fn decimals_are_read_strictly() {
    let decimal = |text: &str| text.parse::<Decimal>();
    assert_eq!(decimal("0.05"), Ok(Decimal { millionths: 50_000 }));
    assert_eq!(decimal("-3"), Ok(Decimal { millionths: -3_000_000 }));
    for text in ["", "-", "1.", ".5", "1e3", "+1", "0.0000001", "10000000000000", "1,5", "--1", "NaN"] {
        assert!(decimal(text).is_err(), "`{text}`");
    }
    assert_eq!(Decimal::whole(i64::MAX), None);
    assert_eq!(Decimal::whole(7).map(|decimal| decimal.to_string()).as_deref(), Some("7"));
}

#[test]
fn patterns_join_what_is_literal() {
    let literal = |text: &str| Piece::Literal(text.into());
    let joined = Pattern::of([literal("arn:"), literal(""), literal("aws:"), Piece::AnyRun, literal("x")]);
    assert_eq!(joined.pieces(), [literal("arn:aws:"), Piece::AnyRun, literal("x")]);
    assert_eq!(Pattern::wildcards("arn:aws:*x"), joined);
    assert_eq!(Pattern::wildcards("a?").pieces(), [literal("a"), Piece::AnyOne]);
    assert_eq!(Pattern::literal("a*").as_literal(), Some("a*"));
    assert_eq!((Pattern::wildcards("a*").as_literal(), Pattern::default().as_literal()), (None, Some("")));
    assert!(Pattern::wildcards("**").is_anything() && Pattern::wildcards("*").is_anything());
    assert!(!Pattern::wildcards("*a").is_anything() && !Pattern::default().is_anything());
    let network = NetworkId::from_index(3);
    let pattern = Pattern::attribute(network, Attribute::Identifier);
    assert_eq!(pattern.entries().collect::<Vec<_>>(), [EntryId::from(network)]);
}

#[test]
fn links_and_values_say_what_they_know() {
    let link = Link::To(SubnetId::from_index(1));
    assert_eq!((link.id(), link.outside(), link.reason()), (Some(SubnetId::from_index(1)), None, None));
    let outside: Link<SubnetId> = Link::Outside(Id::from_index(2));
    assert_eq!((outside.id(), outside.outside()), (None, Some(Id::from_index(2))));
    let unknown: Link<SubnetId> = Link::Unknown(Reason::NotGiven);
    assert_eq!((unknown.id(), unknown.reason()), (None, Some(Reason::NotGiven)));
    let known = Known::Value(2).map(|number| number * 2);
    assert_eq!((known.value(), known.as_ref().reason()), (Some(&4), None));
    assert_eq!(
        Known::<u8>::Unknown(Reason::Sensitive).map(|number| number + 1).reason(),
        Some(Reason::Sensitive)
    );
}

#[test]
fn sets_forget_order_and_repetition() {
    assert_eq!(Set::from([3, 1, 3]), Set::from(vec![1, 3]));
    assert_eq!(Set::from([3, 1]).to_vec(), [1, 3]);
}

/// An estate of 1,000 sites has some 370,000 resources, so what every entry carries must stay small.
#[test]
fn ids_and_links_are_small() {
    assert_eq!(size_of::<Option<SubnetId>>(), 4);
    assert_eq!(size_of::<Option<Link<SubnetId>>>(), 8);
    assert_eq!(size_of::<Option<Link<EntryId>>>(), 8);
    assert_eq!(size_of::<Known<Pattern>>(), 16);
    assert!(size_of::<Piece>() <= 32, "{}", size_of::<Piece>());
}

proptest! {
    #![proptest_config(fixed(256))]

    #[test]
    fn decimals_are_read_as_they_are_shown(millionths in (i64::MIN + 1)..) {
        let decimal = Decimal { millionths };
        prop_assert_eq!(decimal.to_string().parse(), Ok(decimal));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
        let _ = (text.parse::<AddressBlock>(), text.parse::<Decimal>(), Pattern::wildcards(&text));
    }

    #[test]
    fn wildcards_keep_every_character(text in "[a-z*?:/]{0,12}") {
        let shown: String = Pattern::wildcards(&text).pieces().iter().map(|piece| match piece {
            Piece::Literal(text) => text.to_string(),
            Piece::AnyRun => "*".to_owned(),
            Piece::AnyOne => "?".to_owned(),
            other => format!("{other:?}"),
        }).collect();
        prop_assert_eq!(shown, text);
    }
}
