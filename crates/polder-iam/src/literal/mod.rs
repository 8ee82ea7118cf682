//! The literal evaluator: whether one request is allowed. It is slow and obvious, and shares no matching with the symbolic
//! engine, whose witnesses it replays.
//!
//! Source: AWS, IAM User Guide, "Policy evaluation logic", "IAM JSON policy elements" and "Permissions boundaries for IAM
//! entities"; KMS Developer Guide, "Key policies" and "Grants".

mod condition;
mod decide;
mod matching;
mod principal;
mod statement;

pub use decide::{Answer, Deciding, Decision, Layer, decide};
