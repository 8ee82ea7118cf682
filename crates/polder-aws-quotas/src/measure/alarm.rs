//! Alarms and dashboards.

use polder_cloud::index::Resolved;
use polder_cloud::{Document, Value, View};

use crate::amount::Amount;
use crate::measure::document::characters;
use crate::memo::Memo;
use crate::weigh::one_if;

/// How a rule names an alarm.
const STATES: [&str; 3] = ["ALARM(", "OK(", "INSUFFICIENT_DATA("];

/// The alarms that the rule of a composite alarm names.
pub(crate) fn named(view: &View<'_, '_>) -> Amount {
    let mut count = 0;
    let mut unknown = false;
    view.body().get("alarm_rule").into_iter().for_each(|rule| {
        rule.walk(&mut |value| match value {
            Value::Text(text) => {
                count += STATES.iter().map(|state| text.matches(state).count()).sum::<usize>();
            }
            Value::Unknown(_) => unknown = true,
            _ => {}
        });
    });
    if unknown { Amount::of(count) + Amount::UNKNOWN } else { Amount::of(count) }
}

/// The characters of the rule of a composite alarm.
pub(crate) fn rule(view: &View<'_, '_>, memo: &Memo) -> Amount {
    characters(view, "alarm_rule", memo)
}

/// The widgets of a dashboard.
pub(crate) fn widgets(view: &View<'_, '_>) -> Amount {
    if let Some(Value::Document(document)) = view.body().get("dashboard_body")
        && let Document::Json(body) = document.as_ref()
        && let Some(Value::List(widgets)) = body.get("widgets")
    {
        return Amount::of(widgets.len());
    }
    let Resolved::Text(body) = view.get("dashboard_body") else { return Amount::UNKNOWN };
    let parsed = serde_json::from_str::<serde_json::Value>(&body).ok();
    let widgets = parsed.as_ref().and_then(|it| it.get("widgets")).and_then(serde_json::Value::as_array);
    widgets.map_or(Amount::UNKNOWN, |it| Amount::of(it.len()))
}

/// The dimensions of the metric of an alarm.
pub(crate) fn dimensions(view: &View<'_, '_>) -> Amount {
    match view.get("dimensions") {
        Resolved::Object(members) => Amount::of(members.len()),
        Resolved::Absent => Amount::NONE,
        _ => Amount::UNKNOWN,
    }
}

/// An analyzer of external access of the account.
pub(crate) fn account_analyzer(view: &View<'_, '_>) -> Amount {
    one_if(view, "type", "ACCOUNT", |kind| kind == "ACCOUNT")
}

/// An analyzer of external access of the organization.
pub(crate) fn organization_analyzer(view: &View<'_, '_>) -> Amount {
    one_if(view, "type", "ACCOUNT", |kind| kind == "ORGANIZATION")
}
