//! The codes of findings about the lock file.

use polder_diag::{Code, Severity};

/// Every code of this crate, in order.
pub fn codes() -> &'static [&'static Code] {
    &CODES
}

static CODES: [&Code; 6] =
    [&UNREADABLE_LOCK, &NEWER_LOCK, &WOULD_MOVE, &CELL_RENAMED, &OVERLAPS_SETTLED, &RENAMED];

pub(crate) static UNREADABLE_LOCK: Code = Code {
    id: "LOCK001",
    name: "unreadable-lock",
    severity: Severity::Error,
    summary: "the lock file cannot be read",
    page: "## What it finds\n\n`polder.lock` is not TOML, or has entries that Polder does not write.\n\n## Why it \
           matters\n\nWithout the lock, networks and the place of the state would be chosen anew, and Terraform would replace \
           what runs.\n\n## What to do\n\nResolve what a merge left: every table belongs to one cell, one site or one \
           account, so both sides can usually be kept. Or take the lock file of the last commit.\n",
};

pub(crate) static NEWER_LOCK: Code = Code {
    id: "LOCK002",
    name: "newer-lock",
    severity: Severity::Error,
    summary: "the lock file was written by a newer Polder",
    page: "## What it finds\n\n`polder.lock` has a format that this version does not know.\n\n## Why it matters\n\nWhat \
           this version does not understand it could not keep.\n\n## What to do\n\nUse the version that wrote it, or a newer \
           one.\n",
};

pub(crate) static WOULD_MOVE: Code = Code {
    id: "LOCK003",
    name: "settled-value-would-move",
    severity: Severity::Error,
    summary: "a change would move what was settled, and replace what runs",
    page: "## What it finds\n\nA value in `polder.lock` would change: the network or the region of a site, the account or the \
           database engine of a cell, the name or the domain of the platform, the bucket of the state.\n\n## Why it \
           matters\n\nTerraform cannot change it in place. It would replace stores with empty ones, or create everything anew \
           beside what runs.\n\n## What to do\n\nUndo the change. If nothing is deployed yet, or the data has been moved, \
           `polder lock --upgrade ENTRY` settles the entry anew; `polder diff` shows what that replaces.\n",
};

pub(crate) static CELL_RENAMED: Code = Code {
    id: "LOCK004",
    name: "cell-renamed",
    severity: Severity::Error,
    summary: "a cell seems to have been renamed",
    page: "## What it finds\n\nA cell of `polder.lock` is gone, and a new cell has its account and its primary region.\n\n## Why \
           it matters\n\nThe name of a cell is in the identifiers of its database, its buckets and its keys, and in the keys of its \
           Terraform states. Neither can be renamed, and a `moved` block cannot move a resource to another state: a renamed \
           cell is a new one with an empty database.\n\n## What to do\n\nKeep the name. If the old cell is to be removed and the \
           new one is really new, `polder lock --upgrade cells.NAME` says so.\n",
};

pub(crate) static OVERLAPS_SETTLED: Code = Code {
    id: "LOCK005",
    name: "overlaps-settled-network",
    severity: Severity::Error,
    summary: "a network overlaps one that is settled for another site",
    page: "## What it finds\n\nThe network of a site overlaps a network that `polder.lock` has for another \
           site.\n\n## Why it matters\n\nSites whose networks overlap can never be joined, and the settled one \
           cannot move.\n\n## What to do\n\nChoose another network, or leave `network` out: the design chooses a free \
           one.\n",
};

pub(crate) static RENAMED: Code = Code {
    id: "LOCK006",
    name: "renamed",
    severity: Severity::Error,
    summary: "an account, a market or a service seems to have been renamed",
    page: "## What it finds\n\nAn account, a market or a service of `polder.lock` is gone, and a new one is where it was: an account of \
           the same environment, a market in the same country and cell, a service in the same cells.\n\n## Why it \
           matters\n\nThe name of an account is in the keys of its Terraform states. That of a market is the slug of its channel in \
           Saleor, so that another name is a new channel without prices, stock and orders. That of a service is in the names of its \
           resources, which AWS cannot rename, and is the role that owns its tables in the database. A `moved` block changes none of \
           them.\n\n## What to do\n\nKeep the name. If the old one is to be removed and the new one is really new, `polder lock \
           --upgrade ENTRY` says so. The host of a market can change: `former_hosts`.\n",
};
