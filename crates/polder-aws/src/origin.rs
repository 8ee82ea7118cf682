//! The origin of each resource: the part of the design that it belongs to.

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
    /// The region that it is in; for global resources, the region of the stack's provider.
    pub region: &'a str,
    /// The cell, where its stack belongs to a site.
    pub cell: Option<CellId>,
    /// The site, where its stack belongs to a site.
    pub site: Option<SiteId>,
    /// The layer of its stack.
    pub layer: Layer,
    /// The part of the account, the region or the site that it belongs to; `None` where the design has no
    /// part smaller than the layer.
    pub component: Option<&'a Component>,
}

/// The origin of a stack, and the parts of its resources, in their order.
#[derive(Clone, Debug)]
pub(crate) struct StackOrigin {
    pub(crate) account: AccountId,
    pub(crate) region: Arc<str>,
    pub(crate) site: Option<(SiteId, CellId)>,
    pub(crate) layer: Layer,
    pub(crate) components: Vec<Option<Arc<Component>>>,
}

impl Origins {
    /// The origin of a resource: the stack's, and its index among the stack's resources. `None` beyond the
    /// last one.
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

    /// Adds a resource without a component of its own to a stack.
    pub(crate) fn extend(&mut self, stack: StackId) {
        if let Some(origin) = self.stacks.get_mut(stack.index()) {
            origin.components.push(None);
        }
    }

    /// Adds the origin of the next stack.
    pub(crate) fn push(&mut self, stack: StackOrigin) {
        self.stacks.push(stack);
    }
}
