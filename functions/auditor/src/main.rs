//! The auditor on Lambda.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use polder_auditor::{Order, audit};
use polder_world::{OsWorld, World as _};

fn main() -> Result<(), Error> {
    let world = OsWorld;
    let handler = service_fn(|event: LambdaEvent<Order>| {
        let result = audit(&event.payload, world.now()).map_err(Error::from);
        async move { Ok::<_, Error>(result?.into_result()?) }
    });
    tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(run(handler))
}
