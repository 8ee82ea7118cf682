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

/// How much of a function at the edge is set aside for its program, in bytes; the rest is for the data that it works on.
/// The longest program of all takes less.
pub const EDGE_PROGRAM_BYTES_MAX: usize = 4096;

/// A function that runs at the edge, before the cache.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeFunction {
    /// Name of its file, without the ending.
    pub name: Cow<'static, str>,
    /// What it does.
    pub work: EdgeWork,
}

/// What a function at the edge does. All of them keep from the origin what only the edge may say: the visitor's
/// address, the host that was asked for, proofs between the parts of the platform.
#[derive(Clone, Debug, PartialEq)]
pub enum EdgeWork {
    /// On a market's host: sends `/` to the language that fits, and names the market, the language and the country for
    /// the origin.
    Market(EdgeMarket),
    /// On `www`: sends each visitor to the market and language that fit.
    Choose {
        /// All markets; the first is for visitors of other countries.
        markets: Vec<EdgeMarket>,
    },
    /// On the way to an API: nothing more than all functions do.
    Forward,
    /// On the dashboard's host: sends `/` to the first path, and a path without its slash to the one with it.
    Dashboard {
        /// The paths of the dashboards, each with a slash at both ends, never empty.
        paths: Vec<String>,
    },
    /// In front of buckets: cuts off what chose the bucket, and shows nobody what is not for the public.
    Files {
        /// The folders that lead to a bucket.
        folders: Vec<EdgeFolder>,
    },
}

/// A folder of the edge that leads to a bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeFolder {
    /// With a slash in front and none at the end: `/de/media`.
    pub path: String,
    /// Beginnings of keys in the bucket that nobody may read: `invoices/`.
    pub hidden: Vec<String>,
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

/// What is written around each text of a function's data at most, in bytes: names, quotes, brackets, indentation.
const AROUND: usize = 24;

impl EdgeFunction {
    /// How much the data of the function take at most, in bytes.
    pub fn data_bytes(&self) -> usize {
        match &self.work {
            EdgeWork::Market(market) => market.bytes(),
            EdgeWork::Choose { markets } => markets.iter().map(EdgeMarket::bytes).sum(),
            EdgeWork::Forward => 0,
            EdgeWork::Dashboard { paths } => bytes(paths),
            EdgeWork::Files { folders } => {
                folders.iter().map(|folder| AROUND + bytes([&folder.path]) + bytes(&folder.hidden)).sum()
            }
        }
    }
}

impl EdgeMarket {
    fn bytes(&self) -> usize {
        AROUND + bytes([&self.country, &self.channel, &self.host]) + bytes(&self.languages)
    }
}

/// The bytes of some texts, none of which has characters that must be escaped.
fn bytes<'a>(texts: impl IntoIterator<Item = &'a String>) -> usize {
    texts.into_iter().map(|text| AROUND + text.len()).sum()
}
