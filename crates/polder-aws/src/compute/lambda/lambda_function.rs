//! `aws_lambda_function` with its role, its log group and its triggers.

use polder_cloud::{Body, Handle, Policy, Value, Variable, body, text};
use polder_design::{
    Architecture, BucketKind, EVENTS, Function, FunctionKind, Market, PUBLISHED, Party, Topic, Trigger,
    function_settings, secrets,
};
use polder_shop::{brief, shop};

use crate::compute::app_context::AppContext;
use crate::draft::Draft;
use crate::iam::iam_role_policy;
use crate::iam::iam_service_role::{FUNCTION, role};
use crate::messaging::sns_topic;
use crate::names::{identifier, local, named};
use crate::observability::cloudwatch_log_group::{LogGroup, log_group};

/// The signing configuration that the packages of a site must match. `None` where the region offers no code signing.
pub(crate) fn code_signing(context: &AppContext<'_>) -> Option<Handle> {
    let s = context.s;
    let signer = context.base.signer.as_ref()?;
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
                signing_profile_version_arns = [signer.get("version_arn")];
            }
            policies {
                untrusted_artifact_on_deployment = "Enforce";
            }
        },
    );
    s.expect(
        "unsigned packages would run",
        config.get("policies").at(0).field("untrusted_artifact_on_deployment"),
        "Enforce",
    );
    Some(config)
}

/// Writes a function with its role, its log group and its triggers.
pub(crate) fn function(context: &AppContext<'_>, of: &Function, signing: Option<&Handle>) -> Handle {
    let s = context.s;
    let log = log(context, of.kind);
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
            policy = Policy::of(iam_role_policy::function(context, of.kind, &log));
        },
    );
    let function = itself(context, of, signing, &[role, rights], &log);
    starts(context, of, &function);
    function
}

/// The suffix of a function's role name, and the function's description.
fn words(kind: FunctionKind) -> (&'static str, &'static str) {
    match kind {
        FunctionKind::EventConsumer => ("-events", "Publishes Saleor's events as domain events."),
        FunctionKind::Auditor => ("-auditor", "Checks whether proved properties of the platform still hold."),
        FunctionKind::FailoverController => ("-switch", "Operates the failover switch of the cell."),
        FunctionKind::ShopProbe => ("-probe", "Starts a checkout in each market, as a shopper does."),
        FunctionKind::SetupRunner => ("-setup", "Compares the running shop with the design, and sets it up."),
    }
}

fn log(context: &AppContext<'_>, kind: FunctionKind) -> Handle {
    context.s.file(
        "logs",
        "One log group for each function, so that permission to read one does not include the others.",
    );
    log_group(
        context.s,
        LogGroup {
            resource: &identifier(kind.name()),
            name: text!["/", local("name"), format!("/functions/{}", kind.name())],
            key: &context.base.keys.logs,
            retention: context.design.retention.logs,
            site: context.site,
        },
    )
}

fn itself(
    context: &AppContext<'_>,
    of: &Function,
    signing: Option<&Handle>,
    [role, rights]: &[Handle; 2],
    log: &Handle,
) -> Handle {
    let s = context.s;
    s.file(
        "lambda_function",
        "Small programs in Rust. They run in the app tier with security groups of their own: a function\n\
         without flows has no network access. Reserved concurrency is taken from the account's quota, which\n\
         is ten in a new account: request the usual thousand first.",
    );
    let name = of.kind.name();
    let group = context.network.groups.functions.get(&of.kind).map(Handle::id);
    let environment = environment(context, of);
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
            s3_bucket = context.base.buckets.get(&BucketKind::Functions).map(Handle::id);
            s3_key = text![release(s), format!("/{name}.zip")];
            code_signing_config_arn = signing.map(Handle::arn);
            memory_size = of.memory.as_mib();
            timeout = of.timeout.as_seconds();
            reserved_concurrent_executions = of.concurrency;
            /// The environment has no secrets; the key keeps it from those who may only describe functions.
            kms_key_arn = environment.as_ref().map(|_| context.base.keys.events.arn());
            if let Some(environment) = environment => environment {
                variables = environment;
            }
            if let Some(dead_letters) = dead_letters(context, of) => dead_letter_config {
                target_arn = dead_letters;
            }
            logging_config {
                log_format = "Text";
                log_group = log.name();
            }
            tracing_config {
                mode = "Active";
            }
            vpc_config {
                subnet_ids = context.subnets();
                security_group_ids = group.into_iter().collect::<Vec<_>>();
            }
            /// Lambda validates the role's permissions for the network and the queue on creation.
            depends_on = [rights.whole()];
        },
    );
    s.expect(
        format!("{name} has no reserved concurrency"),
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
        description: "Release of the functions: the folder of their packages in the site's bucket.".into(),
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
fn environment(context: &AppContext<'_>, of: &Function) -> Option<Body> {
    let (s, cell) = (context.s, &context.design.cells[context.site.cell]);
    match of.kind {
        FunctionKind::EventConsumer => Some(body! {
            (function_settings::CELL) = local("cell");
            (function_settings::PUBLIC_URL) = text!["https://", s.local("public_host", &cell.public_host)];
            (function_settings::TOPIC) = context.base.domain_events.arn();
            (function_settings::DEAD_LETTER_QUEUE) = dead_queue(context, of).map(|queue| queue.get("url"));
            (function_settings::EVENTS_TABLE) = context.data.tables[PUBLISHED].name();
        }),
        FunctionKind::FailoverController => Some(body! { (function_settings::CELL) = local("cell"); }),
        FunctionKind::SetupRunner => {
            let shop = s.local("shop", polder_cloud::json::value(brief(&shop(context.design, cell))));
            Some(body! {
                (function_settings::SHOP) = Value::call("jsonencode", vec![shop]);
                (function_settings::PUBLIC_URL) = text!["https://", s.local("public_host", &cell.public_host)];
                (function_settings::SHOP_TOKEN) = context.secret(secrets::SHOP_TOKEN);
                (function_settings::EVENTS_QUEUE) = context.data.queues[EVENTS].0.get("url");
            })
        }
        FunctionKind::ShopProbe => {
            let market = |market: &Market| format!("{}=https://{}", market.channel, market.host);
            let markets: Vec<String> = cell.markets.iter().map(market).collect();
            Some(body! { (function_settings::MARKETS) = s.local("markets", markets.join(",")); })
        }
        FunctionKind::Auditor => None,
    }
}

/// The destination for asynchronous invocations that fail: the queue for messages that it failed to process, or the topic
/// for failed runs.
fn dead_letters(context: &AppContext<'_>, of: &Function) -> Option<Value> {
    let topic = || of.notifies().then(|| sns_topic::of(context.base, Topic::Alarms));
    dead_queue(context, of).or_else(topic).map(Handle::arn)
}

/// The dead-letter queue of the queue that triggers it.
fn dead_queue<'a>(context: &AppContext<'a>, of: &Function) -> Option<&'a Handle> {
    let Trigger::Queue { key, .. } = &of.trigger else { return None };
    Some(&context.data.queues[key].1)
}

fn starts(context: &AppContext<'_>, of: &Function, function: &Handle) {
    let s = context.s;
    let name = identifier(of.kind.name());
    if let Trigger::Queue { key, batch } = &of.trigger {
        let (queue, _) = &context.data.queues[key];
        s.file("lambda_event_source_mapping", "Event source mappings from queues to functions.");
        s.resource(
            "aws_lambda_event_source_mapping",
            &name,
            body! {
                event_source_arn = queue.arn();
                function_name = function.arn();
                /// In every site: at a standby the queue is empty, and a failover need not enable anything.
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
    s.file("lambda_event_invoke", "Asynchronous invocations are not retried: failures go to a destination.");
    s.resource(
        "aws_lambda_function_event_invoke_config",
        &name,
        body! {
            function_name = function.get("function_name");
            maximum_event_age_in_seconds = 900;
            maximum_retry_attempts = 0;
        },
    );
}
