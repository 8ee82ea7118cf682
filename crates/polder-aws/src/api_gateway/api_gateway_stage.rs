//! `aws_api_gateway_stage`: the deployment, its logs and its throttling.

use polder_cloud::{Body, Document, Handle, Value, body, list, text};
use polder_design::Site;
use polder_units::Duration;

use crate::api_gateway::api_gateway_rest_api::RestApi;
use crate::api_gateway::api_gateway_usage_plan::Rate;
use crate::draft::Draft;
use crate::names::named;
use crate::observability::cloudwatch_log_group::{LogGroup, log_group};

/// The name of the only stage. It is in no URL: the custom domain names map to it.
const STAGE: &str = "live";

/// How the stage writes its logs.
pub(crate) struct Logs<'a> {
    /// `aws_kms_key` of its log groups.
    pub(crate) key: &'a Handle,
    /// The retention.
    pub(crate) retention: Duration,
    /// One of the region's sites, for the data class of its logs.
    pub(crate) site: &'a Site,
}

/// Deploys the API.
pub(crate) fn stage(s: &Draft, rest: &RestApi, logs: &Logs<'_>, rate: Rate) -> Handle {
    s.file(
        "api_gateway_stage",
        "The deployment of the API. Every change of the API changes the fingerprint below, which creates a\n\
         new deployment before the old one is destroyed.",
    );
    let deployment = deployment(s, rest);
    let access = group(s, "access", text!["/aws/api-gateway/", named("-partners")], logs);
    // API Gateway chooses the name of this group. Created beforehand, it is encrypted and has a retention.
    let errors = text!["API-Gateway-Execution-Logs_", rest.api.id(), "/", STAGE];
    group(s, "execution", errors, logs);
    let certificate = s.resource(
        "aws_api_gateway_client_certificate",
        "live",
        body! {
            description = "Identifies the gateway to backends.";
        },
    );
    let stage = s.resource(
        "aws_api_gateway_stage",
        "live",
        body! {
            rest_api_id = rest.api.id();
            deployment_id = deployment.id();
            stage_name = STAGE;
            description = "The stage of the API.";
            xray_tracing_enabled = true;
            /// CloudFront uses the secret header; a backend of another kind may use this certificate.
            client_certificate_id = certificate.id();
            access_log_settings {
                destination_arn = access.arn();
                format = Document::Json(access_line());
            }
            depends_on = list![
                Value::expression("aws_api_gateway_account.main"),
                Value::expression("aws_cloudwatch_log_group.execution"),
            ];
        },
    );
    method_settings(s, rest, &stage, rate);
    stage
}

fn deployment(s: &Draft, rest: &RestApi) -> Handle {
    let fingerprint =
        Value::call("sha1", vec![Value::call("jsonencode", vec![Value::List(rest.parts.clone())])]);
    s.resource(
        "aws_api_gateway_deployment",
        "live",
        body! {
            rest_api_id = rest.api.id();
            triggers = { parts = fingerprint; };
            lifecycle { create_before_destroy = true; }
        },
    )
}

fn group(s: &Draft, resource: &'static str, name: Value, logs: &Logs<'_>) -> Handle {
    log_group(s, LogGroup { resource, name, key: logs.key, retention: logs.retention, site: logs.site })
}

/// One line of the access log: who called and the result, without request or response bodies.
fn access_line() -> Body {
    body! {
        requestId = "$context.requestId";
        time = "$context.requestTimeEpoch";
        sourceIp = "$context.identity.sourceIp";
        apiKeyId = "$context.identity.apiKeyId";
        path = "$context.path";
        method = "$context.httpMethod";
        status = "$context.status";
        responseLength = "$context.responseLength";
        responseLatency = "$context.responseLatency";
        integrationStatus = "$context.integration.status";
        integrationLatency = "$context.integration.latency";
        wafStatus = "$context.waf.status";
        error = "$context.error.message";
        traceId = "$context.xrayTraceId";
    }
}

fn method_settings(s: &Draft, rest: &RestApi, stage: &Handle, rate: Rate) {
    let settings = s.resource(
        "aws_api_gateway_method_settings",
        "all",
        body! {
            rest_api_id = rest.api.id();
            stage_name = stage.get("stage_name");
            method_path = "*/*";
            settings {
                metrics_enabled = true;
                logging_level = "ERROR";
                /// Full requests and responses would write personal data to the log.
                data_trace_enabled = false;
                caching_enabled = false;
                cache_data_encrypted = true;
                /// The limit for all partners together: it protects the shop's own visitors.
                throttling_rate_limit = rate.all_per_second();
                throttling_burst_limit = rate.all_burst();
            }
        },
    );
    s.expect(
        "requests are logged with personal data",
        settings.get("settings").at(0).field("data_trace_enabled"),
        false,
    );
}
