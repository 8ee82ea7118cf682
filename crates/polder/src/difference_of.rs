//! The difference between two platforms.

use polder_cloud::parallel;
use polder_diag::Finding;
use polder_diff::{Change, Form, diff, render};
use polder_price::{Book, Money};

use crate::compile::{Input, compile_with_inventory, settled_by};
use crate::compiled::Compiled;
use crate::price::{Prices, bill_of};

/// The changes between two platforms.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The changes, the gravest first.
    pub changes: Vec<Change>,
    /// What a month costs before and after, if no price is missing.
    pub month: Option<(Money, Money)>,
    /// The old platform and the new one.
    pub compiled: [Compiled; 2],
}

impl Difference {
    /// A report of the changes.
    pub fn report(&self, form: Form) -> String {
        render(&self.changes, self.month, form)
    }
}

/// Compares two platforms. A new one without a lock file gets what the old one settles.
///
/// # Errors
/// The findings of the old and of the new platform, if one of them has an error.
pub fn difference_of(old: Input<'_>, new: Input<'_>) -> Result<Difference, [Vec<Finding>; 2]> {
    // Only the design of the old platform is needed to know what it settles: then both can be compiled at once.
    let settled = new.lock.is_none().then(|| settled_by(old).map(|lock| lock.to_string())).flatten();
    let new = Input { lock: new.lock.or(settled.as_deref()), ..new };
    let compiled = |input: Input<'_>| compile_with_inventory(Input { may_move: true, ..input });
    let (before, after) = parallel::both(|| compiled(old), || compiled(new));
    let findings = [before.findings.clone(), after.findings.clone()];
    let (Some(before), Some(after)) = (before.sound(), after.sound()) else { return Err(findings) };
    let book = Book::embedded(true);
    let prices = Prices { book: &book, usage: None, region: None };
    let ((before, old_inventory), (after, new_inventory)) = (before, after);
    let bills =
        || [(&before, &old_inventory), (&after, &new_inventory)].map(|(it, of)| bill_of(it, of, &prices));
    let (bills, changes) = parallel::both(bills, || diff(&before.cloud, &after.cloud));
    let month = match bills {
        [Ok(old), Ok(new)] if old.missing.is_empty() && new.missing.is_empty() => {
            Some((old.month().expected, new.month().expected))
        }
        _ => None,
    };
    Ok(Difference { changes, month, compiled: [before, after] })
}
