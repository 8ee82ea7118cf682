//! Alarms at a site's edge: errors, latency, attacks, and the NAT gateways.

use polder_design::{Component, Objective, Party, Process};
use polder_units::Ppm;

use crate::observability::cloudwatch_metric::{Metric, load_balancer, nat_gateway, target_group, web_acl};
use crate::observability::cloudwatch_metric_alarm::{Alarm, Limit, Watched};
use crate::observability::observability_context::ObservabilityContext;

/// Errors per million requests. A request without a target counts as an error of the load balancer and not as
/// a request. With fewer than a hundred in a period one error would already exceed the limit.
const ERROR_SHARE: &str = "IF(FILL(requests, 0) + FILL(balancer, 0) >= 100, 1000000 * (FILL(balancer, 0) + \
                           FILL(targets, 0)) / (FILL(requests, 0) + FILL(balancer, 0)), 0)";

/// Milliseconds; AWS measures seconds. With too few requests a percentile is random.
const SLOWNESS: &str = "IF(requests >= 100, 1000 * time, 0)";

/// Blocked addresses in five minutes that indicate an attack.
const ATTACKERS: u64 = 10;

/// Writes the alarms of the edge.
pub(crate) fn alarms(watch: &ObservabilityContext<'_>) {
    watch.s.file(
        "cloudwatch_metric_alarm_entry",
        "Alarms at the site's edge. Errors are measured against the month's error budget: an alarm says how\n\
         fast it burns, and not that a request has failed.",
    );
    let _balancer = watch.s.part(Party::LoadBalancer);
    errors(watch);
    slowness(watch);
    targets(watch);
    attacks(watch);
    way_out(watch);
}

/// The error rate at which the month's error budget burns `tenths`/10 times as fast as the objective allows,
/// per million.
pub(crate) fn burning(availability: Ppm, tenths: u32) -> u64 {
    let budget = Ppm::ONE.0.saturating_sub(availability.0);
    u64::from(budget).saturating_mul(u64::from(tenths)).div_ceil(10).max(1)
}

fn errors(watch: &ObservabilityContext<'_>) {
    let balancer = &watch.edge.load_balancer;
    let availability = watch.design.objectives.availability;
    let share = || {
        let sum = |name| load_balancer(balancer, name, "Sum");
        let metrics = [
            ("requests", sum("RequestCount")),
            ("balancer", sum("HTTPCode_ELB_5XX_Count")),
            ("targets", sum("HTTPCode_Target_5XX_Count")),
        ];
        Watched::Formula(ERROR_SHARE, named(metrics))
    };
    // A burn rate of 14.4 uses 2 % of a month's error budget in an hour; 6 uses 5 % in six hours.
    watch.alarm(
        Objective::Availability,
        &Alarm::new(
            "errors_fast",
            share(),
            Limit::Above(burning(availability, 144).into()),
            format!(
                "The error rate is so high that the month's error budget of an availability of \
                 {availability} is gone in two days. Look at unhealthy targets, the last deployment and the \
                 database, in this order; roll back or fail over if none can be fixed in minutes."
            ),
        )
        .after(watch.design.timings.alarms.errors_fast),
    );
    watch.alarm(
        Objective::Availability,
        &Alarm::new(
            "errors_slow",
            share(),
            Limit::Above(burning(availability, 60).into()),
            format!(
                "Requests have failed at a low rate for hours, and the month's error budget of an \
                 availability of {availability} is gone in five days. Find the failing operation in the log \
                 of the API."
            ),
        )
        .after(watch.design.timings.alarms.errors_slow),
    );
}

fn slowness(watch: &ObservabilityContext<'_>) {
    let balancer = &watch.edge.load_balancer;
    let _api = watch.s.part(Party::Process(Process::Api));
    let api = &watch.edge.target_groups[&Process::Api];
    let objective = watch.design.objectives.latency_p95;
    let metrics = [
        ("time", target_group(balancer, api, "TargetResponseTime", "p95")),
        ("requests", target_group(balancer, api, "RequestCount", "Sum")),
    ];
    watch.alarm(
        Objective::Latency,
        &Alarm::new(
            "slow_api",
            Watched::Formula(SLOWNESS, named(metrics)),
            Limit::Above(objective.milliseconds.into()),
            format!(
                "One API request in twenty takes longer than the objective of {objective}. Look at the \
                 database's CPU and connections, at the cache, and whether the API has its maximum number of \
                 tasks."
            ),
        ),
    );
}

fn targets(watch: &ObservabilityContext<'_>) {
    let balancer = &watch.edge.load_balancer;
    for (process, group) in &watch.edge.target_groups {
        let _process = watch.s.part(Party::Process(process.clone()));
        let name = process.name();
        let unhealthy = target_group(balancer, group, "UnHealthyHostCount", "Maximum");
        watch.alarm(
            Objective::Availability,
            &Alarm::new(
                format!("unhealthy_{}", plain(name)),
                Watched::One(unhealthy),
                Limit::Above(0.into()),
                format!(
                    "Tasks of {name} fail their health checks and are replaced repeatedly. Read their logs; \
                     a container that exits at its start most often lacks a secret or a migration."
                ),
            )
            // A task needs minutes to start, and the service replaces it before anybody could.
            .after(watch.design.timings.alarms.unhealthy_targets),
        );
    }
    let rejected = load_balancer(balancer, "RejectedConnectionCount", "Sum");
    watch.alarm(
        Objective::Capacity,
        &Alarm::new(
            "rejected_connections",
            Watched::One(rejected),
            Limit::Above(0.into()),
            "The load balancer has its maximum number of connections and rejects visitors. Request a higher \
             quota, and check whether the edge lets an attack pass.",
        )
        .after(watch.design.timings.alarms.once),
    );
}

/// Blocked requests need no fix, but somebody should know that the shop is under attack.
fn attacks(watch: &ObservabilityContext<'_>) {
    let _firewall = watch.s.part(Component::Firewall);
    let blocked = web_acl(&watch.edge.web_acl, "BlockedRequests", "Sum");
    watch.alarm(
        Objective::Capacity,
        &Alarm::new(
            "blocked_requests",
            Watched::One(blocked),
            Limit::Above(watch.design.rate_limit.saturating_mul(ATTACKERS).into()),
            "The web ACL blocks very many requests. See in its log which rule blocks which clients: an \
             attack needs no action while availability holds; a rule that blocks customers must count \
             instead of block.",
        )
        .after(watch.design.timings.alarms.blocked),
    );
}

fn way_out(watch: &ObservabilityContext<'_>) {
    for (place, (zone, gateway)) in watch.site.zones.iter().zip(&watch.network.nat) {
        let _nat = watch.s.part(Component::Nat(place.name.clone()));
        watch.alarm(
            Objective::Capacity,
            &Alarm::new(
                format!("nat_{zone}_ports"),
                Watched::One(nat_gateway(gateway, "ErrorPortAllocation", "Sum")),
                Limit::Above(0.into()),
                format!(
                    "The NAT gateway of zone {zone} has no ports left for one destination: calls to payment \
                     providers and apps fail. Find the destination, and give the gateway another address."
                ),
            ),
        );
    }
}

/// Metrics with their IDs in an expression.
fn named<const N: usize>(metrics: [(&'static str, Metric); N]) -> Vec<(String, Metric)> {
    metrics.into_iter().map(|(name, metric)| (name.to_owned(), metric)).collect()
}

fn plain(name: &str) -> String {
    name.replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_burn_in_a_million_requests() {
        // 99.95 % leave 500 errors in a million; 14.4 times that is 7,200.
        assert_eq!(burning(Ppm(999_500), 144), 7_200);
        assert_eq!(burning(Ppm(999_500), 60), 3_000);
        // Nobody can promise that nothing ever fails: the minimum is one in a million.
        assert_eq!(burning(Ppm::ONE, 144), 1);
    }
}
