//! State machines of Step Functions.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::problem::{Problem, wrong};

const TYPES: [&str; 8] = ["Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"];

/// The types of states after which an execution ends.
const ENDS: [&str; 2] = ["Succeed", "Fail"];

/// The types of states that can handle errors.
const HANDLERS: [&str; 3] = ["Task", "Parallel", "Map"];

/// How many characters the name of a state has at most.
const NAME_MAX: usize = 80;

/// The first problem of a state machine, or of one in a state.
pub(super) fn problem(json: &Value) -> Option<Problem> {
    let Some(states) = json["States"].as_object().filter(|states| !states.is_empty()) else {
        return Some(wrong("it has no `States`", "at least one state"));
    };
    let start = json["StartAt"].as_str().unwrap_or_default();
    if !states.contains_key(start) {
        return Some(wrong(format!("`StartAt` is `{start}`, which is not a state"), "the name of a state"));
    }
    states.iter().find_map(|(name, state)| of_state(states, name, state)).or_else(|| lost(states, start))
}

fn of_state(states: &Map<String, Value>, name: &str, state: &Value) -> Option<Problem> {
    let kind = state["Type"].as_str().unwrap_or_default();
    if !TYPES.contains(&kind) {
        return Some(wrong(format!("state `{name}` has the type `{kind}`"), TYPES.join(", ")));
    }
    if name.chars().count() > NAME_MAX {
        return Some(wrong(format!("the name `{name}` is too long"), format!("at most {NAME_MAX} characters")));
    }
    if let Some(next) = targets(state).into_iter().find(|next| !states.contains_key(*next)) {
        return Some(wrong(
            format!("state `{name}` goes to `{next}`, which is not a state"),
            "the name of a state",
        ));
    }
    if let Some(missing) = missing_of(kind, state) {
        return Some(wrong(format!("state `{name}` has no {missing}"), format!("{missing} of a `{kind}`")));
    }
    transition(name, kind, state).or_else(|| inside(state).find_map(problem))
}

/// Whether a state goes on, or ends.
fn transition(name: &str, kind: &str, state: &Value) -> Option<Problem> {
    let (goes, ends) = (!state["Next"].is_null(), state["End"] == Value::Bool(true));
    if ENDS.contains(&kind) || kind == "Choice" {
        let given = ["Next", "End"].into_iter().find(|key| !state[*key].is_null())?;
        return Some(wrong(format!("state `{name}` has `{given}`"), format!("no `{given}` of a `{kind}`")));
    }
    if goes == ends {
        let has = if goes { "`Next` and `End`" } else { "neither `Next` nor `End`" };
        return Some(wrong(format!("state `{name}` has {has}"), "one of the two"));
    }
    let handler = ["Retry", "Catch"].into_iter().find(|key| !state[*key].is_null());
    let given = handler.filter(|_| !HANDLERS.contains(&kind))?;
    Some(wrong(format!("state `{name}` has `{given}`"), format!("no `{given}` of a `{kind}`")))
}

/// The states to which a state can go.
fn targets(state: &Value) -> Vec<&str> {
    let blocks = ["Choices", "Catch"].into_iter().filter_map(|key| state[key].as_array()).flatten();
    let own = [&state["Next"], &state["Default"]].into_iter();
    own.chain(blocks.map(|block| &block["Next"])).filter_map(Value::as_str).collect()
}

/// The state machines in a state.
fn inside(state: &Value) -> impl Iterator<Item = &Value> {
    let branches = state["Branches"].as_array().into_iter().flatten();
    let of_map = ["ItemProcessor", "Iterator"].into_iter().map(|key| &state[key]);
    branches.chain(of_map.filter(|it| !it.is_null()))
}

/// A state to which no other goes.
fn lost(states: &Map<String, Value>, start: &str) -> Option<Problem> {
    let mut seen = BTreeSet::from([start]);
    let mut waiting = vec![start];
    while let Some(state) = waiting.pop().and_then(|name| states.get(name)) {
        waiting.extend(targets(state).into_iter().filter(|next| seen.insert(*next)));
    }
    let name = states.keys().find(|name| !seen.contains(name.as_str()))?;
    Some(wrong(format!("no state goes to state `{name}`"), "states that are reached from `StartAt`"))
}

/// What a state of a type lacks.
fn missing_of(kind: &str, state: &Value) -> Option<&'static str> {
    let has = |keys: &[&str]| keys.iter().any(|key| !state[*key].is_null());
    match kind {
        "Task" if !has(&["Resource"]) => Some("`Resource`"),
        "Choice" if state["Choices"].as_array().is_none_or(Vec::is_empty) => Some("`Choices`"),
        "Wait" if !has(&["Seconds", "SecondsPath", "Timestamp", "TimestampPath"]) => Some("`Seconds`"),
        "Parallel" if state["Branches"].as_array().is_none_or(Vec::is_empty) => Some("`Branches`"),
        "Map" if !has(&["ItemProcessor", "Iterator"]) => Some("`ItemProcessor`"),
        _ => None,
    }
}
