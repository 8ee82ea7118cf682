//! The table of quotas, one file for each group of services.

mod source;
mod network;
mod compute;
mod access;
mod data;
mod edge;
mod entry;
mod messaging;
mod observability;
mod organization;
#[cfg(test)]
mod tests;

use crate::quota::Quota;

/// All quotas, by groups of services.
pub fn quotas() -> impl Iterator<Item = &'static Quota> {
    let all: [&'static [Quota]; 9] = [
        network::QUOTAS,
        compute::QUOTAS,
        access::QUOTAS,
        data::QUOTAS,
        edge::QUOTAS,
        entry::QUOTAS,
        messaging::QUOTAS,
        observability::QUOTAS,
        organization::QUOTAS,
    ];
    all.into_iter().flatten()
}
