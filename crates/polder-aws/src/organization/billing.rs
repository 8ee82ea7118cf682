//! Costs: budgets, anomaly detection, and cost allocation tags.

use polder_cloud::{Body, Document, Value, Variable, body, text};
use polder_design::{AccountId, Component, Design, Environment};

use crate::context::Context;
use crate::draft::Draft;
use crate::organization::accounts;
use crate::tags::environment_name;

/// The tags of every stack that are activated for cost allocation, besides those of the user.
const TAGS: [&str; 8] =
    ["platform", "owner", "environment", "cell", "site", "layer", "component", "data-class"];

/// The default budget of an account for a month, in dollars.
fn amount(environment: Environment) -> u64 {
    match environment {
        Environment::Production => 12_000,
        Environment::Staging => 3_000,
        Environment::Development => 1_000,
        Environment::Management => 500,
        Environment::LogArchive | Environment::Security => 300,
    }
}

/// Activates the tags for cost allocation.
pub(crate) fn cost_allocation_tags(s: &Draft, design: &Design) {
    s.file(
        "cost_allocation_tags",
        "Cost allocation tags. AWS lists a tag up to a day after a resource has it: the first apply may have to be\n\
         repeated then.",
    );
    let own = design.tags.iter().map(|(key, _)| key.as_str()).filter(|key| !TAGS.contains(key));
    for key in TAGS.into_iter().chain(own) {
        let tag = s.resource(
            "aws_ce_cost_allocation_tag",
            key,
            body! {
                tag_key = key.to_owned();
                status = "Active";
            },
        );
        s.expect(format!("{key} is not a cost allocation tag"), tag.get("status"), "Active");
    }
}

/// Writes a budget for each account and for each cell.
pub(crate) fn budgets(context: &Context<'_>, s: &Draft, mine: AccountId) {
    s.file(
        "budgets",
        "One for each account and each cell: it notifies when four fifths are spent, and when the forecast\n\
         exceeds it. The amounts are variables; the defaults are a starting point.",
    );
    let design = context.design;
    let address = accounts::mail_address(s, "billing_email", "Email address for budgets and cost anomalies.");
    for account in &design.accounts {
        let _account = s.part(Component::Account(account.id));
        let name = account.name.replace('-', "_");
        let limit = limit(s, format!("budget_{name}"), &account.name, amount(account.environment));
        let number = context.account_number(s, mine, account.id);
        budget(
            s,
            &name,
            format!("{}-{}", design.name, account.name),
            limit,
            "LinkedAccount",
            number,
            &address,
        );
    }
    for cell in &design.cells {
        let _cell = s.part(Component::Cell(cell.id));
        let account = &design.accounts[cell.account];
        let name = format!("cell_{}", cell.name.replace('-', "_"));
        let most = amount(account.environment) / cells_of(design, cell.account).max(1);
        let limit = limit(s, format!("budget_{name}"), &cell.name, most);
        let tag = Value::from(format!("user:cell${}", cell.name));
        let name_there = format!("{}-{}-cell-{}", design.name, account.name, cell.name);
        budget(s, &name, name_there, limit, "TagKeyValue", tag, &address);
    }
}

fn cells_of(design: &Design, account: AccountId) -> u64 {
    design.cells.iter().filter(|cell| cell.account == account).count() as u64
}

fn limit(s: &Draft, name: String, of: &str, amount: u64) -> Value {
    s.variable(Variable {
        name: name.into(),
        kind: "string".into(),
        description: format!("Budget of {of} for a month, in dollars.").into(),
        default: amount.to_string().into(),
        sensitive: false,
        pattern: Some(("^[0-9]+$", "An amount is a whole number of dollars.")),
        example: amount.to_string().into(),
    })
}

fn budget(
    s: &Draft,
    resource: &str,
    name: String,
    limit: Value,
    filter: &'static str,
    value: Value,
    address: &Value,
) {
    s.resource(
        "aws_budgets_budget",
        resource,
        body! {
            name = name;
            budget_type = "COST";
            limit_amount = limit;
            limit_unit = "USD";
            time_unit = "MONTHLY";
            cost_filter {
                name = filter;
                values = [value];
            }
            for (kind, threshold) in [("ACTUAL", 80), ("FORECASTED", 100)] => notification {
                comparison_operator = "GREATER_THAN";
                notification_type = kind;
                threshold = threshold;
                threshold_type = "PERCENTAGE";
                subscriber_email_addresses = [address];
            }
        },
    );
}

/// The values of the tag `environment`. Cost Explorer returns every field of the expression, and the provider compares the
/// texts: a field that is left out here would replace the monitor on every apply.
fn specification(environments: Vec<Value>) -> Body {
    let null = || Value::expression("null");
    body! {
        And = null();
        CostCategories = null();
        Dimensions = null();
        Not = null();
        Or = null();
        Tags = { Key = "environment"; MatchOptions = null(); Values = environments; };
    }
}

/// Writes the cost anomaly detection and its subscription.
pub(crate) fn anomalies(s: &Draft, design: &Design) {
    s.file(
        "cost_anomalies",
        "Cost anomalies, by service and by environment: the sum of a month hides a forgotten instance.",
    );
    let services = s.resource(
        "aws_ce_anomaly_monitor",
        "services",
        body! {
            name = format!("{}-services", design.name);
            monitor_type = "DIMENSIONAL";
            monitor_dimension = "SERVICE";
        },
    );
    let environments: Vec<Value> =
        design.accounts.iter().map(|account| Value::from(environment_name(account.environment))).collect();
    let tagged = s.resource(
        "aws_ce_anomaly_monitor",
        "environments",
        body! {
            name = format!("{}-environments", design.name);
            monitor_type = "CUSTOM";
            monitor_specification = Document::Json(specification(environments));
        },
    );
    let subscription = s.resource(
        "aws_ce_anomaly_subscription",
        "main",
        body! {
            name = text![design.name.clone(), "-odd-costs"];
            frequency = "DAILY";
            monitor_arn_list = [services.arn(), tagged.arn()];
            subscriber {
                type = "EMAIL";
                address = Value::Variable("billing_email".into());
            }
            threshold_expression {
                dimension {
                    key = "ANOMALY_TOTAL_IMPACT_ABSOLUTE";
                    match_options = ["GREATER_THAN_OR_EQUAL"];
                    values = ["50"];
                }
            }
        },
    );
    s.expect("cost anomalies must be reported daily", subscription.get("frequency"), "DAILY");
    s.file("compute_optimizer", "Recommends sizes of instances and tasks from their utilization.");
    s.resource(
        "aws_computeoptimizer_enrollment_status",
        "main",
        body! {
            status = "Active";
            include_member_accounts = true;
        },
    );
}
