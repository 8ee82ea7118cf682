//! Errors.

use polder_aws_calls::CallError;

/// The API could not be asked. Other questions would fail as well.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefreshError {
    /// The call failed.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The answer has another form than the API documents.
    #[error("the Price List API gives an answer without {0}")]
    Form(&'static str),
    /// The API has pages without end.
    #[error("the Price List API gives more than {0} pages for one price")]
    Pages(usize),
}

/// Why there is no price in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPrice {
    /// No product fits.
    #[error("the price list has no such product")]
    None,
    /// Products have different prices.
    #[error("several products fit, and their prices differ")]
    Ambiguous,
    /// The price is in another unit, in another currency, or no decimal.
    #[error("its price has another form than expected")]
    Form,
}
