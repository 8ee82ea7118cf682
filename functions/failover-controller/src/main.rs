//! The failover controller on Lambda.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use polder_design::function_settings;
use polder_failover_controller::{Order, steps};
use polder_world::{OsWorld, World as _};

fn main() -> Result<(), Error> {
    let world = OsWorld;
    let needed = |name: &str| world.env(name).ok_or_else(|| Error::from(format!("`{name}` is not set")));
    let (cell, region) = (needed(function_settings::CELL)?, needed("AWS_REGION")?);
    let handler = service_fn(|event: LambdaEvent<Order>| {
        let answer = steps(&event.payload, &cell, &region);
        async move { Ok::<_, Error>(answer?) }
    });
    tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(run(handler))
}
