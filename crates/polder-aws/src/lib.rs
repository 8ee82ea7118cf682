//! Design to AWS resources.
