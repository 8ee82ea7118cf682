//! Facts about the owner's platform that the inventory must contain.

use std::collections::BTreeSet;

use polder_inventory::model::{Known, Link};
use polder_inventory::observability::{AggregationKind, Alarm, AlarmCondition, DetectorKind};

use crate::estate::owners;

#[test]
fn every_region_of_the_owner_is_recorded_and_watched() {
    let observability = &owners().observability;
    let place = |source| {
        let location = &owners().locations[owners().sources[source].location];
        (
            location.account.id().expect("an account"),
            location.region.value().cloned().flatten().expect("a region"),
        )
    };
    let mut recorded: Vec<_> =
        observability.configuration_recorders.values().map(|it| place(it.source)).collect();
    recorded.sort();
    for recorder in observability.configuration_recorders.values() {
        assert_eq!((recorder.enabled, recorder.kinds.clone()), (Known::Value(true), Known::Value(None)));
        assert!(recorder.store.is_some() && recorder.identity.id().is_some());
    }
    for kind in [DetectorKind::SensitiveData, DetectorKind::Vulnerability, DetectorKind::ExternalAccess] {
        let detectors = observability.detectors.values().filter(|it| it.kind == kind);
        let mut watched: Vec<_> = detectors.map(|it| place(it.source)).collect();
        watched.sort();
        assert_eq!(watched, recorded, "{kind:?}");
    }
    assert_eq!(recorded.len(), 13);
}

#[test]
fn the_owners_trail_covers_everything_and_cannot_be_changed_unseen() {
    let trails: Vec<_> = owners().observability.trails.values().collect();
    let [trail] = trails.as_slice() else { panic!("one trail") };
    for on in
        [&trail.enabled, &trail.organization, &trail.all_regions, &trail.global_services, &trail.validated]
    {
        assert_eq!(*on, Known::Value(true));
    }
    assert_eq!(trail.events.value().map(|events| events.len()), Some(2));
    assert!(trail.notifies.is_some());
}

#[test]
fn each_member_account_is_overseen_by_the_one_that_manages() {
    let inventory = owners();
    let accounts = &inventory.access.accounts;
    for kind in [
        AggregationKind::Telemetry,
        AggregationKind::Findings(DetectorKind::Threat),
        AggregationKind::Findings(DetectorKind::Posture),
    ] {
        let seen: Vec<_> =
            inventory.observability.aggregations.values().filter(|it| it.kind == kind).collect();
        assert!(!seen.is_empty(), "{kind:?}");
        for oversight in seen {
            let Link::To(by) = oversight.into else { panic!("{kind:?}") };
            assert_eq!(accounts[by].management, Known::Value(true));
        }
    }
}

/// A composite alarm without an action repeats alarms that notify by themselves.
#[test]
fn every_alarm_of_the_owner_notifies_or_combines_alarms_that_do() {
    let alarms = &owners().observability.alarms;
    let notifies = |alarm: &Alarm| !alarm.actions_on_alarm.is_empty();
    let mut combined = BTreeSet::new();
    for alarm in alarms.values() {
        if let AlarmCondition::Composite { alarms: parts, .. } = &alarm.condition {
            let parts: Vec<_> = parts.iter().filter_map(Link::id).collect();
            assert!(!parts.is_empty(), "{:?}", alarm.name);
            let all = parts.iter().all(|part| notifies(&alarms[*part]));
            assert!(notifies(alarm) || all, "{:?}", alarm.name);
            if notifies(alarm) {
                combined.extend(parts);
            }
        }
    }
    for (id, alarm) in alarms.iter() {
        let composite = matches!(alarm.condition, AlarmCondition::Composite { .. });
        assert!(notifies(alarm) || composite || combined.contains(&id), "{:?}", alarm.name);
        assert_eq!(alarm.actions_enabled, Known::Value(true));
        if let AlarmCondition::Threshold(threshold) = &alarm.condition {
            let known = threshold.period.value().is_some() && threshold.breaching_periods.value().is_some();
            assert!(known && threshold.comparison.value().is_some(), "{:?}", alarm.name);
        }
    }
}

#[test]
fn every_action_and_every_route_of_the_owner_leads_to_an_entry() {
    let observability = &owners().observability;
    for alarm in observability.alarms.values() {
        let actions =
            alarm.actions_on_alarm.iter().chain(&alarm.actions_on_ok).chain(&alarm.actions_on_no_data);
        assert!(actions.into_iter().all(|action| action.id().is_some()), "{:?}", alarm.name);
    }
    for route in observability.log_routes.values() {
        let known = route.from.id().is_some() && route.to.id().is_some();
        assert!(known, "{:?}", owners().sources[route.source].address);
    }
}
