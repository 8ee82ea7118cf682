//! The sizes of policies, each computed once.

use std::cell::RefCell;
use std::collections::BTreeMap;

use polder_cloud::Policy;

use crate::amount::Amount;

/// What counts of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measure {
    /// Its bytes.
    Bytes,
    /// Its characters.
    Characters,
    /// Its characters without white space: how IAM counts policies.
    Visible,
}

/// The sizes of policies without what is not literal, which can differ between the stacks that share a policy.
#[derive(Debug, Default)]
pub(crate) struct Policies(RefCell<BTreeMap<(*const Policy, Measure), Amount>>);

impl Policies {
    /// The size of a policy, which is computed when it is asked for the first time.
    pub(crate) fn size(&self, policy: &Policy, measure: Measure, compute: impl FnOnce() -> Amount) -> Amount {
        let key = (std::ptr::from_ref(policy), measure);
        *self.0.borrow_mut().entry(key).or_insert_with(compute)
    }
}
