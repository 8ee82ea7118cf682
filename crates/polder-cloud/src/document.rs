//! Documents inside attributes: typed until they are written.

use std::borrow::Cow;

use crate::body::Body;
use crate::container::Container;
use crate::policy::Policy;
use crate::value::Value;

/// A document that the provider takes as text.
#[derive(Clone, Debug, PartialEq)]
pub enum Document {
    /// An IAM policy.
    Policy(Policy),
    /// The containers of a task definition.
    Containers(Vec<Container>),
    /// Any other JSON document.
    Json(Body),
    /// A CloudFront function.
    EdgeFunction(EdgeFunction),
}

impl Document {
    /// Calls `visit` on every value inside.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Value)) {
        match self {
            Document::Policy(policy) => policy.walk(visit),
            Document::Containers(containers) => containers.iter().for_each(|container| container.walk(visit)),
            Document::Json(body) => body.walk(visit),
            Document::EdgeFunction(_) => {}
        }
    }
}

/// A function that runs at the edge, before the cache.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeFunction {
    /// Name of its file, without the ending.
    pub name: Cow<'static, str>,
    /// What it does.
    pub work: EdgeWork,
}

/// What a function at the edge does.
#[derive(Clone, Debug, PartialEq)]
pub enum EdgeWork {
    /// On a market's host: sends `/` to the language that fits, names the market, the language and the country for
    /// the origin, and lets no client choose its own address.
    Market(EdgeMarket),
    /// On `www`: sends each visitor to the market and language that fit.
    Choose {
        /// All markets; the first is for visitors of other countries.
        markets: Vec<EdgeMarket>,
    },
}

/// A market as the edge knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeMarket {
    /// ISO 3166-1 alpha-2, upper case.
    pub country: String,
    /// Saleor's channel.
    pub channel: String,
    /// Its full host name.
    pub host: String,
    /// The first is the default.
    pub languages: Vec<String>,
}
