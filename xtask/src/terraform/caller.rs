//! One root that calls stacks as modules: the provider starts once for all of them. The result of `validate`
//! for a stack does not depend on its caller, and Terraform ignores the backends of modules.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// Terraform's warning for each stack that is called as a module.
const BACKEND_IGNORED: &str = "Backend configuration ignored";

/// The file that every stack has.
const MAIN: &str = "main.tf";

/// A stack: its folder, and its variables that have no default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stack {
    /// Relative to the folder of the platform.
    pub(crate) folder: String,
    variables: Vec<String>,
}

/// The stacks below `stacks`, in order: they are not nested.
pub(crate) fn stacks(platform: &Path) -> Result<Vec<Stack>> {
    let mut stacks = vec![];
    find(platform, "stacks", &mut stacks)?;
    ensure!(!stacks.is_empty(), "there are no stacks in `{}`", platform.display());
    Ok(stacks)
}

/// The modules, in order: the folders below `modules`.
pub(crate) fn modules(platform: &Path) -> Result<Vec<String>> {
    let modules = folders(&platform.join("modules"))?;
    ensure!(!modules.is_empty(), "there are no modules in `{}`", platform.display());
    Ok(modules)
}

/// Writes a root that calls all stacks into the folder of their platform.
pub(crate) fn write(platform: &Path, stacks: &[Stack]) -> Result<()> {
    let file = platform.join(MAIN);
    fs::write(&file, root(stacks)).with_context(|| format!("cannot write `{}`", file.display()))
}

fn find(platform: &Path, below: &str, stacks: &mut Vec<Stack>) -> Result<()> {
    let folder = platform.join(below);
    if folder.join(MAIN).is_file() {
        let file = folder.join("variables.tf");
        let text = if file.is_file() { fs::read_to_string(&file)? } else { String::new() };
        stacks.push(Stack { folder: below.to_owned(), variables: required(&text) });
        return Ok(());
    }
    folders(&folder)?.iter().try_for_each(|name| find(platform, &format!("{below}/{name}"), stacks))
}

/// The names of the folders in a folder, sorted.
fn folders(folder: &Path) -> Result<Vec<String>> {
    let mut names = vec![];
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// The variables without a default, in a file as `terraform fmt` leaves it.
fn required(text: &str) -> Vec<String> {
    let blocks = text.split("variable \"").skip(1).filter_map(|rest| rest.split_once("\" {\n"));
    let without = blocks.filter(|(_, rest)| {
        let lines = rest.lines().take_while(|line| *line != "}");
        !lines.into_iter().any(|line| line.starts_with("  default "))
    });
    without.map(|(name, _)| name.to_owned()).collect()
}

/// A root that calls every stack. Its variables have no values, so no validation of a stack can fail.
fn root(stacks: &[Stack]) -> String {
    let names: BTreeSet<&str> =
        stacks.iter().flat_map(|stack| &stack.variables).map(String::as_str).collect();
    let mut out = String::new();
    for name in names {
        let _ = write!(out, "variable \"{name}\" {{}}\n\n");
    }
    for (number, stack) in stacks.iter().enumerate() {
        let _ = write!(out, "module \"stack_{number}\" {{\n  source = \"./{}\"\n", stack.folder);
        for name in &stack.variables {
            let _ = writeln!(out, "  {name} = var.{name}");
        }
        out.push_str("}\n\n");
    }
    out
}

/// An error with everything that Terraform found, including warnings: deprecations are warnings.
pub(crate) fn findings(said: &str) -> Result<()> {
    let start = said.find('{').with_context(|| format!("Terraform's output is not JSON:\n{said}"))?;
    let json = serde_json::Deserializer::from_str(&said[start..]).into_iter::<Value>().next();
    let answer = json.context("Terraform's output is empty")?.context("Terraform's output is not JSON")?;
    let mut found = answer["diagnostics"].as_array().cloned().unwrap_or_default();
    // The warning that a stack is called here, and not applied, is expected.
    found.retain(|one| one["summary"] != BACKEND_IGNORED);
    if found.is_empty() && answer["valid"] == true {
        return Ok(());
    }
    let mut lines = BTreeSet::new();
    for one in &found {
        let text = |key: &str| one[key].as_str().unwrap_or_default().replace('\n', " ");
        let place = one["range"]["filename"].as_str().unwrap_or_default();
        lines.insert(format!("{}: {place}: {}: {}", text("severity"), text("summary"), text("detail")));
    }
    bail!("{} findings\n{}", found.len(), lines.into_iter().collect::<Vec<_>>().join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_passes_variables_without_defaults() {
        let text = "variable \"a\" {\n  type = string\n}\n\nvariable \"b\" {\n  default = \"x\"\n}\n\nvariable \"c\" {\n  \
                    validation {\n    condition = true\n  }\n}\n";
        assert_eq!(required(text), ["a", "c"]);
        let stack = |folder: &str, variables: &[&str]| Stack {
            folder: folder.into(),
            variables: variables.iter().map(|name| (*name).to_owned()).collect(),
        };
        let root = root(&[stack("stacks/x", &["a"]), stack("stacks/y", &[])]);
        insta::assert_snapshot!(root, @r#"
        variable "a" {}

        module "stack_0" {
          source = "./stacks/x"
          a = var.a
        }

        module "stack_1" {
          source = "./stacks/y"
        }
        "#);
    }

    #[test]
    fn warnings_are_findings() {
        assert!(findings(r#"{"valid":true,"diagnostics":[]}"#).is_ok());
        let called = r#"{"valid":true,"diagnostics":[{"summary":"Backend configuration ignored"}]}"#;
        assert!(findings(called).is_ok());
        let warned = r#"`python` failed: {"valid":true,"diagnostics":[{"severity":"warning","summary":"Old",
            "detail":"Use\nnew.","range":{"filename":"a.tf"}}]} and more"#;
        let error = findings(warned).expect_err("a warning").to_string();
        assert_eq!(error, "1 findings\nwarning: a.tf: Old: Use new.");
        assert!(findings(r#"{"valid":false,"diagnostics":[]}"#).is_err());
        assert!(findings("nothing").is_err());
    }
}
