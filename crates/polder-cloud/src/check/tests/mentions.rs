//! Mentions whose text does not match the identifier of their resource.

use crate::address::{Layer, StackKey, StackScope};
use crate::stack::Draft;
use crate::value::{Handle, Value};
use crate::{body, check, text};

use super::{empty, key, lines, variable};

/// Two stacks: one of the account `production` with a role, and one of the account `shared-services` with a queue and a
/// secret in another region; a third stack mentions one of these.
#[track_caller]
fn finds(expected: &[&str], mention: impl FnOnce(&Handles) -> Value) {
    let mut cloud = empty();
    let first = cloud.draft(key("de", Layer::Base), "eu-central-1", "For a test.");
    let name = first.local("name", "shop");
    let role = first.resource(
        "aws_iam_role",
        "task",
        body! { name = text![&name, "-task"]; assume_role_policy = "{}"; },
    );
    cloud.add(first);
    let scope = StackScope::Region("eu-west-1".into());
    let other = StackKey { account: "shared-services".into(), scope, layer: Layer::Base };
    let second = cloud.draft(other, "eu-west-1", "For a test.");
    let queue = second.resource("aws_sqs_queue", "jobs", body! { name = "jobs"; });
    let secret = second.resource("aws_secretsmanager_secret", "token", body! { name = "shop/token"; });
    cloud.add(second);
    let third = cloud.draft(key("de", Layer::App), "eu-central-1", "For a test.");
    let handles = Handles {
        own: account(&third, ""),
        shared: account(&third, "shared_services_"),
        role,
        queue,
        secret,
    };
    let value = mention(&handles);
    third.resource("aws_iam_group", "x", body! { name = "x"; path = value; });
    cloud.add(third);
    assert_eq!(lines(&check(&cloud)), expected);
}

struct Handles {
    /// The ID of the mentioning stack's account, `production`.
    own: Value,
    /// The account ID of `shared-services`.
    shared: Value,
    role: Handle,
    queue: Handle,
    secret: Handle,
}

/// The variable has a default, which must not be compared: an account is identified by its name.
fn account(s: &Draft, of: &str) -> Value {
    s.variable(crate::Variable {
        name: format!("{of}account_id").into(),
        ..variable("account_id", "111111111111")
    })
}

#[test]
fn mentions_that_match_have_no_findings() {
    finds(&[], |it| it.role.mention("arn", text!["arn:aws:iam::", &it.own, ":role/shop-task"]));
    finds(&[], |it| it.role.mention("name", "shop-task"));
    finds(&[], |it| it.queue.mention("arn", text!["arn:aws:sqs:eu-west-1:", &it.shared, ":jobs"]));
    // Text may follow a mention.
    finds(&[], |it| text![it.role.mention("name", "shop-task"), "/*"]);
    // What the provider generates is any text that is not empty.
    let secret = |it: &Handles, end: &'static str| {
        it.secret.mention(
            "arn",
            text!["arn:aws:secretsmanager:eu-west-1:", &it.shared, ":secret:shop/token-", end],
        )
    };
    finds(&[], |it| secret(it, "??????"));
    finds(
        &[
            "CLOUD029 `arn:aws:secretsmanager:eu-west-1:{account ID of shared_services}:secret:shop/token-` is not the `arn` of \
           `aws_secretsmanager_secret.token` in stack `shared-services/eu-west-1/shared/base`",
        ],
        |it| secret(it, ""),
    );
}

#[test]
fn another_name_is_found() {
    finds(
        &[
            "CLOUD029 `shop-tasks` is not the `name` of `aws_iam_role.task` in stack `production/eu-central-1/de/base`",
        ],
        |it| it.role.mention("name", "shop-tasks"),
    );
}

#[test]
fn another_account_is_found() {
    finds(
        &[
            "CLOUD029 `arn:aws:iam::{account ID of shared_services}:role/shop-task` is not the `arn` of `aws_iam_role.task` in \
           stack `production/eu-central-1/de/base`",
        ],
        |it| it.role.mention("arn", text!["arn:aws:iam::", &it.shared, ":role/shop-task"]),
    );
}

#[test]
fn another_region_is_found() {
    finds(
        &[
            "CLOUD029 `arn:aws:sqs:eu-central-1:{account ID of shared_services}:jobs` is not the `arn` of `aws_sqs_queue.jobs` in \
           stack `shared-services/eu-west-1/shared/base`",
        ],
        |it| it.queue.mention("arn", text!["arn:aws:sqs:eu-central-1:", &it.shared, ":jobs"]),
    );
}

#[test]
fn another_service_is_found() {
    finds(
        &[
            "CLOUD029 `arn:aws:sns:eu-west-1:{account ID of shared_services}:jobs` is not the `arn` of `aws_sqs_queue.jobs` in \
           stack `shared-services/eu-west-1/shared/base`",
        ],
        |it| it.queue.mention("arn", text!["arn:aws:sns:eu-west-1:", &it.shared, ":jobs"]),
    );
}

/// An unknown account ID equals none.
#[test]
fn an_unknown_account_id_is_found() {
    finds(
        &[
            "CLOUD029 `arn:aws:iam::{unknown}:role/shop-task` is not the `arn` of `aws_iam_role.task` in stack \
           `production/eu-central-1/de/base`",
        ],
        |it| {
            let number = Value::call("element", vec![it.own.clone()]);
            it.role.mention("arn", text!["arn:aws:iam::", number, ":role/shop-task"])
        },
    );
}

/// Attributes without a rule are reported, not skipped.
#[test]
fn an_attribute_without_a_rule_is_found() {
    finds(&["CLOUD029 `aws_sqs_queue.jobs` does not set `url`, and no rule says what it will be"], |it| {
        it.queue.mention("url", "https://example.com/jobs")
    });
}

#[test]
fn a_missing_target_is_found() {
    finds(&["CLOUD010 stack `production/eu-central-1/de/base` has no `aws_iam_role.web`"], |it| {
        Handle::of(it.role.stack, "aws_iam_role", "web").mention("name", "shop-web")
    });
    finds(&["CLOUD010 `aws_iam_role.web` is in stack 4294967295, which does not exist"], |it| {
        let never = crate::StackId(u32::MAX);
        assert_ne!(it.role.stack, never);
        Handle::of(never, "aws_iam_role", "web").mention("name", "shop-web")
    });
    finds(&["CLOUD011 `aws_iam_role` has no attribute `nam`"], |it| it.role.mention("nam", "shop-task"));
}
