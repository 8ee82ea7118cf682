//! Verdicts on requirements, from the properties that engines have decided.
//!
//! A rule names the properties that decide a requirement, each of which is required, and what they leave open. A requirement is proved if all of them are
//! and nothing is left, and a requirement that no property decides says so.

mod cis;
mod gdpr;
mod groups;
mod owner;
mod pci;
mod rule;

use polder_verdict::{Gap, Property, Resource};

use crate::evidence::{Evidence, Row};

/// The owner's requirements with their verdicts, in the order of the rows. The claim of each is what is asked.
pub fn verdicts(rows: &[Row], properties: &[Property]) -> Vec<Property> {
    rows.iter().map(|row| of_row(row, properties)).collect()
}

/// The requirements of PCI DSS 4.0.1 and of the GDPR that a configuration can say something about, and those that it cannot, and
/// all recommendations of the CIS AWS Foundations Benchmark 3.0.0, with their verdicts.
pub fn frameworks(properties: &[Property]) -> Vec<Property> {
    let rules = pci::RULES.iter().chain(gdpr::RULES).chain(cis::RULES);
    rules.map(|rule| rule.property(rule.id.to_owned(), rule.asks.to_owned(), properties, Vec::new)).collect()
}

/// The requirements of frameworks that a property decides, alone or with others, by its identifier or that of its family.
pub fn decided_by(id: &str) -> Vec<&'static str> {
    let rules = pci::RULES.iter().chain(gdpr::RULES).chain(cis::RULES);
    let asks = |by: &str| by.trim_end_matches('.') == id || groups::is_of(id, by);
    rules.filter(|rule| groups::required(rule.by).any(asks)).map(|rule| rule.id).collect()
}

fn of_row(row: &Row, properties: &[Property]) -> Property {
    let rule = owner::rule(&row.requirement.id);
    let addressed = || {
        let count = row.evidence.len();
        let text = match count {
            0 => "no resource addresses it".to_owned(),
            _ => format!("{count} resources address it, and no property decides whether they meet it"),
        };
        vec![Gap::new(text, row.evidence.iter().map(resource))]
    };
    rule.property(row.requirement.id.clone(), row.requirement.asks.clone(), properties, addressed)
}

fn resource(evidence: &Evidence) -> Resource {
    Resource::new(evidence.stack.clone(), evidence.address.clone())
}

#[cfg(test)]
mod tests;
