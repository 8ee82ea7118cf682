//! Organizations: units, accounts, policies that apply to them.

use polder_cloud::{Layer, Policy, body, deny};

use crate::test_graphs::{of_cloud, of_foreign, said, stack};

fn organization() -> polder_inventory::Inventory {
    of_cloud(|cloud| {
        let s = stack(cloud, "management", Layer::Data);
        let organization = s.resource(
            "aws_organizations_organization",
            "main",
            body! { enabled_policy_types = ["SERVICE_CONTROL_POLICY"]; },
        );
        let root = organization.get("roots").at(0).field("id");
        let unit = s.resource(
            "aws_organizations_organizational_unit",
            "work",
            body! { name = "Work"; parent_id = root.clone(); },
        );
        s.resource(
            "aws_organizations_account",
            "production",
            body! { name = "shop-production"; email = "a@example.com"; parent_id = unit.id(); },
        );
        let policy = s.resource(
            "aws_organizations_policy",
            "regions",
            body! {
                name = "regions";
                content = Policy::of([deny("No").actions(["*"]).on("*")]);
            },
        );
        s.resource(
            "aws_organizations_policy_attachment",
            "root",
            body! { policy_id = policy.id(); target_id = root; },
        );
        s.resource(
            "aws_iam_organizations_features",
            "main",
            body! { enabled_features = ["RootCredentialsManagement"]; },
        );
        cloud.add(s);
        let member = stack(cloud, "production", Layer::Data);
        member.resource("aws_iam_group", "main", body! { name = "main"; });
        cloud.add(member);
    })
}

#[test]
fn accounts_are_in_their_units_and_one_manages() {
    let inventory = organization();
    assert_eq!(
        said(&inventory, "access/accounts/"),
        "\
management/management = true
management/number = unknown (value not given)
management/unit = units management/eu-central-1/shared/data:aws_organizations_organization.main#root
production/management = false
production/number = unknown (value not given)
production/unit = units management/eu-central-1/shared/data:aws_organizations_organizational_unit.work"
    );
    let organizations = said(&inventory, "access/organizations/");
    assert!(organizations.contains("central_root_access = true"), "{organizations}");
}

#[test]
fn the_providers_own_policy_is_attached_to_all_but_the_account_that_manages() {
    let inventory = organization();
    let attached = said(&inventory, "access/policy_attachments/management/eu-central-1/shared/data:");
    let to: Vec<&str> = attached.lines().filter(|line| line.contains("/to = ")).collect();
    assert_eq!(
        to,
        [
            "aws_organizations_account.production#FullAWSAccess/to = accounts production",
            "aws_organizations_organization.main#FullAWSAccess/to = units \
             management/eu-central-1/shared/data:aws_organizations_organization.main#root",
            "aws_organizations_organizational_unit.work#FullAWSAccess/to = units \
             management/eu-central-1/shared/data:aws_organizations_organizational_unit.work",
            "aws_organizations_policy_attachment.root/to = units \
             management/eu-central-1/shared/data:aws_organizations_organization.main#root",
        ]
    );
    // Resource control policies are not enabled.
    assert!(!attached.contains("ResourceControl"), "{attached}");
}

#[test]
fn ids_of_a_state_lead_to_root_unit_and_account() {
    let inventory = of_foreign(|s| {
        s.resource(
            "aws_organizations_organization",
            "main",
            body! {
                id = "o-1";
                arn = "arn:aws:organizations::111111111111:organization/o-1";
                enabled_policy_types = ["RESOURCE_CONTROL_POLICY"];
                roots { id = "r-1"; name = "Root"; }
            },
        );
        s.resource(
            "aws_organizations_organizational_unit",
            "work",
            body! { id = "ou-1"; name = "Work"; parent_id = "r-1"; },
        );
        s.resource(
            "aws_organizations_account",
            "shop",
            body! { id = "222222222222"; name = "shop"; parent_id = "ou-1"; },
        );
        let tags = s.resource(
            "aws_organizations_policy",
            "tags",
            body! { id = "p-1"; name = "tags"; type = "TAG_POLICY"; content = "{\"tags\":{}}"; },
        );
        for (name, target) in
            [("root", "r-1"), ("unit", "ou-1"), ("account", "222222222222"), ("other", "ou-9")]
        {
            s.resource(
                "aws_organizations_policy_attachment",
                name,
                body! { policy_id = tags.id(); target_id = target; },
            );
        }
    });
    let attachments = said(&inventory, "access/policy_attachments/plan:aws_organizations_policy_attachment.");
    let to: Vec<&str> = attachments.lines().filter(|line| !line.contains("/policy =")).collect();
    assert_eq!(
        to,
        [
            "account/role = Declarative",
            "account/to = accounts 222222222222",
            "other/role = Declarative",
            "other/to = externals ou-9",
            "root/role = Declarative",
            "root/to = units aws_organizations_organization.main#root",
            "unit/role = Declarative",
            "unit/to = units aws_organizations_organizational_unit.work",
        ]
    );
    assert!(
        said(&inventory, "access/accounts/222222222222")
            .contains("unit = units aws_organizations_organizational_unit.work")
    );
    assert!(said(&inventory, "access/accounts/111111111111").contains("management = true"));
    assert!(
        said(&inventory, "access/policies/plan:aws_organizations_organization.main#RCPFullAWSAccess")
            .contains("Anyone")
    );
}

#[test]
fn delegated_administrators_are_accounts_of_the_estate() {
    let inventory = of_cloud(|cloud| {
        let s = stack(cloud, "management", Layer::Data);
        let account = s.resource("aws_organizations_account", "audit", body! { name = "audit"; });
        s.resource(
            "aws_guardduty_organization_admin_account",
            "main",
            body! { admin_account_id = account.id(); },
        );
        s.resource(
            "aws_organizations_delegated_administrator",
            "main",
            body! { account_id = "333333333333"; service_principal = "config.amazonaws.com"; },
        );
        cloud.add(s);
    });
    assert_eq!(
        said(&inventory, "access/delegated_administrators/management/eu-central-1/shared/data:"),
        "\
aws_guardduty_organization_admin_account.main/account = accounts audit
aws_guardduty_organization_admin_account.main/service = \"guardduty.amazonaws.com\"
aws_organizations_delegated_administrator.main/account = externals 333333333333
aws_organizations_delegated_administrator.main/service = \"config.amazonaws.com\""
    );
}
