//! Alarms of mail that the provider's service sends: what makes it stop sending.

use polder_design::{Component, Objective};

use crate::observability::cloudwatch_metric::mail;
use crate::observability::cloudwatch_metric_alarm::{Alarm, Limit, Watched};
use crate::observability::observability_context::ObservabilityContext;

/// Per million of the recent mails. Amazon SES Developer Guide, "Reputation metrics": at 5 % of bounces and at 0.1 % of
/// complaints an account is reviewed, and at twice and five times as many it is stopped.
const RATE: &str = "1000000 * rate";

/// Mails per million that are returned before the service reviews the account.
const BOUNCES: u64 = 50_000;

/// Mails per million whose receivers complain before the service reviews the account.
const COMPLAINTS: u64 = 1_000;

/// Writes the alarms of a site's mail, if the provider's service sends it.
pub(crate) fn alarms(watch: &ObservabilityContext<'_>) {
    let Some(set) = &watch.base.mail else { return };
    watch.s.file(
        "cloudwatch_alarms_mail",
        "Alarms of mail. The service stops sending when the bounce rate or the complaint rate is too high.",
    );
    let _mail = watch.s.part(Component::named("mail"));
    let rates = [
        (
            "mail_bounces",
            "Reputation.BounceRate",
            BOUNCES,
            "More than 5 % of the mails bounce, and at 10 % the service stops sending: no customer could confirm an account. \
             The events of the topic `domain-events` have the addresses and the reasons. Many bounces from unknown addresses \
             often mean that a bot fills in a form.",
        ),
        (
            "mail_complaints",
            "Reputation.ComplaintRate",
            COMPLAINTS,
            "More than one receiver in a thousand marks mail as unwanted, and at 0.5 % the service stops sending: no customer could \
             confirm an account. The events of the topic `domain-events` have the addresses. Stop what was sent to people who \
             did not ask for it.",
        ),
    ];
    for (name, metric, limit, what) in rates {
        let rate = Watched::Formula(RATE, vec![("rate".to_owned(), mail(set, metric, "Average"))]);
        // The service publishes a rate when it changes: until the next one, the last one holds.
        let timing = watch.design.timings.alarms.mail;
        watch.alarm(
            Objective::Availability,
            &Alarm::new(name, rate, Limit::Above(limit.into()), what).after(timing).silence_changes_nothing(),
        );
    }
}
