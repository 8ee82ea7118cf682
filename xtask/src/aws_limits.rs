//! Writes the constraints of AWS's own schemas into `crates/polder-aws-limits/data`.
//!
//! Three packages are read, and no code of theirs runs: `cfn-lint` carries the schemas of CloudFormation's resource types for
//! every region, `botocore` the models of AWS's APIs, `cdktn-provider-aws` the names of the Terraform provider. The
//! format is described in `crates/polder-aws-limits/data/README.md`.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

mod actions;
mod api;
mod classes;
mod cloudformation;
mod constraints;
mod derived;
mod kinds;
mod limits;
mod matching;
mod node;
mod regions;
mod values;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use self::api::Api;
use self::cloudformation::CloudFormation;
use self::kinds::Kinds;
use crate::provider_bindings;
use crate::tools;

/// The regions of the data: those of the facts.
const REGIONS: [&str; 15] = [
    "ap-northeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-2",
];

const DATA: &str = "crates/polder-aws-limits/data";

/// The table of the kinds of resources in use.
const IN_USE: &str = "crates/polder-aws/src/kinds/table.rs";

/// A package with the licence of its data, pinned by the hash of its wheel.
struct Package {
    name: &'static str,
    version: &'static str,
    sha256: &'static str,
    licence: &'static str,
}

const CFN_LINT: Package = Package {
    name: "cfn-lint",
    version: "1.58.0",
    sha256: "9d9f06043160756a6158f5c3f92a44ce38254b1c578127461608305bc8262987",
    licence: "MIT-0",
};

const BOTOCORE: Package = Package {
    name: "botocore",
    version: "1.44.8",
    sha256: "76342a76c338701db80dcb8afe1c9bd079283d6fffbb9d881442abb02a215043",
    licence: "Apache-2.0",
};

/// Writes the files.
pub(crate) fn write(root: &Path) -> Result<String> {
    let Some(fresh) = fresh(root)? else { return missing() };
    let mut bytes = 0;
    for (file, text) in &fresh.files {
        bytes += text.len();
        fs::write(root.join(DATA).join(file), text).with_context(|| format!("cannot write `{file}`"))?;
    }
    let unmatched = root.join("target/xtask/aws-limits-unmatched.txt");
    fs::create_dir_all(root.join("target/xtask"))?;
    fs::write(&unmatched, &fresh.unmatched)?;
    Ok(format!(
        "wrote {} files to `{DATA}`, {} KB; attributes without a match are in `{}`",
        fresh.files.len(),
        bytes / 1024,
        unmatched.display()
    ))
}

/// Compares the files with the packages.
pub(crate) fn check(root: &Path) -> Result<String> {
    let Some(fresh) = fresh(root)? else { return missing() };
    for (file, text) in &fresh.files {
        let found = fs::read_to_string(root.join(DATA).join(file));
        let found = found.with_context(|| format!("cannot read `{file}`"))?;
        ensure!(found == *text, "`{DATA}/{file}` is stale: run `cargo xtask aws-limits`");
    }
    Ok(format!("`{DATA}` is fresh"))
}

struct Fresh {
    files: Vec<(&'static str, String)>,
    unmatched: String,
}

fn missing() -> Result<String> {
    tools::skipped("the limits of AWS were not compared: Python is missing")
}

fn fresh(root: &Path) -> Result<Option<Fresh>> {
    let Some(lint) = package(root, &CFN_LINT)? else { return Ok(None) };
    let Some(boto) = package(root, &BOTOCORE)? else { return Ok(None) };
    let kinds = fs::read_to_string(root.join(DATA).join("kinds.txt")).context("cannot read `kinds.txt`")?;
    let kinds = Kinds::parse(&kinds)?;
    let Some(terraform) = provider_bindings::blocks(root, kinds.names())? else { return Ok(None) };
    let schemas = CloudFormation::open(&lint.join("cfnlint/data"))?;
    let mut api = Api::open(&boto.join("botocore/data"));
    let limits = constraints::text(&kinds, &terraform, &schemas, &mut api)?;
    let classes = classes::text(&schemas)?;
    let regions = regions::text(&kinds, &schemas, &api)?;
    let used = fs::read_to_string(root.join(IN_USE)).context("cannot read the kinds in use")?;
    let actions = actions::text(&kinds, &schemas, &used)?;
    let files = vec![
        ("actions.txt", header("The actions that each operation on a resource needs.", &actions)),
        (
            "constraints.txt",
            header("What AWS accepts for attributes of the Terraform provider.", &limits.text),
        ),
        ("classes.txt", header("Machine classes by region, and versions of engines.", &classes)),
        ("regions.txt", header("Resource types and services that regions lack.", &regions)),
    ];
    Ok(Some(Fresh { files, unmatched: limits.unmatched }))
}

fn package(root: &Path, package: &Package) -> Result<Option<std::path::PathBuf>> {
    let requirement = format!("{}=={} --hash=sha256:{}", package.name, package.version, package.sha256);
    tools::hashed_wheel(root, package.name, &requirement)
}

/// The texts of a list.
fn strings(list: &Value) -> impl Iterator<Item = String> {
    let values = list.as_array().into_iter().flatten();
    values.filter_map(|value| Some(value.as_str()?.to_owned()))
}

fn header(what: &str, text: &str) -> String {
    let source = |package: &Package| {
        format!(
            "# Source: PyPI {} {} ({}), data published by AWS.\n",
            package.name, package.version, package.licence
        )
    };
    format!(
        "# {what} Written by `cargo xtask aws-limits`; the format is in README.md.\n{}{}{text}",
        source(&CFN_LINT),
        source(&BOTOCORE)
    )
}
