//! Graphviz.

use super::Diagram;

/// Draws a diagram in the language of Graphviz.
pub(super) fn draw(diagram: &Diagram) -> String {
    let mut out = String::from("digraph platform {\n  rankdir = LR;\n  node [shape = box];\n");
    for (index, (title, nodes)) in diagram.groups.iter().enumerate() {
        let framed = !title.is_empty();
        let indent = if framed { "    " } else { "  " };
        if framed {
            out.push_str(&format!("  subgraph cluster_{index} {{\n    label = {};\n", quoted(title)));
        }
        for (id, label) in nodes {
            out.push_str(&format!("{indent}{id} [label = {}];\n", quoted(label)));
        }
        if framed {
            out.push_str("  }\n");
        }
    }
    for (from, to, label) in &diagram.edges {
        let label = if label.is_empty() { String::new() } else { format!(" [label = {}]", quoted(label)) };
        out.push_str(&format!("  {from} -> {to}{label};\n"));
    }
    out.push_str("}\n");
    out
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
