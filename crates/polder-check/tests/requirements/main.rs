//! The table over the owner's platform.

mod estate;
mod mutations;
mod page;
mod rows;
mod shapes;
