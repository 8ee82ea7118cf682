//! Resource policies, function permissions and resource shares.

use polder_cloud::{Policy, Principals, allow, body};

use crate::test_graphs::{of_foreign, of_stack, said};

#[test]
fn a_policy_of_its_own_is_attached_to_what_it_names() {
    let policy =
        || Policy::of([allow("In").to(Principals::everyone()).actions(["events:PutEvents"]).on("*")]);
    let inventory = of_stack(|s| {
        let bus = s.resource("aws_cloudwatch_event_bus", "orders", body! { name = "orders"; });
        s.resource(
            "aws_cloudwatch_event_bus_policy",
            "reference",
            body! { event_bus_name = bus.name(); policy = policy(); },
        );
        s.resource(
            "aws_cloudwatch_event_bus_policy",
            "name",
            body! { event_bus_name = "orders"; policy = policy(); },
        );
        s.resource(
            "aws_cloudwatch_event_bus_policy",
            "other",
            body! { event_bus_name = "default"; policy = policy(); },
        );
        s.resource(
            "aws_cloudwatch_log_resource_policy",
            "logs",
            body! { policy_name = "logs"; policy_document = policy(); },
        );
        s.resource(
            "aws_secretsmanager_secret_policy",
            "secret",
            body! {
                secret_arn = "arn:aws:secretsmanager:eu-central-1:111111111111:secret:a-123456";
                policy = policy();
            },
        );
    });
    let attachments = said(&inventory, "access/policy_attachments/");
    let to: Vec<&str> = attachments.lines().filter(|line| line.contains("/to = ")).collect();
    assert_eq!(
        to,
        [
            "aws_cloudwatch_event_bus_policy.name/to = event_buses aws_cloudwatch_event_bus.orders",
            "aws_cloudwatch_event_bus_policy.other/to = externals default",
            "aws_cloudwatch_event_bus_policy.reference/to = event_buses aws_cloudwatch_event_bus.orders",
            "aws_cloudwatch_log_resource_policy.logs/to = accounts production",
            "aws_secretsmanager_secret_policy.secret/to = externals arn:aws:secretsmanager:eu-central-1:111111111111:secret:a-123456",
        ]
    );
    assert!(
        said(&inventory, "access/policies/")
            .contains("aws_cloudwatch_log_resource_policy.logs/name = \"logs\"")
    );
    let region = said(
        &inventory,
        "outside/externals/arn:aws:secretsmanager:eu-central-1:111111111111:secret:a-123456/region",
    );
    assert_eq!(region, " = \"eu-central-1\"");
}

#[test]
fn a_permission_of_a_function_is_a_statement() {
    let inventory = of_stack(|s| {
        let bus = s.resource("aws_cloudwatch_event_bus", "orders", body! { name = "orders"; });
        s.resource(
            "aws_lambda_permission",
            "service",
            body! {
                statement_id = "Events";
                action = "lambda:InvokeFunction";
                function_name = "arn:aws:lambda:eu-central-1:111111111111:function:work";
                principal = "events.amazonaws.com";
                source_arn = bus.arn();
                source_account = "111111111111";
            },
        );
        s.resource(
            "aws_lambda_permission",
            "anyone",
            body! {
                action = "lambda:InvokeFunctionUrl";
                function_name = "arn:aws:lambda:eu-central-1:111111111111:function:work";
                principal = "*";
                function_url_auth_type = "NONE";
            },
        );
    });
    assert_eq!(
        said(
            &inventory,
            "access/policies/production/eu-central-1/shared/data:aws_lambda_permission.service/statements[0]"
        ),
        "\
.actions = Only({\"lambda:InvokeFunction\"})
.conditions = {operator: IdentifierLike, if_exists: false, quantifier: Single, key: \"AWS:SourceArn\", \
values: {Attribute{entry: event_buses aws_cloudwatch_event_bus.orders, attribute: Identifier}}}
.conditions = {operator: StringEquals, if_exists: false, quantifier: Single, key: \"AWS:SourceAccount\", \
values: {\"111111111111\"}}
.effect = Allow
.name = \"Events\"
.principals = Only({Service(\"events.amazonaws.com\")})
.resources = Only({\"arn:aws:lambda:eu-central-1:111111111111:function:work\"})"
    );
    let anyone = said(
        &inventory,
        "access/policies/production/eu-central-1/shared/data:aws_lambda_permission.anyone/statements[0]",
    );
    assert!(anyone.contains(".principals = Only({Anyone})"), "{anyone}");
    assert!(anyone.contains("values: {\"NONE\"}"), "{anyone}");
}

#[test]
fn a_share_gathers_what_is_shared_and_with_whom() {
    let inventory = of_foreign(|s| {
        let share = s.resource("aws_ram_resource_share", "main", body! { name = "main"; });
        let bus = s.resource("aws_cloudwatch_event_bus", "orders", body! { name = "orders"; });
        s.resource(
            "aws_ram_resource_association",
            "bus",
            body! { resource_share_arn = share.arn(); resource_arn = bus.arn(); },
        );
        for (name, who) in [
            ("account", "222222222222"),
            ("organization", "arn:aws:organizations::111111111111:organization/o-1"),
        ] {
            s.resource(
                "aws_ram_principal_association",
                name,
                body! { resource_share_arn = share.arn(); principal = who; },
            );
        }
    });
    assert_eq!(
        said(&inventory, "access/resource_shares/plan:aws_ram_resource_share.main/"),
        "\
external_allowed = false
shared = event_buses aws_cloudwatch_event_bus.orders
with = Account(externals 222222222222)
with = Identifier(\"arn:aws:organizations::111111111111:organization/o-1\")"
    );
}

#[test]
fn cluster_access_has_groups_policies_and_pods() {
    let inventory = of_foreign(|s| {
        let role = s.resource("aws_iam_role", "nodes", body! { name = "nodes"; });
        for (name, kind) in [("people", "STANDARD"), ("nodes", "EC2_LINUX")] {
            s.resource(
                "aws_eks_access_entry",
                name,
                body! {
                    cluster_name = "main";
                    principal_arn = role.arn();
                    kubernetes_groups = ["viewers"];
                    type = kind;
                },
            );
        }
        s.resource(
            "aws_eks_access_policy_association",
            "view",
            body! {
                cluster_name = "main";
                principal_arn = role.arn();
                policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
                access_scope { type = "namespace"; namespaces = ["shop"]; }
            },
        );
        s.resource(
            "aws_eks_pod_identity_association",
            "api",
            body! {
                cluster_name = "main";
                namespace = "shop";
                service_account = "api";
                role_arn = role.arn();
            },
        );
    });
    let access = said(&inventory, "compute/cluster_access/");
    let access: Vec<&str> =
        access.lines().filter(|line| line.contains("/rights") || line.contains("/namespaces")).collect();
    assert_eq!(
        access,
        [
            "aws_eks_access_entry.nodes/namespaces = none",
            "aws_eks_access_entry.nodes/rights = \"system:nodes\"",
            "aws_eks_access_entry.people/namespaces = none",
            "aws_eks_access_entry.people/rights = \"viewers\"",
            "aws_eks_access_policy_association.view/namespaces = \"shop\"",
            "aws_eks_access_policy_association.view/rights = \
             \"arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy\"",
        ]
    );
    assert_eq!(
        said(&inventory, "access/principals/plan:aws_eks_pod_identity_association.api/"),
        "\
kind = ServiceAccount
kind.namespace = \"shop\"
kind.role = principals aws_iam_role.nodes
name = \"api\"
path = \"/\""
    );
}
