//! Names that AWS reserves, where they are keys of a map.

use crate::codes;
use crate::report::Report;
use crate::subject::{Fault, Subject};
use crate::tree::Tree;

/// Environment variables that Lambda sets itself.
const LAMBDA: [&str; 18] = [
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
];

/// All variables of a function together, as JSON.
const ENVIRONMENT_MAX: usize = 4096;

/// Reports environment variables that Lambda does not accept.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    if subject.kind() != "aws_lambda_function" {
        return;
    }
    for tree in subject.tree.at("environment.variables") {
        let Tree::Object(variables) = tree else { continue };
        for (name, _) in variables.iter().filter(|(name, _)| LAMBDA.contains(name)) {
            let fault = Fault {
                attribute: "environment.variables".to_owned(),
                message: format!("the environment variable `{name}` is reserved"),
                accepts: "names that Lambda does not set itself".to_owned(),
                source: "docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html".to_owned(),
            };
            subject.find(report, &codes::RESERVED, fault);
        }
        size(subject, report, variables);
    }
}

fn size(subject: &Subject<'_, '_>, report: &mut Report, variables: &[(&str, Tree<'_>)]) {
    // Quotes, colon and comma around each.
    const AROUND: usize = 6;
    let known = |tree: &Tree<'_>| tree.text().map_or(0, |text| text.len());
    let bytes: usize = variables.iter().map(|(name, value)| name.len() + known(value) + AROUND).sum();
    if bytes > ENVIRONMENT_MAX {
        let fault = Fault {
            attribute: "environment.variables".to_owned(),
            message: format!("the environment has {bytes} bytes"),
            accepts: format!("at most {ENVIRONMENT_MAX} bytes"),
            source: "docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html".to_owned(),
        };
        subject.find(report, &codes::DOCUMENT_SIZE, fault);
    } else if variables.iter().any(|(_, value)| value.is_set().is_none()) {
        subject.undecided(report, &codes::DOCUMENT_SIZE, "environment.variables");
    }
}
