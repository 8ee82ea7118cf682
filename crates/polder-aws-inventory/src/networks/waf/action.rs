//! Actions of rules.

use polder_cloud::View;
use polder_inventory::networks::WebAction;

const ACTIONS: [(&str, WebAction); 5] = [
    ("allow", WebAction::Allow),
    ("block", WebAction::Block),
    ("count", WebAction::Count),
    ("challenge", WebAction::Challenge),
    ("captcha", WebAction::Captcha),
];

/// The action whose block exists. A plan shows the others as empty lists.
pub(in crate::networks) fn action(view: View<'_, '_>) -> Option<WebAction> {
    ACTIONS.iter().find(|(name, _)| view.block(name).is_some()).map(|(_, action)| *action)
}
