//! Platform and facts to Design.
