//! Policy documents.

use polder_cloud::{Policy, Value, allow, body, list, text};
use polder_inventory::access::{ConditionOperator, PrincipalPattern, Principals, Quantifier, Statement};
use polder_inventory::model::{Known, Pattern, Set};

use crate::test_graphs::{of_foreign, of_stack, said};

/// The statements of the one policy of an inventory.
fn statements(inventory: &polder_inventory::Inventory) -> Vec<Statement> {
    let policies: Vec<_> = inventory.access.policies.values().collect();
    let [policy] = policies.as_slice() else { panic!("one policy") };
    policy.statements.value().expect("known statements").to_vec()
}

/// The policy in a text of a foreign plan.
fn of_text(text: &str) -> Vec<Statement> {
    statements(&of_foreign(|s| {
        s.resource("aws_iam_policy", "main", body! { name = "main"; policy = text.to_owned(); });
    }))
}

#[test]
fn every_element_of_the_grammar_has_a_place() {
    let statements = of_text(
        r#"{"Version": "2012-10-17", "Statement": [{
            "Sid": "All", "Effect": "Deny",
            "NotPrincipal": {
                "AWS": ["111111111111", "arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:role/a",
                        "arn:aws:sts::111111111111:assumed-role/a/b", "*"],
                "Service": "s3.amazonaws.com", "Federated": "cognito-identity.amazonaws.com",
                "CanonicalUser": "abc"
            },
            "NotAction": ["s3:Get*"], "NotResource": "arn:aws:s3:::a-${aws:username}/*",
            "Condition": {
                "ForAnyValue:StringLikeIfExists": {"aws:TagKeys": ["a*", "b?"]},
                "StringEquals": {"aws:PrincipalTag/team": "${aws:PrincipalTag/other}", "s3:prefix": "a*"},
                "Bool": {"aws:SecureTransport": false},
                "NumericLessThan": {"aws:MultiFactorAuthAge": 3600},
                "ArnEquals": {"aws:SourceArn": "arn:aws:sns:*:*:*"},
                "Null": {"aws:SourceAccount": "true"},
                "StringSomething": {"a:b": "c"}
            }
        }]}"#,
    );
    let shown = said(
        &of_foreign(|s| {
            s.resource("aws_iam_policy", "main", body! { name = "main"; policy = ""; });
        }),
        "access/policies/",
    );
    assert!(shown.contains("statements = unknown"), "an empty text is no policy: {shown}");
    let [statement] = statements.as_slice() else { panic!("one statement") };
    let Some(Principals::AllBut(Known::Value(who))) = &statement.principals else { panic!("all but some") };
    let kinds = who.iter().map(|it| match it {
        PrincipalPattern::Anyone => "anyone",
        PrincipalPattern::Account(_) => "account",
        PrincipalPattern::Principal(_) => "principal",
        PrincipalPattern::Identifier(_) => "identifier",
        PrincipalPattern::Service(_) => "service",
        PrincipalPattern::FederatedName(_) => "federated name",
        PrincipalPattern::Canonical(_) => "canonical",
        PrincipalPattern::Federated(_) | PrincipalPattern::Unknown(_) => "other",
    });
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        // The ID of an account and its root user are the same principal.
        ["anyone", "account", "principal", "identifier", "service", "federated name", "canonical"]
    );
    let condition = |operator: ConditionOperator, key: &str| {
        let mut all = statement.conditions.iter().filter(|it| it.operator == operator && it.key == key);
        let (Some(one), None) = (all.next(), all.next()) else {
            panic!("one condition {operator:?} on {key}")
        };
        one
    };
    let values = |operator, key| format!("{:?}", condition(operator, key).values.value().expect("known"));
    assert_eq!(statement.conditions.len(), 8);
    let tags = condition(ConditionOperator::StringLike, "aws:TagKeys");
    assert!(tags.if_exists && tags.quantifier == Quantifier::Any);
    let tags = values(ConditionOperator::StringLike, "aws:TagKeys");
    assert!(tags.contains("AnyRun") && tags.contains("AnyOne"), "{tags}");
    assert!(!condition(ConditionOperator::StringEquals, "aws:PrincipalTag/team").if_exists);
    let team = values(ConditionOperator::StringEquals, "aws:PrincipalTag/team");
    assert!(team.contains("Variable(\"aws:PrincipalTag/other\")"), "{team}");
    // Operators for equality have no wildcards.
    for (operator, key, value) in [
        (ConditionOperator::StringEquals, "s3:prefix", "a*"),
        (ConditionOperator::Bool, "aws:SecureTransport", "false"),
        (ConditionOperator::NumericLessThan, "aws:MultiFactorAuthAge", "3600"),
        (ConditionOperator::Absent, "aws:SourceAccount", "true"),
    ] {
        assert_eq!(
            condition(operator, key).values,
            Known::Value(Set::from([Pattern::literal(value)])),
            "{key}"
        );
    }
    assert!(values(ConditionOperator::IdentifierLike, "aws:SourceArn").contains("AnyRun"));
    condition(ConditionOperator::Unknown, "a:b");
}

#[test]
fn the_older_version_knows_no_variables() {
    let of = |version: &str| {
        let text = format!(
            r#"{{"Version": "{version}", "Statement": {{"Effect": "Allow", "Action": "*", "Resource": "a${{aws:username}}b${{*}}"}}}}"#
        );
        format!("{:?}", of_text(&text)[0].resources)
    };
    let newer = of("2012-10-17");
    assert!(newer.contains(r#"Variable("aws:username")"#) && newer.contains(r#"Literal("b*")"#), "{newer}");
    let older = of("2008-10-17");
    assert!(older.contains(r#"Literal("a${aws:username}b${")"#) && older.contains("AnyRun"), "{older}");
}

#[test]
fn references_locals_and_accounts_are_pieces_of_patterns() {
    let inventory = of_stack(|s| {
        let key = s.resource("aws_kms_key", "main", body! {});
        let keys = s.local("keys", list![key.arn(), text![key.arn(), "/x"]]);
        let account = Value::Variable("account_id".into());
        s.resource("aws_iam_policy", "main", body! {
            name = "main";
            policy = Policy::of([
                allow("One").actions(["kms:Decrypt"]).on(keys).on(text!["arn:aws:iam::", account.clone(), ":role/*"]),
                allow("Two").actions(["kms:Decrypt"]).on(Value::call("replace", vec![
                    text!["arn:aws:kms:eu-central-1:", account, ":key/x"],
                    "eu-central-1".into(),
                    "eu-west-3".into(),
                ])),
            ]);
        });
    });
    assert_eq!(
        said(
            &inventory,
            "access/policies/production/eu-central-1/shared/data:aws_iam_policy.main/statements"
        )
        .lines()
        .filter(|line| line.contains("resources"))
        .collect::<Vec<_>>(),
        [
            "[0].resources = Only({\"arn:aws:iam::\" + Account(accounts production) + \":role/\" + AnyRun, \
             Attribute{entry: keys aws_kms_key.main, attribute: Identifier}, \
             Attribute{entry: keys aws_kms_key.main, attribute: Identifier} + \"/x\"})",
            "[1].resources = Only({\"arn:aws:kms:eu-west-3:\" + Account(accounts production) + \":key/x\"})",
        ]
    );
}

#[test]
fn a_look_up_is_put_together_as_the_provider_does_it() {
    let inventory =
        of_foreign(|s| {
            let key = s.resource("aws_kms_key", "main", body! {});
            let first = s.data(
                "aws_iam_policy_document",
                "first",
                body! {
                    statement { sid = "Keep"; actions = ["sns:Publish"]; resources = ["*"]; }
                    statement { sid = "Replace"; actions = ["sns:*"]; resources = ["*"]; }
                },
            );
            let whole = s.data("aws_iam_policy_document", "whole", body! {
            source_policy_documents = [first.get("json")];
            statement {
                sid = "Replace";
                effect = "Deny";
                not_actions = ["kms:Decrypt"];
                resources = [key.arn()];
                principals { type = "AWS"; identifiers = ["*"]; }
                condition { test = "StringLike"; variable = "aws:userid"; values = ["&{aws:username}*"]; }
            }
        });
            s.resource("aws_iam_policy", "main", body! { name = "main"; policy = whole.get("json"); });
        });
    assert_eq!(
        said(&inventory, "access/policies/plan:aws_iam_policy.main/statements"),
        "\
[0].actions = Only({\"sns:Publish\"})
[0].conditions = {}
[0].effect = Allow
[0].name = \"Keep\"
[0].principals = none
[0].resources = Only({AnyRun})
[1].actions = AllBut({\"kms:Decrypt\"})
[1].conditions = {operator: StringLike, if_exists: false, quantifier: Single, key: \"aws:userid\", \
values: {Variable(\"aws:username\") + AnyRun}}
[1].effect = Deny
[1].name = \"Replace\"
[1].principals = Only({Anyone})
[1].resources = Only({Attribute{entry: keys aws_kms_key.main, attribute: Identifier}})"
    );
}

#[test]
fn an_effect_that_is_not_known_leaves_the_whole_policy_unknown() {
    let inventory = of_foreign(|s| {
        let document = s.data("aws_iam_policy_document", "main", body! {
            statement { effect = Value::Unknown(polder_cloud::Unknown::AfterApply); actions = ["*"]; resources = ["*"]; }
        });
        s.resource("aws_iam_policy", "main", body! { name = "main"; policy = document.get("json"); });
    });
    assert_eq!(
        said(&inventory, "access/policies/plan:aws_iam_policy.main/statements"),
        " = unknown (known after apply)"
    );
}

#[test]
fn what_is_no_policy_is_not_understood() {
    for text in ["{", "[]", r#"{"Statement": [{"Effect": "Maybe"}]}"#] {
        let inventory = of_foreign(|s| {
            s.resource("aws_iam_policy", "main", body! { name = "main"; policy = text; });
        });
        let said = said(&inventory, "access/policies/plan:aws_iam_policy.main/statements");
        assert_eq!(said, " = unknown (not understood)", "{text}");
    }
}
