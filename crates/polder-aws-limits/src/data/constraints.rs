//! The constraints of all types: those of AWS's schemas, and those that only its documentation has.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use serde_json::{Map, Value};

use super::constraint::{By, Constraint, Shared, parsed};

static SCHEMAS: &str = include_str!("../../data/constraints.txt");
static DOCUMENTED: &str = include_str!("../../data/documented.txt");

/// The lines of a type, parsed when it first occurs.
#[derive(Default)]
struct Section {
    schema: &'static str,
    api: &'static str,
    lines: Vec<&'static str>,
    /// Lines with the page of AWS's documentation that they are from.
    documented: Vec<(&'static str, &'static str)>,
    parsed: OnceLock<Vec<Constraint>>,
}

struct Table {
    shared: Shared,
    sections: BTreeMap<&'static str, Section>,
}

static TABLE: LazyLock<Table> = LazyLock::new(read);

/// What AWS accepts for the attributes of a type.
pub(crate) struct KindConstraints {
    pub(crate) constraints: &'static [Constraint],
    schema: &'static str,
    api: &'static str,
}

/// The constraints of a type.
pub(crate) fn of(kind: &str) -> Option<KindConstraints> {
    let section = TABLE.sections.get(kind)?;
    let constraints = section.parsed.get_or_init(|| section.parse(&TABLE.shared));
    Some(KindConstraints { constraints, schema: section.schema, api: section.api })
}

/// All types.
#[cfg(test)]
pub(crate) fn kinds() -> impl Iterator<Item = &'static str> {
    TABLE.sections.keys().copied()
}

/// How many constraints are written for a type.
#[cfg(test)]
pub(crate) fn lines(kind: &str) -> usize {
    TABLE.sections.get(kind).map_or(0, |section| section.lines.len() + section.documented.len())
}

impl KindConstraints {
    /// Where a constraint is written.
    pub(crate) fn source(&self, constraint: &Constraint) -> String {
        match constraint.by {
            By::Page => constraint.page.to_owned(),
            By::Schema => format!("the CloudFormation schema of {}", self.schema),
            By::Api => format!("the API model of {}", self.api),
            By::Both => {
                format!("the CloudFormation schema of {} and the API model of {}", self.schema, self.api)
            }
        }
    }
}

impl Section {
    fn parse(&self, shared: &Shared) -> Vec<Constraint> {
        let mut found = vec![];
        // A test shows that every line is understood. What is documented comes first: it is closer.
        for (line, page) in &self.documented {
            let documented = constraint(line, shared);
            found.extend(documented.map(|documented| Constraint { by: By::Page, page, ..documented }));
        }
        found.extend(self.lines.iter().filter_map(|line| constraint(line, shared)));
        found
    }
}

/// `path {...}`
fn constraint(line: &'static str, shared: &Shared) -> Option<Constraint> {
    let (path, json) = line.trim_start().split_once(' ')?;
    let json: Map<String, Value> = serde_json::from_str(json).ok()?;
    Some(parsed(path, &json, shared))
}

fn read() -> Table {
    let mut shared = Shared::default();
    let mut sections: BTreeMap<&'static str, Section> = BTreeMap::new();
    for (text, is_documented) in [(SCHEMAS, false), (DOCUMENTED, true)] {
        let (mut last, mut page): (Vec<&'static str>, &'static str) = (vec![], "");
        for line in super::lines(text) {
            if let Some(rest) = line.strip_prefix("shared ") {
                let json = rest.split_once(' ').and_then(|(_, json)| serde_json::from_str(json).ok());
                shared.push(&json.unwrap_or(Value::Null));
            } else if line.starts_with(' ') {
                for name in &last {
                    let Some(section) = sections.get_mut(name) else { continue };
                    if is_documented {
                        section.documented.push((line, page));
                    } else {
                        section.lines.push(line);
                    }
                }
            } else {
                let (names, rest) = line.split_once(' ').unwrap_or((line, ""));
                last = names.split(',').collect();
                page = rest;
                let (schema, api) =
                    if is_documented { ("-", "-") } else { rest.split_once(' ').unwrap_or((rest, "-")) };
                for name in &last {
                    let section = || Section { schema, api, ..Section::default() };
                    sections.entry(name).or_insert_with(section);
                }
            }
        }
    }
    Table { shared, sections }
}
