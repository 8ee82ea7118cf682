//! Compares the choice of commitments with HiGHS, the best open solver of linear programs: the same year, solved by
//! both in one run.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};

use crate::tools;

/// HiGHS, pinned: a figure belongs to a release.
const PACKAGE: &str = "highspy==1.15.1";

/// Measures both and prints what they print.
pub(crate) fn measure(root: &Path) -> Result<String> {
    let Some(programs) = tools::pip(root, "highspy", PACKAGE)? else {
        return tools::skipped("nothing was measured: Python is missing");
    };
    tools::build(root, "polder-commitments")?;
    let bench = root.join("target/release/polder-commitments");
    let own = tools::run(&mut Command::new(&bench))?;
    let mut problem = Command::new(&bench).arg("--json").stdout(Stdio::piped()).spawn()?;
    let mut peer = Command::new(programs.join("python"));
    peer.args(["-c", include_str!("commitments_peer/highs.py")]);
    peer.stdin(problem.stdout.take().map_or_else(Stdio::null, Stdio::from));
    let peer = tools::run(&mut peer);
    ensure!(problem.wait()?.success(), "the year could not be printed as JSON");
    Ok(format!("{own}{}", peer?))
}
