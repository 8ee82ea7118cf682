//! The table of the built-in example.

mod estate;
mod mutations;
mod page;
mod rows;
mod shapes;
mod verdicts;
