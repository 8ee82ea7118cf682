//! Tests of the two engines and of the questions.

mod certificate;
mod generator;
mod hostile;
mod oracle;
