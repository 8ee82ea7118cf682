//! Rules of the provider's managed rule groups for web requests.

use crate::provenance::Provenance;
use crate::table::{Sources, TableError, csv_rows};

/// A rule of a managed rule group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebRule {
    /// Its name: `SQLi_BODY`. No two groups have a rule of the same name.
    pub name: String,
    /// The managed rule group.
    pub group: String,
    /// The label that it adds to requests that match. It does not follow from the name.
    pub label: String,
    /// Whether it blocks, and does not only count, unless its action is overridden.
    pub blocks: bool,
    /// Where this comes from.
    pub provenance: Provenance,
}

pub(crate) fn read(sources: &Sources) -> Result<Vec<WebRule>, TableError> {
    let mut rules: Vec<WebRule> = vec![];
    for row in csv_rows("web-rules.csv", include_str!("../data/web-rules.csv"))? {
        let name = row.text("rule")?.to_owned();
        if rules.iter().any(|known| known.name == name) {
            return Err(row.error("rule", "repeats another row's"));
        }
        let blocks = match row.text("action")? {
            "block" => true,
            "count" => false,
            _ => return Err(row.error("action", "is neither `block` nor `count`")),
        };
        rules.push(WebRule {
            name,
            group: row.text("group")?.to_owned(),
            label: row.text("label")?.to_owned(),
            blocks,
            provenance: Provenance::read(&row, sources)?,
        });
    }
    Ok(rules)
}
