//! Setups: what they change, that a second one changes nothing, and that one can be interrupted anywhere.

use polder_shop::{Channel, Shop};
use polder_shop_setup::{Applied, Kind, SetupError, operations, setup};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::stand_in::{Break, StandIn};
use crate::{shop, wanted};

fn run(saleor: &mut StandIn, shop: &Shop) -> Result<Applied, SetupError> {
    setup(saleor, &wanted(shop), &mut |_| {})
}

/// A fresh Saleor, and the state that a whole setup leaves.
fn whole(shop: &Shop) -> (StandIn, Applied) {
    let mut saleor = StandIn::fresh();
    let applied = run(&mut saleor, shop).expect("a setup");
    (saleor, applied)
}

#[test]
fn a_fresh_saleor_is_set_up() {
    let (_, applied) = whole(&shop("benelux"));
    insta::assert_snapshot!(applied.steps.join("\n"));
    // Only people can supply what is left: goods, their shipping, and payment.
    let open: Vec<String> = applied
        .checks
        .iter()
        .filter(|check| check.is_open())
        .map(|check| format!("{} {}", check.code.name, check.subject))
        .collect();
    insta::assert_snapshot!(open.join("\n"));
    assert!(applied.checks.iter().filter(|check| check.is_open()).all(|check| check.step.is_none()));
}

#[test]
fn a_second_setup_changes_nothing() {
    for cell in ["de", "benelux", "staging", "dev"] {
        let shop = shop(cell);
        let (mut saleor, first) = whole(&shop);
        assert!(!first.steps.is_empty());
        saleor.mutations.borrow_mut().clear();
        let second = run(&mut saleor, &shop).expect("a setup");
        assert_eq!(second.steps, Vec::<String>::new(), "{cell}");
        assert!(saleor.mutations.borrow().is_empty(), "{cell}");
        assert_eq!(second.checks, first.checks);
    }
}

/// States that the real Saleor 3.23.28 answered on the environment that Polder renders, after the migrations and after a setup.
/// `testing/saleor` compares them with it again.
#[test]
fn the_stand_in_ends_in_the_state_of_the_real_saleor() {
    let mut saleor = StandIn::answered(include_str!("rendered.json"));
    let applied = run(&mut saleor, &shop("staging")).expect("a setup");
    insta::assert_snapshot!(applied.steps.join("\n"));
    let real: Value = serde_json::from_str(include_str!("set-up.json")).expect("a state");
    let state = operations().iter().find(|operation| operation.name == "State").expect("there");
    let answer = saleor.execute(state.text, &json!({}));
    for name in real.as_object().expect("an object").keys().filter(|name| *name != "apps") {
        assert_eq!(comparable(&answer["data"][name]), comparable(&real[name]), "{name}");
    }
}

/// Without the order of lists, and without IDs, which are those of a database. IDs of plugins are names.
fn comparable(value: &Value) -> Value {
    match value {
        Value::Array(values) => {
            let mut values: Vec<Value> = values.iter().map(comparable).collect();
            values.sort_by_key(ToString::to_string);
            Value::Array(values)
        }
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| {
                let is_id = name == "id" && !value.as_str().unwrap_or_default().contains('.');
                (name.clone(), if is_id { json!("ID") } else { comparable(value) })
            };
            Value::Object(fields.iter().map(field).collect())
        }
        other => other.clone(),
    }
}

/// Japan is no country of the facts. Without a rate Saleor would sell without tax, and nobody would notice.
#[test]
fn a_channel_without_a_known_tax_rate_is_closed_until_somebody_enters_one() {
    let mut shop = shop("de");
    shop.channels.push(Channel {
        name: "Japan".into(),
        slug: "jp".into(),
        currency: "JPY".into(),
        country: "JP".into(),
        ..shop.channels[0].clone()
    });
    let open = |applied: &Applied| -> Vec<String> {
        let open = applied.checks.iter().filter(|check| check.is_open() && check.subject.contains("`jp`"));
        open.map(|check| format!("{} {}", check.code.name, check.subject)).collect()
    };
    let rest = [
        "nothing-can-be-shipped shipping from channel `jp` to JP",
        "nothing-can-be-shipped warehouses of channel `jp`",
    ];
    let rate = |rate: f64| json!([{ "country": { "code": "JP" }, "taxClassCountryRates": [{ "rate": rate, "taxClass": null }] }]);
    let app = json!("TAX_APP");
    let taxed = "prices-without-tax prices in channel `jp`";
    let entered: [(&str, Value, &[&str]); 3] = [
        ("/taxCountryConfigurations", rate(10.0), &[taxed]),
        // Whoever enters 0 has decided it.
        ("/taxCountryConfigurations", rate(0.0), &[]),
        ("/channels/2/taxConfiguration/taxCalculationStrategy", app, &[]),
    ];
    for (path, value, more) in entered {
        let (mut saleor, first) = whole(&shop);
        let closed = [
            "tax-rate-differs default rate of JP, for channel `jp`",
            rest[0],
            rest[1],
            "channel-closed channel `jp`",
        ];
        assert_eq!(open(&first), closed);
        assert_eq!(saleor.state.borrow()["channels"][1]["isActive"], json!(true), "others are open");
        *saleor.state.borrow_mut().pointer_mut(path).expect(path) = value;
        let second = run(&mut saleor, &shop).expect("a setup");
        assert!(second.steps.contains(&"open channel `jp`".to_owned()), "{path}");
        assert_eq!(open(&second), [&rest, more].concat(), "{path}");
    }
}

/// Every mutation of the crate is executed by some setup, so each was checked against the schema with its variables.
#[test]
fn every_mutation_is_executed() {
    let shop = shop("benelux");
    let (mut saleor, _) = whole(&shop);
    {
        let state = &mut *saleor.state.borrow_mut();
        state["taxClasses"]["edges"][0]["node"]["countries"][0]["rate"] = json!(6.0);
        state["app"]["webhooks"][0]["isActive"] = json!(false);
        state["channels"][1]["taxConfiguration"]["countries"] = json!([{ "country": { "code": "NL" } }]);
    }
    run(&mut saleor, &shop).expect("a setup");
    let executed = saleor.mutations.borrow();
    for operation in operations().iter().filter(|operation| operation.kind == Kind::Mutation) {
        assert!(executed.contains(&operation.name), "{}", operation.name);
    }
}

/// Whatever connection breaks, before or after the change was made, the next setup ends in the same state.
#[test]
fn a_setup_that_was_interrupted_anywhere_is_continued() {
    let shop = shop("benelux");
    let (saleor, _) = whole(&shop);
    let (expected, count) = (saleor.state.borrow().clone(), saleor.mutations.borrow().len());
    assert!(count > 10);
    for number in 0..count {
        for breaks in [Break::Before(number), Break::After(number)] {
            let mut saleor = StandIn::fresh();
            saleor.breaks = Some(breaks);
            assert!(matches!(run(&mut saleor, &shop), Err(SetupError::Ask(_))), "{breaks:?}");
            open_channels_are_safe(&saleor.state.borrow());
            saleor.breaks = None;
            run(&mut saleor, &shop).expect("a setup");
            assert_eq!(*saleor.state.borrow(), expected, "{breaks:?}");
        }
    }
}

/// No channel of the design is open that accepts test payments or sends no mail.
fn open_channels_are_safe(state: &Value) {
    let open = |slug: &Value| {
        let mut channels = state["channels"].as_array().expect("channels").iter();
        *slug != json!("default-channel")
            && channels.any(|channel| channel["slug"] == *slug && channel["isActive"] == json!(true))
    };
    for edge in state["plugins"]["edges"].as_array().expect("plugins") {
        let id = edge["node"]["id"].as_str().expect("an ID");
        for configured in edge["node"]["channelConfigurations"].as_array().expect("a list") {
            if open(&configured["channel"]["slug"]) {
                let active = configured["active"] == json!(true);
                assert!(!(active && id.starts_with("mirumee.payments.dummy")), "{id}");
                assert!(active || id != "mirumee.notifications.user_email", "{id}");
            }
        }
    }
}

#[test]
fn a_refusal_stops_the_setup_before_channels_open() {
    let shop = shop("de");
    let mut saleor = StandIn::fresh();
    saleor.state.borrow_mut()["mailRelay"] = json!(false);
    let error = run(&mut saleor, &shop).expect_err("no relay");
    insta::assert_snapshot!(error.to_string(), @"cannot turn on mail to customers of channel `de`: host: Missing host value.; port: Missing port value.");
    assert!(!saleor.mutations.borrow().contains(&"ChannelActivate"));
    saleor.state.borrow_mut()["mailRelay"] = json!(true);
    run(&mut saleor, &shop).expect("a setup");
}

#[test]
fn settings_of_taste_and_senders_are_kept() {
    let shop = shop("de");
    let (mut saleor, _) = whole(&shop);
    {
        let state = &mut *saleor.state.borrow_mut();
        state["shop"]["limitQuantityPerCheckout"] = json!(3);
        state["channels"][1]["orderSettings"]["expireOrdersAfter"] = json!(15);
        for edge in state["plugins"]["edges"].as_array_mut().expect("plugins") {
            for configured in edge["node"]["channelConfigurations"].as_array_mut().expect("a list") {
                for item in configured["configuration"].as_array_mut().expect("items") {
                    item["value"] = json!("shop@brand.example");
                }
            }
        }
    }
    let before = saleor.state.borrow().clone();
    assert_eq!(run(&mut saleor, &shop).expect("a setup").steps, Vec::<String>::new());
    assert_eq!(*saleor.state.borrow(), before);
}

/// Settings that somebody changed by hand, in any combination.
fn changed() -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    let change = |path: &'static str, values: [Value; 2]| {
        prop_oneof![Just((path, values[0].clone())), Just((path, values[1].clone()))].boxed()
    };
    let changes = vec![
        change("/shop/enableAccountConfirmationByEmail", [json!(false), json!(null)]),
        change("/shop/fulfillmentAllowUnpaid", [json!(true), json!(false)]),
        change("/channels/1/isActive", [json!(false), json!(true)]),
        change(
            "/channels/1/orderSettings/markAsPaidStrategy",
            [json!("PAYMENT_FLOW"), json!("TRANSACTION_FLOW")],
        ),
        change("/channels/2/checkoutSettings/useLegacyErrorFlow", [json!(true), json!(false)]),
        change("/channels/2/taxConfiguration/chargeTaxes", [json!(false), json!(true)]),
        change(
            "/channels/2/taxConfiguration/countries",
            [json!([{ "country": { "code": "BE" } }]), json!([])],
        ),
        change("/taxCountryConfigurations", [json!([]), json!([])]),
        change("/taxClasses/edges", [json!([]), json!([])]),
        change("/app/webhooks", [json!([]), json!([])]),
        change(
            "/app/webhooks/0/targetUrl",
            [json!("awssqs://sqs.eu-west-3.amazonaws.com/123456789012/q"), json!("x")],
        ),
    ];
    proptest::sample::subsequence(changes, 0..11).prop_flat_map(|chosen| chosen)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// From whatever state, and with connections that break again and again: the same state in the end.
    #[test]
    fn every_way_ends_in_the_same_state(changes in changed(), breaks in proptest::collection::vec((0_usize..6, any::<bool>()), 0..4)) {
        let shop = shop("benelux");
        let (mut saleor, _) = whole(&shop);
        let expected = canonical(&saleor.state.borrow());
        for (path, value) in changes {
            if let Some(place) = saleor.state.borrow_mut().pointer_mut(path) {
                *place = value;
            }
        }
        for (number, before) in breaks {
            saleor.mutations.borrow_mut().clear();
            saleor.breaks = Some(if before { Break::Before(number) } else { Break::After(number) });
            drop(run(&mut saleor, &shop));
        }
        saleor.breaks = None;
        run(&mut saleor, &shop).expect("a setup");
        prop_assert_eq!(canonical(&saleor.state.borrow()), expected);
        saleor.mutations.borrow_mut().clear();
        run(&mut saleor, &shop).expect("a setup");
        prop_assert!(saleor.mutations.borrow().is_empty());
    }
}

/// The state without the order of countries, which Saleor does not promise.
fn canonical(state: &Value) -> Value {
    let mut state = state.clone();
    let countries = state["taxCountryConfigurations"].as_array_mut().expect("countries");
    countries.sort_by_key(ToString::to_string);
    state
}
