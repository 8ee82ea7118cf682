//! `[edge]`.

use crate::model::Edge;
use crate::reader::Table;
use crate::setting::{Otherwise, Setting};

/// Reads it.
pub(super) fn read(table: &Table<'_>) -> Edge {
    Edge {
        www: label(table, "www")
            .else_owner(Some("www".to_owned()), "Route 53: latency-based routing, one entry for all"),
        api: label(table, "api")
            .else_owner(Some("api".to_owned()), "API Gateway: regional endpoints for API access"),
        dashboard: label(table, "dashboard").else_rule(Some("dashboard".to_owned()), "Saleor's back office"),
        media: label(table, "media").else_owner(Some("media".to_owned()), "CloudFront: edge caching"),
        rate_limit: table
            .whole("rate_limit")
            .else_rule(2_000, "far above what a person does, far below a flood"),
    }
}

fn label(table: &Table<'_>, key: &str) -> Option<Setting<Option<String>>> {
    let label = table.text_or_false(key)?;
    if let Some(text) = &label.value {
        super::markets::check_label(table, text, &label);
    }
    Some(label)
}
