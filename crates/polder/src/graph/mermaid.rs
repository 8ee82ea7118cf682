//! Mermaid.

use super::Diagram;

/// Draws a diagram as a Mermaid flowchart.
pub(super) fn draw(diagram: &Diagram) -> String {
    let mut out = String::from("flowchart LR\n");
    for (index, (title, nodes)) in diagram.groups.iter().enumerate() {
        let framed = !title.is_empty();
        let indent = if framed { "    " } else { "  " };
        if framed {
            out.push_str(&format!("  subgraph group{index}[\"{}\"]\n", escaped(title)));
        }
        for (id, label) in nodes {
            out.push_str(&format!("{indent}{id}[\"{}\"]\n", escaped(label)));
        }
        if framed {
            out.push_str("  end\n");
        }
    }
    for (from, to, label) in &diagram.edges {
        let label = if label.is_empty() { String::new() } else { format!("|\"{}\"|", escaped(label)) };
        out.push_str(&format!("  {from} -->{label} {to}\n"));
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('"', "#quot;")
}
