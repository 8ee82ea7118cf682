//! The shop probe on Lambda.

use std::io::{Write as _, stdout};

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use polder_aws_calls::Web;
use polder_shop_probe::{FORMAT_VERSION, Order, Settings, probe};
use polder_world::OsWorld;
use serde_json::{Value, json};

fn main() -> Result<(), Error> {
    let (settings, web) = (Settings::from_world(&OsWorld).map_err(|error| error.to_string())?, Web::new());
    // One invocation at a time, with nothing else to do: so blocking is fine.
    let handler = service_fn(|event: LambdaEvent<Order>| {
        let answer = all(&event.payload, &settings, &web);
        async move { Ok::<Value, Error>(answer?) }
    });
    tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(run(handler))
}

/// Every market, also after one that fails.
fn all(order: &Order, settings: &Settings, web: &Web) -> Result<Value, String> {
    if order.format_version != FORMAT_VERSION {
        return Err(format!(
            "the order has format version {}, and not {FORMAT_VERSION}",
            order.format_version
        ));
    }
    let (mut markets, mut failed) = (serde_json::Map::new(), vec![]);
    for market in &settings.markets {
        let (level, state) = match probe(web, market) {
            Ok(outcome) => ("INFO", outcome.to_string()),
            Err(error) => {
                failed.push(format!("{}: {error}", market.channel));
                ("WARN", error.to_string())
            }
        };
        let line = json!({ "level": level, "message": "checkout", "market": market.channel, "state": state });
        // A log that cannot be written must not hide a failure.
        let _ = writeln!(stdout(), "{line}");
        markets.insert(market.channel.clone(), state.into());
    }
    match failed.as_slice() {
        [] => Ok(json!({ "format_version": FORMAT_VERSION, "markets": markets })),
        _ => Err(format!("no checkout can be started: {}", failed.join("; "))),
    }
}
