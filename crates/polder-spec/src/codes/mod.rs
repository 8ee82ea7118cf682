//! The codes of this crate. Numbers are never reused; each group has ten numbers or more.

mod accepted;
mod accounts;
mod cells;
mod channels;
mod edge;
mod markets;
mod names;
mod network;
mod retention;
mod services;
mod sizes;
mod software;
mod state;
mod syntax;
mod tags;
mod values;
mod workload;

use std::sync::LazyLock;

use polder_diag::Code;

pub(crate) use accepted::*;
pub(crate) use accounts::*;
pub(crate) use cells::*;
pub(crate) use channels::*;
pub(crate) use edge::*;
pub(crate) use markets::*;
pub(crate) use names::*;
pub(crate) use network::*;
pub(crate) use retention::*;
pub(crate) use services::*;
pub(crate) use sizes::*;
pub(crate) use software::*;
pub(crate) use state::*;
pub(crate) use syntax::*;
pub(crate) use tags::*;
pub(crate) use values::*;
pub(crate) use workload::*;

/// All codes of this crate, in the order of their numbers.
pub fn codes() -> &'static [&'static Code] {
    static ALL: LazyLock<Vec<&'static Code>> = LazyLock::new(|| {
        [
            syntax::ALL,
            values::ALL,
            names::ALL,
            accounts::ALL,
            cells::ALL,
            markets::ALL,
            network::ALL,
            workload::ALL,
            software::ALL,
            retention::ALL,
            services::ALL,
            tags::ALL,
            edge::ALL,
            state::ALL,
            channels::ALL,
            accepted::ALL,
            sizes::ALL,
        ]
        .concat()
    });
    &ALL
}

/// Declares the codes of a group, each with its page, and the list of them.
macro_rules! declare {
    ($($id:literal $name:literal $severity:ident $constant:ident: $summary:literal
       finds $finds:literal why $why:literal todo $todo:literal)+) => {
        $(
            #[doc = $summary]
            pub(crate) static $constant: polder_diag::Code = polder_diag::Code {
                id: $id,
                name: $name,
                severity: polder_diag::Severity::$severity,
                summary: $summary,
                page: concat!(
                    "# ", $id, " ", $name, "\n\n", $summary, ".\n\n## What it finds\n\n", $finds,
                    "\n\n## Why it matters\n\n", $why, "\n\n## What to do\n\n", $todo, "\n"
                ),
            };
        )+
        /// The codes of this group.
        pub(super) static ALL: &[&polder_diag::Code] = &[$(&$constant),+];
    };
}
use declare;

/// Codes of problems that cannot occur any more. They are not used again.
#[cfg(test)]
const RETIRED: [&str; 1] = ["SPEC047"];

#[cfg(test)]
mod tests {
    use super::{RETIRED, codes};

    #[test]
    fn a_retired_code_is_not_used_again() {
        for code in codes() {
            assert!(!RETIRED.contains(&code.id), "{}", code.id);
        }
    }
}
