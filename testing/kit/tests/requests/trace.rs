//! A request on its way.

use std::collections::BTreeMap;

use polder::Compiled;
use polder_cloud::Index;

use crate::edge;
use crate::engine::Engine;
use crate::gateway;
use crate::row::Request;

/// What became of a request.
#[derive(Default)]
pub(crate) struct Arrival {
    /// Who answers, and what.
    pub(crate) answer: String,
    /// What CloudFront keeps the answer by; empty if it does not.
    pub(crate) key: String,
    /// The address that the process takes for the client's.
    pub(crate) client: String,
    /// What the process receives.
    pub(crate) headers: BTreeMap<String, String>,
    /// The rate limits that count it.
    pub(crate) limits: Vec<String>,
    /// The response headers policy.
    pub(crate) policy: String,
}

impl Arrival {
    /// An answer on the way.
    pub(crate) fn answered(answer: String) -> Arrival {
        Arrival { answer, ..Arrival::default() }
    }
}

/// Follows a request from the host that it names.
pub(crate) fn trace(it: &Compiled, index: &Index<'_>, engine: &mut Engine, request: &Request) -> Arrival {
    let of_gateway =
        it.design.accounts.iter().any(|account| account.hosts.api.as_deref() == Some(&request.host));
    let mut sent = request.clone();
    if of_gateway {
        sent = match gateway::forward(index, request) {
            Ok(sent) => sent,
            Err(answer) => return Arrival::answered(answer),
        };
    }
    edge::answer(&it.design, index, engine, &sent)
}
