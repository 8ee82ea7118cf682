//! What would move.

use polder_diag::{Finding, Span};
use polder_spec::{Platform, Setting};

use crate::codes::WOULD_MOVE;
use crate::lock::Lock;
use crate::rename::{Rename, renames};

/// Reports values that were settled and would change. New and removed entries are no findings, except where a cell seems to
/// have another name.
pub fn compare(before: &Lock, after: &Lock, platform: &Platform) -> Vec<Finding> {
    let renames = renames(before, after);
    let moved = before.values().filter_map(|(path, old)| {
        let new = after.get(path).filter(|new| *new != old)?;
        let explained =
            renames.iter().any(|it| it.explains(path, old)) || is_explained(before, after, path, old);
        if !is_kept(path) || explained || is_followed(platform, path, old) {
            return None;
        }
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
                .help(way_out(path, old, &undo)),
        )
    });
    moved.chain(renames.iter().map(Rename::finding)).collect()
}

/// Whether a value may not change. The others only show which entry is another one under a new name.
fn is_kept(path: &str) -> bool {
    let parts: Vec<&str> = path.split('.').collect();
    !matches!(
        parts.as_slice(),
        ["accounts", _, "environment"] | ["markets", _, "country"] | ["services", _, "cells"]
    )
}

/// Whether a value changes because another one does, which is what is reported or was released: the cell of a market, and the domain
/// of its host.
fn is_explained(before: &Lock, after: &Lock, path: &str, old: &str) -> bool {
    let domain = |lock: &Lock| lock.get("platform.domain").map(str::to_owned);
    match path.split('.').collect::<Vec<_>>().as_slice() {
        ["markets", _, "cell"] => before.get(&format!("cells.{old}.account")).is_none(),
        ["markets", _, "host"] => domain(before) != domain(after),
        _ => false,
    }
}

/// Whether the old value is a former host, whose resources become those of the present one.
fn is_followed(platform: &Platform, path: &str, old: &str) -> bool {
    let market = path.strip_prefix("markets.").and_then(|rest| rest.strip_suffix(".host"));
    let market = market.and_then(|name| platform.markets.iter().find(|market| market.name.value == name));
    market.is_some_and(|market| market.former_hosts.iter().any(|former| former.value == old))
}

fn way_out(path: &str, old: &str, undo: &str) -> String {
    let anew = format!("settle it anew with `polder lock --upgrade {}`", entry(path));
    match path.strip_prefix("markets.").and_then(|rest| rest.strip_suffix(".host")) {
        Some(market) => {
            format!(
                "add `{old}` to `former_hosts` of `[markets.{market}]`, so that its distribution stays; or {anew}"
            )
        }
        None => format!("{undo}, or {anew}"),
    }
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
        ["markets", _, "cell"] => {
            "the orders, customers and settings of the market stay in the database of the other cell"
        }
        ["markets", _, "host"] => {
            "the distribution and the certificate of the host would be destroyed, and created anew for the other host"
        }
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
    let market = |name: &str| platform.markets.iter().find(|market| market.name.value == name);
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
        ["markets", name, "cell"] => market(name).and_then(|market| market.cell.span()),
        ["markets", name, "host"] => market(name).and_then(|market| market.host.span()),
        ["cells", name, "account"] => cell(name).and_then(|cell| cell.account.span()),
        ["cells", _, "database"] => platform.database.engine.span(),
        ["cells", name, role, "region"] => site(name, role).and_then(|site| site.region.span()),
        ["cells", name, role, "network"] => site(name, role).and_then(|site| site.network.as_ref()?.span()),
        _ => None,
    }
}
