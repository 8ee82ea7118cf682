//! The commitments to buy for a platform.

use polder_diag::Finding;
use polder_price::Book;
use polder_purchase::{Advice, AdviseError, Possession, Wishes, advise, overlap};

use crate::compiled::Compiled;
use crate::price::Priced;

/// The commitments to buy for a platform with its bill and the prices behind it, and warnings about what is owned.
///
/// # Errors
/// If the figures are too large, or the separate check rejects the result.
pub fn commitments(
    compiled: &Compiled,
    (priced, book): (&Priced, &Book),
    wishes: &Wishes,
    owned: &[Possession],
) -> Result<(Advice, Vec<Finding>), AdviseError> {
    let (mut advice, findings) =
        advise((&priced.bill, &priced.inventory), (&compiled.design, &priced.chosen), wishes, owned)?;
    advice.overlap = overlap(&advice, &priced.bill, &priced.waste(book));
    Ok((advice, findings))
}
