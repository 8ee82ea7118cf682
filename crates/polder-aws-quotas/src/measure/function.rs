//! Lambda functions.

use polder_cloud::View;

use crate::amount::Amount;
use crate::measure::document::json;
use crate::memo::Memo;
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
pub(crate) fn environment(view: &View<'_, '_>, memo: &Memo) -> Amount {
    view.block("environment").map_or(Amount::NONE, |it| json(&it, "variables", memo))
}
