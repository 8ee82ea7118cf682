//! Named lists of addresses.

use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{AddressBlock, Known, Set, Text};

/// A named list of blocks that rules and routes refer to, and firewalls of web requests too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixList {
    /// The resource, or the look-up of a list that the provider keeps.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// What is in it.
    pub contents: PrefixListContents,
    /// How many rules it counts for in a quota; none where it counts for nothing.
    pub weight: Known<Option<u32>>,
}

entry!(PrefixList { name, contents, weight });

/// What is in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrefixListContents {
    /// These blocks.
    Blocks(Known<Set<AddressBlock>>),
    /// Addresses that the provider keeps: the numbers change, the meaning does not.
    Provider(ProviderRange),
}

choice!(PrefixListContents { Provider(range), Blocks(blocks) });

/// The meaning of a list that the provider keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderRange {
    /// Where requests of the provider's content delivery network come from, for anyone's distribution. Reachability: an
    /// entry that admits these alone can still be reached through a distribution of somebody else.
    CdnOriginFacing,
    /// Where the provider's health checks of names come from.
    HealthCheckers,
    /// Addresses of a service of the provider in one region, by the service's prefix in actions: `s3`, `dynamodb`.
    Service {
        /// The service.
        service: Text,
        /// The region.
        region: Known<Text>,
    },
    /// Another meaning.
    Other(Text),
}

choice!(ProviderRange { CdnOriginFacing, HealthCheckers, Service { service, region }, Other(meaning) });
