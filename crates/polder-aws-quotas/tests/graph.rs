//! Counts in a graph that Polder wrote: typed documents, locals, references between resources.

use polder_aws_quotas::{Amount, Verdict, findings, over_fixed, requests, usages};
use polder_cloud::{
    Cloud, Document, Draft, EdgeFolder, EdgeFunction, EdgeWork, Index, Layer, Policy, StackKey, StackScope,
    Value, allow, body, text,
};

/// A cloud with one site in each of some regions.
fn cloud(regions: &[&str], write: impl Fn(&Draft, &str)) -> Cloud {
    let mut cloud = Cloud::default();
    for region in regions {
        let scope = StackScope::Site { region: (*region).into(), cell: "de".into() };
        let key = StackKey { account: "production".into(), scope, layer: Layer::App };
        let draft = cloud.draft(key, region, "Test.");
        write(&draft, region);
        cloud.add(draft);
    }
    cloud
}

/// The messages about a graph with one site.
fn found(write: impl Fn(&Draft)) -> Vec<String> {
    let cloud = cloud(&["eu-west-1"], |s, _| write(s));
    findings(&Index::new(&cloud))
        .over
        .into_iter()
        .map(|it| format!("{} {}", it.code.id, it.message))
        .collect()
}

#[test]
fn composite_alarms_are_within_the_quota_of_alarms() {
    let alarm = |s: &Draft, count: usize| {
        let parts = (0..count).map(|number| text![format!(" OR ALARM(\"{number}"), s.local("x", "x"), "\")"]);
        let rule = Value::template(parts);
        s.resource("aws_cloudwatch_composite_alarm", "all", body! { alarm_name = "all"; alarm_rule = rule; });
    };
    assert_eq!(found(|s| alarm(s, 100)), Vec::<String>::new());
    assert_eq!(
        found(|s| alarm(s, 101)),
        [
            "QUOTA001 Alarms that a composite alarm names: 101 in account `production` in `eu-west-1`, but AWS accepts 100"
        ]
    );
}

#[test]
fn edge_functions_are_within_the_quota_of_bytes() {
    let function = |s: &Draft, folders: usize| {
        let folder = |number| EdgeFolder {
            path: format!("/cell-{number:03}/media"),
            hidden: vec!["invoices/".into()],
            linked: vec![],
        };
        let work = EdgeWork::Files { folders: (0..folders).map(folder).collect() };
        let code = Document::EdgeFunction(EdgeFunction { name: "files".into(), work });
        s.resource("aws_cloudfront_function", "files", body! { name = "files"; code = code; });
    };
    assert_eq!(found(|s| function(s, 64)), Vec::<String>::new());
    assert_eq!(
        found(|s| function(s, 65)),
        ["QUOTA001 Maximum function size: 10336 bytes in account `production`, but AWS accepts 10240 bytes"]
    );
}

/// The size of a typed policy is that of the JSON that Terraform writes.
#[test]
fn typed_policies_are_as_large_as_their_text() {
    let statement = allow("Read").actions(["s3:GetObject", "s3:ListBucket"]);
    let statement = statement.on_all(["arn:aws:s3:::main", "arn:aws:s3:::main/*"]);
    let written = r#"{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::main","arn:aws:s3:::main/*"]}]}"#;
    let cloud = cloud(&["eu-west-1"], |s, _| {
        let policy = Document::Policy(Policy::of([statement.clone()]));
        s.resource("aws_iam_policy", "typed", body! { name = "typed"; policy = policy; });
        s.resource("aws_iam_policy", "text", body! { name = "text"; policy = written; });
        let resource = s.local("bucket", "arn:aws:s3:::main");
        let open = allow("Read")
            .actions(["s3:GetObject", "s3:ListBucket"])
            .on_all([resource, "arn:aws:s3:::main/*".into()]);
        s.resource(
            "aws_iam_policy",
            "local",
            body! { name = "local"; policy = Document::Policy(Policy::of([open])); },
        );
    });
    let index = Index::new(&cloud);
    let sizes: Vec<Amount> = usages(&index)
        .iter()
        .filter(|it| it.quota.name == "Managed policy length")
        .map(|it| it.amount)
        .collect();
    let length = u64::try_from(written.len()).expect("short");
    assert_eq!(sizes, [Amount { least: length, most: length }; 3]);
}

#[test]
fn an_identifier_that_aws_generates_has_bounds() {
    let cloud = cloud(&["eu-west-1"], |s, _| {
        let queue = s.resource("aws_sqs_queue", "q", body! { name = "q"; });
        let statement = allow("Send").actions(["sqs:SendMessage"]).on(queue.arn());
        s.resource(
            "aws_iam_policy",
            "p",
            body! { name = "p"; policy = Document::Policy(Policy::of([statement])); },
        );
    });
    let index = Index::new(&cloud);
    let size = usages(&index)
        .into_iter()
        .find(|it| it.quota.name == "Managed policy length")
        .expect("it is counted");
    assert!(
        size.amount.least > 90 && size.amount.most < 6144 && size.amount.known().is_none(),
        "{:?}",
        size.amount
    );
    assert_eq!(size.verdict(), Verdict::Within);
}

/// The number of tasks is the limit of auto scaling, twice during a deployment.
#[test]
fn tasks_of_a_service_follow_its_scaling() {
    let cloud = cloud(&["eu-west-1", "eu-west-3"], |s, region| {
        let most: u64 = if region == "eu-west-1" { 7 } else { 1 };
        let task = s.resource("aws_ecs_task_definition", "web", body! { family = "web"; cpu = 512; });
        let service = s.resource(
            "aws_ecs_service",
            "web",
            body! { name = "web"; task_definition = task.arn(); launch_type = "FARGATE"; desired_count = 1; },
        );
        s.resource(
            "aws_appautoscaling_target",
            "web",
            body! { resource_id = text!["service/main/", service.name()]; min_capacity = 1; max_capacity = most; },
        );
    });
    let index = Index::new(&cloud);
    let counted: Vec<(&str, Option<u64>)> = usages(&index)
        .iter()
        .filter(|it| it.quota.service == "fargate")
        .map(|it| (it.region, it.amount.known()))
        .collect();
    assert_eq!(counted, [("eu-west-1", Some(7)), ("eu-west-3", Some(1))]);
    // The site in Paris can take over.
    let asked: Vec<(String, u64)> = requests(&index).into_iter().map(|it| (it.region, it.needed)).collect();
    assert_eq!(asked, [("eu-west-1".to_owned(), 7), ("eu-west-3".to_owned(), 7)]);
}

#[test]
fn only_quotas_that_nobody_raises_are_errors_of_a_build() {
    let cloud = cloud(&["eu-west-1"], |s, _| {
        for number in 0..6 {
            s.resource("aws_eip", format!("a{number}"), body! { domain = "vpc"; });
        }
        for number in 0..2 {
            s.resource("aws_guardduty_detector", format!("d{number}"), body! { enable = true; });
        }
    });
    let over = over_fixed(&Index::new(&cloud));
    let messages: Vec<&str> = over.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        ["Detectors per Region: 2 in account `production` in `eu-west-1`, but AWS accepts 1"]
    );
}
