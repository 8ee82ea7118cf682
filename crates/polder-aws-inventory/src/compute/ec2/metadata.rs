//! Options of the instance metadata service.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason};

use crate::value::{given_text, is_set, number, or_provider, same_place};

/// Whether a session token is required, and the hop limit. The instance or its template takes precedence over
/// the account's defaults for the region, and these over the image. Source: AWS, Amazon EC2 User Guide,
/// "Order of precedence for instance metadata options".
pub(super) fn metadata(view: View<'_, '_>) -> (Known<bool>, Known<u32>) {
    let own = view.block("metadata_options");
    if own.is_some_and(|it| it.text("http_endpoint").as_deref() == Some("disabled")) {
        // The metadata service is disabled.
        return (Known::Value(true), Known::Value(1));
    }
    let index = view.index();
    let defaults =
        index.of_kind("aws_ec2_instance_metadata_defaults").iter().filter_map(|id| index.view(*id));
    let defaults = defaults.filter(View::is_managed).find(|it| same_place(*it, view));
    let says = |name: &str| {
        let places = [own, defaults].into_iter().flatten();
        places.into_iter().find(|it| is_set(*it, name) && !is_no_preference(*it, name))
    };
    let tokens =
        says("http_tokens").map_or(Known::Unknown(Reason::AfterApply), |it| given_text(it, "http_tokens"));
    let hops = says("http_put_response_hop_limit");
    let hops = hops.map_or(Known::Unknown(Reason::AfterApply), |it| {
        or_provider(number(it, "http_put_response_hop_limit"))
    });
    (tokens.map(|word| word == "required"), hops)
}

/// With `no-preference` and `-1`, the image decides.
fn is_no_preference(view: View<'_, '_>, name: &str) -> bool {
    view.text(name).as_deref() == Some("no-preference") || view.integer(name) == Some(-1)
}
