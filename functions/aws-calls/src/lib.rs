//! The few calls to AWS that Polder's functions make, and the one of `polder facts refresh`: signed, over plain HTTPS, without an SDK.
//!
//! An SDK crate for each service would be four times the size of the rest of a function. Four requests of a
//! fixed form are enough: [`Request`]s are built and signed as data, and [`Http`] sends them.

mod client;
mod credentials;
mod dynamodb;
mod error;
mod hex;
mod http;
mod instant;
mod pricing;
mod signature;
mod secrets_manager;
mod sns;
mod sqs;

pub use client::Client;
pub use credentials::Credentials;
pub use dynamodb::{Item, PutOutcome, Scalar};
pub use error::{CallError, SetupError};
pub use hex::{hex, sha256_hex};
pub use http::{Http, HttpError, Method, Request, Response, Web};
pub use instant::Instant;
pub use pricing::PriceLists;
pub use sns::Notice;
pub use sqs::{Letter, SQS_BYTES_MAX};
