//! Tests of the engine.

mod estate;
mod oracle;
