//! Validates the manifests of every example: with Kubernetes' schemas of the release that the clusters run,
//! kustomize with late values, and Checkov.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

mod accepted;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::{checkov, tools};

/// The schemas of every release, in one package.
const VALIDATE: &str = "kubernetes-validate==1.37.0";

/// Kinds of controllers and AWS: the schemas are Kubernetes' own only.
const FOREIGN: [&str; 4] = ["ExternalSecret", "SecretStore", "SecurityGroupPolicy", "TargetGroupBinding"];

/// The marker of a late value in a manifest.
const WAITS: &str = "late.invalid";

/// Writes the manifests of all examples and validates them.
pub(crate) fn check(root: &Path) -> Result<String> {
    let (validate, scanner) = (
        tools::pip(root, "kubernetes-validate", VALIDATE)?,
        tools::pip(root, "checkov", checkov::REQUIREMENT)?,
    );
    let (Some(validate), Some(scanner)) = (validate, scanner) else {
        return tools::skipped("the manifests were not validated: Python is missing");
    };
    let (mut folders, mut documents, mut found) = (0, 0, BTreeSet::new());
    let mut rendered = true;
    for example in tools::examples(root)? {
        let build = root.join("target/xtask/manifests").join(&example);
        let file = format!("examples/{example}/polder.toml");
        tools::polder(root, root, &["compile", &file, "--out", text(&build)?])?;
        for folder in kubernetes(&build.join("stacks"))? {
            documents += judge(&validate, &folder)?;
            rendered &= render(&validate, &folder)?;
            found.extend(checkov::manifests(&scanner.join("checkov"), &example, &folder)?);
            folders += 1;
        }
    }
    ensure!(folders > 0, "no example has manifests");
    accepted::compare(&found)?;
    let kustomize = match rendered {
        true => "kustomize renders them".to_owned(),
        false => tools::skipped("kustomize did not render them: kubectl is missing")?,
    };
    Ok(format!("{VALIDATE} accepts {documents} documents in {folders} folders; {kustomize}"))
}

/// The folders of manifests below a folder of stacks.
fn kubernetes(stacks: &Path) -> Result<Vec<PathBuf>> {
    let mut open = vec![stacks.to_owned()];
    let mut found = vec![];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
            let path = entry?.path();
            match path.file_name() {
                Some(name) if path.is_dir() && name == "kubernetes" => found.push(path),
                Some(_) if path.is_dir() => open.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The manifests of a folder, as its list names them.
fn manifests(folder: &Path) -> Result<Vec<PathBuf>> {
    let list = read(&folder.join("kustomization.yaml"))?;
    let named = list.lines().filter_map(|line| line.strip_prefix("  - ").filter(|it| it.ends_with(".yaml")));
    let manifests: Vec<PathBuf> = named.map(|name| folder.join(name)).collect();
    ensure!(!manifests.is_empty(), "`{}` lists no manifests", folder.display());
    Ok(manifests)
}

/// Validates the manifests of a folder, and returns the number of documents.
fn judge(validate: &Path, folder: &Path) -> Result<usize> {
    let mut command = Command::new(validate.join("kubernetes-validate"));
    command.args(["--kubernetes-version", &release(folder)?, "--strict"]).args(manifests(folder)?);
    let said = tools::run(&mut command)?;
    let mut known = 0;
    for line in said.lines() {
        if line.starts_with("INFO ") {
            known += 1;
        } else if !FOREIGN.iter().any(|kind| line.contains(&format!("schema for kind {kind} "))) {
            bail!("a manifest is invalid: {line}");
        }
    }
    ensure!(known > 0, "nothing in `{}` was validated", folder.display());
    Ok(known)
}

/// The release in the namespace's pod security labels: `v1.35`.
fn release(folder: &Path) -> Result<String> {
    let namespace = read(&folder.join("namespace.yaml"))?;
    let line = namespace
        .lines()
        .find_map(|line| line.trim().strip_prefix("pod-security.kubernetes.io/enforce-version: v"));
    line.map(str::to_owned).with_context(|| format!("`{}` names no release", folder.display()))
}

/// Renders with kustomize and invented late values, and validates the result. Returns false without kubectl.
fn render(validate: &Path, folder: &Path) -> Result<bool> {
    if !Command::new("kubectl").args(["version", "--client"]).output().is_ok_and(|it| it.status.success()) {
        return Ok(false);
    }
    let list = read(&folder.join("kustomization.yaml"))?;
    let keys: BTreeSet<&str> =
        list.lines().filter_map(|line| line.trim().strip_prefix("fieldPath: data.")).collect();
    let values: String = keys.iter().map(|key| format!("{key}=filled-in\n")).collect();
    fs::write(folder.join("late.env"), values)?;
    fs::write(folder.join("tags.env"), "")?;
    let whole = tools::run(Command::new("kubectl").arg("kustomize").arg(folder))?;
    ensure!(!whole.contains(WAITS), "a late value in `{}` was not replaced", folder.display());
    let file = folder.join("rendered.yaml");
    fs::write(&file, whole)?;
    let mut command = Command::new(validate.join("kubernetes-validate"));
    command.args(["--kubernetes-version", &release(folder)?, "--strict", "--quiet", "--no-warn"]).arg(&file);
    tools::run(&mut command)?;
    fs::remove_file(file)?;
    Ok(true)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().with_context(|| format!("`{}` is not UTF-8", path.display()))
}
