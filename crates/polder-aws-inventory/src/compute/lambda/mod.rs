//! Lambda functions, and the resources that each configure one aspect of a function.

mod code_signing;
mod concurrency;
mod event_invoke_config;
mod function;
mod setting;
mod url;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, managed};

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed(
        "aws_lambda_function",
        Reading::EntryAndParts(EntryKind::Function, function::read, function::parts),
    ),
    managed("aws_lambda_code_signing_config", Reading::Part(code_signing::read)),
    managed("aws_lambda_function_event_invoke_config", Reading::Part(event_invoke_config::read)),
    managed("aws_lambda_function_url", Reading::Part(url::read)),
    managed("aws_lambda_provisioned_concurrency_config", Reading::Part(concurrency::read)),
    managed(
        "aws_signer_signing_profile",
        Reading::Irrelevant(
            "packages are signed with it; functions that take no others say so by their configuration",
        ),
    ),
    managed(
        "aws_lambda_layer_version",
        Reading::Irrelevant("it is code that functions include, and no store of data"),
    ),
    managed(
        "aws_lambda_runtime_management_config",
        Reading::Irrelevant("it decides when AWS patches the runtime, which no engine asks about"),
    ),
    managed(
        "aws_lambda_function_recursion_config",
        Reading::Irrelevant("it stops functions that call themselves by a queue, which no engine asks about"),
    ),
];
