//! Ways to become an administrator that are known from publications, each as a small plan of somebody else.

use crate::plan::{ACCOUNT, Plan, actions, document};
use polder::verdict::Label;
use serde_json::json;

const ADMINISTRATORS: &str = "access.administrators";

/// Actions that suffice on every resource, and one that the witness uses.
type Path = (&'static [&'static str], &'static str);

/// What a user does with permissions on everything. The names of roles, users and groups that the plan does not show are no
/// protection.
const PATHS: [Path; 51] = [
    (&["iam:CreatePolicyVersion"], "iam:CreatePolicyVersion"),
    (&["iam:SetDefaultPolicyVersion"], "iam:SetDefaultPolicyVersion"),
    (&["iam:AttachUserPolicy"], "iam:AttachUserPolicy"),
    (&["iam:PutUserPolicy"], "iam:PutUserPolicy"),
    (&["iam:CreateAccessKey"], "iam:CreateAccessKey"),
    (&["iam:CreateLoginProfile"], "iam:CreateLoginProfile"),
    (&["iam:UpdateLoginProfile"], "iam:UpdateLoginProfile"),
    (&["iam:AddUserToGroup"], "iam:AddUserToGroup"),
    (&["iam:UpdateAssumeRolePolicy", "sts:AssumeRole"], "iam:UpdateAssumeRolePolicy"),
    (&["iam:CreateRole", "iam:AttachRolePolicy"], "iam:CreateRole"),
    (&["iam:CreateRole", "iam:PutRolePolicy"], "iam:PutRolePolicy"),
    (&["iam:CreateUser", "iam:PutUserPolicy", "iam:CreateAccessKey"], "iam:PutUserPolicy"),
    (&["iam:PassRole", "ec2:RunInstances"], "iam:PassRole"),
    (&["iam:PassRole", "ec2:RequestSpotInstances"], "ec2:RequestSpotInstances"),
    (&["iam:PassRole", "ec2:AssociateIamInstanceProfile", "ssm:StartSession"], "ssm:StartSession"),
    (&["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], "lambda:InvokeFunction"),
    (
        &["iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"],
        "lambda:CreateEventSourceMapping",
    ),
    (&["iam:PassRole", "lambda:CreateFunction", "lambda:AddPermission"], "lambda:AddPermission"),
    (&["lambda:UpdateFunctionCode"], "lambda:UpdateFunctionCode"),
    (&["lambda:UpdateFunctionConfiguration"], "lambda:UpdateFunctionConfiguration"),
    (&["ssm:CreateAssociation"], "ssm:CreateAssociation"),
    (&["iam:PassRole", "cloudformation:CreateStack"], "cloudformation:CreateStack"),
    (&["iam:PassRole", "cloudformation:CreateStackSet"], "cloudformation:CreateStackSet"),
    (&["cloudformation:UpdateStack"], "cloudformation:UpdateStack"),
    (
        &["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
        "cloudformation:ExecuteChangeSet",
    ),
    (
        &["iam:PassRole", "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"],
        "datapipeline:CreatePipeline",
    ),
    (&["iam:PassRole", "glue:CreateDevEndpoint"], "glue:CreateDevEndpoint"),
    (&["glue:UpdateDevEndpoint"], "glue:UpdateDevEndpoint"),
    (&["iam:PassRole", "glue:CreateJob", "glue:StartJobRun"], "glue:CreateJob"),
    (&["iam:PassRole", "glue:UpdateJob", "glue:CreateTrigger"], "glue:UpdateJob"),
    (&["iam:PassRole", "sagemaker:CreateNotebookInstance"], "sagemaker:CreateNotebookInstance"),
    (&["sagemaker:CreatePresignedNotebookInstanceUrl"], "sagemaker:CreatePresignedNotebookInstanceUrl"),
    (&["iam:PassRole", "sagemaker:CreateTrainingJob"], "sagemaker:CreateTrainingJob"),
    (&["iam:PassRole", "sagemaker:CreateProcessingJob"], "sagemaker:CreateProcessingJob"),
    (&["iam:PassRole", "codebuild:CreateProject", "codebuild:StartBuild"], "codebuild:StartBuild"),
    (&["iam:PassRole", "codestar:CreateProject"], "codestar:CreateProject"),
    (&["iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask"], "ecs:RunTask"),
    (&["iam:PassRole", "ecs:RunTask"], "ecs:RunTask"),
    (&["iam:PassRole", "states:CreateStateMachine", "states:StartExecution"], "states:StartExecution"),
    (&["iam:PassRole", "scheduler:CreateSchedule"], "scheduler:CreateSchedule"),
    (&["iam:PassRole", "batch:RegisterJobDefinition", "batch:SubmitJob"], "batch:SubmitJob"),
    (&["iam:PassRole", "elasticmapreduce:RunJobFlow"], "elasticmapreduce:RunJobFlow"),
    (&["iam:PassRole", "apprunner:CreateService"], "apprunner:CreateService"),
    (
        &["iam:PassRole", "rolesanywhere:CreateTrustAnchor", "rolesanywhere:CreateProfile"],
        "rolesanywhere:CreateProfile",
    ),
    (&["ssm:SendCommand"], "ssm:SendCommand"),
    (&["ssm:StartSession"], "ssm:StartSession"),
    (&["ec2-instance-connect:SendSSHPublicKey"], "ec2-instance-connect:SendSSHPublicKey"),
    (
        &["iam:PassRole", "autoscaling:CreateLaunchConfiguration", "autoscaling:CreateAutoScalingGroup"],
        "autoscaling:CreateAutoScalingGroup",
    ),
    (&["iam:*"], "iam:CreateRole"),
    (&["iam:Put*"], "iam:PutUserPolicy"),
    (&["*"], ""),
];

#[test]
fn each_path_is_found_with_its_requests() {
    let mut wrong = vec![];
    for (allowed, used) in PATHS {
        for plan in [Plan::of_known_account(), Plan::default()] {
            let property = plan.with_user(allowed, "*").property(ADMINISTRATORS);
            let found = actions(&property);
            // Who may do everything is an administrator, and does not become one.
            let right = if used.is_empty() { found.is_empty() } else { found.iter().any(|it| it == used) };
            if !right {
                wrong.push(format!("{allowed:?}: {} {found:?}", property.verdict.label()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names that nothing has are asked about in every region.
#[test]
fn a_policy_for_names_in_one_region_is_enough() {
    for region in ["us-east-1", "eu-central-1", "*"] {
        let functions = format!("arn:aws:lambda:{region}:*:function:*");
        let property = Plan::of_known_account()
            .with_user(&["lambda:UpdateFunctionCode"], &functions)
            .property(ADMINISTRATORS);
        assert_eq!(property.verdict.label(), Label::Refuted, "{region}");
    }
    let own = format!("arn:aws:lambda:us-east-1:{ACCOUNT}:function:shop-*");
    let property =
        Plan::of_known_account().with_user(&["lambda:UpdateFunctionCode"], &own).property(ADMINISTRATORS);
    assert_eq!(property.verdict.label(), Label::Proved);
}

/// What ends logging, deletes backups, or acts without a second factor, one action at a time.
#[test]
fn each_action_that_a_property_is_about_refutes_it() {
    for (property, refuting) in [
        (
            "access.logging",
            &[
                "cloudtrail:UpdateTrail",
                "ec2:DeleteFlowLogs",
                "logs:DeleteLogGroup",
                "guardduty:UpdateDetector",
            ][..],
        ),
        (
            "access.backups",
            &[
                "ec2:DeleteSnapshot",
                "dynamodb:DeleteBackup",
                "backup:UpdateRecoveryPointLifecycle",
                "kms:DisableKey",
            ],
        ),
        (
            "access.second-factor",
            &["s3:DeleteObject", "dynamodb:Scan", "kms:Decrypt", "lambda:UpdateFunctionCode"],
        ),
    ] {
        for action in refuting {
            let found = Plan::of_known_account().with_user(&[action], "*").property(property);
            assert_eq!(found.verdict.label(), Label::Refuted, "{property} {action}");
        }
        let found = Plan::of_known_account().with_user(&["sts:GetCallerIdentity"], "*").property(property);
        assert_eq!(found.verdict.label(), Label::Proved, "{property}");
    }
}

/// A plan does not say which account it is for, and the usual statement of a key names it.
#[test]
fn the_account_that_a_key_names_may_be_that_of_the_plan() {
    let policy = document(&json!({"Effect": "Allow", "Action": "kms:*", "Resource": "*",
        "Principal": {"AWS": format!("arn:aws:iam::{ACCOUNT}:root")}}));
    let key = json!({"policy": policy, "enable_key_rotation": true});
    let found = Plan::default().with("aws_kms_key", "main", key).property("encryption.key-policies");
    assert_eq!(found.verdict.label(), Label::Undecided);
}

/// The same paths over a role that the plan shows, with permissions for that role alone.
#[test]
fn a_role_that_services_assume_is_passed_by_name() {
    let mut wrong = vec![];
    for (service, run) in [
        ("ec2.amazonaws.com", &["ec2:RunInstances"][..]),
        ("lambda.amazonaws.com", &["lambda:CreateFunction", "lambda:InvokeFunction"]),
        ("cloudformation.amazonaws.com", &["cloudformation:CreateStack"]),
        ("glue.amazonaws.com", &["glue:CreateSession"]),
        ("ecs-tasks.amazonaws.com", &["ecs:RunTask"]),
        ("sagemaker.amazonaws.com", &["sagemaker:CreateTrainingJob"]),
    ] {
        let statements = json!([
            {"Effect": "Allow", "Action": "iam:PassRole", "Resource": format!("arn:aws:iam::{ACCOUNT}:role/power")},
            {"Effect": "Allow", "Action": run, "Resource": "*"}
        ]);
        let plan = Plan::of_known_account().with_policy("aws_iam_user", "user", &statements);
        let passed = plan.clone().with_administrator(service).property(ADMINISTRATORS);
        let other = plan.with_administrator("backup.amazonaws.com").property(ADMINISTRATORS);
        // A role of a workload that may do everything is refuted as well: what counts here is who passes it.
        let passes = actions(&passed).iter().any(|it| it == "iam:PassRole");
        if !passes || other.verdict.label() == Label::Refuted {
            wrong.push(format!("{service}: {passed:#?} {other:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Statements that look dangerous, and are not.
#[test]
fn what_gives_no_permission_is_no_path() {
    let on =
        |action: &str, resource: &str| json!({"Effect": "Allow", "Action": action, "Resource": resource});
    let deny = |action: &str| json!({"Effect": "Deny", "Action": action, "Resource": "*"});
    let limited = |condition: serde_json::Value| json!({"Effect": "Allow", "Action": "iam:CreatePolicyVersion", "Resource": "*", "Condition": condition});
    let before = json!({"DateLessThan": {"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}});
    let harmless = [
        ("denied again", json!([on("iam:*", "*"), deny("iam:*")])),
        ("everything denied", json!([on("*", "*"), deny("*")])),
        ("only denied", json!([deny("iam:*")])),
        ("policies of AWS", json!([on("iam:CreatePolicyVersion", "arn:aws:iam::aws:policy/app*")])),
        ("another account", json!([on("iam:CreatePolicyVersion", "arn:aws:iam::444455556666:policy/app")])),
        ("a condition that has ended", json!([limited(before)])),
        ("a role is passed, and nothing runs", json!([on("iam:PassRole", "*")])),
        ("machines without roles", json!([on("ec2:RunInstances", "*")])),
        (
            "a role of no administrator",
            json!([on("iam:PassRole", "*:role/none"), on("ec2:RunInstances", "*")]),
        ),
        ("reading", json!([on("iam:Get*", "*"), on("iam:List*", "*"), on("s3:GetObject", "*")])),
        (
            "another service only",
            json!([
                {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
                 "Condition": {"StringEquals": {"iam:PassedToService": "backup.amazonaws.com"}}},
                on("ec2:RunInstances", "*")
            ]),
        ),
        (
            "others only",
            json!([{"Effect": "Allow", "NotAction": ["iam:*", "sts:*", "lambda:*", "ec2*:*", "ssm:*",
            "cloudformation:*", "glue:*", "sagemaker:*", "codebuild:*", "ecs:*", "states:*", "datapipeline:*",
            "cloud9:*", "apprunner:*", "bedrock-agentcore:*", "elasticmapreduce:*", "eks:*", "airflow:*"],
            "Resource": "*"}]),
        ),
    ];
    let mut wrong = vec![];
    for (name, statements) in harmless {
        for (kind, attribute) in [("aws_iam_user", "user"), ("aws_iam_role", "role")] {
            let plan = Plan::of_known_account().with_policy(kind, attribute, &statements);
            let property = plan.property(ADMINISTRATORS);
            if property.verdict.label() != Label::Proved {
                wrong.push(format!("{name}: {:#?}", property.verdict));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Permissions that need a closer look, and suffice.
#[test]
fn what_looks_limited_may_suffice() {
    let on =
        |action: &str, resource: &str| json!({"Effect": "Allow", "Action": action, "Resource": resource});
    let after = json!({"DateGreaterThan": {"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}});
    let enough = [
        ("the own policy by its name", json!([on("iam:CreatePolicyVersion", "arn:aws:iam::*:policy/app*")])),
        (
            "a condition that has begun",
            json!([
                {"Effect": "Allow", "Action": "iam:CreatePolicyVersion", "Resource": "*", "Condition": after}
            ]),
        ),
        (
            "all but some actions",
            json!([
                {"Effect": "Allow", "NotAction": ["iam:Update*", "iam:Create*", "iam:Attach*"], "Resource": "*"}
            ]),
        ),
        ("two statements", json!([on("ec2:RunInstances", "*"), on("iam:PassRole", "*")])),
        (
            "all but one resource",
            json!([
                {"Effect": "Allow", "Action": "iam:*", "NotResource": "arn:aws:iam::*:role/other"}
            ]),
        ),
    ];
    let mut wrong = vec![];
    for (name, statements) in enough {
        for (kind, attribute) in [("aws_iam_user", "user"), ("aws_iam_role", "role")] {
            let plan = Plan::of_known_account().with_policy(kind, attribute, &statements);
            let property = plan.property(ADMINISTRATORS);
            if actions(&property).is_empty() {
                wrong.push(format!("{name}: {:#?}", property.verdict));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One role after the other, up to the one that may do everything.
#[test]
fn chains_of_roles_are_followed() {
    let trust = |who: &str| {
        document(&json!({"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"AWS": format!("arn:aws:iam::{ACCOUNT}:{who}")}}))
    };
    let mut plan = Plan::of_known_account().with("aws_iam_user", "start", json!({"name": "start"}));
    let mut before = "user/start".to_owned();
    for at in 0..12 {
        let name = format!("step{at}");
        plan = plan.with("aws_iam_role", &name, json!({"name": name, "assume_role_policy": trust(&before)}));
        before = format!("role/{name}");
    }
    assert_eq!(plan.verdict(ADMINISTRATORS), "proved");
    let plan = plan.with(
        "aws_iam_role_policy_attachment",
        "end",
        json!({"role": "step11", "policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
    );
    assert_eq!(plan.verdict(ADMINISTRATORS), "refuted");
}

/// Nobody but services assume some roles, and those roles are left out. Who else may assume a role is not left out.
#[test]
fn a_role_that_not_only_services_assume_is_not_left_out() {
    let service = json!({"Service": "config.amazonaws.com"});
    let assume = |key: &str| json!({"Effect": "Allow", "Action": "sts:AssumeRole", key: service});
    let guard = json!({"Effect": "Deny", "Action": "sts:AssumeRole", "Principal": "*",
        "Condition": {"StringNotEquals": {"aws:SourceAccount": ACCOUNT}}});
    let policy = document(&json!({"Effect": "Allow", "Resource": "*",
        "Action": ["iam:PutRolePolicy", "cloudtrail:StopLogging", "backup:DeleteRecoveryPoint"]}));
    let verdicts = |trust: &serde_json::Value| {
        let plan = Plan::of_known_account()
            .with("aws_iam_role", "app", json!({"name": "app", "assume_role_policy": trust}))
            .with("aws_iam_role_policy", "app", json!({"name": "app", "role": "app", "policy": policy}));
        [ADMINISTRATORS, "access.logging", "access.backups"].map(|id| plan.verdict(id))
    };
    assert_eq!(verdicts(&json!(document(&assume("NotPrincipal")))), ["refuted"; 3]);
    assert_eq!(verdicts(&json!({"from": "data.external.trust.result"})), ["refuted"; 3]);
    assert_eq!(verdicts(&json!(document(&assume("Principal")))), ["proved"; 3]);
    assert_eq!(verdicts(&json!(document(&json!([assume("Principal"), guard])))), ["proved"; 3]);
}
