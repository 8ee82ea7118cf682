//! Entries that seem to have another name.

use std::collections::BTreeSet;

use polder_diag::Finding;

use crate::codes::{CELL_RENAMED, RENAMED};
use crate::lock::Lock;

/// A kind of entries that have a name.
struct Kind {
    /// Their table in the lock.
    table: &'static str,
    /// One of them.
    one: &'static str,
    /// The values that a renamed entry keeps.
    same: &'static [&'static str],
    /// What its name is part of.
    note: &'static str,
}

static KINDS: [Kind; 4] = [
    Kind {
        table: "accounts",
        one: "account",
        same: &["environment"],
        note: "the name of an account is in the keys of its states: under another name everything in it would be created anew",
    },
    Kind {
        table: "cells",
        one: "cell",
        same: &["account", "primary.region"],
        note: "the name of a cell is in the names of its resources and in the keys of its states: under another name it is a new \
               cell with an empty database",
    },
    Kind {
        table: "markets",
        one: "market",
        same: &["country", "cell"],
        note: "the name of a market is the slug of its channel: under another name it is a new channel without prices, stock and \
               orders",
    },
    Kind {
        table: "services",
        one: "service",
        same: &["cells"],
        note: "the name of a service is in the names of its resources and of its role in the database: under another name they \
               would be destroyed and created anew",
    },
];

/// An entry that is gone, and a new one where it was.
pub(crate) struct Rename<'a> {
    kind: &'static Kind,
    gone: &'a str,
    fresh: &'a str,
}

impl Rename<'_> {
    /// Whether the value of an entry changes because it is the name that changed: `cells.de.account` with the account.
    pub(crate) fn explains(&self, path: &str, old: &str) -> bool {
        let refers = match self.kind.table {
            "accounts" => path.starts_with("cells.") && path.ends_with(".account"),
            "cells" => path.starts_with("markets.") && path.ends_with(".cell"),
            _ => false,
        };
        refers && old == self.gone
    }

    pub(crate) fn finding(&self) -> Finding {
        let Rename { kind, gone, fresh } = self;
        let Kind { table, one, note, .. } = kind;
        let code = if *one == "cell" { &CELL_RENAMED } else { &RENAMED };
        Finding::new(code, format!("the {one} `{gone}` is gone, and the new {one} `{fresh}` is where it was")).note(*note).help(
            format!("keep the name `{gone}`; if that {one} is to be removed, say so with `polder lock --upgrade {table}.{gone}`"),
        )
    }
}

/// The entries that are new where another one is gone. A cell in a renamed account, and a market in a renamed cell, are where they
/// were.
pub(crate) fn renames<'a>(before: &'a Lock, after: &'a Lock) -> Vec<Rename<'a>> {
    let mut found: Vec<Rename<'a>> = vec![];
    for kind in &KINDS {
        let (old, new) = (names(before, kind.table), names(after, kind.table));
        for gone in old.difference(&new).copied() {
            let is_same = |fresh: &str| {
                kind.same.iter().all(|key| {
                    let value =
                        |lock: &'a Lock, name: &str| lock.get(&format!("{}.{name}.{key}", kind.table));
                    let (was, is) = (value(before, gone), value(after, fresh));
                    let renamed = found.iter().any(|it| Some(it.gone) == was && Some(it.fresh) == is);
                    was.is_some() && (was == is || renamed)
                })
            };
            if let Some(fresh) = new.difference(&old).copied().find(|fresh| is_same(fresh)) {
                found.push(Rename { kind, gone, fresh });
            }
        }
    }
    found
}

/// The names of the entries of a table.
fn names<'a>(lock: &'a Lock, table: &str) -> BTreeSet<&'a str> {
    let name = |path: &'a str| path.strip_prefix(table)?.strip_prefix('.')?.split('.').next();
    lock.values().filter_map(|(path, _)| name(path)).collect()
}
