//! Actions of listeners and their rules.

use polder_cloud::View;
use polder_inventory::model::{Known, Pattern, Reason, Text};
use polder_inventory::networks::{ListenerAction, ListenerProtocol, TargetGroupId, WeightedTargets};

use crate::networks::attribute;
use crate::reader::Reader;
use crate::value::is_set;

/// The protocols of listeners and targets.
pub(in crate::networks) const PROTOCOLS: [(&str, ListenerProtocol); 7] = [
    ("HTTP", ListenerProtocol::Http),
    ("HTTPS", ListenerProtocol::Https),
    ("TCP", ListenerProtocol::Tcp),
    ("TLS", ListenerProtocol::Tls),
    ("UDP", ListenerProtocol::Udp),
    ("TCP_UDP", ListenerProtocol::TcpUdp),
    ("GENEVE", ListenerProtocol::Geneve),
];

/// Reads the actions of a listener or rule, in their order.
pub(in crate::networks) fn actions<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    name: &'static str,
) -> Box<[ListenerAction]> {
    let mut blocks: Vec<(i64, View<'i, 'a>)> = vec![];
    for (at, block) in (1_i64..).zip(view.blocks(name)) {
        // Provider documentation: actions are performed by `order`, or else in their order in the configuration.
        blocks.push((block.integer("order").unwrap_or(at), block));
    }
    blocks.sort_by_key(|(order, _)| *order);
    let mut steps = vec![];
    for (_, block) in blocks {
        match action(reader, block) {
            Ok(action) => steps.push(action),
            Err(reason) => {
                let entry = reader.entry(view.id());
                let text = "An action on requests is not known.";
                reader.blind(view, entry, Some(name), reason, text);
            }
        }
    }
    steps.into()
}

fn action<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Result<ListenerAction, Reason> {
    let kind = match attribute::required(view, "type") {
        Known::Value(kind) => kind,
        Known::Unknown(reason) => return Err(reason),
    };
    match kind.as_str() {
        "forward" => Ok(forward(reader, view)),
        "redirect" => view.block("redirect").map(redirect).ok_or(Reason::NotUnderstood),
        "fixed-response" => {
            let answer = view.block("fixed_response").ok_or(Reason::NotUnderstood)?;
            // Provider documentation: the status code defaults to 200.
            Ok(ListenerAction::Respond { status: attribute::text_or(answer, "status_code", "200") })
        }
        "authenticate-oidc" => {
            let block = view.block("authenticate_oidc").ok_or(Reason::NotUnderstood)?;
            Ok(ListenerAction::Authenticate { issuer: attribute::required(block, "issuer") })
        }
        "jwt-validation" => {
            let block = view.block("jwt_validation").ok_or(Reason::NotUnderstood)?;
            Ok(ListenerAction::Authenticate { issuer: attribute::required(block, "issuer") })
        }
        "authenticate-cognito" => {
            let block = view.block("authenticate_cognito").ok_or(Reason::NotUnderstood)?;
            Ok(ListenerAction::Authenticate { issuer: attribute::required(block, "user_pool_arn") })
        }
        _ => Err(Reason::NotUnderstood),
    }
}

/// The target groups of a block `forward`, or else that of `target_group_arn`. A plan may contain both.
fn forward<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> ListenerAction {
    let mut found: Vec<WeightedTargets> = vec![];
    for group in view.blocks("forward").into_iter().flat_map(|forward| forward.blocks("target_group")) {
        if is_set(group, "arn") {
            // Documentation of the API (`TargetGroupTuple`): the weight defaults to 1.
            let weight = attribute::number_or(group, "weight", 1);
            found.push(WeightedTargets { group: reader.must_lead_to(group, "arn", "target-group"), weight });
        }
    }
    if found.is_empty() {
        let group = reader.must_lead_to::<TargetGroupId>(view, "target_group_arn", "target-group");
        found.push(WeightedTargets { group, weight: Known::Value(1) });
    }
    ListenerAction::Forward(found.into())
}

/// Parts that are not set stay unchanged: provider documentation.
fn redirect(view: View<'_, '_>) -> ListenerAction {
    let part = |name: &str, default: &'static str| attribute::text_or(view, name, default);
    let protocol = part("protocol", "#{protocol}");
    let words = [("HTTP_301", 301), ("HTTP_302", 302)];
    let parts = [
        protocol.clone(),
        part("host", "#{host}"),
        part("port", "#{port}"),
        part("path", "/#{path}"),
        part("query", "#{query}"),
    ];
    let unknown = parts.iter().find_map(Known::reason);
    let texts: Vec<&str> = parts.iter().filter_map(|it| it.value().map(Text::as_str)).collect();
    let to = match (unknown, texts.as_slice()) {
        (None, [protocol, host, port, path, query]) => {
            let question = if query.is_empty() { "" } else { "?" };
            Known::Value(Pattern::literal(format!("{protocol}://{host}:{port}{path}{question}{query}")))
        }
        (reason, _) => Known::Unknown(reason.unwrap_or(Reason::NotUnderstood)),
    };
    let protocol = protocol.value().and_then(|protocol| {
        PROTOCOLS.iter().find(|(word, _)| word == protocol).map(|(_, protocol)| *protocol)
    });
    ListenerAction::Redirect { protocol, to, status: attribute::required_word(view, "status_code", &words) }
}
