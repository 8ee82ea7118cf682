//! Processes of small graphs, and of the owner's estate.

mod containers;
mod estate;
mod functions;
mod machines;
mod scaling;
mod services;
