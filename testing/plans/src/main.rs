//! Compares the inventory of the graph with that of real plans, value by value.
//!
//! `cargo xtask plan production` writes the output of `terraform show -json` for the plans of all production
//! stacks. They are loaded like foreign plans, and read with the reader that reads the graph. Differences
//! must be in `testing/plan-differences.toml`, with their reason. `--all` prints every difference; an
//! argument names another folder with plans.
#![expect(clippy::print_stdout, reason = "a task prints what it found")]

mod aligned;
mod exceptions;
mod json;
mod plans;
mod references;
mod restore;
mod unknown;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use polder_aws_inventory::read;
use polder_cloud::index::Variables;
use polder_cloud::{Cloud, Index};
use polder_inventory::{Inventory, canonical, differences};

use crate::exceptions::Exceptions;

/// The account whose stacks are planned.
const ACCOUNT: &str = "production";

fn main() -> ExitCode {
    match compare() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let compiled = polder::compile(polder::EXAMPLE).sound().expect("the built-in example is sound");
    let own = aligned::restricted(&compiled.cloud, ACCOUNT);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.iter().find(|argument| !argument.starts_with("--"));
    let folder = folder.map_or_else(|| root.join(plans::KEPT), PathBuf::from);
    let planned = plans::load(&folder, &compiled, ACCOUNT)?;
    println!("plans       {}", planned.figures);
    planned.other.iter().for_each(|line| println!("  {line}"));
    let (graph, plans) = (inventory(&own), inventory(&planned.cloud));
    let exceptions = Exceptions::read(&root)?;
    let found = differences(&graph, &plans);
    let explained = exceptions.explain(&found);
    let values = canonical(&graph).lines().count();
    println!(
        "inventory   {values} values, {} differ, {} of them for no known reason",
        found.len(),
        explained.unexplained.len()
    );
    for (reason, count) in &explained.by_reason {
        println!("  {count:>5}  {reason}");
    }
    let most = if arguments.iter().any(|argument| argument == "--all") { usize::MAX } else { 40 };
    for line in explained.unexplained.iter().take(most) {
        println!("{line}");
    }
    if !explained.stale.is_empty() {
        return Err(format!(
            "{} lists differences that do not occur: {}",
            exceptions::FILE,
            explained.stale.join(", ")
        ));
    }
    match explained.unexplained.len() {
        0 => Ok(()),
        count => Err(format!("{count} values differ for no known reason")),
    }
}

/// Variables have the values of the plans.
fn inventory(cloud: &Cloud) -> Inventory {
    read(&Index::with(cloud, Variables::Examples), &|_| None)
}
