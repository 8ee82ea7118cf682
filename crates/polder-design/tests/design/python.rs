//! Python for the programs that run in Saleor's image, with modules that stand in for its libraries.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "looks for Python and says if there is none, and writes modules"
)]

use std::process::Command;

use tempfile::TempDir;

/// A folder with these modules, each with its path and its text, for `PYTHONPATH`. `None` without Python: then `what` is not run.
pub(crate) fn modules(what: &str, modules: &[(&str, &str)]) -> Option<TempDir> {
    if Command::new("python3").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "CI must have Python");
        eprintln!("SKIPPED: Python is missing, so {what} was not run");
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in modules {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a module");
    }
    Some(folder)
}
