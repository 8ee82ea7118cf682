//! JSON.

use serde_json::{Value, json};

use super::Diagram;

/// Draws a diagram as JSON: `format_version`, `groups` with their nodes, `edges`.
pub(super) fn draw(diagram: &Diagram) -> String {
    let groups = diagram.groups.iter().map(|(title, nodes)| {
        let nodes: Vec<Value> = nodes.iter().map(|(id, label)| json!({ "id": id, "label": label })).collect();
        json!({ "title": title, "nodes": nodes })
    });
    let edges =
        diagram.edges.iter().map(|(from, to, label)| json!({ "from": from, "to": to, "label": label }));
    let document = json!({
        "format_version": 1,
        "groups": groups.collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}
