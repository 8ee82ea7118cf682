//! Processor time.

use std::fmt;

/// Thousandths of one virtual CPU, or CPU-milliseconds per second, which is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MilliCpu(pub u64);

impl MilliCpu {
    /// `n` whole virtual CPUs, or the most that fits.
    pub const fn cores(n: u64) -> MilliCpu {
        MilliCpu(n.saturating_mul(1000))
    }

    /// As ECS counts them: 1024 units are one virtual CPU. Rounded down, or the most that fits.
    pub const fn ecs_units(self) -> u64 {
        // Whole CPUs and the rest apart, so that the product of the rest cannot overflow.
        let whole = (self.0 / 1000).saturating_mul(1024);
        whole.saturating_add(self.0 % 1000 * 1024 / 1000)
    }
}

impl fmt::Display for MilliCpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03} vCPU", self.0 / 1000, self.0 % 1000)
    }
}
