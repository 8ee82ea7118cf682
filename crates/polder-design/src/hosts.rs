//! Names under the domain.

use std::collections::BTreeMap;

use polder_diag::Finding;
use polder_spec::{Platform, Setting};

use crate::codes::HOST_TAKEN;
use crate::model::{Cell, SharedHosts};

/// The longest name that DNS carries.
const NAME_MAX: usize = 253;

/// The full name of a label under the platform's domain.
pub(crate) fn full(platform: &Platform, label: &str) -> String {
    format!("{label}.{}", platform.domain.value)
}

/// Hosts that belong to no one market.
pub(crate) fn shared(platform: &Platform) -> SharedHosts {
    let host = |label: &Setting<Option<String>>| label.as_ref().map(|label| full(platform, label));
    let edge = &platform.edge;
    SharedHosts {
        www: host(&edge.www),
        api: host(&edge.api),
        dashboard: host(&edge.dashboard),
        media: host(&edge.media),
    }
}

/// Hosts that lead to two places, or are no hosts.
pub(crate) fn check(platform: &Platform, cells: &[Cell]) -> Vec<Finding> {
    let mut made: BTreeMap<&str, &Cell> = BTreeMap::new();
    for cell in cells {
        made.insert(&cell.origin_host, cell);
        made.insert(&cell.storefront_host, cell);
    }
    let edge = &platform.edge;
    let markets = platform.markets.iter().map(|market| (market.host.value.as_str(), market.host.span()));
    let shared = [&edge.www, &edge.api, &edge.dashboard, &edge.media].into_iter();
    let shared = shared.filter_map(|label| Some((label.as_deref()?, label.span())));
    let mut findings = vec![];
    for (label, span) in markets.chain(shared) {
        let host = full(platform, label);
        if let Some(cell) = made.get(host.as_str()) {
            let message = format!("the host `{host}` is one that cell `{}` makes for itself", cell.name);
            findings.push(
                Finding::new(&HOST_TAKEN, message)
                    .at(span, "leads to two places")
                    .help("choose another label for the host, or another name for the cell"),
            );
        } else if host.len() > NAME_MAX {
            let message = format!("the host `{host}` is longer than {NAME_MAX} characters");
            findings
                .push(Finding::new(&HOST_TAKEN, message).at(span, "too long").help("choose a shorter label"));
        }
    }
    let long = made.iter().filter(|(host, _)| host.len() > NAME_MAX);
    findings.extend(long.map(|(host, cell)| {
        let message =
            format!("the host `{host}` of cell `{}` is longer than {NAME_MAX} characters", cell.name);
        Finding::new(&HOST_TAKEN, message).help("choose a shorter name for the cell")
    }));
    findings
}
