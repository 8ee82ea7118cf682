//! Ways from the internet that lead through no interface: endpoints of control planes, URLs of functions, and endpoints of stores.

use polder_inventory::compute::{ClusterKind, Function, FunctionUrl};
use polder_inventory::coverage::BlindSpot;
use polder_inventory::model::{AddressBlock, Known, Set};
use polder_inventory::stores::StoreKind;
use polder_inventory::{EntryId, SourceId};
use polder_verdict::{Effect, Fact, Step, Witness};

use super::found::Found;
use super::view::{DISAGREE, View};
use crate::address::{INTERNET, Span};

/// The attribute of blind spots about URLs of functions that the estate does not contain.
const AUTHORIZATION: &str = "authorization_type";

/// A way from the internet that leads through no interface.
#[derive(Clone, Copy)]
pub(super) enum PublicEndpoint<'i> {
    /// To the control plane of a Kubernetes cluster, from the addresses that its public endpoint admits.
    ControlPlane(SourceId, &'i Known<Option<Set<AddressBlock>>>),
    /// To a function, by its URL.
    Url(&'i Function),
    /// To a function that the estate does not contain, by a URL that it contains.
    UrlElsewhere(&'i BlindSpot),
    /// To a store in no network, so that its endpoint is on the internet.
    OutsideOfNetworks(SourceId),
}

/// The control plane of each cluster, each function, and URLs of functions that the estate does not contain.
pub(super) fn of_entry_points<'i>(view: &View<'_, 'i>) -> impl Iterator<Item = PublicEndpoint<'i>> + use<'i> {
    let compute = &view.engine.inventory.compute;
    let clusters = compute.clusters.values().filter_map(|cluster| match &cluster.kind {
        ClusterKind::Kubernetes { public_from, .. } => {
            Some(PublicEndpoint::ControlPlane(cluster.source, public_from))
        }
        ClusterKind::ContainerService { .. } => None,
    });
    let elsewhere = view.engine.inventory.coverage.blind_spots.values();
    let elsewhere =
        elsewhere.filter(|it| it.entry.is_none() && it.attribute.as_deref() == Some(AUTHORIZATION));
    clusters
        .chain(compute.functions.values().map(PublicEndpoint::Url))
        .chain(elsewhere.map(PublicEndpoint::UrlElsewhere))
}

/// Each search domain without interfaces.
pub(super) fn of_data_tier<'v, 'i>(
    view: &'v View<'_, 'i>,
) -> impl Iterator<Item = PublicEndpoint<'i>> + use<'v, 'i> {
    let stores = view.engine.inventory.stores.stores.iter();
    let domains = stores.filter(|(_, store)| matches!(store.kind, StoreKind::SearchIndex { .. }));
    let outside = domains.filter(|(id, _)| {
        let owner = Some(EntryId::from(*id));
        !view.nodes.iter().any(|node| node.interface.owner.id() == owner)
    });
    outside.map(|(_, store)| PublicEndpoint::OutsideOfNetworks(store.source))
}

/// Looks at each.
pub(super) fn look<'i>(
    view: &View<'_, 'i>,
    found: &mut Found,
    public_endpoints: impl Iterator<Item = PublicEndpoint<'i>>,
) {
    for endpoint in public_endpoints {
        found.asked += 1;
        match endpoint {
            PublicEndpoint::ControlPlane(cluster, from) => control_plane(view, found, cluster, from),
            PublicEndpoint::Url(function) => url(view, found, function),
            PublicEndpoint::UrlElsewhere(spot) => found.gap(spot.text.as_str(), [view.resource(spot.source)]),
            PublicEndpoint::OutsideOfNetworks(store) => outside_of_networks(view, found, store),
        }
    }
}

impl PublicEndpoint<'_> {
    /// The resource that it leads to.
    pub(super) fn source(&self) -> SourceId {
        match self {
            PublicEndpoint::ControlPlane(source, _) | PublicEndpoint::OutsideOfNetworks(source) => *source,
            PublicEndpoint::Url(function) => function.source,
            PublicEndpoint::UrlElsewhere(spot) => spot.source,
        }
    }

    /// Whether the internet can open connections through it, if that is known.
    pub(super) fn is_open(&self) -> Option<bool> {
        match self {
            PublicEndpoint::ControlPlane(_, Known::Value(blocks)) => Some(public(blocks.as_ref()).is_some()),
            PublicEndpoint::Url(Function { url: FunctionUrl::Open, .. })
            | PublicEndpoint::OutsideOfNetworks(_) => Some(true),
            PublicEndpoint::Url(Function { url: FunctionUrl::None | FunctionUrl::Policy, .. }) => Some(false),
            PublicEndpoint::ControlPlane(_, Known::Unknown(_))
            | PublicEndpoint::UrlElsewhere(_)
            | PublicEndpoint::Url(Function { url: FunctionUrl::Unknown(_), .. }) => None,
        }
    }
}

/// A block with an address of the internet.
fn public(blocks: Option<&Set<AddressBlock>>) -> Option<&AddressBlock> {
    let is_public = |block: &&AddressBlock| INTERNET.iter().any(|it| it.meet(Span::of(**block)).is_some());
    blocks?.iter().find(is_public)
}

fn control_plane(
    view: &View<'_, '_>,
    found: &mut Found,
    cluster: SourceId,
    from: &Known<Option<Set<AddressBlock>>>,
) {
    let at = view.resource(cluster);
    match from {
        Known::Value(blocks) => {
            let Some(block) = public(blocks.as_ref()) else { return };
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
                found.witness(written(view, cluster, summary, text, facts));
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

fn outside_of_networks(view: &View<'_, '_>, found: &mut Found, source: SourceId) {
    let summary = format!("the internet can open connections to `{}`", view.resource(source));
    let text = "it is in no network, so that its endpoint is on the internet";
    found.witness(written(view, source, summary, text, vec![Fact::new("destination_port", "443")]));
}

fn written(view: &View<'_, '_>, source: SourceId, summary: String, text: &str, facts: Vec<Fact>) -> Witness {
    let step = Step { text: text.into(), effect: Effect::Allows, resources: vec![view.resource(source)] };
    Witness { summary, facts, steps: vec![step], replayed_by: "inspector" }
}
