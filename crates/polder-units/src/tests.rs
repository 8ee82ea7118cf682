//! Tests of quantities: examples at the edges, and properties against slow and obvious oracles.

use std::net::Ipv4Addr;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::{Bytes, Cidr, CidrError, Duration, Factor, Micros, MilliCpu, PicoUsd, Ppm, Rate};

/// The same cases on every run: a failure belongs to the change that shows it.
fn fixed() -> ProptestConfig {
    ProptestConfig { rng_seed: RngSeed::Fixed(17), failure_persistence: None, ..ProptestConfig::default() }
}

fn cidr(text: &str) -> Cidr {
    text.parse().expect("a network")
}

/// All of a network's subnets in order, by counting addresses.
fn subnets_slowly(network: Cidr, prefix_len: u8) -> Vec<String> {
    let text = network.to_string();
    let (address, _) = text.split_once('/').expect("a prefix");
    let first = u64::from(u32::from(address.parse::<Ipv4Addr>().expect("an address")));
    let end = first + (1 << (32 - network.prefix_len()));
    let step = 1_u64 << (32 - prefix_len);
    let mut found = Vec::new();
    let mut at = first;
    while at < end {
        let address = Ipv4Addr::from(u32::try_from(at).expect("an address"));
        found.push(format!("{address}/{prefix_len}"));
        at += step;
    }
    found
}

#[test]
fn networks_are_read_strictly() {
    assert_eq!(cidr("10.100.0.0/16").to_string(), "10.100.0.0/16");
    assert_eq!("10.100.0.1/16".parse::<Cidr>(), Err(CidrError::HostBits(cidr("10.100.0.0/16"))));
    for text in ["", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "::/0", "10.0.0.0/-1", "a/8", " 10.0.0.0/8"] {
        assert_eq!(text.parse::<Cidr>(), Err(CidrError::Malformed), "`{text}`");
    }
}

#[test]
fn rates_and_factors_at_the_edges() {
    assert_eq!(Rate::per_month(2_592_000), Rate::per_second(1));
    assert_eq!(Rate::per_month(1), Rate(1), "rounded up");
    assert_eq!(Rate::per_day(86_400).in_month(), 2_592_000);
    assert_eq!(Rate::per_second(u64::MAX).plus(Rate(1)), Rate(u64::MAX));
    assert_eq!(Rate(u64::MAX).times(3, 2), Rate(u64::MAX));
    assert_eq!(Rate(7).times(1, 0), Rate(7));
    assert_eq!((Rate(2_500_000).to_string(), Rate(3_000_000).to_string()), ("2.5/s".into(), "3/s".into()));
    assert_eq!((Factor(1_300_000).of(10), Factor::ONE.of(u64::MAX)), (13, u64::MAX));
    assert_eq!((Factor(1_300_000).to_string(), Factor::ONE.to_string()), ("× 1.3".into(), "× 1".into()));
}

#[test]
fn subnets_at_the_edges() {
    let all = cidr("0.0.0.0/0");
    assert_eq!(all.subnet(0, 0), Some(all));
    assert_eq!(all.subnet(0, 1), None);
    assert_eq!(all.subnet(32, u32::MAX), Some(cidr("255.255.255.255/32")));
    assert_eq!(all.subnet(33, 0), None);
    assert_eq!(all.subnet(u8::MAX, u32::MAX), None);
    let host = cidr("255.255.255.255/32");
    assert_eq!((host.subnet(32, 0), host.subnet(32, 1), host.subnet(31, 0)), (Some(host), None, None));
    let site = cidr("10.100.0.0/16");
    assert_eq!(site.subnet(24, 255), Some(cidr("10.100.255.0/24")));
    assert_eq!(site.subnet(24, 256), None);
}

#[test]
fn private_networks_are_those_of_the_standard() {
    for text in ["10.0.0.0/8", "10.255.0.0/16", "172.31.0.0/16", "192.168.1.0/24"] {
        assert!(cidr(text).is_private(), "{text}");
    }
    for text in ["0.0.0.0/0", "10.0.0.0/7", "172.32.0.0/16", "192.169.0.0/16", "100.64.0.0/10"] {
        assert!(!cidr(text).is_private(), "{text}");
    }
}

#[test]
fn durations_are_read_strictly() {
    for text in ["", "s", "5", "5 s", "-5s", "+5s", "5S", "5w", "1.5h", "5ß", "99999999999999999999d", "ß"]
    {
        assert!(text.parse::<Duration>().is_err(), "`{text}`");
    }
    assert!("213503982334d".parse::<Duration>().is_ok());
    assert!("213503982335d".parse::<Duration>().is_err(), "too long");
    for (text, shown) in [("0ms", "0s"), ("60s", "1m"), ("90m", "90m"), ("1500ms", "1500ms"), ("035d", "35d")]
    {
        assert_eq!(text.parse::<Duration>().map(|d| d.to_string()).as_deref(), Ok(shown));
    }
    assert_eq!((Duration::milliseconds(1).as_seconds(), Duration::seconds(1).as_days()), (1, 1));
}

#[test]
fn constants_that_do_not_fit_are_cut() {
    let most = u64::MAX;
    assert_eq!((Bytes::mib(most), Bytes::gib(most)), (Bytes(most), Bytes(most)));
    assert_eq!((Bytes::checked_mib(most), Bytes::checked_gib(most)), (None, None));
    assert_eq!(Bytes::checked_gib(3), Some(Bytes::mib(3072)));
    assert_eq!(Duration::days(most), Duration::milliseconds(most));
    assert_eq!(Duration::seconds(most), Duration::minutes(most));
    assert_eq!(MilliCpu::cores(most), MilliCpu(most));
    assert_eq!(Ppm::percent(u32::MAX), Ppm(u32::MAX));
    assert_eq!(MilliCpu(most).ecs_units(), most);
}

#[test]
fn quantities_are_shown_for_people() {
    assert_eq!(Bytes::gib(2).to_string(), "2 GiB");
    assert_eq!(Bytes::mib(1536).to_string(), "1536 MiB");
    assert_eq!((Bytes(0).to_string().as_str(), Bytes(1).to_string().as_str()), ("0 MiB", "1 MiB"));
    assert_eq!(MilliCpu(250).to_string(), "0.250 vCPU");
    assert_eq!((MilliCpu(250).ecs_units(), MilliCpu::cores(4).ecs_units()), (256, 4096));
    assert_eq!(Ppm(999_500).to_string(), "99.95 %");
    assert_eq!((Ppm::ONE.to_string().as_str(), Ppm(1).to_string().as_str()), ("100 %", "0.0001 %"));
    assert_eq!((Micros(26_860).to_string().as_str(), Micros(7).to_string().as_str()), ("26.86 ms", "7 µs"));
    assert_eq!(
        (Micros(3_000).to_string().as_str(), Micros(3_001).as_duration()),
        ("3 ms", Duration::milliseconds(4))
    );
}

#[test]
fn money_at_the_edges() {
    for text in ["", ".", "1.", ".5", "+1", "1e3", "--1", "1,5", "0.0000000000001", "9223373", "٣"] {
        assert_eq!(PicoUsd::from_decimal(text), None, "`{text}`");
    }
    let money = |text| PicoUsd::from_decimal(text).expect("an amount");
    assert_eq!(money("0.0000166667"), PicoUsd(16_666_700));
    assert_eq!(money("-2.05").to_string(), "-$2.05");
    assert_eq!(money("0.005").to_string(), "$0.01");
    assert_eq!((PicoUsd(-1).to_string(), PicoUsd(0).to_string()), ("$0.00".to_owned(), "$0.00".to_owned()));
    assert_eq!(PicoUsd(i64::MIN).to_string(), "-$9223372.04");
    assert_eq!(PicoUsd(i64::MIN).to_decimal(), "-9223372.036854775808");
    assert_eq!((PicoUsd(i64::MIN).times(2), PicoUsd(1).times(u64::MAX)), (None, None));
    assert_eq!(PicoUsd::checked_sum([money("1"), money("-3"), money("0.5")]), Some(money("-1.5")));
    assert_eq!(PicoUsd::checked_sum([PicoUsd(i64::MAX), PicoUsd(1)]), None);
    assert_eq!(PicoUsd(i64::MIN).checked_sub(PicoUsd(1)), None);
}

#[test]
fn shares_are_rounded_up() {
    assert_eq!((Ppm::percent(30).of(10), Ppm(1).of(1), Ppm(0).of(u64::MAX)), (3, 1, 0));
    assert_eq!((Ppm::ONE.of(u64::MAX), Ppm(u32::MAX).of(u64::MAX)), (u64::MAX, u64::MAX));
}

proptest! {
    #![proptest_config(fixed())]

    #[test]
    fn a_month_of_a_rate_is_what_it_was_made_from(events in 0u64..1_000_000_000_000) {
        // A rate is rounded up by less than one event in a million seconds: three in a month.
        let back = Rate::per_month(events).in_month();
        prop_assert!(back >= events && back - events <= 3, "{events} became {back}");
    }

    #[test]
    fn subnets_are_those_of_the_slow_way(address: u32, prefix_len in 0_u8..=32, extra in 0_u8..=10, past in 0_u32..3) {
        let kept = u32::MAX.checked_shl(32 - u32::from(prefix_len)).unwrap_or(0);
        let network = cidr(&format!("{}/{prefix_len}", Ipv4Addr::from(address & kept)));
        let inner = (prefix_len + extra).min(32);
        let expected = subnets_slowly(network, inner);
        for (index, subnet) in expected.iter().enumerate() {
            let found = network.subnet(inner, u32::try_from(index).expect("an index"));
            prop_assert_eq!(found, Some(cidr(subnet)));
            prop_assert!(found.is_some_and(|found| network.contains(found) && network.overlaps(found)));
        }
        let end = u32::try_from(expected.len()).expect("an index");
        prop_assert_eq!(network.subnet(inner, end + past), None);
    }

    #[test]
    fn subnets_never_panic(address: u32, prefix_len in 0_u8..=32, inner: u8, index: u32) {
        let kept = u32::MAX.checked_shl(32 - u32::from(prefix_len)).unwrap_or(0);
        let network = cidr(&format!("{}/{prefix_len}", Ipv4Addr::from(address & kept)));
        if let Some(found) = network.subnet(inner, index) {
            prop_assert!(network.contains(found) && found.prefix_len() == inner);
        }
    }

    #[test]
    fn neighbours_do_not_overlap(one in 0_u32..256, other in 0_u32..256) {
        let site = cidr("10.100.0.0/16");
        let (a, b) = (site.subnet(24, one).expect("one"), site.subnet(24, other).expect("other"));
        prop_assert_eq!(a.overlaps(b), one == other);
    }

    #[test]
    fn durations_are_read_as_they_are_shown(milliseconds: u64) {
        let duration = Duration::milliseconds(milliseconds);
        prop_assert_eq!(duration.to_string().parse(), Ok(duration));
    }

    #[test]
    fn money_is_read_as_it_is_written(amount in (i64::MIN + 1)..) {
        prop_assert_eq!(PicoUsd::from_decimal(&PicoUsd(amount).to_decimal()), Some(PicoUsd(amount)));
    }

    #[test]
    fn money_is_shown_to_the_nearest_cent(amount: i64) {
        let shown = PicoUsd(amount).to_string();
        let cents: i128 = shown.replace(['$', '.'], "").parse().expect("a number");
        prop_assert!((cents * 10_000_000_000 - i128::from(amount)).abs() <= 5_000_000_000);
    }

    #[test]
    fn money_adds_up(amount: i64, times: u64) {
        let slowly = i64::try_from(i128::from(amount) * i128::from(times)).ok().map(PicoUsd);
        // Beyond i64 only a multiple of nothing fits, and nobody asks for that.
        if i64::try_from(times).is_ok() {
            prop_assert_eq!(PicoUsd(amount).times(times), slowly);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
        let _ = (text.parse::<Duration>(), text.parse::<Cidr>(), PicoUsd::from_decimal(&text));
    }

    #[test]
    fn shares_and_units_never_panic(share: u32, amount: u64) {
        let slowly = (u128::from(amount) * u128::from(share)).div_ceil(1_000_000).min(u128::from(u64::MAX));
        prop_assert_eq!(u128::from(Ppm(share).of(amount)), slowly);
        let units = (u128::from(amount) * 1024 / 1000).min(u128::from(u64::MAX));
        prop_assert_eq!(u128::from(MilliCpu(amount).ecs_units()), units);
        let _ = (Bytes(amount).to_string(), Bytes(amount).as_gib(), Ppm(share).to_string());
        let _ = (Micros(amount).to_string(), MilliCpu(amount).to_string());
    }
}
