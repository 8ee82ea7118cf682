//! The management account as delegated administrator of a region: it collects the findings of all accounts.

use polder_cloud::{Handle, Value, body};
use polder_design::{AccountId, Component, Design};

use crate::draft::Draft;
use crate::handles::accounts::Organization;
use crate::names::account;
use crate::organization::accounts;

/// An account that is monitored in this region.
pub(crate) struct Watched<'a> {
    /// Its index.
    pub(crate) of: AccountId,
    /// Its name.
    pub(crate) name: &'a str,
    /// `aws_organizations_account`.
    pub(crate) account: &'a Handle,
    /// `aws_securityhub_account` of its own.
    pub(crate) hub: &'a Handle,
}

/// Makes this account the administrator of the region's security services, with the others as members. `has_macie` is
/// whether the region offers Macie.
pub(crate) fn administrator(s: &Draft, detector: &Handle, watched: &[Watched<'_>], has_macie: bool) {
    s.file(
        "administrator",
        "Security services of all accounts report here. AWS recommends a separate account for security: this\n\
         platform uses its management account. Each account enables its own services; GuardDuty is enabled\n\
         in an account when it is added here. The settings make them report, and include accounts that join\n\
         later.",
    );
    s.resource("aws_securityhub_organization_admin_account", "main", body! { admin_account_id = account(); });
    s.resource("aws_inspector2_delegated_admin_account", "main", body! { account_id = account(); });
    later_accounts(s);
    if has_macie {
        macie(s);
    }
    s.file("members", "The member accounts.");
    for member in watched {
        let _member = s.part(Component::Account(member.of));
        let name = member.name.replace('-', "_");
        members(s, &name, detector, member);
        if has_macie {
            macie_member(s, &name, member);
        }
    }
}

fn macie(s: &Draft) {
    s.resource("aws_macie2_organization_admin_account", "main", body! { admin_account_id = account(); });
    s.resource(
        "aws_macie2_organization_configuration",
        "main",
        body! {
            auto_enable = true;
            depends_on = [Value::expression("aws_macie2_organization_admin_account.main")];
        },
    );
}

fn later_accounts(s: &Draft) {
    let after = |resource: &'static str| [Value::expression(resource)];
    let hub = s.resource(
        "aws_securityhub_organization_configuration",
        "main",
        body! {
            auto_enable = true;
            auto_enable_standards = "DEFAULT";
            depends_on = after("aws_securityhub_organization_admin_account.main");
        },
    );
    s.resource(
        "aws_inspector2_organization_configuration",
        "main",
        body! {
            auto_enable {
                ec2 = true;
                ecr = true;
                lambda = true;
            }
            depends_on = after("aws_inspector2_delegated_admin_account.main");
        },
    );
    s.expect("accounts that join later must be monitored", hub.get("auto_enable"), true);
}

fn members(s: &Draft, name: &str, detector: &Handle, member: &Watched<'_>) {
    s.resource(
        "aws_guardduty_member",
        name,
        body! {
            detector_id = detector.id();
            account_id = member.account.id();
            email = member.account.get("email");
            lifecycle {
                /// Accounts of the organization need no invitation by email, and AWS does not return the address.
                ignore_changes = [Value::expression("email"), Value::expression("invite")];
            }
        },
    );
    s.resource(
        "aws_securityhub_member",
        name,
        body! {
            /// Read from the member's own Security Hub: it must be enabled before the account can report.
            account_id = member.hub.id();
            email = member.account.get("email");
            lifecycle {
                ignore_changes = [Value::expression("email"), Value::expression("invite")];
            }
            depends_on = [Value::expression("aws_securityhub_organization_admin_account.main")];
        },
    );
    s.resource(
        "aws_inspector2_member_association",
        name,
        body! {
            account_id = member.account.id();
            depends_on = [Value::expression("aws_inspector2_delegated_admin_account.main")];
        },
    );
}

fn macie_member(s: &Draft, name: &str, member: &Watched<'_>) {
    s.resource(
        "aws_macie2_member",
        name,
        body! {
            account_id = member.account.id();
            email = member.account.get("email");
            lifecycle {
                ignore_changes = [Value::expression("email"), Value::expression("invite")];
            }
            depends_on = [Value::expression("aws_macie2_organization_admin_account.main")];
        },
    );
}

/// Aggregates the findings of all regions in this one.
pub(crate) fn finding_aggregator(s: &Draft, design: &Design, manager: AccountId, here: &str) {
    s.file("finding_aggregator", "Findings of all regions, aggregated in this one.");
    let others: Vec<String> =
        accounts::watched_regions(design, manager).into_iter().filter(|region| region != here).collect();
    s.resource(
        "aws_securityhub_finding_aggregator",
        "main",
        body! {
            linking_mode = "SPECIFIED_REGIONS";
            specified_regions = others;
        },
    );
}

/// The accounts that are monitored in a region.
pub(crate) fn watched<'a>(
    design: &'a Design,
    organization: &'a Organization,
    hubs: &'a std::collections::BTreeMap<(AccountId, String), Handle>,
    region: &str,
) -> Vec<Watched<'a>> {
    let members = accounts::members(design).filter_map(|account| {
        let hub = hubs.get(&(account.id, region.to_owned()))?;
        Some(Watched {
            of: account.id,
            name: &account.name,
            account: organization.accounts.get(&account.id)?,
            hub,
        })
    });
    members.collect()
}
