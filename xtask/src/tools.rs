//! External tools, installed by their package managers into `target/tools`.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

/// The folder of an npm package, installed if it is missing. `None` where npm or Node is missing. Install
/// scripts are disabled.
pub(crate) fn npm(root: &Path, name: &str, package: &str) -> Result<Option<PathBuf>> {
    npm_all(root, name, &[package])
}

/// The same for several packages in one folder.
pub(crate) fn npm_all(root: &Path, name: &str, packages: &[&str]) -> Result<Option<PathBuf>> {
    let all = packages.join(" ");
    if !answers("node") || !answers("npm") {
        return Ok(None);
    }
    let folder = root.join("target/tools").join(name);
    if installed(&folder, &all) {
        return Ok(Some(folder));
    }
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), "{\"private\": true}\n")?;
    let mut install = Command::new("npm");
    install
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts"])
        .args(packages)
        .current_dir(&folder);
    run(&mut install)?;
    fs::write(folder.join(MARK), all)?;
    Ok(Some(folder))
}

/// The programs of a Python package in a virtual environment, created if it is missing. `None` where Python
/// is missing. Only wheels are installed: nothing is built.
pub(crate) fn pip(root: &Path, name: &str, package: &str) -> Result<Option<PathBuf>> {
    if !answers("python3") {
        return Ok(None);
    }
    let folder = root.join("target/tools").join(name);
    let programs = folder.join("bin");
    if installed(&folder, package) {
        return Ok(Some(programs));
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut install = Command::new(programs.join("python"));
    run(install.args(["-m", "pip", "install", "--quiet", "--only-binary", ":all:", package]))?;
    fs::write(folder.join(MARK), package)?;
    Ok(Some(programs))
}

/// The programs of several Python packages in one virtual environment. Their own wheels have the hashes that the
/// requirements name; dependencies are what they ask for.
pub(crate) fn pip_hashed(root: &Path, name: &str, requirements: &[&str]) -> Result<Option<PathBuf>> {
    if !answers("python3") {
        return Ok(None);
    }
    let folder = root.join("target/tools").join(name);
    let (programs, all) = (folder.join("bin"), requirements.join("\n"));
    if installed(&folder, &all) {
        return Ok(Some(programs));
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let pip = || {
        let mut pip = Command::new(programs.join("python"));
        pip.args(["-m", "pip", "install", "--quiet", "--only-binary", ":all:"]);
        pip
    };
    let list = folder.join("requirements.txt");
    fs::write(&list, format!("{all}\n"))?;
    run(pip().args(["--require-hashes", "--no-deps", "--requirement"]).arg(&list))?;
    // Their dependencies.
    let named = requirements.iter().filter_map(|requirement| requirement.split(' ').next());
    run(pip().args(named))?;
    fs::write(folder.join(MARK), all)?;
    Ok(Some(programs))
}

/// The files of a Python package, without its dependencies. `None` where Python is missing. Nothing of it
/// runs.
pub(crate) fn wheel(root: &Path, name: &str, package: &str) -> Result<Option<PathBuf>> {
    unpacked(root, name, package, |install, _| {
        install.arg(package);
        Ok(())
    })
}

/// The same for a package whose wheel has the hash that the requirement names: `name==1.0 --hash=sha256:...`.
pub(crate) fn hashed_wheel(root: &Path, name: &str, requirement: &str) -> Result<Option<PathBuf>> {
    unpacked(root, name, requirement, |install, folder| {
        let list = folder.join("requirements.txt");
        fs::write(&list, format!("{requirement}\n"))?;
        install.args(["--require-hashes", "--upgrade", "--requirement"]).arg(&list);
        Ok(())
    })
}

/// The files of a Python package that `require` adds to the command.
fn unpacked(
    root: &Path,
    name: &str,
    requirement: &str,
    require: impl FnOnce(&mut Command, &Path) -> Result<()>,
) -> Result<Option<PathBuf>> {
    if !answers("python3") {
        return Ok(None);
    }
    let folder = root.join("target/tools").join(name);
    if installed(&folder, requirement) {
        return Ok(Some(folder));
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut install = Command::new("python3");
    install.args(["-m", "pip", "install", "--quiet", "--only-binary", ":all:", "--no-deps", "--no-compile"]);
    install.arg("--target").arg(&folder);
    require(&mut install, &folder)?;
    run(&mut install)?;
    fs::write(folder.join(MARK), requirement)?;
    Ok(Some(folder))
}

/// The message of a task that could not run: an error where `CI` is set.
pub(crate) fn skipped(message: &str) -> Result<String> {
    if std::env::var_os("CI").is_some_and(|value| !value.is_empty()) {
        bail!("{message}");
    }
    Ok(format!("SKIPPED: {message}"))
}

/// The names of the examples.
pub(crate) fn examples(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("examples");
    let mut names = vec![];
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let entry = entry?;
        if entry.path().join("polder.toml").is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    ensure!(!names.is_empty(), "there are no examples in `{}`", folder.display());
    Ok(names)
}

/// The Cargo that runs this task.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Builds the program of a package as users build it: it is in `target/release` then.
pub(crate) fn build(root: &Path, package: &str) -> Result<()> {
    let mut build = cargo();
    build.args(["build", "--locked", "--quiet", "--release", "--package", package]).current_dir(root);
    run(&mut build).map(drop)
}

/// Runs polder, built if necessary, in a folder.
pub(crate) fn polder(root: &Path, folder: &Path, arguments: &[&str]) -> Result<()> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "polder-cli", "--manifest-path"]);
    command.arg(root.join("Cargo.toml")).arg("--").args(arguments).current_dir(folder);
    run(&mut command).map(drop)
}

/// Runs a program and returns its output; an error with all output if it fails.
pub(crate) fn run(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("cannot run `{name}`"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = text(&output.stdout);
    ensure!(output.status.success(), "`{name}` failed:\n{said}{}", text(&output.stderr));
    Ok(said)
}

/// Marks a folder as complete, with the name of its package.
const MARK: &str = ".package";

fn installed(folder: &Path, package: &str) -> bool {
    fs::read_to_string(folder.join(MARK)).is_ok_and(|found| found == package)
}

fn answers(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}
