//! The commitments to buy for a platform.

use polder_diag::Finding;
use polder_purchase::{Advice, AdviseError, Possession, Wishes, advise};

use crate::compiled::Compiled;
use crate::price::Priced;

/// The commitments to buy for a platform with its bill, and warnings about what is owned.
///
/// # Errors
/// If the figures are too large, or the separate check rejects the result.
pub fn commitments(
    compiled: &Compiled,
    priced: &Priced,
    wishes: &Wishes,
    owned: &[Possession],
) -> Result<(Advice, Vec<Finding>), AdviseError> {
    advise((&priced.bill, &priced.inventory), (&compiled.design, &priced.chosen), wishes, owned)
}
