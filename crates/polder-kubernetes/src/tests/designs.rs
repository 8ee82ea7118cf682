//! The examples on Kubernetes.

use std::sync::LazyLock;

use polder_design::{ComputeEngine, Design};
use polder_facts::Facts;

const EXAMPLES: [&str; 8] = [
    include_str!("../../../../examples/saleor-eu/polder.toml"),
    include_str!("../../../../examples/one-region/polder.toml"),
    include_str!("../../../../examples/no-backup/polder.toml"),
    include_str!("../../../../examples/own-services/polder.toml"),
    include_str!("../../../../examples/six-cells/polder.toml"),
    include_str!("../../../../examples/solo-market/polder.toml"),
    include_str!("../../../../examples/sqs-broker/polder.toml"),
    include_str!("../../../../examples/kubernetes/polder.toml"),
];

/// All examples as if their engine were Kubernetes, made once.
pub(super) fn all() -> &'static [Design] {
    static ALL: LazyLock<Vec<Design>> = LazyLock::new(|| EXAMPLES.map(on_kubernetes).into());
    &ALL
}

/// The built-in example.
pub(super) fn owner() -> &'static Design {
    all().first().expect("there are examples")
}

fn on_kubernetes(text: &str) -> Design {
    let facts = Facts::embedded();
    let mut platform = polder_spec::read(text, facts).value.expect("examples have no errors");
    platform.compute.engine.value = ComputeEngine::Kubernetes;
    polder_design::design(&platform, facts).value.expect("examples have no errors")
}
