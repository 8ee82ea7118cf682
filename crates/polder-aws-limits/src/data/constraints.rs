//! The constraints of all types: those of AWS's schemas, and those that only its documentation has.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use serde_json::{Map, Value};

use super::constraint::{By, Constraint, Shared, parsed};

static SCHEMAS: &str = include_str!("../../data/constraints.txt");
static DOCUMENTED: &str = include_str!("../../data/documented.txt");

/// The lines of a type, parsed when it first occurs.
struct Section {
    schema: &'static str,
    api: &'static str,
    lines: Vec<&'static str>,
    documented: Vec<&'static str>,
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
    let (name, section) = TABLE.sections.get_key_value(kind)?;
    let constraints = section.parsed.get_or_init(|| section.parse(name, &TABLE.shared));
    Some(KindConstraints { constraints, schema: section.schema, api: section.api })
}

/// All types.
pub(crate) fn kinds() -> impl Iterator<Item = &'static str> {
    TABLE.sections.keys().copied()
}

impl KindConstraints {
    /// Where a constraint is written.
    pub(crate) fn source(&self, constraint: &Constraint) -> String {
        match constraint.by {
            By::Page => constraint.page.clone(),
            By::Schema => format!("the CloudFormation schema of {}", self.schema),
            By::Api => format!("the API model of {}", self.api),
            By::Both => format!("the CloudFormation schema of {} and the API model of {}", self.schema, self.api),
        }
    }
}

impl Section {
    /// A documented constraint of a path replaces that of the schemas in what it says: schemas are older or wider.
    fn parse(&self, kind: &str, shared: &Shared) -> Vec<Constraint> {
        let mut found = vec![];
        for line in self.lines.iter().chain(&self.documented) {
            // A test shows that every line is understood.
            let Some((path, json)) = line.trim_start().split_once(' ') else { continue };
            let Ok(json) = serde_json::from_str::<Map<String, Value>>(json) else { continue };
            debug_assert!(!path.is_empty(), "a line of `{kind}` has no path");
            found.push(parsed(path, &json, shared));
        }
        found
    }
}

fn read() -> Table {
    let mut shared = Shared::default();
    let mut sections: BTreeMap<&'static str, Section> = BTreeMap::new();
    for (text, is_documented) in [(SCHEMAS, false), (DOCUMENTED, true)] {
        let mut last: &'static str = "";
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(rest) = line.strip_prefix("shared ") {
                let json = rest.split_once(' ').and_then(|(_, json)| serde_json::from_str(json).ok());
                shared.push(&json.unwrap_or(Value::Null));
            } else if line.starts_with(' ') {
                let Some(section) = sections.get_mut(last) else { continue };
                let lines = if is_documented { &mut section.documented } else { &mut section.lines };
                lines.push(line);
            } else {
                let mut words = line.split(' ');
                last = words.next().unwrap_or_default();
                let (schema, api) = (words.next().unwrap_or("-"), words.next().unwrap_or("-"));
                let section = || Section { schema, api, lines: vec![], documented: vec![], parsed: OnceLock::new() };
                sections.entry(last).or_insert_with(section);
            }
        }
    }
    Table { shared, sections }
}
