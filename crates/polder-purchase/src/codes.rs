//! The codes of errors in the file of what is owned.

use polder_diag::{Code, Severity};

/// Every code of this crate, in order.
pub fn codes() -> &'static [&'static Code] {
    &CODES
}

static CODES: [&Code; 4] = [&SYNTAX, &UNKNOWN_KEY, &WRONG_VALUE, &NO_EFFECT];

pub(crate) static SYNTAX: Code = Code {
    id: "COMMIT001",
    name: "owned-file-syntax",
    severity: Severity::Error,
    summary: "the file of commitments that are owned cannot be read",
    page: "## What it finds\n\nThe file given with `--owned` is not TOML, or has more than 4 MiB.\n\n## Why it \
           matters\n\nWhat is owned and not counted would be bought again.\n\n## What to do\n\nCorrect the file at the \
           location. `docs/commitments.md` describes its format.\n",
};

pub(crate) static UNKNOWN_KEY: Code = Code {
    id: "COMMIT002",
    name: "owned-file-unknown-key",
    severity: Severity::Error,
    summary: "the file of commitments that are owned has a key that does not exist",
    page: "## What it finds\n\nA key that the format does not have.\n\n## Why it matters\n\nIt would have no effect, and the \
           list would look as if it had.\n\n## What to do\n\nTake the keys from `docs/commitments.md`.\n",
};

pub(crate) static WRONG_VALUE: Code = Code {
    id: "COMMIT003",
    name: "owned-file-wrong-value",
    severity: Severity::Error,
    summary: "a value in the file of commitments that are owned has the wrong form",
    page: "## What it finds\n\nA value that is missing or has the wrong form: a date that does not exist, a number of \
           reservations that is no whole number, an unknown kind.\n\n## Why it matters\n\nWhat is owned and not counted \
           would be bought again.\n\n## What to do\n\nCorrect the value as the message says.\n",
};

pub(crate) static NO_EFFECT: Code = Code {
    id: "COMMIT004",
    name: "owned-without-effect",
    severity: Severity::Warning,
    summary: "a commitment that is owned covers nothing in the year",
    page: "## What it finds\n\nA commitment that ends before the start of the year, or that is for something that the platform \
           does not use.\n\n## Why it matters\n\nIt is paid and saves nothing, or it has a spelling mistake and is not \
           counted.\n\n## What to do\n\nCompare its names with those of `polder price --format json`. Leave out what has \
           ended.\n",
};

#[cfg(test)]
mod tests {
    use super::codes;

    #[test]
    fn codes_are_numbered_and_have_pages() {
        for (index, code) in codes().iter().enumerate() {
            assert_eq!(code.id, format!("COMMIT{:03}", index + 1));
            for heading in ["## What it finds", "## Why it matters", "## What to do"] {
                assert!(code.page.contains(heading), "{} lacks `{heading}`", code.id);
            }
        }
    }
}
