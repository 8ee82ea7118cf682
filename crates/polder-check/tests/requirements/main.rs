//! The table of the built-in example.

mod estate;
mod mutations;
mod page;
mod property_pages;
mod rows;
mod shapes;
mod verdicts;
