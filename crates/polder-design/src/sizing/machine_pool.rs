//! How many machines of one size carry a crowd of tasks.

use polder_units::{Bytes, MilliCpu};

/// What one machine offers to tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) cpu: MilliCpu,
    pub(super) memory: Bytes,
    /// Tasks that find an address.
    pub(super) tasks: u64,
}

/// Tasks of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Crowd {
    pub(super) cpu: MilliCpu,
    pub(super) memory: Bytes,
    pub(super) count: u64,
}

impl Room {
    /// How many tasks of one size it holds.
    fn holds(&self, task: &Crowd) -> u64 {
        let by = |room: u64, each: u64| room.checked_div(each).unwrap_or(u64::MAX);
        by(self.cpu.0, task.cpu.0).min(by(self.memory.0, task.memory.0)).min(self.tasks)
    }

    /// What is left of it beside so many tasks of one size, which it holds.
    fn without(&self, task: &Crowd, count: u64) -> Room {
        Room {
            cpu: MilliCpu(self.cpu.0.saturating_sub(task.cpu.0.saturating_mul(count))),
            memory: Bytes(self.memory.0.saturating_sub(task.memory.0.saturating_mul(count))),
            tasks: self.tasks.saturating_sub(count),
        }
    }

    /// Whether it is large enough to stand in for another.
    pub(super) fn covers(&self, other: &Room) -> bool {
        self.cpu >= other.cpu && self.memory >= other.memory && self.tasks >= other.tasks
    }
}

/// Machines on which tasks fit when they are put, the largest first, each on the first machine that has room for it.
/// `None` where a task is larger than a machine. Machines with the same room left are one entry, so a thousand tasks
/// are as quick as one.
pub(super) fn packed(crowds: &[Crowd], room: Room) -> Option<u64> {
    let mut crowds = crowds.to_vec();
    crowds.sort_by_key(|crowd| std::cmp::Reverse((crowd.memory, crowd.cpu)));
    let mut used: Vec<(Room, u64)> = vec![];
    for crowd in &crowds {
        let mut left = crowd.count;
        let mut after = vec![];
        for (room, machines) in used {
            left = place(crowd, left, room, machines, &mut after);
        }
        if left > 0 {
            let each = room.holds(crowd);
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

/// Puts tasks on machines with equal room, one machine after the other; says how many tasks are left.
fn place(crowd: &Crowd, left: u64, room: Room, machines: u64, after: &mut Vec<(Room, u64)>) -> u64 {
    let each = room.holds(crowd);
    let full = left.checked_div(each).unwrap_or(0).min(machines);
    let left = left - full.saturating_mul(each);
    let partly = u64::from(each > 0 && left > 0 && full < machines);
    let rest = if partly == 1 { left } else { 0 };
    for (count, tasks) in [(full, each), (partly, rest), (machines - full - partly, 0)] {
        if count > 0 {
            after.push((room.without(crowd, tasks), count));
        }
    }
    left - rest
}

/// Machines on which tasks fit in whatever order they come and wherever each is put, as long as it is put somewhere.
///
/// If no machine has room for a task, each has less processor left than the largest task wants, or less memory, or no
/// address. So each is more than full by one of the three, and the sum of what all tasks take of the three says how many
/// machines that can be.
pub(super) fn any_order(crowds: &[Crowd], room: Room) -> Option<u64> {
    let most =
        |of: fn(&Crowd) -> u64| crowds.iter().filter(|crowd| crowd.count > 0).map(of).max().unwrap_or(0);
    let all = |of: fn(&Crowd) -> u64| -> Option<u128> {
        crowds
            .iter()
            .map(|crowd| u128::from(of(crowd)).checked_mul(crowd.count.into()))
            .try_fold(0u128, |sum, part| sum.checked_add(part?))
    };
    if all(|_| 1)? == 0 {
        return Some(0);
    }
    // Above this a machine has too little left for the largest task.
    let brim = |room: u64, largest: u64| room.checked_sub(largest).map(|left| u128::from(left) + 1);
    let full = all(|crowd| crowd.cpu.0)?.div_ceil(brim(room.cpu.0, most(|crowd| crowd.cpu.0))?);
    let full =
        full + all(|crowd| crowd.memory.0)?.div_ceil(brim(room.memory.0, most(|crowd| crowd.memory.0))?);
    let full = full + all(|_| 1)?.div_ceil(brim(room.tasks, 1)?);
    u64::try_from(full).ok()
}

#[cfg(test)]
mod tests {
    use super::{Crowd, Room, any_order, packed};
    use polder_units::{Bytes, MilliCpu};

    const ROOM: Room = Room { cpu: MilliCpu(4_000), memory: Bytes::gib(14), tasks: 20 };

    fn crowd(cpu: u64, gib: u64, count: u64) -> Crowd {
        Crowd { cpu: MilliCpu(cpu), memory: Bytes::gib(gib), count }
    }

    #[test]
    fn tasks_fill_machines() {
        assert_eq!(packed(&[], ROOM), Some(0));
        assert_eq!(packed(&[crowd(1_000, 2, 4)], ROOM), Some(1));
        assert_eq!(packed(&[crowd(1_000, 2, 5)], ROOM), Some(2));
        assert_eq!(packed(&[crowd(250, 8, 3), crowd(250, 6, 3)], ROOM), Some(3), "by memory");
        assert_eq!(packed(&[crowd(100, 0, 21)], ROOM), Some(2), "by address");
        assert_eq!(packed(&[crowd(4_001, 1, 1)], ROOM), None);
        assert_eq!(packed(&[crowd(4_001, 1, 0)], ROOM), Some(0), "nobody is not too large");
    }

    #[test]
    fn any_order_needs_no_fewer() {
        assert_eq!(any_order(&[], ROOM), Some(0));
        assert_eq!(any_order(&[crowd(4_001, 1, 1)], ROOM), None);
        for count in 1..200 {
            let crowds = [crowd(1_000, 2, count), crowd(250, 1, count * 2)];
            assert!(any_order(&crowds, ROOM) >= packed(&crowds, ROOM), "{count}");
        }
    }
}
