//! The texts of policies that AWS maintains, as far as questions depend on them.
//!
//! Source: AWS, AWS Managed Policy Reference. AWS can change a policy at any time; these have been the same since 2015 but
//! for actions on the account that `PowerUserAccess` admits.

use polder_inventory::access::Effect;

use crate::language::{ActionSet, Document, Glob, ResourceSet, Statement};

/// Statements: whether the actions are excepted, and the actions.
type Statements = &'static [(bool, &'static [&'static str])];

/// Names, and the statements: whether the actions are excepted, and the actions.
const KNOWN: [(&str, Statements); 6] = [
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

/// Names, and actions of which each policy allows some and no others: what it reads is not certain, and that it changes
/// nothing is.
const AT_MOST: [(&str, &[&str]); 8] = [
    ("AWSConfigRoleForOrganizations", READS),
    ("AmazonAPIGatewayPushToCloudWatchLogs", &["logs:*"]),
    ("AmazonRDSEnhancedMonitoringRole", &["logs:*"]),
    (
        "AWSBackupServiceRolePolicyForBackup",
        &[
            "backup*:*",
            "cloudformation:get*",
            "cloudformation:list*",
            "dynamodb:*",
            "ec2:*image*",
            "ec2:*snapshot*",
            "ec2:createtags",
            "ec2:describe*",
            "elasticfilesystem:*",
            "fsx:*",
            "kms:creategrant",
            "kms:decrypt",
            "kms:describekey",
            "kms:generatedatakey*",
            "rds:*",
            "redshift*:*",
            "ssm:*command*",
            "storagegateway:*",
            "tag:get*",
            "timestream:*",
        ],
    ),
    (
        "AWSBackupServiceRolePolicyForS3Backup",
        &[
            "backup:*",
            "cloudwatch:getmetricdata",
            "events:*",
            "kms:decrypt",
            "kms:describekey",
            "s3:get*",
            "s3:list*",
            "s3:putbucketnotification",
        ],
    ),
    ("SecurityAudit", READS),
    ("ViewOnlyAccess", READS),
    (
        "Billing",
        &[
            "aws-portal:*",
            "billing:*",
            "bcm-*:*",
            "budgets:*",
            "ce:*",
            "consolidatedbilling:*",
            "cost-optimization-hub:*",
            "cur:*",
            "freetier:*",
            "invoicing:*",
            "mapcredits:*",
            "payments:*",
            "pricing:*",
            "purchase-orders:*",
            "support:*",
            "sustainability:*",
            "tax:*",
            "account:get*",
            "*:list*",
        ],
    ),
];

/// The forms of the names of actions that read.
const READS: &[&str] = &[
    "*:get*",
    "*:list*",
    "*:describe*",
    "*:batch*get*",
    "*:query*",
    "*:scan*",
    "*:search*",
    "*:view*",
    "*:read*",
    "*:check*",
    "*:lookup*",
    "*:download*",
    "*:select*",
    "*:preview*",
    "*:simulate*",
    "*:filter*",
    "*:validate*",
    "*:test*",
    "*:receive*",
    "*:generate*report*",
    "*:generateservicelastaccesseddetails",
    "*:start*query*",
    "*:stopquery",
    "*:detect*",
    "*:discover*",
    "*:estimate*",
    "*:evaluate*",
    "*:export*",
    "*:is*",
    "*:can*",
    "*:count*",
    "*:synthesize*",
    "*:verify*",
    "*:transact*get*",
    "*:partiql*select",
    "*:access*view*",
];

/// A policy with this name or ARN; its statements are not known unless it is in a table.
pub(super) fn document(name: String) -> Document {
    let last = name.rsplit('/').next().unwrap_or_default();
    let listed = AT_MOST.iter().find(|(known, _)| *known == last).map(|(_, actions)| *actions);
    // `ReadOnlyAccess` and the policies of single services that are named like it.
    if let Some(actions) = listed.or_else(|| last.ends_with("ReadOnlyAccess").then_some(READS)) {
        let mut found = statement(0, false, actions);
        let vague = |glob: &Glob| Glob::of(glob.tokens().to_vec(), true);
        found.actions.patterns = found.actions.patterns.map(|all| all.iter().map(vague).collect());
        return Document { name, statements: Some(vec![found]) };
    }
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
