//! Verifications: one thing is broken, and exactly that is found; nothing is changed.

use polder_shop_setup::{Check, Wanted, json as report_json, setup, text, verify};
use serde_json::{Value, json};

use crate::stand_in::StandIn;
use crate::{shop, wanted};

const URL: &str = "https://nl.example.com/graphql/";

/// A shop that is ready for customers.
fn ready() -> StandIn {
    let mut saleor = StandIn::fresh();
    setup(&mut saleor, &wanted(&shop("benelux")), &mut |_| {}).expect("a setup");
    let mut zones = vec![];
    for (index, slug) in [(1, "nl"), (2, "be")] {
        let state = &mut *saleor.state.borrow_mut();
        state["channels"][index]["warehouses"] = json!([{ "address": { "streetAddress1": "Damrak 1" } }]);
        let listing = json!([{ "channel": { "slug": slug } }]);
        zones.push(json!({ "node": {
            "countries": [{ "code": slug.to_uppercase() }],
            "channels": [{ "slug": slug }],
            "shippingMethods": [{ "channelListings": listing }],
        } }));
        state["products"][slug] = products(&[("12.1", "2.1")]);
    }
    let webhooks =
        json!([{ "isActive": true, "syncEvents": [{ "eventType": "TRANSACTION_INITIALIZE_SESSION" }] }]);
    let state = &mut *saleor.state.borrow_mut();
    state["shippingZones"]["edges"] = json!(zones);
    state["apps"]["edges"] = json!([{ "node": { "isActive": true, "webhooks": webhooks } }]);
    StandIn::of(state.clone())
}

fn products(prices: &[(&str, &str)]) -> Value {
    let amount = |text: &str| json!({ "amount": serde_json::from_str::<Value>(text).expect("a number") });
    let edge = |(gross, tax): &(&str, &str)| {
        let start = json!({ "gross": amount(gross), "tax": amount(tax) });
        json!({ "node": { "pricing": { "priceRange": { "start": start } } } })
    };
    json!({ "edges": prices.iter().map(edge).collect::<Vec<_>>() })
}

fn open(saleor: &mut StandIn) -> Vec<Check> {
    let before = saleor.state.borrow().clone();
    let checks = verify(saleor, &wanted(&shop("benelux"))).expect("answers");
    assert!(saleor.mutations.borrow().is_empty());
    assert_eq!(*saleor.state.borrow(), before, "a verification changes nothing");
    checks.into_iter().filter(Check::is_open).collect()
}

#[test]
fn a_shop_that_is_ready_is_ready() {
    assert_eq!(open(&mut ready()), []);
}

#[test]
fn one_broken_thing_is_found_and_no_other() {
    let broken: [(&str, Value, &str); 22] = [
        ("/plugins/edges/1/node/channelConfigurations/1/active", json!(true), "test-payment-accepted"),
        // A channel that the design does not have accepts payments, too.
        ("/plugins/edges/1/node/channelConfigurations/0/active", json!(true), "test-payment-accepted"),
        ("/plugins/edges/2/node/channelConfigurations/2/active", json!(true), "test-payment-accepted"),
        ("/shop/allowLoginWithoutConfirmation", json!(true), "shop-setting-differs"),
        ("/shop/reserveStockDurationAnonymousUser", json!(null), "shop-setting-differs"),
        ("/shop/useLegacyShippingZoneStockAvailability", json!(true), "shop-setting-differs"),
        ("/channels/1/currencyCode", json!("USD"), "channel-of-another-country"),
        ("/channels/2/orderSettings/markAsPaidStrategy", json!("PAYMENT_FLOW"), "channel-setting-differs"),
        ("/channels/2/orderSettings/expireOrdersAfter", json!(null), "channel-setting-differs"),
        ("/channels/2/checkoutSettings/useLegacyErrorFlow", json!(true), "channel-setting-differs"),
        ("/channels/2/taxConfiguration/chargeTaxes", json!(false), "tax-not-charged"),
        (
            "/channels/2/taxConfiguration/countries",
            json!([{ "country": { "code": "BE" } }]),
            "tax-not-charged",
        ),
        ("/taxCountryConfigurations/0/taxClassCountryRates/0/rate", json!(6.0), "tax-rate-differs"),
        ("/taxClasses/edges/0/node/countries/1/rate", json!(20.5), "tax-rate-differs"),
        ("/plugins/edges/3/node/channelConfigurations/1/active", json!(false), "customers-get-no-mail"),
        (
            "/app/webhooks/0/targetUrl",
            json!("awssqs://sqs.eu-west-3.amazonaws.com/1/q"),
            "events-not-delivered",
        ),
        ("/shippingZones/edges/0/node/countries", json!([{ "code": "FR" }]), "nothing-can-be-shipped"),
        (
            "/channels/1/warehouses/0/address/streetAddress1",
            json!("REPLACE street"),
            "nothing-can-be-shipped",
        ),
        ("/apps/edges/0/node/isActive", json!(false), "no-payment-app"),
        ("/products/nl", products(&[("10", "0.0"), ("0", "0")]), "prices-without-tax"),
        ("/channels/0/isActive", json!(true), "channel-not-in-the-platform-file"),
        ("/channels/1/isActive", json!(false), "channel-closed"),
    ];
    for (path, value, name) in broken {
        let mut saleor = ready();
        *saleor.state.borrow_mut().pointer_mut(path).unwrap_or_else(|| panic!("no {path}")) = value;
        let found: Vec<&str> = open(&mut saleor).iter().map(|check| check.code.name).collect();
        assert_eq!(found, [name], "{path}");
    }
}

#[test]
fn a_shop_without_products_is_undecided_and_not_ready() {
    let mut saleor = ready();
    saleor.state.borrow_mut()["products"]["nl"] = products(&[]);
    let checks = open(&mut saleor);
    insta::assert_snapshot!(text("benelux", URL, &checks));
    let report: Value = serde_json::from_str(&report_json("benelux", URL, &checks)).expect("JSON");
    assert_eq!((&report["format_version"], &report["ready"]), (&json!(1), &json!(false)));
    assert_eq!(report["checks"][0]["state"], json!("undecided"));
}

#[test]
fn a_token_that_lacks_a_permission_is_found_before_anything_else() {
    let mut saleor = ready();
    saleor.state.borrow_mut()["app"]["permissions"] = json!([{ "code": "MANAGE_TAXES" }]);
    let found: Vec<&str> = open(&mut saleor).iter().map(|check| check.code.name).collect();
    assert_eq!(found, ["token-lacks-permission"]);
    saleor.state.borrow_mut()["app"] = json!(null);
    let found: Vec<&str> = open(&mut saleor).iter().map(|check| check.code.name).collect();
    assert_eq!(found, ["token-lacks-permission"]);
    // Nor is anything changed with it.
    let applied = setup(&mut saleor, &wanted(&shop("benelux")), &mut |_| {}).expect("answers");
    assert_eq!(applied.steps, Vec::<String>::new());
    assert!(saleor.mutations.borrow().is_empty());
}

#[test]
fn without_a_queue_events_are_not_asked_and_the_report_says_so() {
    let (mut saleor, shop) = (ready(), shop("benelux"));
    saleor.state.borrow_mut()["app"]["webhooks"] = json!([]);
    let checks = verify(&mut saleor, &Wanted::new(&shop, None).expect("no queue")).expect("answers");
    assert!(!checks.iter().any(Check::is_open));
    insta::assert_snapshot!(text("benelux", URL, &checks));
}

/// A list of which not everything was seen could hide the one thing that differs.
#[test]
fn a_second_page_is_an_error() {
    let mut saleor = ready();
    saleor.state.borrow_mut()["taxClasses"]["pageInfo"]["hasNextPage"] = json!(true);
    let error = verify(&mut saleor, &wanted(&shop("benelux"))).expect_err("a second page");
    assert!(error.to_string().contains("more than 100 tax classes"), "{error}");
}

#[test]
fn text_of_the_shop_cannot_inject_escape_sequences() {
    let mut saleor = ready();
    saleor.state.borrow_mut()["channels"][0]["slug"] = json!("x\u{1b}[31m");
    saleor.state.borrow_mut()["channels"][0]["isActive"] = json!(true);
    let checks = open(&mut saleor);
    assert!(!checks.is_empty() && !text("benelux", URL, &checks).contains('\u{1b}'));
}
