//! Accounts: one for each environment, in one organization, apart from each other.

use polder_design::Environment;

use crate::requirement::Requirement;
use crate::scope::Scope;
use crate::speaker::{Need, Speaker, Subject, speaker};

pub(crate) fn rows() -> Vec<Requirement> {
    vec![
        account(1, "production", Environment::Production),
        account(2, "staging", Environment::Staging),
        account(3, "development", Environment::Development),
        Requirement::new(
            "ACCT-4",
            "an account for management",
            "it leads the organization, and monitoring, logs and security of all accounts come together in it and nothing \
             else does",
            MANAGEMENT,
        )
        .within(Scope::Environment(Environment::Management)),
        Requirement::new(
            "ACCT-5",
            "the environments are kept apart",
            "from staging and development no network, no permission and no key leads into production, and policies of \
             the organization keep it so",
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

const WORKLOADS: &[Speaker] = &[
    speaker("aws_organizations_account", "makes it a member of the organization").beyond().fits(own_account),
    speaker("aws_vpc", "is the network of its workloads"),
    speaker("aws_ecs_cluster", "runs its workloads"),
    speaker("aws_eks_cluster", "runs its workloads"),
    speaker("aws_db_instance", "holds its data"),
    speaker("aws_rds_cluster", "holds its data"),
];

const MANAGEMENT: &[Speaker] = &[
    speaker("aws_organizations_organization", "is the organization"),
    speaker("aws_organizations_organizational_unit", "groups the accounts"),
    speaker("aws_cloudtrail", "records what is done in all accounts"),
    speaker("aws_oam_sink", "takes in the metrics and logs of all accounts"),
    speaker("aws_config_configuration_aggregator", "gathers the settings of all accounts"),
    speaker("aws_securityhub_finding_aggregator", "gathers the findings of all accounts"),
    speaker("aws_securityhub_organization_configuration", "watches over all accounts"),
    speaker("aws_guardduty_organization_configuration", "watches over all accounts"),
    speaker("aws_inspector2_organization_configuration", "watches over all accounts"),
    speaker("aws_ssoadmin_permission_set", "says what people may do in the accounts"),
    speaker("aws_budgets_budget", "watches what the accounts cost"),
];

const ISOLATION: &[Speaker] = &[
    speaker("aws_organizations_policy", "says what no account may do"),
    speaker("aws_organizations_policy_attachment", "puts a policy in force"),
    speaker("aws_organizations_organizational_unit", "keeps accounts of one purpose together"),
    speaker("aws_vpc", "is a network of one environment").needs(&[Need::Has("cidr_block")]),
    speaker("aws_kms_key", "is a key of one environment"),
];

/// Whether a member account is one of the row's environment: it has the name that the design gives it.
fn own_account(subject: &Subject<'_, '_>) -> bool {
    let Scope::Environment(environment) = subject.scope else { return false };
    let plain = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
    let own = subject.design.accounts.iter().filter(|account| account.environment == environment);
    own.map(|account| account.name.chars().map(plain).collect::<String>())
        .any(|name| name == subject.resource.address().name)
}
