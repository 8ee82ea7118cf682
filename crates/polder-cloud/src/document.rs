//! Documents inside attributes: typed until they are written.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::body::Body;
use crate::container::Container;
use crate::policy::Policy;
use crate::value::{Reference, Value};

/// A document that the provider accepts as text.
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
    /// Text in a separate file of the module.
    Text(TextFile),
}

/// Text in a separate file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Its path in the module's folder: `pages/503.html`.
    pub path: SmolStr,
    /// Its content.
    pub content: Arc<str>,
}

impl Document {
    /// Calls `visit` on every value inside.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Value)) {
        match self {
            Document::Policy(policy) => policy.walk(visit),
            Document::Containers(containers) => containers.iter().for_each(|container| container.walk(visit)),
            Document::Json(body) => body.walk(visit),
            Document::EdgeFunction(_) | Document::Text(_) => {}
        }
    }

    /// Calls `change` on every reference inside.
    pub fn change_references(&mut self, change: &mut impl FnMut(&mut Reference)) {
        match self {
            Document::Policy(policy) => policy.change_references(change),
            Document::Containers(containers) => {
                containers.iter_mut().for_each(|container| container.change_references(change));
            }
            Document::Json(body) => body.change_references(change),
            Document::EdgeFunction(_) | Document::Text(_) => {}
        }
    }
}

/// A function that runs at the edge, before the cache.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeFunction {
    /// Name of its file, without the ending.
    pub name: SmolStr,
    /// What it does.
    pub work: EdgeWork,
}

/// The behaviour of an edge function. All of them remove headers that only the edge may set: the visitor's address, the
/// requested host, origin secrets.
#[derive(Clone, Debug, PartialEq)]
pub enum EdgeWork {
    /// On the hosts of markets: reads the market of the host from the key value store, redirects `/` to the best language,
    /// sets headers with market, language and country for the origin, and returns the maintenance page when the shop is
    /// closed.
    Market {
        /// The maintenance page.
        notice: EdgeNotice,
    },
    /// On `www`: redirects each visitor to the best market and language, which it reads from the key value store.
    Choose {
        /// The market for visitors of other countries, and while the store cannot be read.
        otherwise: EdgeMarket,
        /// Hosts that are domains which others use as well: hosts below them may have no TLS.
        shared_domains: Vec<String>,
    },
    /// In front of an API: removes those headers, and passes on the client's address that a caller with a proof names. The
    /// code contains [`CLIENT_PROOFS`] where the digests of the proofs belong.
    Forward,
    /// In front of pictures that are resized: reduces `Accept` to what the cache key distinguishes.
    Pictures,
    /// On the dashboard's host: redirects `/` to the first path, and a path without its trailing slash to the one with
    /// it.
    Dashboard {
        /// The paths of the dashboards, each with a slash at both ends, never empty.
        paths: Vec<String>,
    },
    /// In front of buckets: removes the path prefix of the bucket, and blocks objects that are not public.
    Files {
        /// The path prefixes that are routed to a bucket.
        folders: Vec<EdgeFolder>,
    },
}

/// The text in the code of [`EdgeWork::Forward`] that Terraform replaces: SHA-256 digests in hexadecimal, separated by
/// spaces.
pub const CLIENT_PROOFS: &str = "@client-proofs@";

/// The maintenance page of a shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeNotice {
    /// A page in four parts. Between them, the function inserts the language, the title, and the headline with the text.
    pub frame: [String; 4],
    /// One for each language, English among them.
    pub words: Vec<EdgeWords>,
}

/// The text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeWords {
    /// The language of the text.
    pub language: String,
    /// The headline, escaped for HTML.
    pub title: String,
    /// The text below it, as HTML.
    pub body: String,
}

/// A path prefix that is routed to a bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeFolder {
    /// With a leading slash and without a trailing one: `/de/media`.
    pub path: String,
    /// Key prefixes in the bucket that are not public: `invoices/`.
    pub hidden: Vec<String>,
    /// Those of them whose files open for whoever has the link: their names end with a random UUID.
    pub linked: Vec<String>,
}

/// The properties of a market that edge functions need.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeMarket {
    /// ISO 3166-1 alpha-2, upper case.
    pub country: String,
    /// Saleor's channel.
    pub channel: String,
    /// Its full host name.
    pub host: String,
    /// The origin of its storefront, if it is hosted elsewhere.
    pub storefront: Option<String>,
    /// The first is the default.
    pub languages: Vec<String>,
}

/// The maximum overhead of each text in a function's data, in bytes: names, quotes, brackets, indentation.
const AROUND: usize = 24;

/// The size of the names of constants, and of the import of the key value store.
const AROUND_ALL: usize = 100;

/// The size of an escaped character: `\u2028`.
const ESCAPED: usize = 6;

impl EdgeFunction {
    /// The size reserved for the function's program, in bytes. The program is smaller; the rest of the quota is for its
    /// data.
    pub fn program_bytes_max(&self) -> usize {
        match &self.work {
            EdgeWork::Market { .. } => 7168,
            EdgeWork::Choose { .. }
            | EdgeWork::Forward
            | EdgeWork::Pictures
            | EdgeWork::Dashboard { .. }
            | EdgeWork::Files { .. } => 4096,
        }
    }

    /// The maximum size of the function's data, in bytes.
    pub fn data_bytes(&self) -> usize {
        match &self.work {
            EdgeWork::Market { notice } => notice.bytes(),
            EdgeWork::Choose { otherwise, shared_domains } => {
                AROUND_ALL + otherwise.bytes() + bytes(shared_domains)
            }
            EdgeWork::Forward | EdgeWork::Pictures => 0,
            EdgeWork::Dashboard { paths } => bytes(paths),
            EdgeWork::Files { folders } => folders
                .iter()
                .map(|folder| AROUND + bytes([&folder.path]) + bytes(&folder.hidden) + bytes(&folder.linked))
                .sum(),
        }
    }
}

impl EdgeMarket {
    fn bytes(&self) -> usize {
        AROUND
            + bytes([&self.country, &self.channel, &self.host])
            + bytes(&self.storefront)
            + bytes(&self.languages)
    }
}

impl EdgeNotice {
    fn bytes(&self) -> usize {
        let words = self.words.iter().map(|it| AROUND + bytes([&it.language, &it.title, &it.body]));
        AROUND_ALL + bytes(&self.frame) + words.sum::<usize>()
    }
}

/// The size of some texts, with escapes.
fn bytes<'a>(texts: impl IntoIterator<Item = &'a String>) -> usize {
    let plain = |character: char| matches!(character, ' '..='~') && !matches!(character, '\'' | '\\');
    let of = |character: char| if plain(character) { 1 } else { ESCAPED * character.len_utf16() };
    texts.into_iter().map(|text| AROUND + text.chars().map(of).sum::<usize>()).sum()
}
