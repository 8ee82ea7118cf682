//! The designs of the example platforms, for tests.

use std::sync::LazyLock;

use polder_cloud::Cloud;
use polder_design::{ComputeEngine, Design};
use polder_facts::Facts;
use polder_spec::Platform;

use crate::{Lowered, Origins};

/// The example platforms of the repository.
pub(crate) const EXAMPLES: [(&str, &str); 10] = [
    ("saleor-eu", include_str!("../../../examples/saleor-eu/polder.toml")),
    ("one-region", include_str!("../../../examples/one-region/polder.toml")),
    ("no-backup", include_str!("../../../examples/no-backup/polder.toml")),
    ("own-services", include_str!("../../../examples/own-services/polder.toml")),
    ("six-cells", include_str!("../../../examples/six-cells/polder.toml")),
    ("solo-market", include_str!("../../../examples/solo-market/polder.toml")),
    ("aurora", include_str!("../../../examples/aurora/polder.toml")),
    ("sqs-broker", include_str!("../../../examples/sqs-broker/polder.toml")),
    ("kubernetes", include_str!("../../../examples/kubernetes/polder.toml")),
    ("machines", include_str!("../../../examples/machines/polder.toml")),
];

/// The designs of all examples with their clouds, in the order of [`EXAMPLES`]. Built once for all tests.
pub(crate) fn all() -> &'static [(Design, Cloud)] {
    &LOWERED.0
}

/// The origins of the resources of [`all`], in the same order.
pub(crate) fn origins() -> &'static [Origins] {
    &LOWERED.1
}

/// The designs with their clouds, and their origins.
type AllLowered = (Vec<(Design, Cloud)>, Vec<Origins>);

static LOWERED: LazyLock<AllLowered> = LazyLock::new(|| {
    let lowered = |design: Design| {
        let Lowered { cloud, origins } = crate::lower(&design);
        ((design, cloud), origins)
    };
    EXAMPLES.iter().map(|(name, _)| lowered(design(name))).unzip()
});

/// The design of an example platform.
pub(crate) fn design(name: &str) -> Design {
    design_with(name, |_| {})
}

/// The same after a change of the platform file.
pub(crate) fn design_with(name: &str, change: impl FnOnce(&mut Platform)) -> Design {
    let text = EXAMPLES.iter().find(|(known, _)| *known == name).expect("an example of this name").1;
    let facts = Facts::embedded();
    let mut platform = polder_spec::read(text, facts).value.expect("examples have no errors");
    change(&mut platform);
    polder_design::design(&platform, facts).value.expect("examples have no errors")
}

/// The owner's platform with its production cells only: two cells of two sites each.
pub(crate) fn production() -> Design {
    production_on(ComputeEngine::ServerlessContainers)
}

/// The same with its containers run by another engine.
pub(crate) fn production_on(engine: ComputeEngine) -> Design {
    production_with(|platform| platform.compute.engine.value = engine)
}

/// The same after a change of the platform file.
pub(crate) fn production_with(change: impl FnOnce(&mut Platform)) -> Design {
    let facts = Facts::embedded();
    let mut platform = polder_spec::read(EXAMPLES[0].1, facts).value.expect("examples have no errors");
    change(&mut platform);
    let accounts = platform.accounts.clone();
    platform.cells.retain(|cell| {
        let account = accounts.get(cell.account.value);
        account.is_some_and(|account| account.environment.value == polder_spec::Environment::Production)
    });
    polder_design::design(&platform, facts).value.expect("examples have no errors")
}
