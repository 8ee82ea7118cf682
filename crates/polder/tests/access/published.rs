//! Published ways to become an administrator, each open, and closed in every way that applies to it.
//!
//! Source: DataDog, pathfinding.cloud (2025-12-17), whose identifiers the rows have; those without one are in the Service
//! Authorization Reference.

use crate::plan::{ACCOUNT, Plan, actions, document};
use polder::verdict::Label;
use serde_json::{Value as Json, json};

const ADMINISTRATORS: &str = "access.administrators";

/// An identifier, and the actions, all of which are needed. A role is passed by those with `iam:PassRole`.
type Path = (&'static str, &'static [&'static str]);

/// Ways of a user with permissions on everything.
const OF_USERS: [Path; 26] = [
    ("apprunner-002", &["apprunner:UpdateService"]),
    (
        "bedrock-002",
        &["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"],
    ),
    ("cloudformation-002", &["cloudformation:UpdateStack"]),
    ("cloudformation-005", &["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"]),
    ("codebuild-002", &["codebuild:StartBuild"]),
    ("codebuild-003", &["codebuild:StartBuildBatch"]),
    ("ec2-002", &["ec2:ModifyInstanceAttribute", "ec2:StartInstances"]),
    ("ec2-004", &["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"]),
    ("ec2instanceconnect-003", &["ec2-instance-connect:SendSSHPublicKey"]),
    ("glue-002", &["glue:UpdateDevEndpoint"]),
    ("iam-001", &["iam:CreatePolicyVersion"]),
    ("iam-002", &["iam:CreateAccessKey"]),
    ("iam-004", &["iam:CreateLoginProfile"]),
    ("iam-006", &["iam:UpdateLoginProfile"]),
    ("iam-007", &["iam:PutUserPolicy"]),
    ("iam-008", &["iam:AttachUserPolicy"]),
    ("iam-012", &["iam:UpdateAssumeRolePolicy"]),
    ("iam-013", &["iam:AddUserToGroup"]),
    ("lambda-003", &["lambda:UpdateFunctionCode"]),
    ("sagemaker-004", &["sagemaker:CreatePresignedNotebookInstanceUrl"]),
    (
        "sagemaker-005",
        &[
            "sagemaker:CreateNotebookInstanceLifecycleConfig",
            "sagemaker:UpdateNotebookInstance",
            "sagemaker:StartNotebookInstance",
        ],
    ),
    ("ssm-001", &["ssm:StartSession"]),
    ("ssm-002", &["ssm:SendCommand"]),
    ("steps of a cluster", &["elasticmapreduce:AddJobFlowSteps"]),
    ("an administrator of a cluster", &["eks:CreateAccessEntry", "eks:AssociateAccessPolicy"]),
    ("tokens of a provider", &["iam:UpdateSAMLProvider"]),
];

/// Ways of a role.
const OF_ROLES: [Path; 3] = [
    ("iam-005", &["iam:PutRolePolicy"]),
    ("iam-009", &["iam:AttachRolePolicy"]),
    ("iam-001", &["iam:CreatePolicyVersion"]),
];

/// Ways that pass a role, without `iam:PassRole`, which each of them needs.
const PASSING: [Path; 28] = [
    ("apprunner-001", &["apprunner:CreateService"]),
    ("cloudformation-001", &["cloudformation:CreateStack"]),
    ("cloudformation-003", &["cloudformation:CreateStackSet"]),
    ("cloudformation-004", &["cloudformation:UpdateStackSet"]),
    ("datapipeline-001", &["datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"]),
    ("ec2-001", &["ec2:RunInstances"]),
    ("ec2-003", &["ec2:RequestSpotInstances"]),
    ("ecs-001", &["ecs:RegisterTaskDefinition", "ecs:CreateService"]),
    ("ecs-004", &["ecs:RunTask"]),
    ("ecs-005", &["ecs:StartTask"]),
    ("glue-001", &["glue:CreateDevEndpoint"]),
    ("glue-003", &["glue:CreateJob", "glue:StartJobRun"]),
    ("glue-004", &["glue:CreateJob", "glue:CreateTrigger"]),
    ("glue-005", &["glue:UpdateJob", "glue:StartJobRun"]),
    ("glue-006", &["glue:UpdateJob", "glue:CreateTrigger"]),
    ("lambda-001", &["lambda:CreateFunction", "lambda:InvokeFunction"]),
    ("lambda-002", &["lambda:CreateFunction", "lambda:CreateEventSourceMapping"]),
    ("lambda-006", &["lambda:CreateFunction", "lambda:AddPermission"]),
    ("sagemaker-001", &["sagemaker:CreateNotebookInstance"]),
    ("sagemaker-002", &["sagemaker:CreateTrainingJob"]),
    ("sagemaker-003", &["sagemaker:CreateProcessingJob"]),
    ("a model", &["sagemaker:CreateModel", "sagemaker:CreateEndpoint"]),
    ("a pipeline of models", &["sagemaker:CreatePipeline", "sagemaker:StartPipelineExecution"]),
    ("an agent", &["bedrock-agentcore:CreateAgentRuntime", "bedrock-agentcore:InvokeAgentRuntime"]),
    ("a job of Braket", &["braket:CreateJob"]),
    ("game servers", &["gamelift:CreateFleet"]),
    ("a state machine", &["states:CreateStateMachine", "states:StartExecution"]),
    ("a schedule", &["scheduler:CreateSchedule"]),
];

fn on(actions: &[&str], resource: &str) -> Json {
    json!({"Effect": "Allow", "Action": actions, "Resource": resource})
}

/// What closes every way, whatever its actions are.
fn closed(kind: &str, attribute: &str, path: &[&str]) -> Vec<(String, Plan)> {
    let with = |statements: &Json| Plan::of_known_account().with_policy(kind, attribute, statements);
    let deny = json!({"Effect": "Deny", "Action": path[0], "Resource": "*"});
    let mut found = vec![("denied".to_owned(), with(&json!([on(path, "*"), deny])))];
    for missing in path.iter().filter(|_| path.len() > 1) {
        let rest: Vec<&str> = path.iter().copied().filter(|it| it != missing).collect();
        found.push((format!("without {missing}"), with(&on(&rest, "*"))));
    }
    found.push(("inside a boundary".to_owned(), inside_a_boundary(kind, attribute, path)));
    found
}

fn inside_a_boundary(kind: &str, attribute: &str, path: &[&str]) -> Plan {
    let trust = json!({"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"AWS": format!("arn:aws:iam::{ACCOUNT}:user/somebody")}});
    let mut own = json!({"name": "app", "permissions_boundary": {"from": "aws_iam_policy.limit.arn"}});
    if attribute == "role" {
        own["assume_role_policy"] = json!(document(&trust));
    }
    let limit = document(&on(&["s3:Get*"], "*"));
    Plan::of_known_account()
        .with(kind, "app", own)
        .with("aws_iam_policy", "limit", json!({"name": "limit", "policy": limit}))
        .with("aws_iam_policy", "app", json!({"name": "app", "policy": document(&on(path, "*"))}))
        .with(
            &format!("{kind}_policy_attachment"),
            "app",
            json!({attribute: "app", "policy_arn": {"from": "aws_iam_policy.app.arn"}}),
        )
}

/// What is wrong with a path: it is not found with its actions, or found although it is closed.
fn judged(id: &str, kind: &str, attribute: &str, path: &[&str], also: Vec<(String, Plan)>) -> Vec<String> {
    let mut wrong = vec![];
    let open = Plan::of_known_account().with_policy(kind, attribute, &on(path, "*")).property(ADMINISTRATORS);
    let found = actions(&open);
    if !path.iter().all(|action| found.iter().any(|it| it == action)) {
        wrong.push(format!("{id}: {} {found:?}", open.verdict.label()));
    }
    for (how, plan) in closed(kind, attribute, path).into_iter().chain(also) {
        let property = plan.property(ADMINISTRATORS);
        if property.verdict.label() != Label::Proved {
            wrong.push(format!("{id} {how}: {} {:?}", property.verdict.label(), actions(&property)));
        }
    }
    wrong
}

#[test]
fn ways_of_users_are_found_open_and_not_closed() {
    let wrong: Vec<String> =
        OF_USERS.iter().flat_map(|(id, path)| judged(id, "aws_iam_user", "user", path, vec![])).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ways_of_roles_are_found_open_and_not_closed() {
    let wrong: Vec<String> =
        OF_ROLES.iter().flat_map(|(id, path)| judged(id, "aws_iam_role", "role", path, vec![])).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ways_that_pass_a_role_are_found_open_and_not_closed() {
    let mut wrong = vec![];
    for (id, run) in PASSING {
        let path: Vec<&str> = ["iam:PassRole"].iter().chain(run).copied().collect();
        let with = |pass: Json| {
            Plan::of_known_account().with_policy("aws_iam_user", "user", &json!([pass, on(run, "*")]))
        };
        let mut to_another = on(&["iam:PassRole"], "*");
        to_another["Condition"] = json!({"StringEquals": {"iam:PassedToService": "backup.amazonaws.com"}});
        let also = vec![
            ("to another service".to_owned(), with(to_another)),
            (
                "a harmless role".to_owned(),
                with(on(&["iam:PassRole"], &format!("arn:aws:iam::{ACCOUNT}:role/none"))),
            ),
        ];
        wrong.extend(judged(id, "aws_iam_user", "user", &path, also));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A role that the caller assumes, whose policies it gives, or whose managed policy it replaces: iam-014, iam-016, iam-017.
#[test]
fn policies_of_a_role_that_the_caller_assumes_are_its_own() {
    let trust = document(&json!({"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"AWS": format!("arn:aws:iam::{ACCOUNT}:user/app")}}));
    let read = document(&on(&["s3:GetObject"], "arn:aws:s3:::shop/*"));
    let plan = |action: &str, resource: &str| {
        Plan::of_known_account()
            .with_policy("aws_iam_user", "user", &on(&[action], resource))
            .with("aws_iam_role", "job", json!({"name": "job", "assume_role_policy": trust}))
            .with("aws_iam_policy", "job", json!({"name": "job", "policy": read}))
            .with(
                "aws_iam_role_policy_attachment",
                "job",
                json!({"role": "job", "policy_arn": {"from": "aws_iam_policy.job.arn"}}),
            )
            .property(ADMINISTRATORS)
    };
    for (action, own, other) in [
        ("iam:AttachRolePolicy", "role/job", "role/none"),
        ("iam:PutRolePolicy", "role/job", "role/none"),
        ("iam:CreatePolicyVersion", "policy/job", "policy/none"),
    ] {
        let open = plan(action, &format!("arn:aws:iam::{ACCOUNT}:{own}"));
        assert!(actions(&open).iter().any(|it| it == action), "{action}: {:#?}", open.verdict);
        let closed = plan(action, &format!("arn:aws:iam::{ACCOUNT}:{other}"));
        assert_eq!(closed.verdict.label(), Label::Proved, "{action}: {:#?}", closed.verdict);
    }
}

/// Every form in which a plan gives permissions: a dangerous one is found, and a harmless one is not.
#[test]
fn every_form_of_attachment_is_read() {
    let dangerous = document(&on(&["iam:CreateAccessKey"], "*"));
    let harmless = document(&on(&["s3:GetObject"], "arn:aws:s3:::shop/*"));
    let mut wrong = vec![];
    for (name, plan) in forms() {
        for (policy, managed, expected) in
            [(&dangerous, "IAMFullAccess", Label::Refuted), (&harmless, "AWSSupportAccess", Label::Proved)]
        {
            let property =
                plan(policy, &format!("arn:aws:iam::aws:policy/{managed}")).property(ADMINISTRATORS);
            if property.verdict.label() != expected {
                wrong.push(format!("{name} {managed}: {:#?}", property.verdict));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A plan with a policy of its own, or with one of AWS.
type Form = (&'static str, fn(&str, &str) -> Plan);

fn forms() -> Vec<Form> {
    [&OF_PEOPLE[..], &OF_A_ROLE].concat()
}

fn user() -> Plan {
    Plan::of_known_account().with("aws_iam_user", "app", json!({"name": "app"}))
}

fn grouped() -> Plan {
    user().with("aws_iam_group", "staff", json!({"name": "staff"})).with(
        "aws_iam_group_membership",
        "staff",
        json!({"name": "m", "group": "staff", "users": ["app"]}),
    )
}

/// Attaches a policy of the plan with a resource that names it.
fn attached(plan: Plan, policy: &str, kind: &str, mut values: Json) -> Plan {
    values["policy_arn"] = json!({"from": "aws_iam_policy.app.arn"});
    plan.with("aws_iam_policy", "app", json!({"name": "app", "policy": policy})).with(kind, "app", values)
}

const OF_PEOPLE: [Form; 6] = [
    ("an inline policy of a user", |policy, _| {
        user().with("aws_iam_user_policy", "app", json!({"name": "p", "user": "app", "policy": policy}))
    }),
    ("a policy with all of its attachments", |policy, _| {
        let values = json!({"name": "a", "users": ["app"]});
        attached(user(), policy, "aws_iam_policy_attachment", values)
    }),
    ("a policy that a list attaches to a group", |policy, _| {
        let values = json!({"name": "a", "groups": ["staff"]});
        attached(grouped(), policy, "aws_iam_policy_attachment", values)
    }),
    ("an inline policy of a group", |policy, _| {
        grouped().with(
            "aws_iam_group_policy",
            "app",
            json!({"name": "p", "group": "staff", "policy": policy}),
        )
    }),
    ("a policy of a group", |policy, _| {
        attached(grouped(), policy, "aws_iam_group_policy_attachment", json!({"group": "staff"}))
    }),
    ("a permission set", |policy, _| permission_set(policy)),
];

const OF_A_ROLE: [Form; 3] = [
    ("an inline policy inside of a role", |policy, _| {
        role(&json!({"inline_policy": [{"name": "p", "policy": policy}]}))
    }),
    ("a policy of AWS in the list of a role", |_, managed| role(&json!({"managed_policy_arns": [managed]}))),
    ("a policy of AWS in the exclusive list of a role", |_, managed| {
        let values = json!({"role_name": "app", "policy_arns": [managed]});
        role(&json!({})).with("aws_iam_role_policy_attachments_exclusive", "app", values)
    }),
];

fn role(more: &Json) -> Plan {
    let trust = document(&json!({"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"AWS": format!("arn:aws:iam::{ACCOUNT}:user/somebody")}}));
    let mut values = json!({"name": "app", "assume_role_policy": trust});
    for (key, value) in more.as_object().into_iter().flatten() {
        values[key] = value.clone();
    }
    Plan::of_known_account().with("aws_iam_role", "app", values)
}

fn permission_set(policy: &str) -> Plan {
    let instance = "arn:aws:sso:::instance/ssoins-1234567890abcdef";
    let set = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef";
    let own = json!({"from": "aws_ssoadmin_permission_set.ops.arn"});
    Plan::of_known_account()
        .with(
            "aws_ssoadmin_permission_set",
            "ops",
            json!({"name": "ops", "instance_arn": instance, "arn": set}),
        )
        .with(
            "aws_ssoadmin_permission_set_inline_policy",
            "ops",
            json!({"instance_arn": instance, "inline_policy": policy, "permission_set_arn": own}),
        )
        .with(
            "aws_ssoadmin_account_assignment",
            "ops",
            json!({"instance_arn": instance, "principal_id": "g-1", "principal_type": "GROUP",
                "permission_set_arn": own, "target_id": ACCOUNT, "target_type": "AWS_ACCOUNT"}),
        )
}
