//! The organization: its units, its accounts, and trusted services.

use std::collections::BTreeMap;

use polder_cloud::{Handle, Value, body};
use polder_design::{AccountId, Component, Design, Environment};

use crate::draft::Draft;
use crate::handles::accounts::{Organization, Units};
use crate::organization::{account_region, accounts};

/// Services with trusted access to the organization.
const TRUSTED: [&str; 16] = [
    "access-analyzer.amazonaws.com",
    "account.amazonaws.com",
    "backup.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "compute-optimizer.amazonaws.com",
    "config.amazonaws.com",
    // For declarative policies.
    "ec2.amazonaws.com",
    "guardduty.amazonaws.com",
    "iam.amazonaws.com",
    "inspector2.amazonaws.com",
    "macie.amazonaws.com",
    "malware-protection.guardduty.amazonaws.com",
    "ram.amazonaws.com",
    "securityhub.amazonaws.com",
    "sso.amazonaws.com",
    "tagpolicies.tag.amazonaws.com",
];

/// Those of them that have a delegated administrator: the security services of the layer `oversight`.
pub(crate) const ADMINISTERED: [&str; 5] = [
    "guardduty.amazonaws.com",
    "inspector2.amazonaws.com",
    "macie.amazonaws.com",
    "malware-protection.guardduty.amazonaws.com",
    "securityhub.amazonaws.com",
];

/// Writes the organization with its units and accounts.
pub(crate) fn organization(s: &Draft, design: &Design) -> Organization {
    s.file(
        "organization",
        "One organization, with a unit for each kind of environment, so that policies can differ. This\n\
         account holds the audit logs and administers the security services of all, unless the platform has\n\
         accounts for these. Import existing accounts and an existing organization once with\n\
         `terraform import`.",
    );
    let organization = s.resource(
        "aws_organizations_organization",
        "main",
        body! {
            feature_set = "ALL";
            aws_service_access_principals = TRUSTED;
            enabled_policy_types = [
                "AISERVICES_OPT_OUT_POLICY",
                "DECLARATIVE_POLICY_EC2",
                "RESOURCE_CONTROL_POLICY",
                "SERVICE_CONTROL_POLICY",
                "TAG_POLICY",
            ];
        },
    );
    s.expect("policies cannot be enforced", organization.get("feature_set"), "ALL");
    s.resource(
        "aws_iam_organizations_features",
        "main",
        body! {
            /// Member accounts have no root password that could be lost: root actions are taken from here.
            enabled_features = ["RootCredentialsManagement", "RootSessions"];
            depends_on = [Value::expression("aws_organizations_organization.main")];
        },
    );
    let units = units(s, &organization);
    s.output(
        "quarantine_unit",
        "ID of the unit for accounts that an attacker may control.",
        units.quarantine.id(),
    );
    let accounts = accounts(s, design, &units);
    administrators(s, design, &accounts);
    if design.backup_account().is_some() {
        backups_between_accounts(s);
    }
    if let Some(manager) = accounts::management(design) {
        account_region::of_organization(s, design, manager, &accounts);
    }
    Organization { organization, accounts, units }
}

fn units(s: &Draft, organization: &Handle) -> Units {
    let unit = |resource: &'static str, name: &'static str, parent: Value| {
        s.resource(
            "aws_organizations_organizational_unit",
            resource,
            body! {
                name = name;
                parent_id = parent;
            },
        )
    };
    let root = organization.get("roots").at(0).field("id");
    let workloads = unit("workloads", "Workloads", root.clone());
    Units {
        production: unit("production", "Production", workloads.id()),
        staging: unit("staging", "Staging", workloads.id()),
        development: unit("development", "Development", workloads.id()),
        security: unit("security", "Security", root.clone()),
        quarantine: unit("quarantine", "Quarantine", root.clone()),
        workloads,
        root,
    }
}

/// Only the management account allows it.
fn backups_between_accounts(s: &Draft) {
    s.file("backup_settings", "Backups may be copied to other accounts of the organization.");
    s.resource(
        "aws_backup_global_settings",
        "main",
        body! {
            global_settings = { isCrossAccountBackupEnabled = "true"; };
            depends_on = [Value::expression("aws_organizations_organization.main")];
        },
    );
}

/// The services that the security account administers beside those of the layer `oversight`, which have resources of their
/// own for it. In the management account they need none.
const DELEGATED: [&str; 2] = ["access-analyzer.amazonaws.com", "config.amazonaws.com"];

fn administrators(s: &Draft, design: &Design, accounts: &BTreeMap<AccountId, Handle>) {
    let Some(security) = design.security_administrator().and_then(|account| accounts.get(&account)) else {
        return;
    };
    s.file("delegated_administrators", "Services that the security account administers for all accounts.");
    for service in DELEGATED {
        let name = service.split('.').next().unwrap_or_default().replace('-', "_");
        s.resource(
            "aws_organizations_delegated_administrator",
            name,
            body! {
                account_id = security.id();
                service_principal = service;
                depends_on = [Value::expression("aws_organizations_organization.main")];
            },
        );
    }
}

fn accounts(s: &Draft, design: &Design, units: &Units) -> BTreeMap<AccountId, Handle> {
    s.file(
        "accounts",
        "An account is an isolation boundary: there is no access between accounts unless both allow it. Each\n\
         has one environment and nothing else. The role that Organizations creates in an account trusts the\n\
         management account, for the first steps only.",
    );
    let member = |account: &polder_design::Account| {
        let _account = s.part(Component::Account(account.id));
        let unit = match account.environment {
            Environment::Production => &units.production,
            Environment::Staging => &units.staging,
            Environment::Development => &units.development,
            Environment::Management
            | Environment::LogArchive
            | Environment::Security
            | Environment::Backup => &units.security,
        };
        let name = account.name.replace('-', "_");
        let email = accounts::mail_address(
            s,
            format!("{name}_email"),
            format!("Email address of the account {}; no other AWS account may have it.", account.name),
        );
        let handle = s.resource(
            "aws_organizations_account",
            &name,
            body! {
                name = format!("{}-{}", design.name, account.name);
                email = email;
                parent_id = unit.id();
                close_on_deletion = false;
                iam_user_access_to_billing = "DENY";
                role_name = "OrganizationAccountAccessRole";
                lifecycle {
                    /// Can be set only when an account is created: another address would replace the account.
                    ignore_changes = [
                        Value::expression("email"),
                        Value::expression("role_name"),
                        Value::expression("iam_user_access_to_billing"),
                    ];
                }
            },
        );
        s.expect(
            format!("the account {} could be closed by mistake", account.name),
            handle.get("close_on_deletion"),
            false,
        );
        (account.id, handle)
    };
    accounts::members(design).map(member).collect()
}
