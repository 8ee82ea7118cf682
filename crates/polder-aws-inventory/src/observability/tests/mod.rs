//! What is read of observability.

mod alarms;
mod detectors;
mod estate;
mod records;
