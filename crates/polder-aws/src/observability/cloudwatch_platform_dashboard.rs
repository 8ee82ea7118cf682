//! The dashboard of the whole platform: every cell on one page, in the monitoring account.

use polder_cloud::{Body, Document, Handle, Value, body, list};
use polder_design::AccountId;

use crate::context::Context;
use crate::draft::Draft;
use crate::names::{local, named};

const WIDTH: u64 = 12;
const HEIGHT: u64 = 6;

/// Writes the dashboard. Its widgets search for metrics by name, in all sites, so that the stack needs no
/// references to the load balancers of other accounts.
pub(crate) fn overview(context: &Context<'_>, s: &Draft, mine: AccountId, alarms: &[Handle]) {
    s.file(
        "cloudwatch_dashboard",
        "The whole platform on one page. Each site has a dashboard of its own in its account; this one says\n\
         which of those to open.",
    );
    let mut widgets: Vec<Value> = vec![
        body! {
            type = "alarm";
            x = 0;
            y = 0;
            width = 2 * WIDTH;
            height = 4;
            properties = {
                title = "Security";
                alarms = alarms.iter().map(Handle::arn).collect::<Vec<_>>();
            };
        }
        .into(),
    ];
    let charts = context.design.regions.iter().enumerate();
    for (row, region) in charts {
        let account = &context.design.accounts[region.account].name;
        let place = format!("{account}, {}", region.city);
        let number = context.account_number(s, mine, region.account);
        let y = 4 + row as u64 * HEIGHT;
        let errors = chart(
            format!("Errors of load balancers per minute: {place}"),
            &region.region,
            "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"HTTPCode_Target_5XX_Count\"', 'Sum', 60)",
            &number,
        );
        let load = chart(
            format!("CPU of databases, percent: {place}"),
            &region.region,
            "SEARCH('{AWS/RDS,DBInstanceIdentifier} MetricName=\"CPUUtilization\"', 'Average', 60)",
            &number,
        );
        widgets.push(widget(0, y, errors).into());
        widgets.push(widget(WIDTH, y, load).into());
    }
    s.resource(
        "aws_cloudwatch_dashboard",
        "platform",
        body! {
            dashboard_name = polder_cloud::text![named("-"), local("region")];
            dashboard_body = Document::Json(body! { widgets = widgets; });
        },
    );
}

fn widget(x: u64, y: u64, properties: Body) -> Body {
    body! {
        type = "metric";
        x = x;
        y = y;
        width = WIDTH;
        height = HEIGHT;
        properties = properties;
    }
}

fn chart(title: String, region: &str, search: &'static str, account: &Value) -> Body {
    let line: Value = body! { expression = search; accountId = account; }.into();
    body! {
        title = title;
        region = region.to_owned();
        view = "timeSeries";
        metrics = list![list![line]];
    }
}
