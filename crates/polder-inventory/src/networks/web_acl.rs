//! Web ACLs: firewalls of web requests.

use polder_units::Duration;

use super::PrefixListId;
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text};

/// Decides about web requests before they reach what is behind it. What it protects says so: load balancers, distributions
/// and stages of APIs have a field `web_acl`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAcl {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Option<Text>>,
    /// Whether it stands at the edge, and not in a region.
    pub edge: Known<bool>,
    /// What happens to requests that no rule decides about.
    pub default_action: Known<WebAction>,
    /// Its rules, in order of their priority.
    pub rules: Box<[WebRule]>,
}

entry!(WebAcl { name, edge, default_action, rules });

/// Rules that several ACLs share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebRuleGroup {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Option<Text>>,
    /// Its rules, in order of their priority.
    pub rules: Box<[WebRule]>,
}

entry!(WebRuleGroup { name, rules });

/// A rule of a web ACL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebRule {
    /// Its name.
    pub name: Known<Text>,
    /// Its place: lower numbers come first.
    pub priority: Known<u32>,
    /// Which requests it is about.
    pub condition: WebCondition,
    /// What happens to them; none where the rules of a group say it each.
    pub action: Known<Option<WebAction>>,
}

record!(WebRule { name, priority, condition, action });

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WebAction {
    /// It passes, and later rules are not asked.
    Allow,
    /// It is refused.
    Block,
    /// It is counted, and later rules are asked.
    Count,
    /// The browser must show that it is one.
    Challenge,
    /// A person must show that it is one.
    Captcha,
}

choice!(WebAction { Allow, Block, Count, Challenge, Captcha });

/// Which requests a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebCondition {
    /// From countries, as ISO 3166-1 alpha-2.
    Country(Known<Set<Text>>),
    /// From addresses of a list.
    Addresses(Link<PrefixListId>),
    /// More than so many in a time.
    Rate {
        /// How many are allowed.
        limit: Known<u64>,
        /// In which time.
        window: Known<Duration>,
        /// What is counted together, in the provider's words: `IP`, a header, everything.
        key: Known<Text>,
        /// Which requests are counted; none for all.
        counted: Option<Box<WebCondition>>,
    },
    /// Rules that the provider or a seller keeps.
    Managed {
        /// Who keeps them.
        vendor: Known<Text>,
        /// Their name.
        name: Known<Text>,
        /// Their version; none for the newest.
        version: Known<Option<Text>>,
        /// Rules among them with another action.
        overrides: Set<WebOverride>,
        /// Requests that they look at; none for all.
        scope: Option<Box<WebCondition>>,
    },
    /// Rules of a group of the estate.
    Group(Link<super::WebRuleGroupId>),
    /// A part of the request matches a text.
    Match {
        /// The part, in the provider's words: `uri path`, `header host`, `body`.
        part: Known<Text>,
        /// How it is compared, in the provider's words: `EXACTLY`, `CONTAINS`, `regex`, `size >`, `sql injection`.
        comparison: Known<Text>,
        /// With what; none where the comparison says it all.
        value: Known<Option<Text>>,
    },
    /// With a label that an earlier rule gave.
    Label(Known<Text>),
    /// All of these.
    All(Box<[WebCondition]>),
    /// Any of these.
    Any(Box<[WebCondition]>),
    /// Not this.
    Not(Box<WebCondition>),
    /// Not known.
    Unknown(crate::model::Reason),
}

choice!(WebCondition {
    Country(countries),
    Addresses(list),
    Rate { limit, window, key, counted },
    Managed { vendor, name, version, overrides, scope },
    Group(group),
    Match { part, comparison, value },
    Label(label),
    All(conditions),
    Any(conditions),
    Not(condition),
    Unknown(reason),
});

/// A managed rule with another action than its keeper's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WebOverride {
    /// Its name.
    pub rule: Text,
    /// The action.
    pub action: Known<WebAction>,
}

record!(WebOverride { rule, action });
