//! Users and groups, permission sets and assignments.

use polder_cloud::{Layer, Policy, body, deny};
use polder_units::Duration;

use crate::access::directory::permission_set::iso_duration;
use crate::test_graphs::{of_cloud, of_foreign, said, stack};

#[test]
fn assignments_lead_from_groups_to_accounts() {
    let inventory = of_cloud(|cloud| {
        let s = stack(cloud, "management", Layer::Data);
        let account = s.resource("aws_organizations_account", "shop", body! { name = "shop"; });
        let group = s.data(
            "aws_identitystore_group",
            "engineers",
            body! {
                alternate_identifier {
                    unique_attribute { attribute_path = "DisplayName"; attribute_value = "Engineers"; }
                }
            },
        );
        let set = s.resource(
            "aws_ssoadmin_permission_set",
            "read",
            body! { name = "Read"; session_duration = "PT8H"; },
        );
        s.resource(
            "aws_ssoadmin_permission_set_inline_policy",
            "read",
            body! {
                permission_set_arn = set.arn();
                inline_policy = Policy::of([deny("No").actions(["s3:GetObject"]).on("*")]);
            },
        );
        s.resource(
            "aws_ssoadmin_managed_policy_attachment",
            "read",
            body! {
                permission_set_arn = set.arn();
                managed_policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
            },
        );
        s.resource(
            "aws_ssoadmin_account_assignment",
            "read",
            body! {
                permission_set_arn = set.arn();
                principal_type = "GROUP";
                principal_id = group.get("group_id");
                target_id = account.id();
            },
        );
        cloud.add(s);
    });
    let here = "management/eu-central-1/shared/data:";
    let said = |kind: &str| said(&inventory, &format!("access/{kind}/{here}")).replace(here, "");
    assert_eq!(
        said("permission_assignments"),
        "\
aws_ssoadmin_account_assignment.read/account = accounts shop
aws_ssoadmin_account_assignment.read/permission_set = permission_sets aws_ssoadmin_permission_set.read
aws_ssoadmin_account_assignment.read/principal = principals data.aws_identitystore_group.engineers"
    );
    assert_eq!(
        said("permission_sets"),
        "\
aws_ssoadmin_permission_set.read/name = \"Read\"
aws_ssoadmin_permission_set.read/session_max = 8h"
    );
    assert!(said("principals").contains("data.aws_identitystore_group.engineers/name = \"Engineers\""));
    let attachments = said("policy_attachments");
    assert_eq!(
        attachments
            .lines()
            .filter(|line| line.ends_with("to = permission_sets aws_ssoadmin_permission_set.read"))
            .count(),
        2
    );
}

#[test]
fn a_policy_of_the_estate_is_found_by_name_if_one_account_alone_has_it() {
    let inventory = of_foreign(|s| {
        s.resource("aws_iam_policy", "one", body! { name = "one"; policy = ""; });
        for name in ["a", "b"] {
            s.resource("aws_iam_policy", name, body! { name = "several"; policy = ""; });
        }
        let set = s.resource("aws_ssoadmin_permission_set", "read", body! { name = "Read"; });
        for name in ["one", "several", "none"] {
            s.resource(
                "aws_ssoadmin_customer_managed_policy_attachment",
                name,
                body! {
                    permission_set_arn = set.arn();
                    customer_managed_policy_reference { name = name; path = "/"; }
                },
            );
        }
        s.resource(
            "aws_ssoadmin_permissions_boundary_attachment",
            "read",
            body! {
                permission_set_arn = set.arn();
                permissions_boundary { customer_managed_policy_reference { name = "one"; path = "/"; } }
            },
        );
    });
    let attachments = said(&inventory, "access/policy_attachments/plan:aws_ssoadmin_");
    let policies: Vec<&str> = attachments.lines().filter(|line| !line.contains("/to =")).collect();
    assert_eq!(
        policies,
        [
            "customer_managed_policy_attachment.none/policy = externals policy/none",
            "customer_managed_policy_attachment.none/role = Identity",
            "customer_managed_policy_attachment.one/policy = policies aws_iam_policy.one",
            "customer_managed_policy_attachment.one/role = Identity",
            "customer_managed_policy_attachment.several/policy = unknown (attribute not modelled)",
            "customer_managed_policy_attachment.several/role = Identity",
            "permissions_boundary_attachment.read/policy = policies aws_iam_policy.one",
            "permissions_boundary_attachment.read/role = Boundary",
        ]
    );
}

#[test]
fn times_in_the_form_of_iso_8601_are_read() {
    assert_eq!(iso_duration("PT1H"), Some(Duration::minutes(60)));
    assert_eq!(iso_duration("PT1H30M"), Some(Duration::minutes(90)));
    assert_eq!(iso_duration("P1DT1S"), Some(Duration::seconds(86_401)));
    for wrong in ["", "1H", "PT", "PT1X", "PT1.5H", "PH", "P1Y"] {
        assert_eq!(iso_duration(wrong).filter(|it| *it != Duration::seconds(0)), None, "{wrong}");
    }
}
