//! Sends GraphQL operations to a running Saleor, over HTTPS.
//!
//! The token goes to the host of the URL and nowhere
//! else: redirects are not followed, no proxy of the environment is used, and without TLS there is only this machine.

mod client;
mod endpoint;

pub use client::Client;
pub use endpoint::{Endpoint, EndpointError};
