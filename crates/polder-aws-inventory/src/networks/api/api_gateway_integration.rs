//! `aws_api_gateway_integration` and `aws_apigatewayv2_integration`: the backends of methods and routes.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::model::{Known, Reason, Set, Text};
use polder_inventory::networks::{ApiIntegration, ApiTarget};

use crate::networks::api::function_uri::function_of_uri;
use crate::networks::attribute;
use crate::reader::Reader;
use crate::value::{is_left_out, is_set};

/// The names of the attributes of an integration, and their defaults.
#[derive(Clone, Copy)]
pub(in crate::networks) struct Names {
    kind: &'static str,
    uri: &'static str,
    timeout: &'static str,
    identity: &'static str,
    /// Milliseconds.
    timeout_default: u64,
    /// The prefix of keys that set headers.
    header: &'static str,
}

impl Names {
    /// REST APIs. Provider documentation: 29 seconds.
    pub(in crate::networks) const REST: Names = Names {
        kind: "type",
        uri: "uri",
        timeout: "timeout_milliseconds",
        identity: "credentials",
        timeout_default: 29_000,
        header: "integration.request.header.",
    };

    /// HTTP APIs. Provider documentation: 30 seconds.
    pub(in crate::networks) const HTTP: Names = Names {
        kind: "integration_type",
        uri: "integration_uri",
        timeout: "timeout_milliseconds",
        identity: "credentials_arn",
        timeout_default: 30_000,
        header: "append:header.",
    };
}

/// Reads an integration.
pub(in crate::networks) fn integration<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    names: Names,
) -> ApiIntegration {
    ApiIntegration {
        target: target(reader, view, names),
        timeout: attribute::milliseconds_or(view, names.timeout, names.timeout_default),
        headers: headers(view, names),
        identity: reader.role(view, names.identity),
    }
}

fn target<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>, names: Names) -> ApiTarget {
    let kind = match attribute::required(view, names.kind) {
        Known::Value(kind) => kind,
        Known::Unknown(reason) => return ApiTarget::Url(Known::Unknown(reason)),
    };
    let link = view.text("connection_type").as_deref() == Some("VPC_LINK");
    match kind.as_str() {
        "MOCK" => ApiTarget::Mock,
        "HTTP" | "HTTP_PROXY" if link => ApiTarget::Link {
            link: reader.must_lead_to(view, "connection_id", "vpc-link"),
            url: reader.pattern(view, names.uri),
        },
        "HTTP" | "HTTP_PROXY" => ApiTarget::Url(reader.pattern(view, names.uri)),
        "AWS_PROXY" | "AWS" => {
            if is_set(view, "integration_subtype") {
                return ApiTarget::Action(attribute::required(view, "integration_subtype").map(subtype));
            }
            match action(&view.get(names.uri)) {
                Some(action) => ApiTarget::Action(action),
                None => ApiTarget::Function(function_of_uri(reader, view, names.uri)),
            }
        }
        _ => ApiTarget::Action(Known::Unknown(Reason::NotUnderstood)),
    }
}

/// `SQS-SendMessage` as `sqs:SendMessage`.
fn subtype(word: Text) -> Text {
    match word.split_once('-') {
        Some((service, action)) => format!("{}:{action}", service.to_lowercase()).into(),
        None => word,
    }
}

/// The action in a URI of API Gateway that does not invoke a function:
/// `arn:aws:apigateway:eu-west-1:sqs:path/123/queue`, `arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem`.
fn action(uri: &Resolved<'_>) -> Option<Known<Text>> {
    // Unknown pieces are replaced by a placeholder between the known ones.
    let text = match uri {
        Resolved::Text(text) => text.to_string(),
        Resolved::Pattern(pieces) => {
            let piece = |piece: &Resolved<'_>| {
                piece.as_plain().map_or_else(|| "?".to_owned(), std::borrow::Cow::into_owned)
            };
            pieces.iter().map(piece).collect()
        }
        _ => return None,
    };
    let mut parts = text.splitn(6, ':');
    let gateway = parts.nth(2)? == "apigateway";
    let service = parts.nth(1)?;
    let what = parts.next()?;
    if !gateway || service == "lambda" {
        return None;
    }
    Some(match what.strip_prefix("action/") {
        Some(action) => Known::Value(format!("{service}:{action}").into()),
        // The path contains a resource, and the request determines the action.
        None => Known::Unknown(Reason::NotUnderstood),
    })
}

/// The headers that are added to requests.
fn headers(view: View<'_, '_>, names: Names) -> Known<Set<Text>> {
    match view.get("request_parameters") {
        Resolved::Object(items) => {
            let of_header = items.iter().filter_map(|(key, _)| {
                let key = key.strip_prefix(names.header).or_else(|| key.strip_prefix("overwrite:header."));
                key.map(|key| Text::from(key.to_lowercase()))
            });
            Known::Value(of_header.collect())
        }
        value if is_left_out(&value) => Known::Value(Set::default()),
        value => Known::Unknown(crate::value::reason(&value)),
    }
}
