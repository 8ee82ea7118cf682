//! What goes wrong with a call.

use crate::http::HttpError;

/// A function is set up wrongly.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// A variable of the environment is not set.
    #[error("the environment has no `{name}`")]
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// An address cannot be used.
    #[error("`{name}` is no address that calls can be sent to: `{value}`")]
    Address {
        /// The variable.
        name: &'static str,
        /// What it says.
        value: String,
    },
}

/// A call did not do what it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// No answer.
    #[error("{service} gives no answer")]
    NoAnswer {
        /// The service.
        service: &'static str,
        /// What stood in the way.
        source: HttpError,
    },
    /// An answer that says no. Only the code is kept: messages of AWS repeat what was sent.
    #[error("{service} refuses with {status} `{code}`")]
    Refused {
        /// The service.
        service: &'static str,
        /// The HTTP status.
        status: u16,
        /// What AWS calls the error.
        code: String,
    },
}
