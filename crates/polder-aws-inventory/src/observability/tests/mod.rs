//! Tests of the observability readers.

mod alarms;
mod detectors;
mod estate;
mod records;
