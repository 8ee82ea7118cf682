//! The difference between two platforms.

use polder_cloud::parallel;
use polder_diag::Finding;
use polder_diff::{Change, Form, diff, render};
use polder_price::{Book, Money};

use crate::compile::{Input, compile_with_inventory};
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
    let compiled = |input: Input<'_>| compile_with_inventory(Input { may_move: true, ..input });
    let (before, after) = match new.lock {
        Some(_) => parallel::both(|| compiled(old), || compiled(new)),
        None => {
            let before = compiled(old);
            let lock = before.value.as_ref().map(|(compiled, _)| compiled.settled.to_string());
            let after = compiled(Input { lock: lock.as_deref(), ..new });
            (before, after)
        }
    };
    let findings = [before.findings.clone(), after.findings.clone()];
    let (Some(before), Some(after)) = (before.sound(), after.sound()) else { return Err(findings) };
    let book = Book::embedded(true);
    let prices = Prices { book: &book, usage: None, region: None };
    let ((before, old_inventory), (after, new_inventory)) = (before, after);
    let month = (|| {
        let old = bill_of(&before, &old_inventory, &prices).ok()?;
        let new = bill_of(&after, &new_inventory, &prices).ok()?;
        let complete = old.missing.is_empty() && new.missing.is_empty();
        complete.then(|| (old.month().expected, new.month().expected))
    })();
    let changes = diff(&before.cloud, &after.cloud);
    Ok(Difference { changes, month, compiled: [before, after] })
}
