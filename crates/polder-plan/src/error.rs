//! Why a document cannot be read, in the user's terms.

use polder_diag::visible;
use thiserror::Error;

/// Why documents cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{}`: {problem}", visible(.document))]
pub struct PlanError {
    /// The name of the document.
    pub document: String,
    /// The problem.
    pub problem: Problem,
}

/// The problem of a document.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// It is empty.
    #[error("the file is empty; did `terraform show -json` fail?")]
    Empty,
    /// A plan as `terraform plan -out` writes it.
    #[error(
        "this is a plan file in Terraform's own format; pass it to `terraform show -json` and give its output"
    )]
    BinaryPlan,
    /// A state as a backend stores it.
    #[error("this is a state as a backend stores it; give the output of `terraform show -json` instead")]
    RawState,
    /// The output of `terraform plan -json`.
    #[error(
        "this is a log in JSON; save the plan with `-out`, and give the output of `terraform show -json`"
    )]
    Log,
    /// Text, such as the output of `terraform show` without `-json`.
    #[error(
        "this is the text output of `terraform show` and not JSON; give the output of `terraform show -json`"
    )]
    ForPeople,
    /// Not in UTF-8.
    #[error("the file is not in UTF-8; PowerShell's `>` writes UTF-16, so use `| Out-File -Encoding utf8`")]
    Encoding,
    /// Not JSON.
    #[error("the file is not JSON: {reason}, at line {line}, column {column}")]
    NotJson {
        /// What the parser found.
        reason: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
    },
    /// It is truncated.
    #[error("the file ends in the middle of the document, after {bytes} bytes")]
    Truncated {
        /// How many there are.
        bytes: usize,
    },
    /// JSON, but neither a plan nor a state.
    #[error("this is JSON, but neither a plan nor a state; give the output of `terraform show -json`")]
    NotAPlan,
    /// An unknown version of the format.
    #[error("the format has version `{}`; versions 0.1 to 1.x can be read", visible(.0))]
    Version(String),
    /// Terraform failed while it created the plan.
    #[error("the plan is incomplete: Terraform reported errors while creating it")]
    Errored,
    /// Violates the format.
    #[error("the document is not in the format of `terraform show -json`: {}, at line {line}, column {column}", visible(.reason))]
    Format {
        /// The problem.
        reason: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
    },
    /// An address that is invalid, or not below that of the containing module.
    #[error("`{}` is not the address of a module inside this one", visible(.0))]
    Address(String),
    /// Two resources have the same address.
    #[error("the resource `{}` occurs twice", visible(.0))]
    TwiceThere(String),
    /// Two documents have the same name.
    #[error("another document has the same name")]
    NameTwice,
    /// Two documents have the same state location.
    #[error("another document has the same state key `{}`", visible(.0))]
    StateKeyTwice(String),
    /// Nested too deep.
    #[error("modules or values are nested too deep")]
    TooDeep,
    /// Too many bytes.
    #[error("the documents together have more than {0} bytes")]
    TooLarge(usize),
    /// Too many resources.
    #[error("the documents together have more than {0} resources")]
    TooManyResources(usize),
    /// Too many references.
    #[error("the configurations together make more than {0} references")]
    TooManyReferences(usize),
    /// References that exceed the limit of steps.
    #[error("following the references of the configuration takes too many steps")]
    TooEntangled,
}
