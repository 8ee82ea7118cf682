//! What runs in small graphs, and what holds for the processes of the owner's estate.

mod containers;
mod estate;
mod functions;
mod machines;
mod scaling;
mod services;
