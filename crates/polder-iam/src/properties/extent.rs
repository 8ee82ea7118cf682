//! How much an inventory has of what is asked about.

/// How much of its accounts an inventory has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Everything: a platform that Polder designs.
    Whole,
    /// A part: the plan or state of a root module. The accounts have identities and resources that it does not show.
    Part,
}
