//! Web ACLs: web application firewalls.

use polder_units::Duration;

use super::{PrefixListId, WebRuleGroupId};
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, Reason, Set, Text};

/// A web ACL. The resource that it protects refers to it: load balancers, distributions and API stages have a
/// field `web_acl`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAcl {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Option<Text>>,
    /// Whether its scope is the CDN; otherwise it is a region.
    pub edge: Known<bool>,
    /// The action for requests that no rule decides.
    pub default_action: Known<WebAction>,
    /// Its rules, sorted by priority.
    pub rules: Box<[WebRule]>,
}

entry!(WebAcl { name, edge, default_action, rules });

/// A rule group that several web ACLs share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebRuleGroup {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Option<Text>>,
    /// Its rules, sorted by priority.
    pub rules: Box<[WebRule]>,
}

entry!(WebRuleGroup { name, rules });

/// A rule of a web ACL or rule group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebRule {
    /// Its name.
    pub name: Known<Text>,
    /// The priority: lower numbers are evaluated first. Unique for each web ACL and rule group.
    pub priority: Known<u32>,
    /// Which requests match.
    pub condition: WebCondition,
    /// The action for matching requests; none if the rules of a referenced group have their own.
    pub action: Known<Option<WebAction>>,
}

record!(WebRule { name, priority, condition, action });

/// The action of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WebAction {
    /// The request passes, and evaluation ends.
    Allow,
    /// The request is blocked.
    Block,
    /// The request is counted, and evaluation goes on.
    Count,
    /// The client must solve a silent browser challenge.
    Challenge,
    /// The user must solve a CAPTCHA.
    Captcha,
}

choice!(WebAction { Allow, Block, Count, Challenge, Captcha });

/// Which requests a rule matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebCondition {
    /// The client's country, as ISO 3166-1 alpha-2 codes.
    Country(Known<Set<Text>>),
    /// The client's address.
    Addresses(Link<PrefixListId>),
    /// Requests above a rate.
    Rate {
        /// The number of requests allowed.
        limit: Known<u64>,
        /// The time in which they are counted.
        window: Known<Duration>,
        /// What requests are grouped by, by the provider's name: address, header, nothing.
        key: Known<Text>,
        /// Which requests are counted; none for all.
        counted: Option<Box<WebCondition>>,
    },
    /// A rule group managed by the provider or a vendor.
    Managed {
        /// The vendor.
        vendor: Known<Text>,
        /// The name of the rule group.
        name: Known<Text>,
        /// The version; none for the default.
        version: Known<Option<Text>>,
        /// Rules of the group with another action.
        overrides: Set<WebOverride>,
        /// Which requests the group inspects; none for all.
        scope: Option<Box<WebCondition>>,
    },
    /// A rule group of the estate.
    Group(Link<WebRuleGroupId>),
    /// A comparison of a part of the request.
    Match {
        /// The part, by the provider's name: `uri_path`, `single_header:host`, `body`.
        part: Known<Text>,
        /// The comparison, by the provider's name: `EXACTLY`, `CONTAINS`, `regex`, `sqli`.
        comparison: Known<Text>,
        /// The value compared with; none if the comparison needs none.
        value: Known<Option<Text>>,
    },
    /// A label set by an earlier rule.
    Label(Known<Text>),
    /// All of these.
    All(Box<[WebCondition]>),
    /// Any of these.
    Any(Box<[WebCondition]>),
    /// Not this.
    Not(Box<WebCondition>),
    /// Not known.
    Unknown(Reason),
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

/// A rule of a managed group whose action is overridden.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WebOverride {
    /// The name of the rule.
    pub rule: Text,
    /// The action.
    pub action: Known<WebAction>,
}

record!(WebOverride { rule, action });
