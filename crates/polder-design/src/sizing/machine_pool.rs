//! How many machines of one size a set of tasks needs.

use polder_units::{Bytes, MilliCpu};

/// The capacity of one machine for tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Capacity {
    pub(super) cpu: MilliCpu,
    pub(super) memory: Bytes,
    /// The maximum number of tasks.
    pub(super) tasks: u64,
}

/// Tasks of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TaskGroup {
    pub(super) cpu: MilliCpu,
    pub(super) memory: Bytes,
    pub(super) count: u64,
}

impl Capacity {
    /// How many tasks of one size fit.
    fn fits(&self, task: &TaskGroup) -> u64 {
        let by = |room: u64, each: u64| room.checked_div(each).unwrap_or(u64::MAX);
        by(self.cpu.0, task.cpu.0).min(by(self.memory.0, task.memory.0)).min(self.tasks)
    }

    /// The remaining capacity with this many tasks of one size, which must fit.
    fn minus(&self, task: &TaskGroup, count: u64) -> Capacity {
        Capacity {
            cpu: MilliCpu(self.cpu.0.saturating_sub(task.cpu.0.saturating_mul(count))),
            memory: Bytes(self.memory.0.saturating_sub(task.memory.0.saturating_mul(count))),
            tasks: self.tasks.saturating_sub(count),
        }
    }

    /// Whether it is at least as large as another.
    pub(super) fn is_at_least(&self, other: &Capacity) -> bool {
        self.cpu >= other.cpu && self.memory >= other.memory && self.tasks >= other.tasks
    }
}

/// Machines for first-fit-decreasing placement. `None` if a task is larger than a machine. Machines with the same
/// remaining capacity are one entry, so a thousand tasks are as fast as one.
pub(super) fn first_fit_decreasing(groups: &[TaskGroup], room: Capacity) -> Option<u64> {
    let mut groups = groups.to_vec();
    groups.sort_by_key(|crowd| std::cmp::Reverse((crowd.memory, crowd.cpu)));
    let mut used: Vec<(Capacity, u64)> = vec![];
    for crowd in &groups {
        let mut left = crowd.count;
        let mut after = vec![];
        for (room, machines) in used {
            left = place(crowd, left, room, machines, &mut after);
        }
        if left > 0 {
            let each = room.fits(crowd);
            if each == 0 {
                return None;
            }
            left = place(crowd, left, room, left.div_ceil(each), &mut after);
        }
        debug_assert_eq!(left, 0, "new machines hold what is left");
        used = after;
    }
    used.iter().try_fold(0u64, |sum, (_, machines)| sum.checked_add(*machines))
}

/// Places tasks on machines with equal remaining capacity, one machine after the other; returns the remaining tasks.
fn place(
    crowd: &TaskGroup,
    left: u64,
    room: Capacity,
    machines: u64,
    after: &mut Vec<(Capacity, u64)>,
) -> u64 {
    let each = room.fits(crowd);
    let full = left.checked_div(each).unwrap_or(0).min(machines);
    let left = left - full.saturating_mul(each);
    let partly = u64::from(each > 0 && left > 0 && full < machines);
    let rest = if partly == 1 { left } else { 0 };
    for (count, tasks) in [(full, each), (partly, rest), (machines - full - partly, 0)] {
        if count > 0 {
            after.push((room.minus(crowd, tasks), count));
        }
    }
    left - rest
}

/// Machines for placement in any order and with any strategy that places a task whenever one machine fits it.
///
/// If a task fits on no machine, each has less CPU left than the largest task needs, or less memory, or no address. So
/// each is nearly full in one of the three, and the sums over all tasks bound how many machines that can be.
pub(super) fn any_order(groups: &[TaskGroup], room: Capacity) -> Option<u64> {
    let most =
        |of: fn(&TaskGroup) -> u64| groups.iter().filter(|crowd| crowd.count > 0).map(of).max().unwrap_or(0);
    let all = |of: fn(&TaskGroup) -> u64| -> Option<u128> {
        groups
            .iter()
            .map(|crowd| u128::from(of(crowd)).checked_mul(crowd.count.into()))
            .try_fold(0u128, |sum, part| sum.checked_add(part?))
    };
    if all(|_| 1)? == 0 {
        return Some(0);
    }
    // Above this, a machine has too little left for the largest task.
    let brim = |room: u64, largest: u64| room.checked_sub(largest).map(|left| u128::from(left) + 1);
    let full = all(|crowd| crowd.cpu.0)?.div_ceil(brim(room.cpu.0, most(|crowd| crowd.cpu.0))?);
    let full =
        full + all(|crowd| crowd.memory.0)?.div_ceil(brim(room.memory.0, most(|crowd| crowd.memory.0))?);
    let full = full + all(|_| 1)?.div_ceil(brim(room.tasks, 1)?);
    u64::try_from(full).ok()
}

#[cfg(test)]
mod tests {
    use super::{Capacity, TaskGroup, any_order, first_fit_decreasing};
    use polder_units::{Bytes, MilliCpu};

    const ROOM: Capacity = Capacity { cpu: MilliCpu(4_000), memory: Bytes::gib(14), tasks: 20 };

    fn crowd(cpu: u64, gib: u64, count: u64) -> TaskGroup {
        TaskGroup { cpu: MilliCpu(cpu), memory: Bytes::gib(gib), count }
    }

    #[test]
    fn tasks_fill_machines() {
        assert_eq!(first_fit_decreasing(&[], ROOM), Some(0));
        assert_eq!(first_fit_decreasing(&[crowd(1_000, 2, 4)], ROOM), Some(1));
        assert_eq!(first_fit_decreasing(&[crowd(1_000, 2, 5)], ROOM), Some(2));
        assert_eq!(first_fit_decreasing(&[crowd(250, 8, 3), crowd(250, 6, 3)], ROOM), Some(3), "by memory");
        assert_eq!(first_fit_decreasing(&[crowd(100, 0, 21)], ROOM), Some(2), "by address");
        assert_eq!(first_fit_decreasing(&[crowd(4_001, 1, 1)], ROOM), None);
        assert_eq!(first_fit_decreasing(&[crowd(4_001, 1, 0)], ROOM), Some(0), "nobody is not too large");
    }

    #[test]
    fn any_order_needs_no_fewer() {
        assert_eq!(any_order(&[], ROOM), Some(0));
        assert_eq!(any_order(&[crowd(4_001, 1, 1)], ROOM), None);
        for count in 1..200 {
            let groups = [crowd(1_000, 2, count), crowd(250, 1, count * 2)];
            assert!(any_order(&groups, ROOM) >= first_fit_decreasing(&groups, ROOM), "{count}");
        }
    }
}
