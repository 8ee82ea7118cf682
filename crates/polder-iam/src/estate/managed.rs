//! The texts of policies that AWS maintains, as far as questions depend on them.
//!
//! Source: AWS, AWS Managed Policy Reference. AWS can change a policy at any time; these have been the same since 2015 but
//! for actions on the account that `PowerUserAccess` admits.

use polder_inventory::access::Effect;

use crate::language::{ActionSet, Document, Glob, ResourceSet, Statement};

/// Names, and the statements: whether the actions are excepted, and the actions.
const KNOWN: [(&str, &[(bool, &[&str])]); 6] = [
    ("AdministratorAccess", &[(false, &["*"])]),
    (
        "PowerUserAccess",
        &[
            (true, &["iam:*", "organizations:*", "account:*"]),
            (false, &["iam:createservicelinkedrole", "iam:deleteservicelinkedrole", "iam:listroles"]),
        ],
    ),
    ("IAMFullAccess", &[(false, &["iam:*", "organizations:describe*", "organizations:list*"])]),
    ("AmazonS3FullAccess", &[(false, &["s3:*", "s3-object-lambda:*"])]),
    (
        "AWSLambdaBasicExecutionRole",
        &[(false, &["logs:createloggroup", "logs:createlogstream", "logs:putlogevents"])],
    ),
    (
        "AmazonECSTaskExecutionRolePolicy",
        &[(
            false,
            &[
                "ecr:getauthorizationtoken",
                "ecr:batchchecklayeravailability",
                "ecr:getdownloadurlforlayer",
                "ecr:batchgetimage",
                "logs:createlogstream",
                "logs:putlogevents",
            ],
        )],
    ),
];

/// A policy with this name or ARN; its statements are not known unless it is in the table.
pub(super) fn document(name: String) -> Document {
    let last = name.rsplit('/').next().unwrap_or_default();
    let known = KNOWN.iter().find(|(known, _)| *known == last);
    let statements = known.map(|(_, statements)| {
        statements.iter().enumerate().map(|(at, (except, actions))| statement(at, *except, actions)).collect()
    });
    Document { name, statements }
}

fn statement(at: usize, except: bool, actions: &[&str]) -> Statement {
    let anything = Some(vec![Glob::wildcards("*")]);
    let patterns = Some(actions.iter().map(|action| Glob::wildcards(action)).collect());
    Statement {
        name: format!("statement {}", at + 1),
        effect: Effect::Allow,
        who: None,
        actions: ActionSet { except, patterns },
        resources: Some(ResourceSet { except: false, patterns: anything }),
        conditions: vec![],
    }
}
