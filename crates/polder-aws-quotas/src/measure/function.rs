//! Lambda functions.

use polder_cloud::View;
use polder_cloud::index::Resolved;

use crate::amount::Amount;
use crate::weigh::number;

/// What Lambda keeps for functions without reserved concurrency. Source: AWS Lambda Developer Guide, "Configuring reserved
/// concurrency".
pub(crate) const UNRESERVED: u64 = 100;

/// The concurrency that a function reserves. A negative number stands for none.
pub(crate) fn reserved(view: &View<'_, '_>) -> Amount {
    match view.integer("reserved_concurrent_executions") {
        Some(..=0) => Amount::NONE,
        _ => number(view, "reserved_concurrent_executions"),
    }
}

/// The bytes of the environment variables of a function, as their JSON.
pub(crate) fn environment(view: &View<'_, '_>) -> Amount {
    let Some(environment) = view.block("environment") else { return Amount::NONE };
    let length = |text: &str| Amount::of(text.len() + "\"\"".len());
    match environment.get("variables") {
        Resolved::Absent => Amount::NONE,
        Resolved::Object(members) => {
            let member = |(name, value): &(&str, Resolved<'_>)| {
                let value = value.as_plain().map_or(Amount::UNKNOWN, |text| length(&text));
                length(name) + Amount::exactly(1) + value
            };
            Amount::of(2 + members.len().saturating_sub(1)) + members.iter().map(member).sum::<Amount>()
        }
        _ => Amount::UNKNOWN,
    }
}
