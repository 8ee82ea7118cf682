//! What Saleor's mutations do to its state, as seen on Saleor 3.23.28.

use serde_json::{Map, Value, json};

/// Executes a mutation. Arguments are coerced already.
pub(crate) fn mutate(state: &mut Value, field: &str, arguments: &Value) -> Value {
    let input = &arguments["input"];
    let done = match field {
        "pluginUpdate" => plugin(state, arguments),
        "shopSettingsUpdate" => {
            merge(&mut state["shop"], input);
            Ok(())
        }
        "channelCreate" => channel_create(state, input),
        "channelUpdate" => {
            with_id(&mut state["channels"], arguments, |channel| channel_update(channel, input))
        }
        "channelActivate" => channel_activate(state, arguments),
        "taxConfigurationUpdate" => tax_configuration(state, arguments),
        "taxClassCreate" => {
            let edges = list(&mut state["taxClasses"]["edges"]);
            let id = format!("TaxClass:{}", edges.len());
            edges.push(json!({ "node": { "id": id, "name": input["name"], "countries": rates(&input["createCountryRates"]) } }));
            Ok(())
        }
        "taxClassUpdate" => tax_class(state, arguments),
        "taxCountryConfigurationUpdate" => country(state, arguments),
        "webhookCreate" => webhook_create(state, input),
        "webhookUpdate" => with_id(&mut state["app"]["webhooks"], arguments, |hook| webhook(hook, input)),
        other => panic!("the stand-in has no mutation `{other}`"),
    };
    class_rates(state);
    let errors = done.err().into_iter().flatten();
    let error =
        |(field, code, message): &Refusal| json!({ "field": field, "message": message, "code": code });
    json!({ "errors": errors.map(error).collect::<Vec<_>>() })
}

/// Field, code and message.
type Refusal = (&'static str, &'static str, &'static str);
type Done = Result<(), &'static [Refusal]>;

const NOT_FOUND: &[Refusal] = &[("id", "NOT_FOUND", "Couldn't resolve to a node")];
const NO_RELAY: &[Refusal] = &[
    ("host", "PLUGIN_MISCONFIGURED", "Missing host value."),
    ("port", "PLUGIN_MISCONFIGURED", "Missing port value."),
];
const ACTIVE: &[Refusal] = &[("id", "INVALID", "This channel is already activated.")];

fn list(value: &mut Value) -> &mut Vec<Value> {
    value.as_array_mut().expect("a list")
}

fn merge(into: &mut Value, from: &Value) {
    let into = into.as_object_mut().expect("an object");
    into.extend(from.as_object().expect("an object").clone());
}

fn with_id(values: &mut Value, arguments: &Value, change: impl Fn(&mut Value)) -> Done {
    let found = list(values).iter_mut().find(|value| value["id"] == arguments["id"]);
    found.map(change).ok_or(NOT_FOUND)
}

/// Saleor refuses to turn on mail without a sender or a relay.
fn plugin(state: &mut Value, arguments: &Value) -> Done {
    let relay = state["mailRelay"] == json!(true);
    let channels = state["channels"].as_array().expect("channels");
    let channel = channels.iter().find(|channel| channel["id"] == arguments["channelId"]).ok_or(NOT_FOUND)?;
    let slug = channel["slug"].clone();
    let mut plugins = list(&mut state["plugins"]["edges"]).iter_mut().map(|edge| &mut edge["node"]);
    let plugin = plugins.find(|plugin| plugin["id"] == arguments["id"]).ok_or(NOT_FOUND)?;
    let mail = plugin["id"] == json!("mirumee.notifications.user_email");
    let mut configurations = list(&mut plugin["channelConfigurations"]).iter_mut();
    let found = configurations.find(|it| it["channel"]["slug"] == slug).ok_or(NOT_FOUND)?;
    let mut fresh = found.clone();
    for item in arguments["input"]["configuration"].as_array().into_iter().flatten() {
        let known = list(&mut fresh["configuration"]).iter_mut().find(|known| known["name"] == item["name"]);
        known.ok_or(NOT_FOUND)?["value"] = item["value"].clone();
    }
    fresh["active"] = arguments["input"]["active"].clone();
    let items = fresh["configuration"].as_array().expect("items");
    let empty = items.iter().any(|item| item["value"] == json!("") || item["value"].is_null());
    if mail && fresh["active"] == json!(true) && (empty || !relay) {
        return Err(NO_RELAY);
    }
    *found = fresh;
    Ok(())
}

fn channel_create(state: &mut Value, input: &Value) -> Done {
    let slug = &input["slug"];
    if list(&mut state["channels"]).iter().any(|channel| channel["slug"] == *slug) {
        return Err(&[("slug", "UNIQUE", "Channel with this Slug already exists.")]);
    }
    let number = list(&mut state["channels"]).len();
    let mut channel = json!({
        "id": format!("Channel:{number}"), "slug": slug, "isActive": false, "currencyCode": input["currencyCode"],
        "defaultCountry": { "code": input["defaultCountry"] }, "warehouses": [],
        "stockSettings": { "allocationStrategy": "PRIORITIZE_SORTING_ORDER" },
        "orderSettings": {
            "automaticallyConfirmAllNewOrders": true, "automaticallyFulfillNonShippableGiftCard": true,
            "expireOrdersAfter": null, "deleteExpiredOrdersAfter": 60, "markAsPaidStrategy": "PAYMENT_FLOW",
            "allowUnpaidOrders": false, "includeDraftOrderInVoucherUsage": false,
        },
        "checkoutSettings": { "useLegacyErrorFlow": true, "automaticallyCompleteFullyPaidCheckouts": false },
        "paymentSettings": { "defaultTransactionFlowStrategy": "CHARGE" },
        "taxConfiguration": {
            "id": format!("TaxConfiguration:{number}"), "chargeTaxes": true, "taxCalculationStrategy": "FLAT_RATES",
            "displayGrossPrices": true, "pricesEnteredWithTax": true, "countries": [],
        },
    });
    channel_update(&mut channel, input);
    list(&mut state["channels"]).push(channel);
    channel_plugins(list(&mut state["plugins"]["edges"]));
    for edge in list(&mut state["plugins"]["edges"]) {
        let plugin = &mut edge["node"];
        if plugin["globalConfiguration"].is_null() {
            let active = plugin["id"] == json!("mirumee.payments.dummy");
            let mail = plugin["id"] == json!("mirumee.notifications.user_email");
            let items = if mail { ["sender_name", "sender_address"].as_slice() } else { &[] };
            let items: Vec<Value> = items.iter().map(|name| json!({ "name": name, "value": "" })).collect();
            list(&mut plugin["channelConfigurations"])
                .push(json!({ "active": active, "channel": { "slug": slug }, "configuration": items }));
        }
    }
    Ok(())
}

fn channel_activate(state: &mut Value, arguments: &Value) -> Done {
    let channels = list(&mut state["channels"]).iter_mut();
    let channel = channels.into_iter().find(|channel| channel["id"] == arguments["id"]).ok_or(NOT_FOUND)?;
    match channel["isActive"] {
        Value::Bool(true) => Err(ACTIVE),
        _ => {
            channel["isActive"] = json!(true);
            Ok(())
        }
    }
}

/// Saleor answers plugins of channels only when there is a channel.
fn channel_plugins(edges: &mut Vec<Value>) {
    let ids =
        ["mirumee.payments.dummy", "mirumee.payments.dummy_credit_card", "mirumee.notifications.user_email"];
    for id in ids {
        if !edges.iter().any(|edge| edge["node"]["id"] == json!(id)) {
            edges.push(
                json!({ "node": { "id": id, "globalConfiguration": null, "channelConfigurations": [] } }),
            );
        }
    }
}

fn channel_update(channel: &mut Value, input: &Value) {
    for (name, value) in input.as_object().into_iter().flatten() {
        match name.as_str() {
            "stockSettings" | "orderSettings" | "checkoutSettings" | "paymentSettings" => {
                merge(&mut channel[name], value);
            }
            "isActive" => channel["isActive"] = value.clone(),
            _ => {}
        }
    }
}

fn tax_configuration(state: &mut Value, arguments: &Value) -> Done {
    let configurations =
        list(&mut state["channels"]).iter_mut().map(|channel| &mut channel["taxConfiguration"]);
    let found = configurations.into_iter().find(|it| it["id"] == arguments["id"]).ok_or(NOT_FOUND)?;
    let mut fields: Map<String, Value> = arguments["input"].as_object().expect("an input").clone();
    let removed = fields.remove("removeCountriesConfiguration").unwrap_or(json!([]));
    let removed = removed.as_array().expect("countries");
    list(&mut found["countries"]).retain(|entry| !removed.contains(&entry["country"]["code"]));
    merge(found, &Value::Object(fields));
    Ok(())
}

fn rates(rates: &Value) -> Vec<Value> {
    let rate = |rate: &Value| json!({ "country": { "code": rate["countryCode"] }, "rate": rate["rate"] });
    rates.as_array().into_iter().flatten().map(rate).collect()
}

fn tax_class(state: &mut Value, arguments: &Value) -> Done {
    let mut classes = list(&mut state["taxClasses"]["edges"]).iter_mut().map(|edge| &mut edge["node"]);
    let class = classes.find(|class| class["id"] == arguments["id"]).ok_or(NOT_FOUND)?;
    for rate in rates(&arguments["input"]["updateCountryRates"]) {
        let countries = list(&mut class["countries"]);
        countries.retain(|known| known["country"] != rate["country"]);
        countries.push(rate);
    }
    Ok(())
}

/// Saleor has the rates of classes once, and answers them by country, too.
fn class_rates(state: &mut Value) {
    let mut of_classes = vec![];
    for edge in state["taxClasses"]["edges"].as_array().expect("classes") {
        for rate in edge["node"]["countries"].as_array().expect("rates") {
            let class = json!({ "id": edge["node"]["id"] });
            of_classes.push((rate["country"].clone(), json!({ "rate": rate["rate"], "taxClass": class })));
        }
    }
    let countries = list(&mut state["taxCountryConfigurations"]);
    for country in &mut *countries {
        list(&mut country["taxClassCountryRates"]).retain(|rate| rate["taxClass"].is_null());
    }
    for (code, rate) in of_classes {
        match countries.iter_mut().find(|country| country["country"] == code) {
            Some(country) => list(&mut country["taxClassCountryRates"]).push(rate),
            None => countries.push(json!({ "country": code, "taxClassCountryRates": [rate] })),
        }
    }
}

fn country(state: &mut Value, arguments: &Value) -> Done {
    let code = &arguments["countryCode"];
    let countries = list(&mut state["taxCountryConfigurations"]);
    if !countries.iter().any(|country| country["country"]["code"] == *code) {
        countries.push(json!({ "country": { "code": code }, "taxClassCountryRates": [] }));
    }
    let country =
        countries.iter_mut().find(|country| country["country"]["code"] == *code).ok_or(NOT_FOUND)?;
    for rate in arguments["updateTaxClassRates"].as_array().expect("rates") {
        let class = rate.get("taxClassId").cloned().unwrap_or(Value::Null);
        let class = if class.is_null() { Value::Null } else { json!({ "id": class }) };
        let rates = list(&mut country["taxClassCountryRates"]);
        rates.retain(|known| known["taxClass"] != class);
        // The default first, as Saleor orders them.
        rates.insert(0, json!({ "rate": rate["rate"], "taxClass": class }));
    }
    Ok(())
}

fn webhook_create(state: &mut Value, input: &Value) -> Done {
    let webhooks = list(&mut state["app"]["webhooks"]);
    if webhooks.iter().any(|hook| hook["identifier"] == input["identifier"]) {
        return Err(&[("identifier", "UNIQUE", "Webhook with this identifier already exists.")]);
    }
    let mut hook = json!({ "id": format!("Webhook:{}", webhooks.len()) });
    webhook(&mut hook, input);
    webhooks.push(hook);
    Ok(())
}

fn webhook(hook: &mut Value, input: &Value) {
    for name in ["identifier", "isActive", "targetUrl"] {
        hook[name] = input[name].clone();
    }
    let events = input["asyncEvents"].as_array().expect("events");
    hook["asyncEvents"] = events.iter().map(|event| json!({ "eventType": event })).collect();
    hook["subscriptionQuery"] = input["query"].clone();
}
