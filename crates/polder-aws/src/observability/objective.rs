//! What a site promises: the objectives that alarms speak of.

/// What a site promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Objective {
    /// Requests are served well.
    Availability,
    /// They are served fast.
    Latency,
    /// Nothing that was written is lost with a zone or a region.
    Recovery,
    /// There is room for the next rush.
    Capacity,
}

/// All of them, in the order of the dashboard.
pub(crate) const OBJECTIVES: [Objective; 4] =
    [Objective::Availability, Objective::Latency, Objective::Recovery, Objective::Capacity];

impl Objective {
    /// Its name in the stack.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Objective::Availability => "availability",
            Objective::Latency => "latency",
            Objective::Recovery => "recovery",
            Objective::Capacity => "capacity",
        }
    }
}
