//! The results of all phases.

use polder_aws::Origins;
use polder_cloud::{Cloud, Links};
use polder_design::Design;
use polder_lock::Lock;
use polder_shop::Shop;
use polder_spec::Platform;

/// The results of all phases for one platform file.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The text of the platform file.
    pub source: String,
    /// What the platform settles.
    pub settled: Lock,
    /// The platform.
    pub platform: Platform,
    /// The design.
    pub design: Design,
    /// The resources.
    pub cloud: Cloud,
    /// The origin of each resource in the design.
    pub origins: Origins,
    /// The dependencies between stacks.
    pub links: Links,
    /// Saleor's own configuration, by cell.
    pub shops: Vec<Shop>,
}
