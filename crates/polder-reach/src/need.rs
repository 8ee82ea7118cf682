//! The flows that a design needs, in terms of the inventory.

use polder_inventory::networks::ProviderRange;

/// A connection that must be possible from every interface of its source to its destination, or that may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The site, by the name in the origins of its resources.
    pub site: String,
    /// Who opens the connection.
    pub from: NeedFrom,
    /// To what.
    pub to: NeedTo,
    /// The number of the protocol: [`crate::TCP`] or [`crate::UDP`].
    pub protocol: u8,
    /// The destination port.
    pub port: u16,
    /// Whether every interface of the source is known to open it. If not, some of them may, so that filters are right to let it
    /// through, but nothing is to be shown about it.
    pub certain: bool,
    /// Why, as a phrase.
    pub purpose: String,
}

/// Who opens a needed connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NeedFrom {
    /// A component of the site, by the name in the origins of its resources.
    Component(String),
    /// A range of the provider: its CDN, its health checkers.
    Range(ProviderRange),
}

/// The destination of a needed connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NeedTo {
    /// A component of the site.
    Component(String),
    /// A service of the provider in the region, by the name of its endpoints: over an endpoint of the network
    /// if there is one, otherwise over the internet.
    Service(String),
    /// Any host on the internet.
    Internet,
}

impl Need {
    /// The name of the source.
    pub fn source_name(&self) -> String {
        match &self.from {
            NeedFrom::Component(name) => name.clone(),
            NeedFrom::Range(ProviderRange::CdnOriginFacing) => "edge".into(),
            NeedFrom::Range(ProviderRange::HealthCheckers) => "health checks".into(),
            NeedFrom::Range(ProviderRange::Service { service, .. }) => service.to_string(),
            NeedFrom::Range(ProviderRange::Other(name)) => name.to_string(),
        }
    }
}
