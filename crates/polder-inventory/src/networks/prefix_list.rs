//! Prefix lists: named lists of address blocks.

use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Set, Text};

/// A named list of address blocks that rules, routes and web ACLs refer to (prefix lists and WAF IP sets on
/// AWS).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixList {
    /// The resource, or the data source of a provider-managed list.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// Its contents.
    pub contents: PrefixListContents,
    /// How many rules a reference to it counts for in quotas; none if it does not count.
    pub weight: Known<Option<u32>>,
}

entry!(PrefixList { name, contents, weight });

/// The contents of a prefix list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrefixListContents {
    /// These blocks.
    Blocks(Known<Set<AddressBlock>>),
    /// Addresses maintained by the provider: the blocks are not known, their meaning is.
    Provider(ProviderRange),
}

choice!(PrefixListContents { Provider(range), Blocks(blocks) });

/// The meaning of a provider-managed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderRange {
    /// Origin-facing addresses of the provider's CDN. Any customer's distribution uses them, so that a rule
    /// which admits only these can still be reached through a distribution outside of the estate.
    CdnOriginFacing,
    /// Addresses of the provider's DNS health checkers.
    HealthCheckers,
    /// Addresses of a service of the provider in one region.
    Service {
        /// The service name: `s3`, `dynamodb`.
        service: Text,
        /// The region.
        region: Known<Text>,
    },
    /// Another list, by the provider's name.
    Other(Text),
}

choice!(ProviderRange { CdnOriginFacing, HealthCheckers, Service { service, region }, Other(name) });
