//! The codes of errors in the files of a bill.

use polder_diag::{Code, Severity};

/// Every code of this crate, in order.
pub fn codes() -> &'static [&'static Code] {
    &CODES
}

static CODES: [&Code; 5] = [&SYNTAX, &UNKNOWN_KEY, &WRONG_VALUE, &UNIT_DIFFERS, &UNKNOWN_ADDRESS];

pub(crate) static SYNTAX: Code = Code {
    id: "PRICE001",
    name: "price-file-syntax",
    severity: Severity::Error,
    summary: "a file of prices or of usage cannot be read",
    page: "## What it finds\n\nThe file given with `--prices` is not TOML, or the one given with `--usage` is not YAML; or it is \
           too large or too deep, or uses anchors, aliases or tags.\n\n## Why it matters\n\nA price that is not read is not \
           applied.\n\n## What to do\n\nCorrect the file at the location. `docs/price.md` describes both formats.\n",
};

pub(crate) static UNKNOWN_KEY: Code = Code {
    id: "PRICE002",
    name: "price-file-unknown-key",
    severity: Severity::Error,
    summary: "a file of prices has a key that does not exist",
    page: "## What it finds\n\nA key, a service or an item that the price book does not know.\n\n## Why it matters\n\nIt would have \
           no effect, and the bill would look as if it had.\n\n## What to do\n\nTake the names from the lines of \
           `polder price --format json`.\n",
};

pub(crate) static WRONG_VALUE: Code = Code {
    id: "PRICE003",
    name: "price-file-wrong-value",
    severity: Severity::Error,
    summary: "a value in a file of prices or of usage has the wrong form",
    page: "## What it finds\n\nA price with more than twelve places or an exponent, a percentage of more than a hundred, a \
           usage that is no number.\n\n## Why it matters\n\nPrices are exact decimals. A value that is rounded while it is \
           read would change the bill without anyone noticing.\n\n## What to do\n\nWrite a plain decimal: `0.0464`.\n",
};

pub(crate) static UNIT_DIFFERS: Code = Code {
    id: "PRICE004",
    name: "price-unit-differs",
    severity: Severity::Error,
    summary: "a price is for another unit than the item is billed in",
    page: "## What it finds\n\nA price of your own names a unit in which the item is not billed.\n\n## Why it matters\n\nA price for \
           a million requests that is applied to one request is wrong by a factor of a million.\n\n## What to \
           do\n\nConvert the price to the unit that the message names.\n",
};

pub(crate) static UNKNOWN_ADDRESS: Code = Code {
    id: "PRICE005",
    name: "usage-unknown-address",
    severity: Severity::Warning,
    summary: "a usage file names a resource that is not there",
    page: "## What it finds\n\nAn address below `resource_usage` that no billed resource has.\n\n## Why it matters\n\nIts usage is \
           not on the bill: the resource was renamed, or the address has a spelling mistake.\n\n## What to do\n\nTake the \
           addresses from `terraform state list` or from the lines of the bill.\n",
};

#[cfg(test)]
mod tests {
    use super::codes;

    #[test]
    fn codes_are_numbered_and_have_pages() {
        for (index, code) in codes().iter().enumerate() {
            assert_eq!(code.id, format!("PRICE{:03}", index + 1));
            for heading in ["## What it finds", "## Why it matters", "## What to do"] {
                assert!(code.page.contains(heading), "{} lacks `{heading}`", code.id);
            }
        }
    }
}
