//! Roles that services use: what runs with them is a workload, whatever resource starts it.

use crate::plan::{ACCOUNT, Plan, actions, document};
use serde_json::{Value as Json, json};

const ADMINISTRATORS: &str = "access.administrators";
const BEYOND: &str = "access.beyond-needs";

/// Services that run code, or definitions, of their callers.
const RUNTIMES: [&str; 16] = [
    "ssm.amazonaws.com",
    "ec2.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "lambda.amazonaws.com",
    "edgelambda.amazonaws.com",
    "codebuild.amazonaws.com",
    "glue.amazonaws.com",
    "sagemaker.amazonaws.com",
    "tasks.apprunner.amazonaws.com",
    "states.amazonaws.com",
    "states.eu-west-1.amazonaws.com",
    "emr-serverless.amazonaws.com",
    "scheduler.amazonaws.com",
    "pods.eks.amazonaws.com",
    "rolesanywhere.amazonaws.com",
    "ec2.amazonaws.com.cn",
];

/// A role with a trust policy that reads every object, or may do everything.
fn role(trust: &Json, wide: bool) -> Plan {
    let plan = Plan::of_known_account().with(
        "aws_iam_role",
        "job",
        json!({"name": "job", "assume_role_policy": trust}),
    );
    if wide {
        let policy = "arn:aws:iam::aws:policy/AdministratorAccess";
        return plan.with(
            "aws_iam_role_policy_attachment",
            "job",
            json!({"role": "job", "policy_arn": policy}),
        );
    }
    let policy = document(&json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}));
    plan.with("aws_iam_role_policy", "job", json!({"name": "job", "role": "job", "policy": policy}))
}

fn of_service(service: &str) -> Json {
    json!(document(
        &json!({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}})
    ))
}

/// The trust policy of pods: their tokens are of a provider, which may have any name.
fn of_pods(provider: &str, subject: &str) -> Json {
    json!(document(&json!({"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{provider}")},
        "Condition": {"StringEquals": {format!("{provider}:sub"): subject}}})))
}

#[test]
fn a_role_of_a_service_that_runs_code_is_one_of_a_workload() {
    let mut wrong = vec![];
    let eks = "oidc.eks.eu-west-1.amazonaws.com/id/ABCD";
    let pods = [
        of_pods(eks, "system:serviceaccount:shop:api"),
        of_pods("tokens.example.com", "system:serviceaccount:shop:api"),
    ];
    for trust in RUNTIMES.map(of_service).into_iter().chain(pods) {
        let (reads, all) =
            (role(&trust, false).property(BEYOND), role(&trust, true).property(ADMINISTRATORS));
        if !actions(&reads).iter().any(|it| it == "s3:GetObject") || actions(&all).is_empty() {
            wrong.push(format!("{trust}: {:#?} {:#?}", reads.verdict, all.verdict));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_role_of_another_service_or_of_jobs_is_none() {
    let github = of_pods("token.actions.githubusercontent.com", "repo:shop/shop:ref:refs/heads/main");
    for trust in ["backup.amazonaws.com", "config.amazonaws.com", "cloudformation.amazonaws.com"]
        .map(of_service)
        .into_iter()
        .chain([github])
    {
        assert_eq!(role(&trust, false).verdict(BEYOND), "proved", "{trust}");
        assert_eq!(role(&trust, true).verdict(ADMINISTRATORS), "proved", "{trust}");
    }
}

/// Pod Identity names the role; its trust policy may be anything.
#[test]
fn an_association_makes_a_role_one_of_pods() {
    let trust = of_service("backup.amazonaws.com");
    let association = json!({"cluster_name": "shop", "namespace": "shop", "service_account": "api",
        "role_arn": {"from": "aws_iam_role.job.arn"}});
    let plan = role(&trust, false).with("aws_eks_pod_identity_association", "api", association);
    assert_eq!(plan.verdict(BEYOND), "refuted");
}

/// A trust policy that is known after apply may name any service.
#[test]
fn a_role_whose_trust_is_not_known_may_be_one_of_a_workload() {
    let trust = json!({"from": "data.external.trust.result"});
    assert_eq!(role(&trust, false).verdict(BEYOND), "undecided");
    assert_eq!(role(&trust, true).verdict(ADMINISTRATORS), "undecided");
    let harmless = Plan::of_known_account().with(
        "aws_iam_role",
        "job",
        json!({"name": "job", "assume_role_policy": trust}),
    );
    assert_eq!(harmless.verdict(BEYOND), "proved");
}

/// A principal that is not known may be a service that runs code, and all but one principal are some of those.
#[test]
fn a_role_of_a_principal_that_is_not_known_may_be_one_of_a_workload() {
    let of = |effect: &str, key: &str, who: Json| {
        json!(document(&json!({"Effect": effect, "Action": "sts:AssumeRole", key: who})))
    };
    let somebody = || json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:user/somebody")});
    let unknown =
        json!({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"});
    for trust in [of("Allow", "Principal", unknown), of("Allow", "NotPrincipal", somebody())] {
        assert_eq!(role(&trust, false).verdict(BEYOND), "undecided", "{trust}");
        assert_eq!(role(&trust, true).verdict(ADMINISTRATORS), "undecided", "{trust}");
    }
    // What a statement denies to all but one, it gives to nobody.
    let trust = document(&json!([
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": somebody()},
        {"Effect": "Deny", "Action": "sts:AssumeRole", "NotPrincipal": somebody()},
    ]));
    assert_eq!(role(&json!(trust), false).verdict(BEYOND), "proved");
}
