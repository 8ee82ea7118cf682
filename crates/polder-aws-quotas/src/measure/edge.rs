//! The edge: functions, names, associations, certificates, records.

use std::collections::BTreeSet;

use polder_cloud::View;
use polder_cloud::index::Resolved;

use crate::amount::Amount;
use crate::measure::document::bytes;
use crate::memo::Memo;
use crate::weigh::{is_computed, is_unknown, items, one_if};

/// The bytes of the code of an edge function.
pub(crate) fn code(view: &View<'_, '_>, memo: &Memo) -> Amount {
    bytes(view, "code", memo)
}

/// The names of a certificate: its domain and the alternatives, each once.
pub(crate) fn names(view: &View<'_, '_>) -> Amount {
    let domain = view.text("domain_name");
    match view.get("subject_alternative_names") {
        Resolved::List(names) => {
            let mut known: BTreeSet<String> = domain.into_iter().map(std::borrow::Cow::into_owned).collect();
            let mut open = usize::from(known.is_empty());
            for name in &names {
                match name {
                    Resolved::Text(text) => {
                        known.insert(text.clone().into_owned());
                    }
                    _ => open += 1,
                }
            }
            Amount::of(known.len() + open)
        }
        Resolved::Absent => Amount::exactly(1),
        // The provider computes the list of a certificate that does not set it.
        Resolved::Unknown(_) if is_computed(view, "subject_alternative_names") => Amount::exactly(1),
        _ => Amount { least: 1, most: u64::MAX },
    }
}

/// A certificate that ACM issues.
pub(crate) fn issued(view: &View<'_, '_>) -> Amount {
    imported(view, false)
}

/// A certificate that is imported.
pub(crate) fn imported_certificate(view: &View<'_, '_>) -> Amount {
    imported(view, true)
}

fn imported(view: &View<'_, '_>, wanted: bool) -> Amount {
    Amount::exactly(u64::from((view.body().get("certificate_body").is_some()) == wanted))
}

/// The VPCs that a private zone is associated with from the start.
pub(crate) fn zone_networks(view: &View<'_, '_>) -> Amount {
    if is_unknown(view, "vpc") {
        return Amount::NONE;
    }
    items(view, "vpc")
}

/// A web ACL, IP set or rule group for regional resources.
pub(crate) fn regional(view: &View<'_, '_>) -> Amount {
    one_if(view, "scope", "", |scope| scope == "REGIONAL")
}

/// A web ACL, IP set or rule group for CloudFront.
pub(crate) fn cloudfront(view: &View<'_, '_>) -> Amount {
    one_if(view, "scope", "", |scope| scope == "CLOUDFRONT")
}

/// A REST API with a regional endpoint.
pub(crate) fn regional_api(view: &View<'_, '_>) -> Amount {
    api(view, "REGIONAL")
}

/// A REST API with an edge-optimized endpoint.
pub(crate) fn edge_api(view: &View<'_, '_>) -> Amount {
    api(view, "EDGE")
}

fn api(view: &View<'_, '_>, wanted: &str) -> Amount {
    if is_unknown(view, "endpoint_configuration") {
        // The default, which the provider computes.
        return Amount::exactly(u64::from(wanted == "EDGE"));
    }
    let Some(endpoint) = view.block("endpoint_configuration") else {
        return Amount::exactly(u64::from(wanted == "EDGE"));
    };
    match endpoint.get("types") {
        Resolved::List(types) => match types.first() {
            Some(Resolved::Text(kind)) => Amount::exactly(u64::from(kind == wanted)),
            _ => Amount::UNKNOWN,
        },
        _ => Amount::UNKNOWN,
    }
}
