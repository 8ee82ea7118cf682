//! What would move.

use std::collections::BTreeSet;

use polder_diag::{Finding, Span};
use polder_spec::{Platform, Setting};

use crate::codes::{CELL_RENAMED, WOULD_MOVE};
use crate::lock::Lock;

/// Reports values that were settled and would change. New and removed entries are no findings, except where a cell seems to
/// have another name.
pub fn compare(before: &Lock, after: &Lock, platform: &Platform) -> Vec<Finding> {
    let moved = before.values().filter_map(|(path, old)| {
        let new = after.get(path).filter(|new| *new != old)?;
        let message = format!("`{path}` is settled as `{old}` and would become `{new}`");
        let undo = if span(platform, path).is_some() {
            format!("set it back to `{old}`")
        } else {
            "undo the change".to_owned()
        };
        Some(
            Finding::new(&WOULD_MOVE, message)
                .at(span(platform, path), "settled otherwise")
                .note(consequence(path))
                .help(format!("{undo}, or settle it anew with `polder lock --upgrade {}`", entry(path))),
        )
    });
    moved.chain(renamed(before, after)).collect()
}

/// What settles a value anew: of subnets, their network.
fn entry(path: &str) -> String {
    path.split_once(".subnets.").map_or_else(|| path.to_owned(), |(site, _)| format!("{site}.network"))
}

/// What Terraform would do.
fn consequence(path: &str) -> &'static str {
    let parts: Vec<&str> = path.split('.').collect();
    match parts.as_slice() {
        [.., "network"] => "the VPC and everything in it would be replaced, the database included",
        [.., "subnets", _] => "the subnets and what is in them would be replaced",
        ["cells", _, _, "region"] | ["cells", _, "account"] => {
            "stacks with empty stores would be created there, and the present ones would no longer be managed"
        }
        ["cells", _, "database"] => "the database would be replaced by an empty one",
        ["accounts", _, "home"] => {
            "what an account has once, such as the main registry, would be created anew in another region"
        }
        ["accounts", _, "id"] => "everything would be created anew in another account",
        ["state", ..] => "the stacks would no longer find their state, and would create everything anew",
        _ => "names of buckets, databases and keys are made from it: they would be replaced",
    }
}

/// Where the file says it.
fn span(platform: &Platform, path: &str) -> Option<Span> {
    let parts: Vec<&str> = path.split('.').collect();
    let cell = |name: &str| platform.cells.iter().find(|cell| cell.name.value == name);
    let site = |name: &str, role: &str| match role {
        "primary" => cell(name).map(|cell| &cell.primary),
        _ => cell(name).and_then(|cell| cell.backup.as_ref()).map(|backup| &backup.site),
    };
    match *parts.as_slice() {
        ["platform", "name"] => platform.name.span(),
        ["platform", "domain"] => platform.domain.span(),
        ["state", "bucket"] => platform.state.bucket.span(),
        ["state", "region"] => platform.state.region.span(),
        ["state", "replica_region"] => platform.state.replica_region.span(),
        ["accounts", name, "id"] => {
            let account = platform.accounts.iter().find(|account| account.name.value == name);
            account.and_then(|account| account.id.as_ref()).and_then(Setting::span)
        }
        ["cells", name, "account"] => cell(name).and_then(|cell| cell.account.span()),
        ["cells", _, "database"] => platform.database.engine.span(),
        ["cells", name, role, "region"] => site(name, role).and_then(|site| site.region.span()),
        ["cells", name, role, "network"] => site(name, role).and_then(|site| site.network.as_ref()?.span()),
        _ => None,
    }
}

/// Cells that are new where another cell is gone.
fn renamed(before: &Lock, after: &Lock) -> Vec<Finding> {
    let (old, new) = (cells(before), cells(after));
    let place = |lock: &Lock, cell: &str| {
        let of = |key: &str| lock.get(&format!("cells.{cell}.{key}")).map(str::to_owned);
        Some((of("account")?, of("primary.region")?))
    };
    let mut findings = vec![];
    for gone in old.difference(&new) {
        let same = |cell: &&&str| place(before, gone).is_some_and(|it| Some(it) == place(after, cell));
        if let Some(fresh) = new.difference(&old).find(same) {
            findings.push(
                Finding::new(&CELL_RENAMED, format!("the cell `{gone}` is gone, and the new cell `{fresh}` is where it was"))
                    .note("the name of a cell is in the names of its resources and in the keys of its states: under another name it is \
                           a new cell with an empty database")
                    .help(format!(
                        "keep the name `{gone}`; if that cell is to be removed, say so with `polder lock --upgrade cells.{gone}`"
                    )),
            );
        }
    }
    findings
}

/// The names of the cells in a lock.
fn cells(lock: &Lock) -> BTreeSet<&str> {
    lock.values().filter_map(|(path, _)| path.strip_prefix("cells.")?.split('.').next()).collect()
}
