//! What is given besides the inventory: the markets, and what their processes need.

/// What is given besides the inventory.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// The markets; none for the plan of another estate.
    pub markets: Vec<Market>,
    /// What processes need to answer a request.
    pub needs: Vec<Need>,
}

/// A market, as visitors see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Market {
    /// Its name: `DE`.
    pub name: String,
    /// The host that visitors call.
    pub host: String,
    /// The path of requests that read the catalogue and place orders.
    pub api_path: String,
    /// Whether the estate serves its pages: the default path of the host. If not, only the API is asked about.
    pub pages: bool,
    /// The site whose database accepts writes, as in [`polder_inventory::model::Origin::site`].
    pub writer: String,
    /// Whether a second site is there to take over. If not, the loss of a region is accepted.
    pub backup: bool,
}

/// Something that a process needs to answer requests.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The site, as in [`polder_inventory::model::Origin::site`].
    pub site: String,
    /// The process, as in [`polder_inventory::model::Origin::component`].
    pub process: String,
    /// What it needs.
    pub to: NeedTo,
}

/// What a process needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NeedTo {
    /// A store of its site, as in [`polder_inventory::model::Origin::component`].
    Store(String),
    /// A service of the provider, as in [`polder_inventory::networks::EndpointTarget`].
    Service(String),
    /// Hosts on the internet.
    Internet,
}
