//! The setup runner on Lambda.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use polder_aws_calls::{Client, Web};
use polder_setup_runner::{Order, RunError, Settings, act, plain, token};
use polder_shop_client::Client as Saleor;
use polder_world::OsWorld;
use serde_json::Value;

fn main() -> Result<(), Error> {
    let world = OsWorld;
    let web = Web::new();
    let settings = Settings::from_world(&world)?;
    let aws = Client::new(&world, &web)?;
    let once = |order: &Order| -> Result<Value, RunError> {
        // Read for each run: a token that was replaced is used at once.
        let mut saleor = Saleor::new(settings.endpoint.clone(), token(&aws, &settings.token)?);
        let mut steps = 0u32;
        act(order, &settings, &mut saleor, &mut |step| {
            steps = steps.saturating_add(1);
            log(steps, step);
        })
    };
    // One invocation at a time, with nothing else to do: so blocking is fine.
    let handler = service_fn(|event: LambdaEvent<Order>| {
        let answer = once(&event.payload);
        async move { Ok::<Value, Error>(answer.map_err(|error| plain(&error.to_string()))?) }
    });
    tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(run(handler))
}

/// Logs a step: its title has names of settings and channels, and nothing of customers.
fn log(number: u32, step: &str) {
    use std::io::Write as _;
    let line = serde_json::json!({ "level": "INFO", "message": "step", "number": number, "step": step });
    // A log that cannot be written must not stop a setup.
    let _ = writeln!(std::io::stdout(), "{line}");
}
