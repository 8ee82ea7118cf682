//! Roles, users, groups and what is attached to them.

use polder_cloud::{Policy, allow, body, text};

use crate::test_graphs::{of_foreign, of_stack, said};

const TRUST: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}}"#;

fn attachments(inventory: &polder_inventory::Inventory) -> String {
    said(inventory, "access/policy_attachments/")
}

#[test]
fn a_role_has_its_trust_its_boundary_and_its_policies() {
    let inventory = of_stack(|s| {
        let boundary = s.resource(
            "aws_iam_policy",
            "boundary",
            body! {
                name = "boundary";
                policy = Policy::of([allow("All").actions(["*"]).on("*")]);
            },
        );
        let role = s.resource("aws_iam_role", "api", body! {
            name = "api";
            path = "/shop/";
            assume_role_policy = Policy::of([allow("").actions(["sts:AssumeRole"]).to_service("ecs-tasks.amazonaws.com")]);
            permissions_boundary = boundary.arn();
        });
        s.resource(
            "aws_iam_role_policy",
            "api",
            body! {
                name = "work";
                role = role.id();
                policy = Policy::of([allow("Read").actions(["s3:GetObject"]).on("*")]);
            },
        );
        s.resource(
            "aws_iam_role_policy_attachment",
            "api",
            body! {
                role = role.name();
                policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
            },
        );
    });
    assert_eq!(
        attachments(&inventory),
        "\
aws_iam_role.api#assume_role_policy/policy = policies aws_iam_role.api#assume_role_policy
aws_iam_role.api#assume_role_policy/role = Trust
aws_iam_role.api#assume_role_policy/to = principals aws_iam_role.api
aws_iam_role.api#permissions_boundary/policy = policies aws_iam_policy.boundary
aws_iam_role.api#permissions_boundary/role = Boundary
aws_iam_role.api#permissions_boundary/to = principals aws_iam_role.api
aws_iam_role_policy.api/policy = policies aws_iam_role_policy.api
aws_iam_role_policy.api/role = Identity
aws_iam_role_policy.api/to = principals aws_iam_role.api
aws_iam_role_policy_attachment.api/policy = policies aws_iam_role_policy_attachment.api
aws_iam_role_policy_attachment.api/role = Identity
aws_iam_role_policy_attachment.api/to = principals aws_iam_role.api"
    );
    assert_eq!(
        said(&inventory, "access/principals/"),
        "\
aws_iam_role.api/kind = Role
aws_iam_role.api/kind.service_linked = none
aws_iam_role.api/kind.session_max = 1h
aws_iam_role.api/name = \"api\"
aws_iam_role.api/path = \"/shop/\""
    );
    assert_eq!(
        said(
            &inventory,
            "access/resource_names/production/eu-central-1/shared/data:aws_iam_role.api/identifier"
        ),
        " = \"arn:aws:iam::\" + Account(accounts production) + \":role/shop/api\""
    );
}

#[test]
fn a_policy_of_the_provider_has_an_entry_for_each_attachment() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_iam_role_policy_attachment",
            "api",
            body! {
                role = "api";
                policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
            },
        );
    });
    let provided = "production/eu-central-1/shared/data:aws_iam_role_policy_attachment.api/";
    assert_eq!(
        said(&inventory, &format!("access/policies/{provided}")),
        "\
form = ProviderManaged
name = \"ReadOnlyAccess\"
statements = unknown (configured elsewhere)
version = unknown (configured elsewhere)"
    );
    assert_eq!(
        said(&inventory, &format!("access/resource_names/{provided}identifier")),
        " = \"arn:aws:iam::aws:policy/ReadOnlyAccess\""
    );
}

#[test]
fn a_boundary_with_a_literal_arn_is_found_by_it() {
    let inventory = of_stack(|s| {
        s.resource("aws_iam_policy", "boundary", body! { name = "edge"; path = "/shop/"; policy = TRUST; });
        let account = polder_cloud::Value::Variable("account_id".into());
        for (name, end) in [("right", ":policy/shop/edge"), ("wrong", ":policy/edge")] {
            s.resource(
                "aws_iam_role",
                name,
                body! {
                    name = name;
                    assume_role_policy = TRUST;
                    permissions_boundary = text!["arn:aws:iam::", account.clone(), end];
                },
            );
        }
    });
    let of = |name: &str| {
        let path = format!(
            "access/policy_attachments/production/eu-central-1/shared/data:aws_iam_role.{name}#permissions_boundary/policy"
        );
        said(&inventory, &path)
    };
    assert_eq!(of("right"), " = policies aws_iam_policy.boundary");
    assert_eq!(of("wrong"), " = unknown (value not given)");
}

#[test]
fn what_a_state_repeats_inside_a_role_is_said_once() {
    let write = |separate: bool| {
        of_foreign(|s| {
            s.resource("aws_iam_role", "api", body! {
                id = "api";
                name = "api";
                assume_role_policy = TRUST;
                permissions_boundary = "";
                managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/SecurityAudit"];
                inline_policy { name = "work"; policy = TRUST; }
                inline_policy { name = "more"; policy = TRUST; }
            });
            if separate {
                s.resource(
                    "aws_iam_role_policy_attachment",
                    "api",
                    body! {
                        role = "api";
                        policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
                    },
                );
                s.resource(
                    "aws_iam_role_policy",
                    "api",
                    body! { name = "work"; role = "api"; policy = TRUST; },
                );
            }
        })
    };
    let policies = |separate| {
        let lines = attachments(&write(separate));
        let policies = lines.lines().filter(|line| line.contains("/policy = ")).map(str::to_owned);
        policies.collect::<Vec<_>>()
    };
    let trust = "aws_iam_role.api#assume_role_policy/policy = policies aws_iam_role.api#assume_role_policy";
    let more = "aws_iam_role.api#inline_policy.more/policy = policies aws_iam_role.api#inline_policy.more";
    let audit =
        "aws_iam_role.api#managed_policy_arns[1]/policy = policies aws_iam_role.api#managed_policy_arns[1]";
    assert_eq!(
        policies(false),
        [
            trust,
            more,
            "aws_iam_role.api#inline_policy.work/policy = policies aws_iam_role.api#inline_policy.work",
            "aws_iam_role.api#managed_policy_arns[0]/policy = policies aws_iam_role.api#managed_policy_arns[0]",
            audit,
        ]
    );
    assert_eq!(
        policies(true),
        [
            trust,
            more,
            audit,
            "aws_iam_role_policy.api/policy = policies aws_iam_role_policy.api",
            "aws_iam_role_policy_attachment.api/policy = policies aws_iam_role_policy_attachment.api",
        ]
    );
}

#[test]
fn names_lead_to_principals_of_the_same_account_only() {
    let inventory = of_foreign(|s| {
        s.resource("aws_iam_user", "anna", body! { name = "anna"; });
        s.resource("aws_iam_group", "staff", body! { name = "staff"; });
        s.resource(
            "aws_iam_group_membership",
            "staff",
            body! { name = "m"; group = "staff"; users = ["anna", "eve"]; },
        );
        s.resource("aws_iam_user_group_membership", "anna", body! { user = "anna"; groups = ["guests"]; });
        s.resource(
            "aws_iam_policy_attachment",
            "all",
            body! {
                name = "all";
                policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
                users = ["anna"];
                groups = ["staff"];
                roles = ["nobody"];
            },
        );
        s.resource("aws_iam_access_key", "anna", body! { user = "anna"; status = "Inactive"; });
        s.resource("aws_iam_user_login_profile", "anna", body! { user = "anna"; });
    });
    assert_eq!(
        said(&inventory, "access/principals/plan:aws_iam_user.anna/kind.groups"),
        " = externals guests\n = principals aws_iam_group.staff"
    );
    let to = attachments(&inventory);
    let to: Vec<&str> = to.lines().filter(|line| line.contains("/to = ")).collect();
    assert_eq!(
        to,
        [
            "aws_iam_policy_attachment.all#groups[0]/to = principals aws_iam_group.staff",
            "aws_iam_policy_attachment.all#roles[0]/to = externals nobody",
            "aws_iam_policy_attachment.all#users[0]/to = principals aws_iam_user.anna",
        ]
    );
    assert_eq!(
        said(&inventory, "access/credentials/"),
        "\
aws_iam_access_key.anna/active = false
aws_iam_access_key.anna/kind = AccessKey
aws_iam_access_key.anna/principal = principals aws_iam_user.anna
aws_iam_user_login_profile.anna/active = true
aws_iam_user_login_profile.anna/kind = Password
aws_iam_user_login_profile.anna/principal = principals aws_iam_user.anna"
    );
}

#[test]
fn service_linked_roles_and_identity_providers_say_whose_they_are() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_iam_service_linked_role",
            "config",
            body! { aws_service_name = "config.amazonaws.com"; },
        );
        s.resource(
            "aws_iam_openid_connect_provider",
            "github",
            body! {
                url = "https://token.actions.githubusercontent.com";
                client_id_list = ["sts.amazonaws.com"];
            },
        );
        s.resource(
            "aws_iam_saml_provider",
            "people",
            body! { name = "people"; saml_metadata_document = "<xml/>"; },
        );
    });
    let role = said(&inventory, "access/principals/");
    assert!(role.contains("kind.service_linked = \"config.amazonaws.com\""), "{role}");
    assert!(role.contains("path = \"/aws-service-role/config.amazonaws.com/\""), "{role}");
    assert_eq!(
        said(&inventory, "access/identity_providers/"),
        "\
aws_iam_openid_connect_provider.github/audiences = \"sts.amazonaws.com\"
aws_iam_openid_connect_provider.github/issuer = \"token.actions.githubusercontent.com\"
aws_iam_openid_connect_provider.github/kind = Oidc
aws_iam_saml_provider.people/audiences = \"https://signin.aws.amazon.com/saml\"
aws_iam_saml_provider.people/issuer = none
aws_iam_saml_provider.people/kind = Saml"
    );
}
