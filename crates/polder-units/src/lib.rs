//! Money, bytes, durations, rates, networks and shares. Every quantity is an integer with its unit in the type, and
//! arithmetic is checked: no float decides anything that a user sees as exact.

mod bytes;
mod cidr;
mod cpu;
mod duration;
mod factor;
mod micros;
mod money;
mod rate;
mod share;

pub use bytes::Bytes;
pub use cidr::{Cidr, CidrError};
pub use cpu::MilliCpu;
pub use duration::{Duration, DurationError};
pub use factor::Factor;
pub use micros::Micros;
pub use money::PicoUsd;
pub use rate::Rate;
pub use share::Ppm;

#[cfg(test)]
mod tests;
