//! Ways from the internet that lead through no interface: endpoints of control planes, URLs of functions, and endpoints of stores.

use polder_inventory::SourceId;
use polder_inventory::compute::{Cluster, ClusterKind, Function, FunctionUrl};
use polder_inventory::model::{AddressBlock, Known};
use polder_verdict::{Effect, Fact, Step, Witness};

use super::found::Found;
use super::view::{DISAGREE, View};
use crate::address::{INTERNET, Span};

/// The attribute of blind spots about URLs of functions that the estate does not contain.
const AUTHORIZATION: &str = "authorization_type";

/// Looks at each cluster and function, and at URLs of functions that the estate does not contain.
pub(super) fn look(view: &View<'_, '_>, found: &mut Found) {
    for cluster in view.engine.inventory.compute.clusters.values() {
        control_plane(view, found, cluster);
    }
    for function in view.engine.inventory.compute.functions.values() {
        url(view, found, function);
    }
    for spot in view.engine.inventory.coverage.blind_spots.values() {
        if spot.entry.is_none() && spot.attribute.as_deref() == Some(AUTHORIZATION) {
            found.asked += 1;
            found.gap(spot.text.as_str(), [view.resource(spot.source)]);
        }
    }
}

fn control_plane(view: &View<'_, '_>, found: &mut Found, cluster: &Cluster) {
    let ClusterKind::Kubernetes { public_from, .. } = &cluster.kind else { return };
    found.asked += 1;
    let at = view.resource(cluster.source);
    match public_from {
        Known::Value(None) => {}
        Known::Value(Some(blocks)) => {
            let public =
                |block: &&AddressBlock| INTERNET.iter().any(|it| it.meet(Span::of(**block)).is_some());
            let Some(block) = blocks.iter().find(public) else { return };
            if is_private(block) {
                found.gap(DISAGREE, [at]);
            } else {
                let summary = format!("the internet can open connections to the control plane `{at}`");
                let facts = vec![
                    Fact::new("source", block.to_string()),
                    Fact::new("protocol", "tcp"),
                    Fact::new("destination_port", "443"),
                ];
                let text = "the endpoint of the control plane is public, and admits the addresses";
                found.witness(written(view, cluster.source, summary, text, facts));
            }
        }
        Known::Unknown(reason) => {
            found.gap(format!("who can reach the control plane of a cluster is not known: {reason}"), [at]);
        }
    }
}

/// The replay: whether both ends of a block are private addresses, by RFC 1918 and RFC 6598.
fn is_private(block: &AddressBlock) -> bool {
    let private = |address: std::net::IpAddr| match address {
        std::net::IpAddr::V4(address) => {
            let octets = address.octets();
            address.is_private() || (octets[0] == 100 && (64..128).contains(&octets[1]))
        }
        std::net::IpAddr::V6(address) => (address.segments()[0] & 0xfe00) == 0xfc00,
    };
    private(block.first()) && private(block.last())
}

fn url(view: &View<'_, '_>, found: &mut Found, function: &Function) {
    found.asked += 1;
    let at = view.resource(function.source);
    match function.url {
        FunctionUrl::Open => {
            let summary = format!("the internet can invoke `{at}` by its URL, without credentials");
            let text = "the URL of the function asks for no credentials";
            found.witness(written(view, function.source, summary, text, vec![]));
        }
        FunctionUrl::Unknown(reason) => {
            found.gap(
                format!("whether the URL of a function asks for credentials is not known: {reason}"),
                [at],
            );
        }
        FunctionUrl::None | FunctionUrl::Policy => {}
    }
}

/// A store whose endpoint is on the internet, because it is in no network.
pub(super) fn outside_of_networks(view: &View<'_, '_>, found: &mut Found, source: SourceId) {
    found.asked += 1;
    let summary = format!("the internet can open connections to `{}`", view.resource(source));
    let text = "it is in no network, so that its endpoint is on the internet";
    found.witness(written(view, source, summary, text, vec![Fact::new("destination_port", "443")]));
}

fn written(view: &View<'_, '_>, source: SourceId, summary: String, text: &str, facts: Vec<Fact>) -> Witness {
    let step = Step { text: text.into(), effect: Effect::Allows, resources: vec![view.resource(source)] };
    Witness { summary, facts, steps: vec![step], replayed_by: "inspector" }
}
