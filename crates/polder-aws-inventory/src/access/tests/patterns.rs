//! Texts with references in them, and the identifiers that they are compared with.

use polder_cloud::{Value, Variable, body, text};

use crate::test_graphs::{of_foreign, of_stack, said};

#[test]
fn identifiers_are_put_together_as_the_provider_does_it() {
    let inventory = of_stack(|s| {
        s.resource("aws_iam_user", "a", body! { name = "a"; path = "/x/"; });
        s.resource("aws_iam_group", "b", body! { name_prefix = "b-"; });
        s.resource("aws_iam_openid_connect_provider", "c", body! { url = "https://example.com/id"; });
        s.resource("aws_kms_key", "d", body! {});
        s.resource("aws_cloudwatch_event_bus", "e", body! { name = "orders"; });
        s.resource("aws_cloudwatch_event_rule", "f", body! { name = "f"; event_bus_name = "orders"; });
        s.resource("aws_cloudwatch_event_rule", "g", body! { name = "g"; event_bus_name = "default"; });
        s.resource("aws_cloudwatch_metric_alarm", "h", body! { alarm_name = "h"; region = "eu-west-3"; });
        s.resource("aws_scheduler_schedule", "i", body! { name = "i"; });
        s.resource("aws_cloudtrail", "j", body! { name = "j"; region = "cn-north-1"; });
        s.resource("aws_budgets_budget", "k", body! { name = "k"; });
    });
    let names = said(&inventory, "access/resource_names/");
    let identifiers: Vec<&str> =
        names.lines().filter_map(|line| line.split_once("/identifier = ")).map(|it| it.1).collect();
    assert_eq!(
        identifiers,
        [
            "\"arn:aws:budgets::\" + Account(accounts production) + \":budget/k\"",
            "\"arn:aws-cn:cloudtrail:cn-north-1:\" + Account(accounts production) + \":trail/j\"",
            "\"arn:aws:events:eu-central-1:\" + Account(accounts production) + \":event-bus/orders\"",
            "\"arn:aws:events:eu-central-1:\" + Account(accounts production) + \":rule/orders/f\"",
            "\"arn:aws:events:eu-central-1:\" + Account(accounts production) + \":rule/g\"",
            "\"arn:aws:cloudwatch:eu-west-3:\" + Account(accounts production) + \":alarm:h\"",
            "\"arn:aws:iam::\" + Account(accounts production) + \":group/b-\" + Unknown(unknown (known after apply))",
            "\"arn:aws:iam::\" + Account(accounts production) + \":oidc-provider/example.com/id\"",
            "\"arn:aws:iam::\" + Account(accounts production) + \":user/x/a\"",
            "\"arn:aws:kms:eu-central-1:\" + Account(accounts production) + \":key/\" + Unknown(unknown (known after apply))",
            "\"arn:aws:scheduler:eu-central-1:\" + Account(accounts production) + \":schedule/default/i\"",
        ]
    );
}

#[test]
fn an_arn_that_a_state_knows_counts_with_the_account_in_it() {
    let inventory = of_foreign(|s| {
        s.resource("aws_kms_key", "a", body! { arn = "arn:aws:kms:eu-central-1:111111111111:key/1"; });
        s.resource("aws_kms_key", "b", body! {});
    });
    assert_eq!(
        said(&inventory, "access/resource_names/"),
        "\
aws_kms_key.a/entry = keys aws_kms_key.a
aws_kms_key.a/identifier = \"arn:aws:kms:eu-central-1:\" + Account(accounts 111111111111) + \":key/1\"
aws_kms_key.b/entry = keys aws_kms_key.b
aws_kms_key.b/identifier = \"arn:aws:kms:eu-central-1:\" + Account(accounts 111111111111) + \":key/\" + Unknown(unknown (known after apply))"
    );
}

#[test]
fn variables_of_stacks_that_others_wrote_are_no_accounts() {
    let variable = |default: Value| Variable {
        name: "account_id".into(),
        kind: "string".into(),
        description: "For a test.".into(),
        default,
        sensitive: false,
        pattern: None,
        example: "111111111111".into(),
    };
    let inventory = of_foreign(|s| {
        let account = s.variable(variable(Value::Null));
        s.resource(
            "aws_kms_grant",
            "main",
            body! {
                key_id = "k";
                operations = ["Decrypt"];
                grantee_principal = text!["arn:aws:iam::", account, ":role/a"];
            },
        );
    });
    assert_eq!(
        said(&inventory, "access/key_grants/plan:aws_kms_grant.main/grantee"),
        " = Identifier(\"arn:aws:iam::\" + Unknown(unknown (value not given)) + \":role/a\")"
    );
}
