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

/// The first problem of a state machine.
pub(super) fn problem(json: &Value) -> Option<Problem> {
    machine(json).or_else(|| twice(json, &mut BTreeSet::new()))
}

/// What a state machine of short executions cannot do: it waits for nobody.
pub(super) fn waits(json: &Value) -> Option<Problem> {
    let states = json["States"].as_object()?;
    states.iter().find_map(|(name, state)| {
        let resource = state["Resource"].as_str().unwrap_or_default();
        let patterns = [".sync", ".sync:2", ".waitForTaskToken"];
        let is_long =
            patterns.iter().any(|pattern| resource.ends_with(pattern)) || resource.contains(":activity:");
        let own = is_long.then(|| {
            wrong(format!("state `{name}` waits for `{resource}`"), "a request, or the type `STANDARD`")
        });
        own.or_else(|| inside(state).find_map(waits))
    })
}

/// A name that two states have, also if one of them is inside of another state.
fn twice<'v>(json: &'v Value, seen: &mut BTreeSet<&'v str>) -> Option<Problem> {
    let states = json["States"].as_object()?;
    for (name, state) in states {
        if !seen.insert(name) {
            return Some(wrong(format!("two states are called `{name}`"), "a name of its own for each"));
        }
        if let Some(problem) = inside(state).find_map(|machine| twice(machine, seen)) {
            return Some(problem);
        }
    }
    None
}

/// The first problem of a state machine, or of one in a state.
fn machine(json: &Value) -> Option<Problem> {
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
        return Some(wrong(
            format!("the name `{name}` is too long"),
            format!("at most {NAME_MAX} characters"),
        ));
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
    transition(name, kind, state).or_else(|| errors(name, state)).or_else(|| inside(state).find_map(machine))
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

/// What a state does about errors: each block names some, and the last one may be for all.
fn errors(name: &str, state: &Value) -> Option<Problem> {
    let all = |key: &str| state[key].as_array().into_iter().flatten().collect::<Vec<&Value>>();
    for key in ["Retry", "Catch"] {
        let blocks = all(key);
        for (at, block) in blocks.iter().enumerate() {
            let names: Vec<&str> =
                block["ErrorEquals"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            if names.is_empty() {
                return Some(wrong(
                    format!("`{key}` of state `{name}` has no `ErrorEquals`"),
                    "names of errors",
                ));
            }
            if names.contains(&"States.ALL") && (names.len() > 1 || at + 1 < blocks.len()) {
                let accepts = "`States.ALL` alone, in the last block";
                return Some(wrong(
                    format!("`{key}` of state `{name}` has more after `States.ALL`"),
                    accepts,
                ));
            }
            if key == "Catch" && block["Next"].is_null() {
                return Some(wrong(
                    format!("`Catch` of state `{name}` has no `Next`"),
                    "the name of a state",
                ));
            }
        }
    }
    None
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

/// A state machine that does not end, or a state to which no other goes.
fn lost(states: &Map<String, Value>, start: &str) -> Option<Problem> {
    let mut seen = BTreeSet::from([start]);
    let mut waiting = vec![start];
    while let Some(state) = waiting.pop().and_then(|name| states.get(name)) {
        waiting.extend(targets(state).into_iter().filter(|next| seen.insert(*next)));
    }
    let ends = |state: &Value| {
        state["End"] == Value::Bool(true) || ENDS.contains(&state["Type"].as_str().unwrap_or_default())
    };
    if !states.values().any(ends) {
        return Some(wrong("no state ends it", "a state with `End`, or of the type `Succeed` or `Fail`"));
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
