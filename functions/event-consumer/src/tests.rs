//! The consumer against a cloud in memory, which loses calls and answers as it is told.

mod cloud;
mod faults;
mod hostile;
mod messages;
mod signatures;
