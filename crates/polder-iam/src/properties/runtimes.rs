//! Services that run code, or what their definitions say, with a role: such a role is one of a workload.

use polder_inventory::EntryId;
use polder_inventory::access::{Effect, PolicyRole, PrincipalKind};
use polder_inventory::model::Link;

use crate::estate::Estate;
use crate::language::{Document, Statement, Who};

/// What workloads run as: the principals that trust policies name.
///
/// Source: AWS, Service Authorization Reference, and the page on execution roles in the guide of each service.
const RUNTIMES: [&str; 23] = [
    "airflow-env.amazonaws.com",
    "airflow.amazonaws.com",
    "amplify.amazonaws.com",
    "bedrock-agentcore.amazonaws.com",
    "braket.amazonaws.com",
    "build.apprunner.amazonaws.com",
    "codebuild.amazonaws.com",
    // Devices of IoT Core.
    "credentials.iot.amazonaws.com",
    "datapipeline.amazonaws.com",
    // Instances, also of launch templates, EMR, Elastic Beanstalk and Image Builder.
    "ec2.amazonaws.com",
    // Tasks and task sets of ECS, and jobs of Batch.
    "ecs-tasks.amazonaws.com",
    "edgelambda.amazonaws.com",
    "emr-serverless.amazonaws.com",
    "gamelift.amazonaws.com",
    "glue.amazonaws.com",
    "greengrass.amazonaws.com",
    // Plugins of MSK Connect.
    "kafkaconnect.amazonaws.com",
    // Applications of Managed Service for Apache Flink.
    "kinesisanalytics.amazonaws.com",
    "lambda.amazonaws.com",
    "pods.eks.amazonaws.com",
    // Machines outside of AWS with a certificate.
    "rolesanywhere.amazonaws.com",
    "sagemaker.amazonaws.com",
    "tasks.apprunner.amazonaws.com",
];

/// Services that do what definitions of their callers say, without code: calls of any API.
/// Source: AWS, guides of EventBridge Pipes and Scheduler (targets), Systems Manager (Automation documents; it also gives the role to
/// machines outside of AWS) and Step Functions. API Gateway and AppSync are not among them: most of their roles write logs, with
/// policies of AWS.
const CALLERS: [&str; 4] =
    ["pipes.amazonaws.com", "scheduler.amazonaws.com", "ssm.amazonaws.com", "states.amazonaws.com"];

/// The subject of a token that EKS gives to pods. Source: Kubernetes, "Service Account Tokens".
const PODS: &str = "system:serviceaccount:";

/// Whether it is known that workloads run with a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Runs {
    /// None does, as far as its trust policy says.
    No,
    /// Its trust policy is not known.
    Maybe,
    /// Some do.
    Yes,
}

/// Whether the trust policy of a role admits what runs code: its services, or pods by their tokens.
pub(super) fn runs(estate: &Estate<'_>, role: EntryId) -> Runs {
    let EntryId::Principal(id) = role else { return Runs::No };
    let kind = estate.inventory.access.principals.get(id).map(|it| &it.kind);
    if !matches!(kind, Some(PrincipalKind::Role { service_linked: None, .. })) {
        return Runs::No;
    }
    let trust = estate.attached(role, PolicyRole::Trust);
    if trust.iter().any(|document| admits(document)) {
        return Runs::Yes;
    }
    if trust.iter().any(|document| is_open(document)) { Runs::Maybe } else { Runs::No }
}

/// Whether a trust policy may admit a service that runs code, because its statements or one of its principals are not known, or because it
/// has `NotPrincipal`.
fn is_open(document: &Document) -> bool {
    let Some(statements) = &document.statements else { return true };
    let allowing = statements.iter().filter(|it| it.effect == Effect::Allow);
    allowing
        .filter_map(|it| it.who.as_ref())
        .any(|set| set.except || set.who.as_ref().is_none_or(|all| all.contains(&Who::Unknown)))
}

/// The roles that service accounts of Kubernetes have.
pub(super) fn of_pods(estate: &Estate<'_>) -> impl Iterator<Item = EntryId> {
    estate.inventory.access.principals.values().filter_map(|it| match it.kind {
        PrincipalKind::ServiceAccount { role: Some(Link::To(role)), .. } => Some(role.into()),
        _ => None,
    })
}

fn admits(document: &Document) -> bool {
    let allowing = document.statements.iter().flatten().filter(|it| it.effect == Effect::Allow);
    allowing.into_iter().any(|statement| {
        let set = statement.who.as_ref().filter(|set| !set.except);
        let named = set.and_then(|set| set.who.as_ref()).into_iter().flatten();
        named.into_iter().any(|who| match who {
            Who::Service(name) => is_runtime(name),
            Who::Federated(provider) => provider.contains("oidc-provider/oidc.eks.") || is_of_pods(statement),
            _ => false,
        })
    })
}

/// Whether a condition compares the subject of a token with that of a service account.
fn is_of_pods(statement: &Statement) -> bool {
    let subjects = statement.conditions.iter().filter(|it| it.key.ends_with(":sub"));
    subjects.flat_map(|it| it.values.iter().flatten()).any(|value| value.to_string().starts_with(PODS))
}

/// Whether a service runs code or definitions of its callers.
pub(super) fn is_runtime(service: &str) -> bool {
    let plain = without_region(service);
    RUNTIMES.contains(&plain.as_str()) || CALLERS.contains(&plain.as_str())
}

/// The name of a service without region and country: `states.eu-west-1.amazonaws.com`, `ec2.amazonaws.com.cn`.
fn without_region(service: &str) -> String {
    let service = service.strip_suffix(".cn").unwrap_or(service);
    let is_region = |part: &&str| {
        let ends = part.rsplit_once('-').is_some_and(|(_, number)| number.parse::<u8>().is_ok());
        ends && part.matches('-').count() >= 2
    };
    Vec::from_iter(service.split('.').filter(|part| !is_region(part))).join(".")
}

#[cfg(test)]
mod tests {
    use super::is_runtime;
    use crate::properties::compute::WAYS;

    /// Services that a role is passed to and that run no workloads: they deploy, so that their roles may be wide, or give the role
    /// to people, as identity pools do.
    const OTHERS: [&str; 5] = [
        "cloudformation.amazonaws.com",
        "codepipeline.amazonaws.com",
        "codestar.amazonaws.com",
        "cognito-identity.amazonaws.com",
        "imagebuilder.amazonaws.com",
    ];

    #[test]
    fn what_a_role_is_passed_to_runs_workloads_or_is_listed() {
        let wrong: Vec<_> =
            WAYS.iter().filter(|way| is_runtime(way.service) == OTHERS.contains(&way.service)).collect();
        assert!(wrong.is_empty(), "{:?}", wrong.iter().map(|way| way.service).collect::<Vec<_>>());
    }

    #[test]
    fn names_with_a_region_or_country_are_the_same_service() {
        for service in ["states.eu-west-1.amazonaws.com", "ec2.amazonaws.com.cn", "lambda.amazonaws.com"] {
            assert!(is_runtime(service), "{service}");
        }
        for service in ["backup.amazonaws.com", "vpc-flow-logs.amazonaws.com", "lambda.example.com"] {
            assert!(!is_runtime(service), "{service}");
        }
    }
}
