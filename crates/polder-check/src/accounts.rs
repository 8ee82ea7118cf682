//! Accounts: one for each environment, in one organization, isolated from each other.

use polder_design::Environment;

use crate::requirement::Requirement;
use crate::scope::Scope;
use crate::selector::{Condition, Selector, Subject, selector};

pub(crate) fn rows() -> Vec<Requirement> {
    vec![
        account(1, "production", Environment::Production),
        account(2, "staging", Environment::Staging),
        account(3, "development", Environment::Development),
        Requirement::new(
            "ACCT-4",
            "an account for management",
            "it is the organization's management account; the monitoring, logs and security of all accounts are in it, and \
             no workload is",
            MANAGEMENT,
        )
        .within(Scope::Environment(Environment::Management)),
        Requirement::new(
            "ACCT-5",
            "the environments are isolated",
            "no network, permission or key of staging and development gives access to production, enforced by policies of \
             the organization",
            ISOLATION,
        ),
    ]
}

fn account(number: u32, name: &str, environment: Environment) -> Requirement {
    Requirement::new(
        format!("ACCT-{number}"),
        format!("an account for {name}"),
        "it is a member of the organization, and its workloads and nothing else are in it",
        WORKLOADS,
    )
    .within(Scope::Environment(environment))
}

const WORKLOADS: &[Selector] = &[
    selector("aws_organizations_account", "is a member account of the organization")
        .anywhere()
        .fits(own_account),
    selector("aws_vpc", "is the network of its workloads"),
    selector("aws_ecs_cluster", "runs its workloads"),
    selector("aws_eks_cluster", "runs its workloads"),
    selector("aws_db_instance", "holds its data"),
    selector("aws_rds_cluster", "holds its data"),
];

const MANAGEMENT: &[Selector] = &[
    selector("aws_organizations_organization", "is the organization"),
    selector("aws_organizations_organizational_unit", "groups the accounts"),
    selector("aws_cloudtrail", "records API calls in all accounts"),
    selector("aws_oam_sink", "receives the metrics and logs of all accounts"),
    selector("aws_config_configuration_aggregator", "aggregates Config data of all accounts"),
    selector("aws_securityhub_finding_aggregator", "aggregates findings of all accounts"),
    selector("aws_securityhub_organization_configuration", "monitors all accounts"),
    selector("aws_guardduty_organization_configuration", "monitors all accounts"),
    selector("aws_inspector2_organization_configuration", "monitors all accounts"),
    selector("aws_ssoadmin_permission_set", "grants permissions to engineers"),
    selector("aws_budgets_budget", "monitors the cost of the accounts"),
];

const ISOLATION: &[Selector] = &[
    selector("aws_organizations_policy", "restricts all accounts"),
    selector("aws_organizations_policy_attachment", "attaches a policy"),
    selector("aws_organizations_organizational_unit", "groups accounts by purpose"),
    selector("aws_vpc", "is a network of one environment").conditions(&[Condition::Has("cidr_block")]),
    selector("aws_kms_key", "is a key of one environment"),
];

/// Whether a member account is one of the row's environment: it has the name that the design gives it.
fn own_account(subject: &Subject<'_, '_>) -> bool {
    let Scope::Environment(environment) = subject.scope else { return false };
    let plain = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
    let own = subject.design.accounts.iter().filter(|account| account.environment == environment);
    own.map(|account| account.name.chars().map(plain).collect::<String>())
        .any(|name| name == subject.resource.address().name)
}
