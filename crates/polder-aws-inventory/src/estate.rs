//! The clouds and inventories of examples, for tests.

use std::sync::OnceLock;

use polder_cloud::{Cloud, Index};
use polder_design::Design;
use polder_facts::Facts;
use polder_inventory::Inventory;

/// The platform files of all examples, by name.
pub(crate) const EXAMPLES: [(&str, &str); 10] = [
    ("aurora", include_str!("../../../examples/aurora/polder.toml")),
    ("kubernetes", include_str!("../../../examples/kubernetes/polder.toml")),
    ("machines", include_str!("../../../examples/machines/polder.toml")),
    ("no-backup", include_str!("../../../examples/no-backup/polder.toml")),
    ("one-region", include_str!("../../../examples/one-region/polder.toml")),
    ("own-services", include_str!("../../../examples/own-services/polder.toml")),
    ("saleor-eu", include_str!("../../../examples/saleor-eu/polder.toml")),
    ("six-cells", include_str!("../../../examples/six-cells/polder.toml")),
    ("solo-market", include_str!("../../../examples/solo-market/polder.toml")),
    ("sqs-broker", include_str!("../../../examples/sqs-broker/polder.toml")),
];

/// The owner's platform file.
pub(crate) const OWNERS: &str = include_str!("../../../examples/saleor-eu/polder.toml");

/// The design of a platform file.
pub(crate) fn designed(text: &str) -> Design {
    let facts = Facts::embedded();
    let platform = polder_spec::read(text, facts).value.expect("examples have no errors");
    polder_design::design(&platform, facts).value.expect("a design")
}

/// The cloud of a platform file.
pub(crate) fn lowered(text: &str) -> Cloud {
    polder_aws::lower(&designed(text)).cloud
}

/// The owner's cloud.
pub(crate) fn owners_cloud() -> &'static Cloud {
    static CLOUD: OnceLock<Cloud> = OnceLock::new();
    CLOUD.get_or_init(|| lowered(OWNERS))
}

/// The owner's inventory.
pub(crate) fn owners() -> &'static Inventory {
    static INVENTORY: OnceLock<Inventory> = OnceLock::new();
    INVENTORY.get_or_init(|| crate::read(&Index::new(owners_cloud()), &|_| None))
}
