//! Documents inside attributes: typed until they are written.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::body::Body;
use crate::container::Container;
use crate::policy::Policy;
use crate::value::{Reference, Value};

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
    /// Text as it is, in a file of its own beside the stack.
    Text(TextFile),
}

/// Text in a file of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Where it lies below the stack's folder: `pages/503.html`.
    pub path: SmolStr,
    /// What is in it.
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

/// What a function at the edge does. All of them keep from the origin what only the edge may say: the visitor's
/// address, the host that was asked for, proofs between the parts of the platform.
#[derive(Clone, Debug, PartialEq)]
pub enum EdgeWork {
    /// On a market's host: sends `/` to the language that fits, names the market, the language and the country for the
    /// origin, and says that people work on the shop when the switch says so.
    Market {
        /// The market.
        market: EdgeMarket,
        /// What is said while people work on its shop.
        notice: EdgeNotice,
    },
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

/// What is said while people work on a shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeNotice {
    /// A page in four parts: between them stand its language, its title, and its headline and words.
    pub frame: [String; 4],
    /// One for each language of the market.
    pub words: Vec<EdgeWords>,
}

/// What is said in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeWords {
    /// The language that is asked for.
    pub asked: String,
    /// The language that the words are in.
    pub language: String,
    /// The headline, as it can stand in HTML.
    pub title: String,
    /// What stands under it, as HTML.
    pub body: String,
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

/// What the names of a notice's constants and the store's module take.
const AROUND_NOTICE: usize = 100;

/// What a character takes that is written by its number: `\u2028`.
const ESCAPED: usize = 6;

impl EdgeFunction {
    /// How much is set aside for the program of the function, in bytes: it takes less. The rest is for its data.
    pub fn program_bytes_max(&self) -> usize {
        match &self.work {
            EdgeWork::Market { .. } => 6144,
            EdgeWork::Choose { .. }
            | EdgeWork::Forward
            | EdgeWork::Dashboard { .. }
            | EdgeWork::Files { .. } => 4096,
        }
    }

    /// How much the data of the function take at most, in bytes.
    pub fn data_bytes(&self) -> usize {
        match &self.work {
            EdgeWork::Market { market, notice } => market.bytes() + notice.bytes(),
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

impl EdgeNotice {
    fn bytes(&self) -> usize {
        let words =
            self.words.iter().map(|it| AROUND + bytes([&it.asked, &it.language, &it.title, &it.body]));
        AROUND_NOTICE + bytes(&self.frame) + words.sum::<usize>()
    }
}

/// The bytes of some texts: what is not plain is escaped.
fn bytes<'a>(texts: impl IntoIterator<Item = &'a String>) -> usize {
    let plain = |character: char| matches!(character, ' '..='~') && !matches!(character, '\'' | '\\');
    let of = |character: char| if plain(character) { 1 } else { ESCAPED * character.len_utf16() };
    texts.into_iter().map(|text| AROUND + text.chars().map(of).sum::<usize>()).sum()
}
