//! What belongs to a load balancer through its listeners.

use polder_cloud::View;

use crate::amount::Amount;
use crate::group::Group;
use crate::weigh::items;

/// The load balancer of the listener that an attribute refers to.
pub(crate) fn of_listener(view: &View<'_, '_>) -> Group {
    match view.target("listener_arn").filter(View::is_managed) {
        Some(listener) => Group::referred(&listener, "load_balancer_arn"),
        None => Group::referred(view, "listener_arn"),
    }
}

/// The values of the conditions of a rule.
pub(crate) fn condition_values(view: &View<'_, '_>) -> Amount {
    const LISTS: [&str; 4] =
        ["host_header.values", "path_pattern.values", "http_request_method.values", "source_ip.values"];
    let of = |condition: &View<'_, '_>| {
        let lists: Amount = LISTS.iter().map(|path| items(condition, path)).sum();
        lists + items(condition, "http_header.values") + items(condition, "query_string")
    };
    view.blocks("condition").iter().map(of).sum()
}
