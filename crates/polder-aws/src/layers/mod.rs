//! The layers, in the order in which they are lowered. This page is the table of contents of the whole
//! platform.

mod account;
mod app;
mod backup;
mod base;
mod billing;
mod bootstrap;
mod data;
mod dns;
mod edge;
mod functions;
mod gateway;
mod global_edge;
mod identity;
mod jobs;
mod logging;
mod network;
mod observability;
mod organization;
mod oversight;
mod security;
mod shared;
mod state;

use crate::context::Context;

/// Writes all stacks of a platform.
pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    bootstrap::lower(context);
    organization::lower(context);
    logging::lower(context);
    account::lower(context);
    security::lower(context);
    oversight::lower(context);
    backup::lower(context);
    identity::lower(context);
    let inhabited = design.accounts_with_cells();
    inhabited.iter().for_each(|account| dns::lower(context, *account));
    for region in &design.regions {
        shared::lower(context, region);
    }
    design.sites.iter().for_each(|site| base::lower(context, site));
    design.sites.iter().for_each(|site| network::lower(context, site));
    // Primary sites come before backup sites: a replica refers to its source.
    design.sites.iter().for_each(|site| data::lower(context, site));
    inhabited.iter().for_each(|account| global_edge::lower(context, *account));
    design.sites.iter().for_each(|site| edge::lower(context, site));
    design.sites.iter().for_each(|site| jobs::lower(context, site));
    design.sites.iter().for_each(|site| app::lower(context, site));
    design.sites.iter().for_each(|site| functions::lower(context, site));
    for region in &design.regions {
        gateway::lower(context, region);
    }
    design.sites.iter().for_each(|site| observability::lower(context, site));
    billing::lower(context);
    // The last: who may read which state is derived from the references of all other stacks.
    state::lower(context);
}
