//! `aws_lambda_function` with its role, its log group and its triggers.

use polder_cloud::{Body, Handle, Policy, Value, Variable, body, text};
use polder_design::{
    Architecture, BucketKind, Function, FunctionKind, PUBLISHED, Party, Topic, Trigger, function_settings,
};

use crate::compute::app_context::AppContext;
use crate::draft::Draft;
use crate::iam::iam_role_policy;
use crate::iam::iam_service_role::{FUNCTION, role};
use crate::messaging::scheduler_schedule;
use crate::messaging::sns_topic;
use crate::names::{identifier, local, named};
use crate::observability::cloudwatch_log_group::{LogGroup, log_group};

/// The signing configuration that the packages of a site must match.
pub(crate) fn code_signing(place: &AppContext<'_>) -> Handle {
    let s = place.s;
    s.file(
        "code_signing",
        "Only packages signed with this site's signing profile are deployed: write access to the bucket of\n\
         packages is not enough to run code.",
    );
    let _packages = s.part(Party::Bucket(BucketKind::Functions));
    let config = s.resource(
        "aws_lambda_code_signing_config",
        "functions",
        body! {
            description = text!["Functions of ", local("name"), "."];
            allowed_publishers {
                signing_profile_version_arns = [place.base.signer.get("version_arn")];
            }
            policies {
                untrusted_artifact_on_deployment = "Enforce";
            }
        },
    );
    s.expect(
        "packages that nobody signed would run",
        config.get("policies").at(0).field("untrusted_artifact_on_deployment"),
        "Enforce",
    );
    config
}

/// Writes a function with its role, its log group and its triggers.
pub(crate) fn function(place: &AppContext<'_>, of: &Function, signing: &Handle) -> Handle {
    let s = place.s;
    let log = log(place, of.kind);
    s.file(
        "roles",
        "One role for each function, with the permissions that the declared flows of its function need, on\n\
         exactly those resources.",
    );
    let resource = identifier(of.kind.name());
    let (suffix, description) = words(of.kind);
    let role = role(s, &resource, suffix, FUNCTION, description);
    let rights = s.resource(
        "aws_iam_role_policy",
        &resource,
        body! {
            name = "flows";
            role = role.id();
            policy = Policy::of(iam_role_policy::function(place, of.kind, &log));
        },
    );
    let function = itself(place, of, signing, &[role, rights], &log);
    starts(place, of, &function);
    function
}

/// The suffix of a function's role name, and the function's description.
fn words(kind: FunctionKind) -> (&'static str, &'static str) {
    match kind {
        FunctionKind::EventConsumer => ("-events", "Publishes Saleor's events as domain events."),
        FunctionKind::Auditor => ("-auditor", "Asks whether what was proved still holds."),
        FunctionKind::FailoverController => ("-switch", "Turns the switch that moves the cell."),
    }
}

fn log(place: &AppContext<'_>, kind: FunctionKind) -> Handle {
    place.s.file("logs", "One log for each function, so that a right to read one is no right to read all.");
    log_group(
        place.s,
        LogGroup {
            resource: &identifier(kind.name()),
            name: text!["/", local("name"), format!("/functions/{}", kind.name())],
            key: &place.base.keys.logs,
            retention: place.design.retention.logs,
            site: place.site,
        },
    )
}

fn itself(
    place: &AppContext<'_>,
    of: &Function,
    signing: &Handle,
    [role, rights]: &[Handle; 2],
    log: &Handle,
) -> Handle {
    let s = place.s;
    s.file(
        "lambda_function",
        "Small programs in Rust. They run in the app tier with security groups of their own: a function\n\
         without flows has no network access. Reserved concurrency is taken from the account's quota, which\n\
         is ten in a new account: request the usual thousand first.",
    );
    let name = of.kind.name();
    let group = place.network.groups.functions.get(&of.kind).map(Handle::id);
    let environment = environment(place, of);
    let handle = s.resource(
        "aws_lambda_function",
        identifier(name),
        body! {
            function_name = named(format!("-{name}"));
            description = words(of.kind).1;
            role = role.arn();
            package_type = "Zip";
            runtime = "provided.al2023";
            handler = "bootstrap";
            architectures = [match of.architecture {
                Architecture::Arm64 => "arm64",
                Architecture::X86_64 => "x86_64",
            }];
            s3_bucket = place.base.buckets.get(&BucketKind::Functions).map(Handle::id);
            s3_key = text![release(s), format!("/{name}.zip")];
            code_signing_config_arn = signing.arn();
            memory_size = of.memory.as_mib();
            timeout = of.timeout.as_seconds();
            reserved_concurrent_executions = of.concurrency;
            /// The environment has no secrets; the key keeps it from those who may only describe functions.
            kms_key_arn = environment.as_ref().map(|_| place.base.keys.events.arn());
            if let Some(environment) = environment => environment {
                variables = environment;
            }
            /// The destination for asynchronous invocations that fail.
            dead_letter_config {
                target_arn = dead_letters(place, of);
            }
            logging_config {
                log_format = "Text";
                log_group = log.name();
            }
            tracing_config {
                mode = "Active";
            }
            vpc_config {
                subnet_ids = place.subnets();
                security_group_ids = group.into_iter().collect::<Vec<_>>();
            }
            /// Lambda validates the role's permissions for the network and the queue on creation.
            depends_on = [rights.whole()];
        },
    );
    s.expect(
        format!("{name} could take all that functions have for themselves"),
        handle.get("reserved_concurrent_executions"),
        of.concurrency,
    );
    handle
}

/// The release of the functions: the folder of the packages in the bucket.
fn release(s: &Draft) -> Value {
    s.variable(Variable {
        name: "functions_release".into(),
        kind: "string".into(),
        description: "Release of the functions: the folder of their signed packages in the site's bucket."
            .into(),
        default: Value::Null,
        sensitive: false,
        pattern: Some((
            "^[0-9A-Za-z][0-9A-Za-z._-]{0,62}$",
            "A release has letters, digits, dots, dashes and underscores.",
        )),
        example: "1.0.0".into(),
    })
}

/// The environment of a function, if it has any.
fn environment(place: &AppContext<'_>, of: &Function) -> Option<Body> {
    let (s, cell) = (place.s, &place.design.cells[place.site.cell]);
    match of.kind {
        FunctionKind::EventConsumer => Some(body! {
            (function_settings::CELL) = local("cell");
            (function_settings::PUBLIC_URL) = text!["https://", s.local("public_host", &cell.public_host)];
            (function_settings::TOPIC) = place.base.domain_events.arn();
            (function_settings::DEAD_LETTER_QUEUE) = dead_queue(place, of).map(|queue| queue.get("url"));
            (function_settings::EVENTS_TABLE) = place.data.tables[PUBLISHED].name();
        }),
        FunctionKind::FailoverController => Some(body! { (function_settings::CELL) = local("cell"); }),
        FunctionKind::Auditor => None,
    }
}

/// The queue for messages that it failed to process, or the topic for failed runs.
fn dead_letters(place: &AppContext<'_>, of: &Function) -> Value {
    dead_queue(place, of).unwrap_or_else(|| sns_topic::of(place.base, Topic::Alarms)).arn()
}

/// The dead-letter queue of the queue that triggers it.
fn dead_queue<'a>(place: &AppContext<'a>, of: &Function) -> Option<&'a Handle> {
    let Trigger::Queue { key, .. } = &of.trigger else { return None };
    Some(&place.data.queues[key].1)
}

fn starts(place: &AppContext<'_>, of: &Function, function: &Handle) {
    let s = place.s;
    let name = identifier(of.kind.name());
    if let Trigger::Queue { key, batch } = &of.trigger {
        let (queue, _) = &place.data.queues[key];
        s.file("lambda_event_source_mapping", "Which queue hands its messages to which function.");
        s.resource(
            "aws_lambda_event_source_mapping",
            &name,
            body! {
                event_source_arn = queue.arn();
                function_name = function.arn();
                /// In every site: where no writes are taken the queue is empty, and nothing has to be enabled
                /// after a failover.
                enabled = true;
                batch_size = *batch;
                /// Only the failed message is retried, not its whole batch.
                function_response_types = ["ReportBatchItemFailures"];
                scaling_config {
                    maximum_concurrency = of.concurrency;
                }
            },
        );
        return;
    }
    s.file(
        "lambda_event_invoke",
        "How often an order that nobody waits for is tried: once. Whoever gave it hears that it failed.",
    );
    s.resource(
        "aws_lambda_function_event_invoke_config",
        &name,
        body! {
            function_name = function.get("function_name");
            maximum_event_age_in_seconds = 900;
            maximum_retry_attempts = 0;
        },
    );
    if let Trigger::Daily { minute, enabled } = of.trigger {
        scheduler_schedule::starts_daily(place, of.kind, function, minute, enabled);
    }
}
