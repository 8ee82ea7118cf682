//! Functions on Lambda, and the code signing of their packages.

pub(crate) mod lambda_function;
pub(crate) mod signer_signing_profile;
