//! `aws_lb_listener` and `aws_lb_listener_certificate`.

use polder_cloud::View;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{Listener, ListenerId, ListenerProtocol, ServerTls};

use crate::networks::attribute;
use crate::networks::load_balancing::lb_action::{PROTOCOLS, actions};
use crate::networks::load_balancing::tls;
use crate::reader::Reader;
use crate::value::is_set;

/// Reads a listener.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let load_balancer = reader.must_lead_to(view, "load_balancer_arn", "load-balancer");
    let port = attribute::number(view, "port");
    // Provider documentation: HTTP for application load balancers; Gateway Load Balancers have no port;
    // they receive packets encapsulated in GENEVE.
    let default = if port == Known::Value(None) { ListenerProtocol::Geneve } else { ListenerProtocol::Http };
    let protocol = attribute::word_or(view, "protocol", &PROTOCOLS, default);
    let tls = match protocol {
        Known::Value(ListenerProtocol::Https | ListenerProtocol::Tls) => Some(tls_of(reader, view)),
        Known::Unknown(_) if is_set(view, "certificate_arn") => Some(tls_of(reader, view)),
        _ => None,
    };
    let default_actions = actions(reader, view, "default_action");
    let listener = Listener { source, load_balancer, port, protocol, tls, default_actions };
    reader.inventory.networks.listeners.push(listener);
}

fn tls_of<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> ServerTls {
    // Provider documentation: `ssl_policy` defaults to `ELBSecurityPolicy-2016-08`.
    let policy = attribute::text_or(view, "ssl_policy", "ELBSecurityPolicy-2016-08");
    let mode = view.block("mutual_authentication").map(|it| attribute::text_or(it, "mode", "off"));
    // `passthrough` forwards the client certificate to targets and does not verify it.
    let verified = mode.map_or(Known::Value(false), |mode| mode.map(|mode| mode == "verify"));
    ServerTls {
        minimum: tls::minimum(&policy, tls::of_load_balancer),
        policy: policy.map(Some),
        certificates: reader.all_lead_to(view, "certificate_arn", "certificate").into(),
        client_certificates: verified,
    }
}

/// Reads an additional certificate of a listener.
pub(in crate::networks) fn read_certificate<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let listener: Link<ListenerId> = reader.must_lead_to(view, "listener_arn", "listener");
    let Some(id) = listener.id() else { return };
    let certificate = reader.must_lead_to(view, "certificate_arn", "certificate");
    if let Some(listener) = reader.inventory.networks.listeners.get_mut(id)
        && let Some(tls) = &mut listener.tls
    {
        tls.certificates = tls.certificates.iter().copied().chain([certificate]).collect();
    }
    reader.contribute(view, id, &["tls"]);
}
