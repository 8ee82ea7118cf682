//! Errors of calls.

use crate::http::HttpError;

/// A misconfigured function.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// A variable of the environment is not set.
    #[error("the environment has no `{name}`")]
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// A URL is invalid.
    #[error("`{name}` is no address that calls can be sent to: `{value}`")]
    Address {
        /// The variable.
        name: &'static str,
        /// Its value.
        value: String,
    },
}

/// A failed call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// No response.
    #[error("{service} gives no answer")]
    NoAnswer {
        /// The service.
        service: &'static str,
        /// The cause.
        source: HttpError,
    },
    /// An answer that is no JSON.
    #[error("{service} gives an answer that is no JSON")]
    Unreadable {
        /// The service.
        service: &'static str,
    },
    /// An error response. Only the code is kept: messages of AWS repeat the request.
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
