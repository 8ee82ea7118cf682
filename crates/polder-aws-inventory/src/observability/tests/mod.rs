//! What the reader yields for observability.

mod alarms;
mod detectors;
mod estate;
mod records;
