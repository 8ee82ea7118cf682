//! Dated and sourced facts, compiled in.
