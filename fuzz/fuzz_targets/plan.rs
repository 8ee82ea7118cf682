//! Any bytes are read as a plan or a state without a panic and within limits, and what is read refers to what is there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use polder_cloud::Index;
use polder_cloud::schema::Schema;
use polder_plan::{Document, Limits, read_within};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { bytes: 1 << 20, resources: 1_000, references: 20_000, steps: 100_000 };
    let document = |name| Document { name, bytes, state_key: Some(name) };
    match read_within(&[document("a"), document("b")], Schema::aws(), &limits) {
        Ok(cloud) => {
            let index = Index::new(&cloud);
            for id in index.ids() {
                let stack = cloud.stack(id.stack).expect("a resource has its stack");
                for dependency in index.dependencies(id) {
                    assert!(!index.all_targets(stack, &dependency.reference).is_empty(), "a reference to nothing");
                }
                index.referrers(id);
            }
        }
        Err(error) => assert!(!error.to_string().contains('\u{1b}'), "a terminal is steered"),
    }
});
