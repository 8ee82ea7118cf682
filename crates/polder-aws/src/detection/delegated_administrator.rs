//! The delegated administrator of a region: it collects the findings of all accounts. It is the security account, or the
//! management account.

use polder_cloud::{Handle, Value, body};
use polder_design::{AccountId, Component, Design};

use crate::draft::Draft;
use crate::handles::accounts::Organization;
use crate::organization::accounts;

/// An account that is monitored in this region.
pub(crate) struct Watched<'a> {
    /// Its index.
    pub(crate) of: AccountId,
    /// Its name.
    pub(crate) name: &'a str,
    /// Its ID.
    pub(crate) number: Value,
    /// Its email address.
    pub(crate) email: Value,
}

/// Makes an account the administrator of the region's security services, in the management account. Returns
/// `aws_guardduty_organization_admin_account`.
pub(crate) fn register(s: &Draft, administrator: &Value, has_macie: bool) -> Handle {
    s.file(
        "administrator",
        "The account to which the security services of all accounts report. AWS recommends a separate\n\
         account for security: without one it is the management account.",
    );
    let admin = s.resource(
        "aws_guardduty_organization_admin_account",
        "main",
        body! { admin_account_id = administrator; },
    );
    s.resource(
        "aws_securityhub_organization_admin_account",
        "main",
        body! { admin_account_id = administrator; },
    );
    s.resource("aws_inspector2_delegated_admin_account", "main", body! { account_id = administrator; });
    if has_macie {
        s.resource(
            "aws_macie2_organization_admin_account",
            "main",
            body! { admin_account_id = administrator; },
        );
    }
    admin
}

/// What the administrator of a region writes.
pub(crate) struct Administration<'a> {
    /// `aws_guardduty_detector` of its own.
    pub(crate) detector: &'a Handle,
    /// The other accounts.
    pub(crate) watched: &'a [Watched<'a>],
    /// Whether the region offers Macie.
    pub(crate) has_macie: bool,
    /// Whether [`register`] is part of the same stack.
    pub(crate) registers: bool,
}

impl Administration<'_> {
    /// The dependency on the registration with a service, in the same stack.
    fn after(&self, registration: &'static str) -> Option<Vec<Value>> {
        self.registers.then(|| vec![Value::expression(registration)])
    }
}

/// Writes the settings for all accounts, and the others as members.
pub(crate) fn administration(s: &Draft, of: &Administration<'_>) {
    s.file(
        "organization",
        "Each account enables its own services; GuardDuty is enabled in an account when it is added here. The\n\
         settings make them report, and include accounts that join later.",
    );
    later_accounts(s, of);
    if of.has_macie {
        s.resource(
            "aws_macie2_organization_configuration",
            "main",
            body! {
                auto_enable = true;
                depends_on = of.after("aws_macie2_organization_admin_account.main");
            },
        );
    }
    s.file("members", "The other accounts.");
    for member in of.watched {
        let _member = s.part(Component::Account(member.of));
        let name = member.name.replace('-', "_");
        members(s, &name, of, member);
        if of.has_macie {
            macie_member(s, &name, of, member);
        }
    }
}

fn later_accounts(s: &Draft, of: &Administration<'_>) {
    let hub = s.resource(
        "aws_securityhub_organization_configuration",
        "main",
        body! {
            auto_enable = true;
            auto_enable_standards = "DEFAULT";
            depends_on = of.after("aws_securityhub_organization_admin_account.main");
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
            depends_on = of.after("aws_inspector2_delegated_admin_account.main");
        },
    );
    s.expect("accounts that join later must be monitored", hub.get("auto_enable"), true);
}

fn members(s: &Draft, name: &str, of: &Administration<'_>, member: &Watched<'_>) {
    s.resource(
        "aws_guardduty_member",
        name,
        body! {
            detector_id = of.detector.id();
            account_id = &member.number;
            email = &member.email;
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
            account_id = &member.number;
            email = &member.email;
            lifecycle {
                ignore_changes = [Value::expression("email"), Value::expression("invite")];
            }
            depends_on = of.after("aws_securityhub_organization_admin_account.main");
        },
    );
    s.resource(
        "aws_inspector2_member_association",
        name,
        body! {
            account_id = &member.number;
            depends_on = of.after("aws_inspector2_delegated_admin_account.main");
        },
    );
}

fn macie_member(s: &Draft, name: &str, of: &Administration<'_>, member: &Watched<'_>) {
    s.resource(
        "aws_macie2_member",
        name,
        body! {
            account_id = &member.number;
            email = &member.email;
            lifecycle {
                ignore_changes = [Value::expression("email"), Value::expression("invite")];
            }
            depends_on = of.after("aws_macie2_organization_admin_account.main");
        },
    );
}

/// Aggregates the findings of all regions in this one.
pub(crate) fn finding_aggregator(s: &Draft, design: &Design, administrator: AccountId, here: &str) {
    s.file("finding_aggregator", "Findings of all regions, aggregated in this one.");
    let others: Vec<String> = accounts::watched_regions(design, administrator)
        .into_iter()
        .filter(|region| region != here)
        .collect();
    s.resource(
        "aws_securityhub_finding_aggregator",
        "main",
        body! {
            linking_mode = "SPECIFIED_REGIONS";
            specified_regions = others;
        },
    );
}

/// The accounts that an administrator monitors in a region: the others with services of their own there.
pub(crate) fn watched<'a>(
    design: &'a Design,
    administrator: AccountId,
    organization: &Organization,
    region: &str,
) -> Vec<Watched<'a>> {
    let others = design.accounts.iter().filter(|account| account.id != administrator);
    let there =
        others.filter(|account| accounts::watched_regions(design, account.id).iter().any(|it| it == region));
    let watched = there.map(|account| {
        let (number, email) = (organization.number(account.id), organization.email(account.id));
        Watched { of: account.id, name: &account.name, number, email }
    });
    watched.collect()
}
