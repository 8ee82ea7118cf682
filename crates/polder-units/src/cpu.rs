//! Processor time.

use std::fmt;

/// Thousandths of one virtual CPU, or CPU-milliseconds per second, which is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MilliCpu(pub u64);

impl MilliCpu {
    /// `n` whole virtual CPUs.
    pub const fn cores(n: u64) -> MilliCpu {
        MilliCpu(n * 1000)
    }

    /// As ECS counts them: 1024 units are one virtual CPU.
    pub const fn ecs_units(self) -> u64 {
        self.0 * 1024 / 1000
    }
}

impl fmt::Display for MilliCpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03} vCPU", self.0 / 1000, self.0 % 1000)
    }
}
