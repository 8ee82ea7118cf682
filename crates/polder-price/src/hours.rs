//! The share of a month in which something runs: scheduled starts and stops.

use std::collections::BTreeMap;

use polder_inventory::compute::ActionKind;
use polder_inventory::model::{Known, ScheduleExpression};
use polder_inventory::{EntryId, Inventory, SourceId};

const WEEK: u32 = 7 * 24 * 60;

/// The minutes of a week in which entries with scheduled starts and stops run. Entries without both are absent: they
/// run all the time.
pub(crate) fn running(inventory: &Inventory) -> BTreeMap<EntryId, u32> {
    switches(inventory).into_iter().filter_map(|(id, times)| Some((id, minutes(&times)?))).collect()
}

/// The minutes that resources with scheduled starts and stops run in each hour of a week, the first of Sunday being first,
/// in the time zone of their schedule.
pub fn weeks(inventory: &Inventory) -> BTreeMap<SourceId, Vec<u32>> {
    let switches = switches(inventory);
    let mut weeks = BTreeMap::new();
    for billable in inventory.billing.billables.values() {
        let times = billable.of.and_then(|link| link.id()).and_then(|entry| switches.get(&entry));
        if let Some(times) = times.filter(|times| minutes(times).is_some()) {
            weeks.insert(billable.source, hourly(times));
        }
    }
    weeks
}

/// The starts and stops of entries in a week, in their order.
fn switches(inventory: &Inventory) -> BTreeMap<EntryId, Vec<(u32, bool)>> {
    let mut switches: BTreeMap<EntryId, Vec<(u32, bool)>> = BTreeMap::new();
    for action in inventory.compute.scheduled_actions.values() {
        let (Some(target), Some(starts)) = (action.target.id(), starts(&action.action)) else { continue };
        let Known::Value(ScheduleExpression::Cron { fields, .. }) = &action.schedule else { continue };
        if action.enabled == Known::Value(false) {
            continue;
        }
        let Some(times) = weekly(fields) else { continue };
        switches.entry(target).or_default().extend(times.into_iter().map(|minute| (minute, starts)));
    }
    switches.values_mut().for_each(|times| times.sort_unstable());
    switches
}

/// The minutes in each hour of the week between a start and the next stop.
fn hourly(times: &[(u32, bool)]) -> Vec<u32> {
    let mut hours = vec![0; (WEEK / 60) as usize];
    let mut runs = times.last().is_some_and(|(_, starts)| *starts);
    let mut since = 0;
    for (minute, starts) in times.iter().copied().chain([(WEEK, false)]) {
        for (hour, minutes) in (0..).zip(&mut hours) {
            let (from, until) = (since.max(hour * 60), minute.min(hour * 60 + 60));
            *minutes += if runs { until.saturating_sub(from) } else { 0 };
        }
        (runs, since) = (starts, minute);
    }
    hours
}

/// Whether an action starts its target, or stops it; none if it does neither.
fn starts(action: &ActionKind) -> Option<bool> {
    match action {
        ActionKind::Start => Some(true),
        ActionKind::Stop => Some(false),
        ActionKind::Scale { min, max, desired } => {
            let number = |it: &Known<Option<u32>>| it.value().copied().flatten();
            let most = number(max).or(number(desired)).or(number(min))?;
            Some(most > 0)
        }
        ActionKind::Run | ActionKind::Send | ActionKind::Call(_) => None,
    }
}

/// The minutes between each start and the next stop, once around the week.
fn minutes(times: &[(u32, bool)]) -> Option<u32> {
    if !times.iter().any(|(_, starts)| *starts) || times.iter().all(|(_, starts)| *starts) {
        return None;
    }
    let mut runs = times.last().is_some_and(|(_, starts)| *starts);
    let (mut sum, mut since) = (0, 0);
    for (minute, starts) in times {
        if runs {
            sum += minute - since;
        }
        (runs, since) = (*starts, *minute);
    }
    Some(if runs { sum + WEEK - since } else { sum })
}

/// The minutes of the week at which a cron expression fires, Sunday being first; none if it depends on the month or the
/// day of the month.
fn weekly(fields: &str) -> Option<Vec<u32>> {
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let [minute, hour, day, month, weekday, ..] = fields.as_slice() else { return None };
    if !matches!(*day, "*" | "?") || *month != "*" {
        return None;
    }
    let (minutes, hours) = (numbers(minute, 0, 59)?, numbers(hour, 0, 23)?);
    let days = numbers(weekday, 1, 7)?;
    let mut times = vec![];
    for day in &days {
        for hour in &hours {
            times.extend(minutes.iter().map(|minute| (day - 1) * 24 * 60 + hour * 60 + minute));
        }
    }
    Some(times)
}

/// The numbers of a field; names of days are numbers from one.
fn numbers(field: &str, first: u32, last: u32) -> Option<Vec<u32>> {
    if matches!(field, "*" | "?") {
        return Some((first..=last).collect());
    }
    let one = |text: &str| {
        let day = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"].iter().position(|it| *it == text);
        let number = match day {
            Some(day) => u32::try_from(day).ok()? + 1,
            None => text.parse().ok()?,
        };
        (first..=last).contains(&number).then_some(number)
    };
    let mut all = vec![];
    for part in field.split(',') {
        match part.split_once('-') {
            Some((from, to)) => all.extend(one(from)?..=one(to)?),
            None => all.push(one(part)?),
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_of_working_days_runs_part_of_the_week() {
        let at = |fields, starts| {
            let times = weekly(fields).expect("a weekly schedule");
            times.into_iter().map(move |minute| (minute, starts))
        };
        let mut times: Vec<(u32, bool)> =
            at("0 7 ? * MON-FRI *", true).chain(at("30 19 ? * MON-FRI *", false)).collect();
        times.sort_unstable();
        assert_eq!(minutes(&times), Some(5 * (12 * 60 + 30)));
        // On over the end of the week.
        assert_eq!(minutes(&[(60, false), (WEEK - 60, true)]), Some(120));
        assert_eq!(minutes(&[(60, true)]), None);
        // The hours add up to the minutes, whatever hour a switch is in.
        for times in [&times[..], &[(60, false), (WEEK - 90, true)], &[(10, true), (50, false)]] {
            let hours = hourly(times);
            assert_eq!(Some(hours.iter().sum()), minutes(times), "{times:?}");
            assert!(hours.iter().all(|minutes| *minutes <= 60));
        }
        assert_eq!(hourly(&times)[24 + 6..24 + 8], [0, 60]);
        for wrong in ["0 7 1 * ? *", "0 7", "0 25 ? * MON *", "0 7 ? * XYZ *", "*/5 * ? * * *"] {
            assert_eq!(weekly(wrong), None, "{wrong}");
        }
    }
}
