//! Writes the schema of the provider's newest major version into the repository, as far as bindings that are
//! generated from it contain it: the provider itself is in no package registry.
//!
//! The limits of this source are documented in `crates/polder-cloud/schema/README.md`.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

mod deprecated;
mod differences;
mod generated;
mod merge;
mod shape;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use self::generated::Generated;
use crate::provider_schema::{Wanted, trim};
use crate::tools;

/// The bindings of CDK Terrain: names and types.
const BINDINGS: &str = "cdktn-provider-aws==25.8.1";
/// The provider version that they are generated from, which they contain.
const VERSION: &str = "6.69.1";
/// The bindings of Pulumi: deprecations.
const BRIDGE: &str = "pulumi-aws==7.51.1";

const SCHEMA: &str = "crates/polder-cloud/schema/aws6.json";
const BOTH: &str = "crates/polder-cloud/schema/both.json";
const DIFFERENCES: &str = "crates/polder-cloud/schema/differences.txt";

/// Writes the schema, its intersection with that of the previous major version, and their differences.
pub(crate) fn write(root: &Path) -> Result<String> {
    let Some(fresh) = fresh(root)? else { return missing() };
    for (file, text) in fresh.files() {
        fs::write(root.join(file), text).with_context(|| format!("cannot write `{file}`"))?;
    }
    Ok(format!("wrote `{SCHEMA}`, {} KB\n{}", fresh.schema.len() / 1024, fresh.summary))
}

/// Compares the files with the bindings.
pub(crate) fn check(root: &Path) -> Result<String> {
    let Some(fresh) = fresh(root)? else { return missing() };
    for (file, text) in fresh.files() {
        let found = fs::read_to_string(root.join(file)).with_context(|| format!("cannot read `{file}`"))?;
        ensure!(found == *text, "`{file}` is stale: run `cargo xtask provider-bindings`");
    }
    Ok(format!("`{SCHEMA}` is fresh\n{}", fresh.summary))
}

struct Fresh {
    schema: String,
    both: String,
    differences: String,
    summary: String,
}

impl Fresh {
    fn files(&self) -> [(&'static str, &String); 3] {
        [(SCHEMA, &self.schema), (BOTH, &self.both), (DIFFERENCES, &self.differences)]
    }
}

/// The blocks of resource types, in the format of `terraform providers schema -json`: also of types that Polder does
/// not use. `None` where Python is missing.
pub(crate) fn blocks<'k>(
    root: &Path,
    kinds: impl Iterator<Item = &'k str>,
) -> Result<Option<BTreeMap<String, Value>>> {
    let wanted = Wanted::parse(&kinds.collect::<Vec<_>>().join("\n"))?;
    let Some(bindings) = tools::wheel(root, "cdktn-provider-aws", BINDINGS)? else { return Ok(None) };
    let code = unpack(root, &bindings, &wanted)?;
    let mut found = BTreeMap::new();
    for (mode, kind) in wanted.kinds() {
        let generated = read(&code.join(folder(mode, kind)))?;
        let block = shape::of_type(&generated, kind).with_context(|| format!("in `{kind}`"))?;
        found.insert(kind.to_owned(), block);
    }
    Ok(Some(found))
}

fn missing() -> Result<String> {
    tools::skipped("the schema of the newest provider was not compared: Python is missing")
}

fn fresh(root: &Path) -> Result<Option<Fresh>> {
    let list = fs::read_to_string(root.join("crates/polder-cloud/schema/types.txt"))?;
    let wanted = Wanted::parse(&list)?;
    let Some(bindings) = tools::wheel(root, "cdktn-provider-aws", BINDINGS)? else { return Ok(None) };
    let Some(bridge) = tools::wheel(root, "pulumi-aws", BRIDGE)? else { return Ok(None) };
    let code = unpack(root, &bindings, &wanted)?;
    let mut schema = schema(&code, &wanted)?;
    let deprecated = deprecated::mark(&mut schema, &classes(&bridge.join("pulumi_aws"))?)?;
    let whole = json!({"provider_schemas": {"aws": schema}});
    let schema = trim(&whole, &wanted, VERSION)?;
    let old = fs::read_to_string(root.join("crates/polder-cloud/schema/aws.json"))?;
    let found = differences::compare(&old, &schema)?;
    let mut differences = String::from(
        "# In what the schema of the provider's newest major differs from the one before, as far as types of the list\n\
         # go. Written by `cargo xtask provider-bindings`.\n",
    );
    differences.push_str(&found.lines.join("\n"));
    differences.push('\n');
    let summary = format!("{}; {} members are deprecated in it", found.summary(), deprecated.len());
    let both = merge::merge(&old, &schema)?;
    Ok(Some(Fresh { schema, both, differences, summary }))
}

/// Extracts the folders of the wanted types from the archive inside the bindings.
fn unpack(root: &Path, bindings: &Path, wanted: &Wanted) -> Result<PathBuf> {
    let inside = bindings.join("cdktn_provider_aws/_jsii");
    let archives = fs::read_dir(&inside).with_context(|| format!("cannot read `{}`", inside.display()))?;
    let archive = archives
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "tgz"))
        .context("the bindings contain no archive")?;
    let out = root.join("target/xtask/provider-bindings");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    let mut unpack = Command::new("tar");
    unpack.arg("-xzf").arg(&archive).arg("-C").arg(&out).arg("--exclude=*.d.ts").arg("package/lib/provider");
    for (mode, kind) in wanted.kinds() {
        unpack.arg(format!("package/lib/{}", folder(mode, kind)));
    }
    tools::run(&mut unpack)?;
    Ok(out.join("package/lib"))
}

/// `data-aws-ecs-cluster` for the data source `aws_ecs_cluster`.
fn folder(mode: &str, kind: &str) -> String {
    let name = kind.strip_prefix("aws_").unwrap_or(kind).replace('_', "-");
    if mode == "data_source_schemas" { format!("data-aws-{name}") } else { name }
}

/// The equivalent of `terraform providers schema -json`.
fn schema(code: &Path, wanted: &Wanted) -> Result<Value> {
    let provider = read(&code.join("provider"))?;
    let mut schema = json!({"provider": {"block": shape::of_provider(&provider)?}});
    for (mode, kind) in wanted.kinds() {
        let generated = read(&code.join(folder(mode, kind)))?;
        let block = shape::of_type(&generated, kind).with_context(|| format!("in `{kind}`"))?;
        let section = schema.as_object_mut().context("no object")?;
        let section = section.entry(mode).or_insert_with(|| Value::Object(Map::new()));
        section[kind] = json!({"block": block});
    }
    Ok(schema)
}

/// All code in a folder. Every file of a type contains the provider version.
fn read(folder: &Path) -> Result<Generated> {
    let mut generated = Generated::default();
    let mut said = false;
    for file in files(folder, "js")? {
        let code = fs::read_to_string(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
        said |= code.contains(&format!("providerVersion: '{VERSION}'"));
        generated.read(&code);
    }
    ensure!(said, "`{}` is not of version {VERSION}", folder.display());
    Ok(generated)
}

/// All classes of the bridge with deprecated members.
fn classes(bridge: &Path) -> Result<Vec<deprecated::Class>> {
    let mut found = vec![];
    for file in files(bridge, "py")? {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name != "_inputs.py" {
            let code =
                fs::read_to_string(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
            found.extend(deprecated::classes(&code, name == "outputs.py"));
        }
    }
    ensure!(!found.is_empty(), "the bridge has no deprecations: the format of its code has changed");
    Ok(found)
}

/// The files below a folder with this ending, in order.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let mut found = vec![];
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
