//! Widgets of a dashboard.

use serde_json::Value;

use super::problem::{Problem, wrong};

/// How many columns a dashboard has.
const COLUMNS: i64 = 24;

/// How many widgets a dashboard has at most.
const WIDGETS_MAX: usize = 500;

const TYPES: [&str; 7] = ["alarm", "custom", "explorer", "log", "metric", "text", "trace"];

/// The first problem of a dashboard.
pub(super) fn problem(json: &Value) -> Option<Problem> {
    let Some(widgets) = json["widgets"].as_array() else {
        return Some(wrong("it has no `widgets`", "a list of widgets"));
    };
    if widgets.len() > WIDGETS_MAX {
        return Some(wrong(format!("it has {} widgets", widgets.len()), format!("at most {WIDGETS_MAX}")));
    }
    widgets.iter().find_map(widget)
}

fn widget(widget: &Value) -> Option<Problem> {
    let kind = widget["type"].as_str().unwrap_or_default();
    if !TYPES.contains(&kind) {
        return Some(wrong(
            format!("a widget is of the type `{kind}`"),
            TYPES.map(|it| format!("`{it}`")).join(", "),
        ));
    }
    for (key, least, most) in
        [("width", 1, COLUMNS), ("height", 1, 1000), ("x", 0, COLUMNS - 1), ("y", 0, i64::MAX)]
    {
        let value = &widget[key];
        let Some(number) = value.as_i64().filter(|number| !(least..=most).contains(number)) else { continue };
        return Some(wrong(format!("`{key}` of a widget is {number}"), format!("from {least} to {most}")));
    }
    let name = match kind {
        "text" => "markdown",
        "alarm" => "alarms",
        _ => return None,
    };
    let is_missing = widget["properties"][name].is_null();
    is_missing
        .then(|| wrong(format!("a widget `{kind}` has no `{name}`"), format!("`{name}` in its properties")))
}
