//! The built-in example, compiled once for all tests.

use std::sync::LazyLock;

use polder_cloud::Cloud;
use polder_design::Design;
use polder_facts::Facts;

const FILE: &str = include_str!("../../../../examples/saleor-eu/polder.toml");

/// Its design and its cloud.
pub(crate) fn owner() -> &'static (Design, Cloud) {
    static OWNER: LazyLock<(Design, Cloud)> = LazyLock::new(|| {
        let facts = Facts::embedded();
        let outcome =
            polder_spec::read(FILE, facts).and_then(|platform| polder_design::design(&platform, facts));
        let design = outcome.value.expect("the example has no errors");
        let cloud = polder_aws::lower(&design).cloud;
        (design, cloud)
    });
    &OWNER
}
