//! The event consumer on Lambda.

use std::cell::RefCell;
use std::io::stdout;

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use polder_aws_calls::{Client, Instant, Web};
use polder_event_consumer::{Answer, Batch, Consumer, Log, Settings};
use polder_world::OsWorld;

fn main() -> Result<(), Error> {
    let world = OsWorld;
    let web = Web::new();
    let settings = Settings::from_world(&world)?;
    let aws = Client::new(&world, &web)?;
    let consumer = RefCell::new(Consumer::new(settings, aws, &web, Log::new(Box::new(stdout()))));
    let handler = service_fn(|event: LambdaEvent<Batch>| {
        let deadline = Instant::from_seconds(event.context.deadline / 1_000);
        // One invocation at a time, with nothing else to do: so blocking is fine.
        let answer = consumer.borrow_mut().take(&event.payload, deadline);
        async move { Ok::<Answer, Error>(answer) }
    });
    tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(run(handler))
}
