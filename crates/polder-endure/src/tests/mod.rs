//! Tests of the engine.

mod oracle;
