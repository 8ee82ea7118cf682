//! The arithmetic, recorded as it is computed.

use polder_diag::Span;

/// One line of the arithmetic, for review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arithmetic {
    /// The name of a cell, or empty for the whole platform.
    pub cell: String,
    /// What is computed: `peak page views per second`.
    pub what: String,
    /// How, with the numbers filled in: `1,000,000 × 55 % ÷ 30 days × 3`.
    pub formula: String,
    /// The result with its unit.
    pub result: String,
    /// IDs of the facts that were used.
    pub facts: Vec<String>,
}

/// A size that the user sets and that does not carry the forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shortfall {
    /// What is set: `class of the database`.
    pub(crate) what: String,
    /// Where.
    pub(crate) span: Option<Span>,
    /// Each figure that is too low, with the one that is needed.
    pub(crate) lacks: Vec<String>,
    /// The computed size, if there is one.
    pub(crate) computed: Option<String>,
}

/// Writes the lines of one cell, and notes the sizes that do not carry its forecast.
pub(crate) struct Ledger<'a> {
    cell: &'a str,
    lines: &'a mut Vec<Arithmetic>,
    pub(crate) shortfalls: Vec<Shortfall>,
}

impl<'a> Ledger<'a> {
    pub(crate) fn new(cell: &'a str, lines: &'a mut Vec<Arithmetic>) -> Ledger<'a> {
        Ledger { cell, lines, shortfalls: vec![] }
    }

    pub(crate) fn line(&mut self, what: &str, formula: String, result: String, facts: &[&str]) {
        self.lines.push(Arithmetic {
            cell: self.cell.to_owned(),
            what: what.to_owned(),
            formula,
            result,
            facts: facts.iter().map(|&fact| fact.to_owned()).collect(),
        });
    }

    /// Notes a size that is set, beside the computed one, and what it lacks.
    pub(crate) fn set(
        &mut self,
        what: &str,
        set: String,
        computed: Option<String>,
        span: Option<Span>,
        lacks: Vec<String>,
    ) {
        let instead = computed.as_deref().unwrap_or("no size that fits");
        self.line(&format!("{what}, as set"), format!("instead of {instead}"), set, &[]);
        if !lacks.is_empty() {
            self.shortfalls.push(Shortfall { what: what.to_owned(), span, lacks, computed });
        }
    }
}

/// What a burstable class lacks where its CPU is needed on the busiest day.
pub(crate) const BURSTABLE: &str = "it is burstable: slow when its CPU credits are used up";

/// `memory is 1 GiB, 4 GiB needed`, if it has less than it needs.
pub(crate) fn lack<T: Copy + PartialOrd + std::fmt::Display>(what: &str, has: T, needs: T) -> Option<String> {
    (has < needs).then(|| format!("{what} {has}, {needs} needed"))
}

/// A whole number with commas between the thousands.
pub(crate) fn grouped(value: impl Into<u128>) -> String {
    let digits = value.into().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Millionths as a decimal of three to six places, exactly, so that the printed arithmetic can be verified: microhertz
/// as events per second.
pub(crate) fn millionths(value: u128) -> String {
    let fraction = format!("{:06}", value % 1_000_000);
    let (head, tail) = fraction.split_at(3);
    format!("{}.{head}{}", grouped(value / 1_000_000), tail.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::{grouped, millionths};

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(0u128), "0");
        assert_eq!(grouped(999u128), "999");
        assert_eq!(grouped(1_000u128), "1,000");
        assert_eq!(grouped(1_234_567u128), "1,234,567");
        assert_eq!(millionths(1), "0.000001");
        assert_eq!(millionths(1_500), "0.0015");
        assert_eq!(millionths(1_234_000_000), "1,234.000");
    }
}
