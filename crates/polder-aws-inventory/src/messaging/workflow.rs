//! `aws_sfn_state_machine`: whether its tasks do more than call services with its role.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::model::Reason;

use crate::json::Json;
use crate::reader::Reader;

/// What a task with a call of a service can do follows from the role of the workflow. Other tasks, such as those that invoke
/// functions or run containers, are not read.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    if !calls_services_only(&Json::of(view, "definition")) {
        let text = "tasks of a workflow are not read";
        reader.blind(view, None, Some("definition"), Reason::KindNotModelled, text);
    }
}

fn calls_services_only(definition: &Json<'_>) -> bool {
    let Json::Object(states) = definition.get("States") else { return false };
    let text = |state: &Json<'_>, key| match state.get(key).one() {
        Resolved::Text(text) => text.into_owned(),
        _ => String::new(),
    };
    states.iter().all(|(_, state)| match text(state, "Type").as_str() {
        "Task" => text(state, "Resource").starts_with("arn:aws:states:::aws-sdk:"),
        "Choice" | "Fail" | "Pass" | "Succeed" | "Wait" => true,
        _ => false,
    })
}
