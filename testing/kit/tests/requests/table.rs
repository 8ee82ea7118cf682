//! The table, traced.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::OnceLock;

use polder::Compiled;
use polder_cloud::Index;
use polder_testkit::{EXAMPLES, compiled};

use crate::engine::Engine;
use crate::row::{Row, rows};
use crate::trace::{Arrival, trace};

const TABLE: &str = include_str!("rows.txt");

/// The headers that the snapshot shows: what functions, gateways and load balancers write, and what attackers try.
const SHOWN: [&str; 16] = [
    "accept",
    "accept-language",
    "forwarded",
    "host",
    "x-client-address",
    "x-client-proof",
    "x-country",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-gateway-secret",
    "x-language",
    "x-market",
    "x-middleware-subrequest",
    "x-origin-secret",
    "x-original-url",
    "x-real-ip",
];

fn owner() -> &'static Compiled {
    static OWNER: OnceLock<Compiled> = OnceLock::new();
    OWNER.get_or_init(|| compiled(EXAMPLES[0].0, EXAMPLES[0].1))
}

/// Each row with what became of it; empty without Node.js.
fn traced() -> &'static [(Row, Arrival)] {
    static TRACED: OnceLock<Vec<(Row, Arrival)>> = OnceLock::new();
    TRACED.get_or_init(|| {
        let index = Index::new(&owner().cloud);
        let Some(mut engine) = Engine::start() else { return vec![] };
        let traced = rows(TABLE).into_iter().map(|row| {
            let arrival = trace(owner(), &index, &mut engine, &row.request);
            (row, arrival)
        });
        traced.collect()
    })
}

/// Rows that arrive at the API.
fn at_the_api() -> impl Iterator<Item = &'static (Row, Arrival)> {
    traced().iter().filter(|(_, arrival)| arrival.answer.starts_with("api "))
}

#[test]
fn each_request_gets_its_answer() {
    let wrong = traced().iter().filter(|(row, arrival)| row.answer != arrival.answer);
    let wrong: Vec<String> =
        wrong.map(|(row, arrival)| format!("{}: {}, not {}", row.name, arrival.answer, row.answer)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), traced().len(), wrong.join("\n"));
}

/// The review of a change: what is kept in caches, who is taken for the client, what arrives.
#[test]
fn what_arrives_is_reviewed() {
    if traced().is_empty() {
        return;
    }
    let mut out = String::new();
    for (row, it) in traced() {
        writeln!(out, "{}\n  {}", row.name, it.answer).expect("a text");
        let mut show = |what: &str, text: &str| {
            if !text.is_empty() {
                writeln!(out, "  {what} {text}").expect("a text");
            }
        };
        show("kept by", &it.key);
        show("client", &it.client);
        let headers = SHOWN.iter().filter_map(|name| Some(format!("{name}={}", it.headers.get(*name)?)));
        show("headers", &headers.collect::<Vec<_>>().join(" "));
        show("limits", &it.limits.join(", "));
        show("policy", &it.policy);
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("arrivals", out) });
}

#[test]
fn the_table_is_large_and_covers_every_host_and_sender() {
    let rows = rows(TABLE);
    assert!(rows.len() >= 150, "{}", rows.len());
    let names: BTreeSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names.len(), rows.len(), "a name occurs twice");
    let design = &owner().design;
    let production =
        design.accounts.iter().find(|account| account.domain == design.domain && account.hosts.www.is_some());
    let production = production.expect("an account with the domain itself");
    let cells = || design.cells_of(production.id);
    let markets = cells().flat_map(|cell| &cell.markets).map(|market| market.host.as_str());
    let hosts = &production.hosts;
    let shared = [&hosts.www, &hosts.apex, &hosts.api].into_iter().filter_map(|host| host.as_deref());
    let dashboards = cells().filter_map(|cell| cell.dashboard_host.as_deref());
    for host in markets.chain(shared).chain(dashboards).chain(design.media_hosts(production.id)) {
        let of_host = rows.iter().filter(|row| row.request.host == host).count();
        assert!(of_host >= 2, "{host} has {of_host} rows");
    }
}

/// Whoever has no proof is the client, whatever headers are sent. Saleor throttles logins by this address.
#[test]
fn nobody_forges_the_address_of_a_client() {
    for (row, arrival) in at_the_api().filter(|(row, _)| row.request.host != "api.example.com") {
        let proof = row.request.headers.get("x-client-proof").map(String::as_str);
        let proved = matches!(proof, Some("<client_secret>" | "<client_secret_next>"));
        let expected = if proved { &row.request.headers["x-client-address"] } else { &row.request.address };
        assert_eq!(&arrival.client, expected, "{}", row.name);
    }
    let (partners, own): (Vec<_>, Vec<_>) = at_the_api()
        .filter(|(row, _)| row.request.host == "api.example.com")
        .partition(|(row, arrival)| arrival.client == row.request.address);
    assert!(own.is_empty() && (traced().is_empty() || partners.len() >= 3), "{}", own.len());
}

/// One confused shopper must not lock out the others who use the same storefront.
#[test]
fn two_shoppers_behind_one_nat_gateway_are_throttled_separately() {
    let client = |name: &str| {
        at_the_api().find(|(row, _)| row.name == name).map(|(_, arrival)| (&arrival.client, &arrival.limits))
    };
    for market in ["nl", "be", "de"] {
        let one = client(&format!("{market}: login for a shopper"));
        let other = client(&format!("{market}: login for the neighbour"));
        assert!(one != other || traced().is_empty(), "{market}: {one:?}");
    }
}

/// A server decodes a path before it routes: another way to write it must not avoid the limit on guesses of passwords.
#[test]
fn every_way_to_write_the_path_of_signing_in_is_limited() {
    for market in ["nl", "be", "de"] {
        for name in ["sign in", "sign in, encoded", "sign in, two slashes"] {
            let name = format!("{market}: {name}");
            let found = traced().iter().find(|(row, _)| row.name == name);
            let limited =
                |it: &&(Row, Arrival)| it.1.limits.iter().any(|it| it.starts_with("rate-limit-sign-in by"));
            assert!(found.as_ref().is_some_and(limited) || traced().is_empty(), "{name}");
        }
    }
}

#[test]
fn no_secret_of_another_hop_arrives() {
    for (row, arrival) in traced() {
        for header in ["x-client-address", "x-client-proof", "x-gateway-secret"] {
            assert!(!arrival.headers.contains_key(header), "{}: {header}", row.name);
        }
        let origin = arrival.headers.get("x-origin-secret");
        assert!(origin.is_none_or(|secret| secret == "<origin_secret>"), "{}: {origin:?}", row.name);
    }
}

/// Two visitors share an entry of the cache only if they may see the same.
#[test]
fn cache_keys_tell_languages_and_formats_apart() {
    let key = |name: &str| traced().iter().find(|(row, _)| row.name == name).map(|(_, it)| &it.key);
    for market in ["nl", "be", "de"] {
        let formats = ["AVIF", "JPEG"].map(|format| key(&format!("{market}: a picture as {format}")));
        assert!(formats[0] != formats[1] || traced().is_empty(), "{formats:?}");
        let forged = key(&format!("{market}: forged language")).map_or("", |key| key);
        assert!(!forged.contains("zz") && !forged.contains("ZZ"), "{forged}");
    }
    for (row, arrival) in at_the_api() {
        assert_eq!(arrival.key, "", "{} is cached", row.name);
    }
}
