//! The version of the models that verdicts hold under.

/// The version of the models of all engines, which the page on `polder prove` describes. It rises when a model changes in a way
/// that can change a verdict.
pub const MODEL_VERSION: u32 = 1;
