//! Hosts that a market had before: their resources become those of its present host.

use polder_design::{AccountId, Design};

use crate::draft::Draft;
use crate::edge::hosts::resource_name;

/// States that the resources of a host from index `first` on had the names of its former hosts. Where a host was changed more
/// than once, one name leads to the next, so that a state of any time is understood.
pub(crate) fn renamed(s: &Draft, design: &Design, account: AccountId, host: &str, first: usize) {
    let domain = &design.accounts[account].domain;
    let markets =
        design.cells_of(account).flat_map(|cell| &cell.markets).filter(|market| market.host == host);
    let mut names: Vec<String> = vec![];
    for former in markets.flat_map(|market| &market.former_hosts) {
        let name = resource_name(domain, former);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.push(resource_name(domain, host));
    let present = names.last().cloned().unwrap_or_default();
    for pair in names.windows(2) {
        if let [from, to] = pair {
            s.renamed(first..s.count(), (from, to), &present);
        }
    }
}
