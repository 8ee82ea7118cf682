//! Tests of the two engines and of the questions.

mod generator;
mod hostile;
mod oracle;
