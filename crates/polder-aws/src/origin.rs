//! Where each resource comes from: which part of the design it is of.

use std::sync::Arc;

use polder_cloud::{Layer, StackId};
use polder_design::{AccountId, CellId, Component, SiteId};

/// The origins of all resources of a cloud.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    stacks: Vec<StackOrigin>,
}

/// The origin of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin<'a> {
    /// The account that it is in.
    pub account: AccountId,
    /// The region that it is in; of what exists once in the world, that which it is asked for in.
    pub region: &'a str,
    /// The cell, where its stack is that of a site.
    pub cell: Option<CellId>,
    /// The site, where its stack is that of a site.
    pub site: Option<SiteId>,
    /// The layer of its stack.
    pub layer: Layer,
    /// Which part of the account, the region or the site it is of; `None` where the design has no part that is less than
    /// the layer.
    pub component: Option<&'a Component>,
}

/// The origin of a stack, and which part each of its resources is of, in their order.
#[derive(Clone, Debug)]
pub(crate) struct StackOrigin {
    pub(crate) account: AccountId,
    pub(crate) region: Arc<str>,
    pub(crate) site: Option<(SiteId, CellId)>,
    pub(crate) layer: Layer,
    pub(crate) components: Vec<Option<Arc<Component>>>,
}

impl Origins {
    /// The origin of a resource: the stack's, and its place among the stack's resources. `None` beyond the last one.
    pub fn of(&self, stack: StackId, resource: usize) -> Option<Origin<'_>> {
        let stack = self.stacks.get(stack.index())?;
        let component = stack.components.get(resource)?.as_deref();
        Some(Origin {
            account: stack.account,
            region: &stack.region,
            cell: stack.site.map(|(_, cell)| cell),
            site: stack.site.map(|(site, _)| site),
            layer: stack.layer,
            component,
        })
    }

    /// Takes in the origin of the next stack.
    pub(crate) fn push(&mut self, stack: StackOrigin) {
        self.stacks.push(stack);
    }
}
