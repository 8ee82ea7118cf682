//! Alarms.

use polder_cloud::{Body, Layer, Value, body, list, text};

use crate::test_graphs::{of_cloud, of_foreign, of_stack, said, stack};

#[test]
fn an_alarm_has_its_times_and_the_providers_defaults() {
    let inventory = of_stack(|s| {
        let other = s.resource(
            "aws_cloudwatch_composite_alarm",
            "any",
            body! { alarm_name = "any"; alarm_rule = "FALSE"; },
        );
        s.resource(
            "aws_cloudwatch_metric_alarm",
            "cpu",
            body! {
                alarm_name = "cpu";
                namespace = "AWS/RDS";
                metric_name = "CPUUtilization";
                dimensions = { DBInstanceIdentifier = "main"; Region = "eu-central-1"; };
                comparison_operator = "GreaterThanOrEqualToThreshold";
                threshold = Value::Decimal("79.5".into());
                evaluation_periods = 3;
                period = 60;
                statistic = "Average";
                alarm_actions = [other.arn(), "arn:aws:automate:eu-central-1:ec2:recover".into()];
            },
        );
    });
    assert_eq!(
        said(
            &inventory,
            "observability/alarms/production/eu-central-1/shared/data:aws_cloudwatch_metric_alarm.cpu/"
        ),
        "\
actions_enabled = true
actions_on_alarm = alarms aws_cloudwatch_composite_alarm.any
actions_on_alarm = externals arn:aws:automate:eu-central-1:ec2:recover
actions_on_no_data = {}
actions_on_ok = {}
condition = Threshold
condition.breaching_periods = 3
condition.comparison = GreaterOrEqual
condition.missing = Missing
condition.period = 1m
condition.periods = 3
condition.threshold = 79.5
condition.value = Metric
condition.value.account = none
condition.value.dimensions = {name: \"DBInstanceIdentifier\", value: \"main\"}
condition.value.dimensions = {name: \"Region\", value: \"eu-central-1\"}
condition.value.name = \"CPUUtilization\"
condition.value.namespace = \"AWS/RDS\"
condition.value.statistic = \"Average\"
condition.value.subject = externals main
name = \"cpu\""
    );
}

#[test]
fn an_expression_has_the_period_that_all_its_metrics_share() {
    let period = |second: u32| {
        let inventory = of_foreign(|s| {
            s.resource("aws_cloudwatch_metric_alarm", "rate", body! {
                alarm_name = "rate";
                comparison_operator = "GreaterThanThreshold";
                evaluation_periods = 5;
                datapoints_to_alarm = 2;
                treat_missing_data = "breaching";
                metric_query { id = "rate"; expression = "a / b"; return_data = true; }
                metric_query { id = "a"; metric { namespace = "x"; metric_name = "A"; period = 60; stat = "Sum"; } }
                metric_query { id = "b"; metric { namespace = "x"; metric_name = "B"; period = second; stat = "Sum"; } }
            });
        });
        let said = said(&inventory, "observability/alarms/plan:aws_cloudwatch_metric_alarm.rate/");
        let lines = said.lines().filter(|line| {
            ["expression", "period ", "breaching", "missing"].iter().any(|it| line.contains(it))
        });
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        period(60),
        [
            "condition.breaching_periods = 2",
            "condition.missing = Breaching",
            "condition.period = 1m",
            "condition.value.expression = \"a / b\"",
        ]
    );
    assert_eq!(period(300)[2], "condition.period = unknown (contradiction)");
}

#[test]
fn one_metric_that_is_queried_is_a_metric_of_its_account() {
    let inventory = of_foreign(|s| {
        s.resource(
            "aws_cloudwatch_metric_alarm",
            "one",
            body! {
                alarm_name = "one";
                comparison_operator = "LessThanThreshold";
                threshold = 1;
                evaluation_periods = 1;
                metric_query {
                    id = "m";
                    account_id = "222222222222";
                    return_data = true;
                    metric { namespace = "x"; metric_name = "A"; period = 60; stat = "p99"; }
                }
            },
        );
    });
    let said = said(&inventory, "observability/alarms/plan:aws_cloudwatch_metric_alarm.one/condition.value");
    for line in [" = Metric", ".account = externals 222222222222", ".statistic = \"p99\""] {
        assert!(said.contains(line), "{line} in {said}");
    }
}

#[test]
fn composite_alarms_know_their_parts_by_reference_and_by_name() {
    let inventory = of_stack(|s| {
        let one = s.resource(
            "aws_cloudwatch_metric_alarm",
            "one",
            body! { alarm_name = "one"; evaluation_periods = 1; },
        );
        s.resource(
            "aws_cloudwatch_metric_alarm",
            "two",
            body! { alarm_name = "two"; evaluation_periods = 1; },
        );
        s.resource("aws_cloudwatch_composite_alarm", "both", body! {
            alarm_name = "both";
            alarm_rule = text!["ALARM(\"", one.get("alarm_name"), "\") AND (OK(two) OR NOT ALARM(arn:aws:cloudwatch:eu-central-1:111111111111:alarm:gone))"];
        });
    });
    assert_eq!(
        said(&inventory, "observability/alarms/production/eu-central-1/shared/data:aws_cloudwatch_composite_alarm.both/condition"),
        " = Composite
.alarms = alarms aws_cloudwatch_metric_alarm.one
.alarms = alarms aws_cloudwatch_metric_alarm.two
.alarms = externals gone
.rule = \"ALARM(\\\"one\\\") AND (OK(two) OR NOT ALARM(arn:aws:cloudwatch:eu-central-1:111111111111:alarm:gone))\""
    );
}

#[test]
fn budgets_name_accounts_and_people() {
    let inventory = of_cloud(|cloud| {
        let s = stack(cloud, "management", Layer::Data);
        let account = s.resource("aws_organizations_account", "shop", body! { name = "shop"; });
        s.resource("aws_budgets_budget", "shop", body! {
            name = "shop";
            budget_type = "COST";
            limit_amount = "1000.50";
            limit_unit = "USD";
            time_unit = "MONTHLY";
            cost_filter { name = "LinkedAccount"; values = list![account.id()]; }
            notification {
                notification_type = "FORECASTED";
                threshold = 80;
                threshold_type = "PERCENTAGE";
                subscriber_email_addresses = ["a@example.com"];
            }
            notification { notification_type = "ACTUAL"; threshold = 500; threshold_type = "ABSOLUTE_VALUE"; }
        });
        cloud.add(s);
    });
    assert_eq!(
        said(&inventory, "billing/budgets/management/eu-central-1/shared/data:aws_budgets_budget.shop/"),
        "\
filters = \"LinkedAccount=\" + Account(accounts shop)
limit = 1000.5 USD
name = \"shop\"
notifications = {percent: 80, forecast: true, to: {\"a@example.com\"}}
notifications = {percent: unknown (attribute not modelled), forecast: false, to: {}}
period = 30d"
    );
}

#[test]
fn names_in_dimensions_are_those_of_the_estate() {
    let inventory = of_stack(|s| {
        s.resource(
            "aws_elasticache_replication_group",
            "cache",
            body! { replication_group_id = "de-cache"; },
        );
        s.resource("aws_s3_bucket", "media", body! { bucket = "shop-media"; });
        s.resource("aws_s3_bucket", "copy", body! { bucket = "shop-copy"; });
        let alarm = |name: &'static str, dimensions: Body| {
            let dimensions = Value::Object(Box::new(dimensions));
            s.resource(
                "aws_cloudwatch_metric_alarm",
                name,
                body! { alarm_name = name; dimensions = dimensions; },
            );
        };
        alarm("shard", body! { CacheClusterId = "de-cache-0002-001"; });
        alarm("node", body! { CacheClusterId = "de-cache-001"; });
        alarm("other", body! { CacheClusterId = "de-caches-001"; });
        // Plans sort names, which must not affect the subject.
        alarm("late", body! { DestinationBucket = "shop-copy"; SourceBucket = "shop-media"; });
    });
    let subject = |name: &str| {
        let entry = format!(
            "observability/alarms/production/eu-central-1/shared/data:aws_cloudwatch_metric_alarm.{name}/condition.value.subject = "
        );
        said(&inventory, &entry)
    };
    assert_eq!(subject("shard"), "stores aws_elasticache_replication_group.cache");
    assert_eq!(subject("node"), "stores aws_elasticache_replication_group.cache");
    assert_eq!(subject("other"), "externals de-caches-001");
    assert_eq!(subject("late"), "stores aws_s3_bucket.media");
}
