//! Servers: load balancers, the CDN, APIs, and what is behind them.

use polder_inventory::model::{Known, Link, Piece};
use polder_inventory::networks::{
    ApiTarget, Distribution, Listener, ListenerAction, ListenerProtocol, OriginProtocol, ServerTls,
    TlsVersion, ViewerProtocol,
};
use polder_inventory::{EntryId, Inventory};
use polder_verdict::{Fact, Property, Resource};

use crate::found::Found;
use crate::inspector;
use crate::place::resource;
use crate::unresolved;

pub(super) fn properties(inventory: &Inventory) -> Vec<Property> {
    let networks = &inventory.networks;
    let mut all = vec![];
    if !networks.listeners.is_empty() {
        all.push(listeners(inventory));
    }
    if !networks.target_groups.is_empty() {
        all.push(targets(inventory));
    }
    if !networks.distributions.is_empty() {
        all.push(viewers(inventory));
        all.push(origins(inventory));
    }
    if !networks.apis.is_empty() || !networks.api_domains.is_empty() {
        all.push(apis(inventory));
    }
    all
}

/// The oldest version that a server accepts.
fn version(found: &mut Found, tls: &ServerTls, at: Resource) {
    match tls.minimum {
        Known::Value(version) if version >= TlsVersion::Tls12 => {}
        Known::Value(version) => {
            let summary = format!("{version} is accepted: `{at}`");
            let facts = vec![Fact::new("minimum", version.to_string())];
            found.flaw(inspector::serves_old_clients(tls), summary.clone(), facts, vec![(summary, at)]);
        }
        Known::Unknown(reason) => found.gap(format!("the oldest TLS version is not known: {reason}"), [at]),
    }
}

fn listeners(inventory: &Inventory) -> Property {
    let mut found = Found::default();
    found.gaps(&unresolved::of(inventory, |entry| {
        matches!(entry, EntryId::Listener(_) | EntryId::ListenerRule(_) | EntryId::LoadBalancer(_))
    }));
    for (id, listener) in inventory.networks.listeners.iter() {
        if is_internal(inventory, listener) {
            continue;
        }
        found.looked_at += 1;
        let at = resource(inventory, listener.source);
        if let Some(tls) = &listener.tls {
            version(&mut found, tls, at);
            continue;
        }
        match listener.protocol {
            Known::Value(protocol @ ListenerProtocol::Http) => {
                plain(&mut found, protocol, &listener.default_actions, at.clone());
                let rules = inventory.networks.listener_rules.values();
                for rule in rules.filter(|rule| rule.listener == Link::To(id)) {
                    plain(&mut found, protocol, &rule.actions, resource(inventory, rule.source));
                }
            }
            Known::Value(ListenerProtocol::Https | ListenerProtocol::Tls) => {
                found.gap("the TLS policy of a listener is not known", [at]);
            }
            Known::Value(_) => {
                found.gap("whether what a listener passes through is encrypted is not known", [at]);
            }
            Known::Unknown(reason) => {
                found.gap(format!("the protocol of a listener is not known: {reason}"), [at]);
            }
        }
    }
    // A rule of a listener that is not found may be one of a listener that is.
    let rules = inventory.networks.listener_rules.values().filter(|rule| rule.listener.id().is_none());
    for rule in rules.filter(|rule| !rule.actions.iter().all(needs_no_backend)) {
        found.gap("the listener of a rule is not known", [resource(inventory, rule.source)]);
    }
    found.property(
        "encryption.transit.listeners",
        "listeners of public load balancers accept TLS 1.2 and newer only, and redirect plain HTTP",
        "listeners of public load balancers require TLS 1.2 or redirect",
    )
}

fn is_internal(inventory: &Inventory, listener: &Listener) -> bool {
    let balancer = listener.load_balancer.id().map(|id| &inventory.networks.load_balancers[id]);
    balancer.is_some_and(|balancer| balancer.public == Known::Value(false))
}

/// Whether actions of a plain listener give anything to a backend.
fn plain(found: &mut Found, protocol: ListenerProtocol, actions: &[ListenerAction], at: Resource) {
    if !actions.iter().all(needs_no_backend) {
        let summary = format!("plain HTTP is served and not redirected: `{at}`");
        let confirmed = inspector::forwards_plain_requests(protocol, actions);
        found.flaw(confirmed, summary.clone(), vec![], vec![(summary, at)]);
    }
}

/// Whether an action gives nothing to a backend, and leads to HTTPS if it leads anywhere.
fn needs_no_backend(action: &ListenerAction) -> bool {
    match action {
        ListenerAction::Redirect { protocol, .. } => *protocol == Some(ListenerProtocol::Https),
        ListenerAction::Respond { .. } => true,
        ListenerAction::Forward(_) | ListenerAction::Authenticate { .. } => false,
    }
}

/// From load balancers to processes: TLS, or inside of one private network.
fn targets(inventory: &Inventory) -> Property {
    let mut found = Found::default();
    found.gaps(&unresolved::of(inventory, |entry| matches!(entry, EntryId::TargetGroup(_))));
    let mut inside = vec![];
    for group in inventory.networks.target_groups.values() {
        found.looked_at += 1;
        let at = resource(inventory, group.source);
        match group.protocol {
            Known::Value(None | Some(ListenerProtocol::Https | ListenerProtocol::Tls)) => {}
            Known::Value(Some(_)) => match group.network {
                // A load balancer has addresses in one network only, and its targets are in that of the group.
                Some(Link::To(_)) => inside.push(at),
                Some(_) => found.gap("the network of a target group is not known", [at]),
                None => {
                    let summary = format!("targets are reached without TLS and are in no network: `{at}`");
                    found.flaw(
                        inspector::is_open_and_plain(group),
                        summary.clone(),
                        vec![],
                        vec![(summary, at)],
                    );
                }
            },
            Known::Unknown(reason) => {
                found.gap(format!("the protocol of a target group is not known: {reason}"), [at]);
            }
        }
    }
    if !inside.is_empty() {
        let text = "target groups speak without TLS inside of their network, between security groups: the processes have no TLS";
        found.note(format!("{} {text}", inside.len()), inside);
    }
    found.property(
        "encryption.transit.targets",
        "load balancers reach their targets over TLS or inside of one private network",
        "target groups use TLS or stay inside of their network",
    )
}

fn viewers(inventory: &Inventory) -> Property {
    let mut found = Found::default();
    found.gaps(&unresolved::of(inventory, |entry| matches!(entry, EntryId::Distribution(_))));
    for distribution in inventory.networks.distributions.values() {
        let at = || resource(inventory, distribution.source);
        found.looked_at += 1;
        version(&mut found, &distribution.tls, at());
        for behaviour in &distribution.behaviours {
            match behaviour.viewer_protocol {
                Known::Value(ViewerProtocol::RedirectToHttps | ViewerProtocol::HttpsOnly) => {}
                Known::Value(ViewerProtocol::AllowAll) => {
                    let path = behaviour.path.as_ref().and_then(Known::value);
                    let path = path.map_or("all other paths".to_owned(), |path| format!("`{path}`"));
                    let summary = format!("the CDN serves {path} over plain HTTP: `{}`", at());
                    let confirmed = inspector::answers_plain_viewers(distribution);
                    found.flaw(
                        confirmed,
                        summary.clone(),
                        vec![Fact::new("path", path)],
                        vec![(summary, at())],
                    );
                }
                Known::Unknown(reason) => {
                    found.gap(format!("the protocol of viewers is not known: {reason}"), [at()]);
                }
            }
        }
    }
    found.property(
        "encryption.transit.viewers",
        "the CDN accepts TLS 1.2 and newer only, and redirects or refuses plain HTTP",
        "distributions require TLS 1.2 of viewers",
    )
}

fn origins(inventory: &Inventory) -> Property {
    let mut found = Found::default();
    found.gaps(&unresolved::of(inventory, |entry| matches!(entry, EntryId::Distribution(_))));
    for distribution in inventory.networks.distributions.values() {
        connections(inventory, distribution, &mut found);
    }
    found.property(
        "encryption.transit.origins",
        "the CDN reaches origins over TLS 1.2 and newer only, and verifies their certificates",
        "origins are reached over TLS 1.2, or by the protocol of the provider",
    )
}

fn connections(inventory: &Inventory, distribution: &Distribution, found: &mut Found) {
    let at = || resource(inventory, distribution.source);
    for origin in &distribution.origins {
        found.looked_at += 1;
        let Some(connection) = &origin.connection else { continue };
        match connection.protocol {
            Known::Value(OriginProtocol::HttpsOnly) => {}
            Known::Value(OriginProtocol::HttpOnly | OriginProtocol::MatchViewer) => {
                let summary = format!("origin `{}` is reached over plain HTTP: `{}`", origin.id, at());
                let facts = vec![Fact::new("origin", origin.id.as_str())];
                let confirmed = inspector::reaches_weakly(distribution, &origin.id);
                found.flaw(confirmed, summary.clone(), facts, vec![(summary, at())]);
                continue;
            }
            Known::Unknown(reason) => {
                found.gap(format!("the protocol to an origin is not known: {reason}"), [at()]);
            }
        }
        match &connection.tls_versions {
            Known::Value(versions) => {
                if let Some(old) = versions.iter().find(|version| **version < TlsVersion::Tls12) {
                    let summary = format!("{old} is offered to origin `{}`: `{}`", origin.id, at());
                    let facts = vec![Fact::new("origin", origin.id.as_str())];
                    let confirmed = inspector::reaches_weakly(distribution, &origin.id);
                    found.flaw(confirmed, summary.clone(), facts, vec![(summary, at())]);
                }
            }
            Known::Unknown(reason) => {
                found.gap(format!("the TLS versions to an origin are not known: {reason}"), [at()]);
            }
        }
    }
}

fn apis(inventory: &Inventory) -> Property {
    let mut found = Found::default();
    found.gaps(&unresolved::of(inventory, |entry| {
        matches!(entry, EntryId::Api(_) | EntryId::ApiRoute(_) | EntryId::ApiDomain(_))
    }));
    for domain in inventory.networks.api_domains.values() {
        found.looked_at += 1;
        version(&mut found, &domain.tls, resource(inventory, domain.source));
    }
    for route in inventory.networks.api_routes.values() {
        let Some(integration) = &route.integration else { continue };
        let ApiTarget::Url(url) = &integration.target else { continue };
        found.looked_at += 1;
        let at = resource(inventory, route.source);
        match url.value().map(polder_inventory::model::Pattern::pieces) {
            Some([Piece::Literal(text), ..]) if starts(text, "https://") => {}
            Some([Piece::Literal(text), ..]) if starts(text, "http://") => {
                let summary = format!("an API calls its backend over plain HTTP: `{at}`");
                let confirmed = !text.to_ascii_lowercase().contains("https:");
                found.flaw(
                    confirmed,
                    summary.clone(),
                    vec![Fact::new("url", text.to_string())],
                    vec![(summary, at)],
                );
            }
            _ => found.gap("the protocol of an API's backend is not known", [at]),
        }
    }
    found.property(
        "encryption.transit.apis",
        "custom domains of APIs accept TLS 1.2 and newer only, and public backends are called over HTTPS",
        "domains and backends of APIs use TLS",
    )
}

fn starts(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}
