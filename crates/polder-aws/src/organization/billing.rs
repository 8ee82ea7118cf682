//! Costs: budgets, anomaly detection, and cost allocation tags.

use polder_cloud::{Body, Cloud, Document, Handle, Layer, Value, Variable, body, list, text};
use polder_design::{Account, AccountId, Cell, CellId, Component, Design, Environment};

use crate::context::Context;
use crate::draft::Draft;
use crate::organization::accounts;
use crate::tags::environment_name;

/// The tags of every stack that are activated for cost allocation, besides those of the user.
const TAGS: [&str; 8] =
    ["platform", "owner", "environment", "cell", "site", "layer", "component", "data-class"];

/// What a limit of costs is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostLimit {
    /// The budget of an account, for a month.
    Account(AccountId),
    /// The budget of a cell, for a month.
    Cell(CellId),
    /// The least cost of an anomaly that is reported.
    Anomaly,
}

/// Sets the defaults of the variables with limits of costs, in whole dollars. The bill is known only when all resources are, so
/// that the lowering itself cannot know them. A limit that is not given stays as it is.
pub fn set_cost_limits(cloud: &mut Cloud, design: &Design, dollars: &dyn Fn(CostLimit) -> Option<u64>) {
    let accounts = design.accounts.iter().map(|it| (account_variable(it), CostLimit::Account(it.id)));
    let cells = design.cells.iter().map(|it| (cell_variable(it), CostLimit::Cell(it.id)));
    let limits: Vec<(String, CostLimit)> =
        accounts.chain(cells).chain([(ANOMALY.to_owned(), CostLimit::Anomaly)]).collect();
    let stacks = cloud.stacks.iter_mut().filter(|stack| stack.key.layer == Layer::Billing);
    for variable in stacks.flat_map(|stack| &mut stack.variables) {
        let limit = limits.iter().find(|(name, _)| variable.name == *name);
        if let Some(amount) = limit.and_then(|(_, limit)| dollars(*limit)) {
            variable.default = amount.to_string().into();
            variable.example = amount.to_string().into();
        }
    }
}

fn account_variable(account: &Account) -> String {
    format!("budget_{}", account.name.replace('-', "_"))
}

fn cell_variable(cell: &Cell) -> String {
    format!("budget_cell_{}", cell.name.replace('-', "_"))
}

/// The budget of an account for a month in dollars where the bill is not known.
fn amount(environment: Environment) -> u64 {
    match environment {
        Environment::Production => 12_000,
        Environment::Staging => 3_000,
        Environment::Development => 1_000,
        Environment::Management => 500,
        Environment::LogArchive | Environment::Security | Environment::Backup => 300,
    }
}

/// The variable with the tags to activate, and the one with an existing monitor.
const ACTIVE_TAGS: &str = "cost_allocation_tags";
const EXISTING_MONITOR: &str = "existing_service_monitor";
/// The variable with the least cost of an anomaly, and its amount in dollars where the bill is not known.
const ANOMALY: &str = "cost_anomaly";
const ANOMALY_DOLLARS: u64 = 50;

/// Activates the tags for cost allocation that the user names.
pub(crate) fn cost_allocation_tags(s: &Draft, design: &Design) {
    s.file(
        "cost_allocation_tags",
        "Cost allocation tags. AWS can activate a tag only when billing data has it, about a day after the\n\
         first resource has the tag: none is activated unless the variable names it.",
    );
    let own = design.tags.iter().map(|(key, _)| key.as_str()).filter(|key| !TAGS.contains(key));
    let known: Vec<Value> = TAGS.into_iter().chain(own).map(|key| Value::from(key.to_owned())).collect();
    s.variable(Variable {
        name: ACTIVE_TAGS.into(),
        kind: "string".into(),
        description:
            "Tags to activate for cost allocation, separated by commas, once the billing console lists them."
                .into(),
        default: "".into(),
        sensitive: false,
        pattern: None,
        example: TAGS.join(",").into(),
    });
    s.resource(
        "aws_ce_cost_allocation_tag",
        "active",
        body! {
            for_each = Value::call("setintersection", vec![known.into(), active_tags()]);
            tag_key = Value::expression("each.value");
            status = "Active";
        },
    );
}

/// The tags that the user names.
fn active_tags() -> Value {
    Value::call("split", vec![",".into(), Value::Variable(ACTIVE_TAGS.into())])
}

/// Writes a budget for each account and for each cell.
pub(crate) fn budgets(context: &Context<'_>, s: &Draft, mine: AccountId) {
    s.file(
        "budgets",
        "One for each account and each cell: it notifies when four fifths are spent, and when the forecast\n\
         exceeds it. The amounts are variables; the defaults follow from the bill: what the forecast of the load\n\
         may cost at most.",
    );
    let design = context.design;
    let address = accounts::mail_address(s, "billing_email", "Email address for budgets and cost anomalies.");
    for account in &design.accounts {
        let _account = s.part(Component::Account(account.id));
        let name = account.name.replace('-', "_");
        let limit =
            limit(s, account_variable(account), &budget_of(&account.name), amount(account.environment));
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
        let limit = limit(s, cell_variable(cell), &budget_of(&cell.name), most);
        let tag = Value::from(format!("user:cell${}", cell.name));
        let name_there = format!("{}-{}-cell-{}", design.name, account.name, cell.name);
        budget(s, &name, name_there, limit, "TagKeyValue", tag, &address);
    }
}

fn cells_of(design: &Design, account: AccountId) -> u64 {
    design.cells.iter().filter(|cell| cell.account == account).count() as u64
}

fn budget_of(name: &str) -> String {
    format!("Budget of {name} for a month, in dollars.")
}

fn limit(s: &Draft, name: impl Into<polder_cloud::SmolStr>, description: &str, amount: u64) -> Value {
    s.variable(Variable {
        name: name.into(),
        kind: "string".into(),
        description: description.into(),
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
        "Cost anomalies, by service and by environment: the sum of a month hides a forgotten instance. An\n\
         account can have one monitor of all services, and newer accounts have one from the start. A monitor\n\
         by environment sees nothing before the tag is activated for cost allocation.",
    );
    let existing = s.variable(Variable {
        name: EXISTING_MONITOR.into(),
        kind: "string".into(),
        description: "ARN of the account's monitor of all services, if it has one already.".into(),
        default: "".into(),
        sensitive: false,
        pattern: Some(("^(arn:aws:ce::[0-9]{12}:anomalymonitor/.+)?$", "This is not the ARN of a monitor.")),
        example: "".into(),
    });
    let services = s.resource(
        "aws_ce_anomaly_monitor",
        "services",
        body! {
            /// None if the account has one.
            for_each = Value::call("setsubtract", vec![
                list!["services"],
                list![Value::call("replace", vec![existing.clone(), "/.+/".into(), "services".into()])],
            ]);
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
            for_each = Value::call("setintersection", vec![list!["environment"], active_tags()]);
            name = format!("{}-environments", design.name);
            monitor_type = "CUSTOM";
            monitor_specification = Document::Json(specification(environments));
            depends_on = list![Value::expression("aws_ce_cost_allocation_tag.active")];
        },
    );
    subscription(s, design, &[services, tagged], existing);
}

/// Notifies of the anomalies that the monitors of the stack find, and the one that exists.
fn subscription(s: &Draft, design: &Design, monitors: &[Handle; 2], existing: Value) {
    let [services, tagged] = monitors;
    let least =
        limit(s, ANOMALY, "The least cost of an anomaly that is reported, in dollars.", ANOMALY_DOLLARS);
    let subscription = s.resource(
        "aws_ce_anomaly_subscription",
        "main",
        body! {
            name = text![design.name.clone(), "-odd-costs"];
            frequency = "DAILY";
            monitor_arn_list = Value::call("setunion", vec![
                services.of_all("arn"),
                tagged.of_all("arn"),
                Value::call("compact", vec![list![existing]]),
            ]);
            subscriber {
                type = "EMAIL";
                address = Value::Variable("billing_email".into());
            }
            threshold_expression {
                dimension {
                    key = "ANOMALY_TOTAL_IMPACT_ABSOLUTE";
                    match_options = ["GREATER_THAN_OR_EQUAL"];
                    values = [least];
                }
            }
        },
    );
    s.expect("cost anomalies must be reported daily", subscription.get("frequency"), "DAILY");
}

/// Turns on the recommendations of Compute Optimizer in all accounts.
pub(crate) fn recommendations(s: &Draft) {
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
