//! Stacks as bytes.
