//! Every operation against Saleor's schema.

use apollo_compiler::ExecutableDocument;
use polder_shop_setup::{EVENTS, Kind, SUBSCRIPTION, operations};

use crate::stand_in::{StandIn, schema};

#[test]
fn operations_are_those_of_the_schema() {
    let schema = schema();
    for operation in operations() {
        let document = ExecutableDocument::parse_and_validate(&schema, operation.text, operation.name);
        let document = document.unwrap_or_else(|error| panic!("{error}"));
        let parsed = document.operations.get(Some(operation.name)).expect("the operation has its name");
        assert_eq!(parsed.is_mutation(), operation.kind == Kind::Mutation, "{}", operation.name);
        assert_eq!(parsed.is_query(), operation.kind == Kind::Query, "{}", operation.name);
    }
}

/// Each event has its fragment, and each fragment its event.
#[test]
fn the_subscription_has_every_event() {
    let schema = schema();
    let document = ExecutableDocument::parse_and_validate(&schema, SUBSCRIPTION, "events.graphql");
    let document = document.unwrap_or_else(|error| panic!("{error}"));
    assert!(document.operations.iter().all(|operation| operation.is_subscription()));
    let names: Vec<String> = SUBSCRIPTION
        .lines()
        .filter_map(|line| line.trim().strip_prefix("... on ")?.strip_suffix(" {"))
        .map(|name| {
            let upper =
                |c: char| if c.is_uppercase() { format!("_{c}") } else { c.to_ascii_uppercase().to_string() };
            name.chars().map(upper).collect::<String>().trim_start_matches('_').to_owned()
        })
        .collect();
    assert_eq!(names, EVENTS);
    let known = schema.get_enum("WebhookEventTypeAsyncEnum").expect("an enum");
    for event in EVENTS {
        assert!(known.values.contains_key(event), "{event}");
    }
}

/// The stand-in refuses what Saleor's schema does not have: otherwise the tests of setups would prove nothing.
#[test]
fn the_stand_in_refuses_unknown_fields_and_wrong_types() {
    let stand_in = StandIn::fresh();
    let update = operations().iter().find(|known| known.name == "ShopSettingsUpdate").expect("there");
    let cases = [
        ("{ shop { nothing } }", serde_json::json!({}), "nothing"),
        ("{ channels(first: 1) { id } }", serde_json::json!({}), "first"),
        (update.text, serde_json::json!({ "input": { "nothing": 1 } }), "nothing"),
        (update.text, serde_json::json!({ "input": { "trackInventoryByDefault": "yes" } }), "yes"),
        (update.text, serde_json::json!({ "input": { "defaultWeightUnit": "STONE" } }), "STONE"),
        (update.text, serde_json::json!({}), "input"),
    ];
    for (text, variables, said) in cases {
        let before = stand_in.state.borrow().clone();
        let answer = stand_in.execute(text, &variables);
        assert!(answer["errors"].to_string().contains(said), "{text} {variables}: {answer}");
        assert_eq!(*stand_in.state.borrow(), before, "nothing is changed");
    }
}
