//! Where a resource counts.

use std::borrow::Cow;

use polder_cloud::index::Resolved;
use polder_cloud::{StackScope, View};

use crate::quota::Scope;

/// Where a resource counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place<'a> {
    /// The stack, for a plan that others wrote: each is an account of its own.
    pub(crate) foreign: Option<u32>,
    /// The account of the stack.
    pub(crate) account: &'a str,
    /// Empty for a quota of the account.
    pub(crate) region: &'a str,
}

impl<'a> Place<'a> {
    /// The place of a resource for a quota of some scope.
    pub(crate) fn of(scope: Scope, view: &View<'_, 'a>) -> Place<'a> {
        let stack = view.stack();
        let foreign = matches!(stack.key.scope, StackScope::Foreign(_)).then_some(stack.id.0);
        let region = match scope {
            Scope::Account => "",
            Scope::Region => region(view),
        };
        Place { foreign, account: &stack.key.account, region }
    }
}

/// The region of a resource: its own attribute since version 6 of the provider, or that of its provider configuration.
fn region<'a>(view: &View<'_, 'a>) -> &'a str {
    if let Resolved::Text(Cow::Borrowed(region)) = view.get("region") {
        return region;
    }
    view.foreign_region().unwrap_or(&view.stack().region)
}
