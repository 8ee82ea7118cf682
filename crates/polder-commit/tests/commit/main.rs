//! What the solver promises, on small problems.

mod problems;
mod brute_force;
mod closed_forms;
mod certificate;
mod limits;
mod hostile;
mod uses;
