//! Tests of the model as a whole: made-up inventories, properties of check, canonical form, differences and
//! index.

mod broken;
mod canonical;
pub(crate) mod generator;
mod hard_cases;
mod index;
mod model;
mod settle;
mod small;
mod timings;

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// The same cases on every run: a failure belongs to the change that shows it.
fn fixed(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(17),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
