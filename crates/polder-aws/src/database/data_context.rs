//! What the resources of data stores use of their site.

use polder_design::{Cell, Design, Site};

use crate::draft::Draft;
use crate::handles::{Base, Data, Network};

/// A site whose layer `data` is being written.
#[derive(Clone, Copy)]
pub(crate) struct DataContext<'a> {
    /// The open stack.
    pub(crate) s: &'a Draft,
    /// The whole platform.
    pub(crate) design: &'a Design,
    /// The site's cell.
    pub(crate) cell: &'a Cell,
    /// The site.
    pub(crate) site: &'a Site,
    /// Its keys, buckets, topics and vault.
    pub(crate) base: &'a Base,
    /// Its subnets and security groups.
    pub(crate) network: &'a Network,
    /// The base of the cell's other site.
    pub(crate) peer: Option<&'a Base>,
    /// The data of the cell's primary site, when this is its backup.
    pub(crate) primary: Option<&'a Data>,
}
