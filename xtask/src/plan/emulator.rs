//! moto, an AWS emulator, on a free port of this machine while the task runs.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

const REQUIREMENT: &str = "moto[server]==5.2.5";

/// Starts it, with data that it lacks.
const LAUNCHER: &str = include_str!("emulator.py");

/// The account of all stubs.
const ACCOUNT: &str = "111111111111";

/// The folder of the emulator's programs, which are installed if necessary. `None` if this machine has no
/// Python.
pub(super) fn programs(root: &Path) -> Result<Option<PathBuf>> {
    crate::tools::pip(root, "moto", REQUIREMENT)
}

/// A running emulator. It is stopped when this is dropped.
pub(crate) struct Emulator {
    process: Child,
    port: u16,
}

impl Emulator {
    /// Starts it and waits until it listens. `None` if this machine has no Python.
    pub(crate) fn start(root: &Path, folder: &Path, regions: &BTreeSet<&str>) -> Result<Option<Emulator>> {
        let Some(programs) = programs(root)? else { return Ok(None) };
        fs::create_dir_all(folder)?;
        // A free port: it is unlikely to be taken so soon.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = File::create(folder.join("moto.log")).context("cannot write the emulator's log")?;
        let mut command = Command::new(programs.join("python"));
        command.args(["-c", LAUNCHER, &port.to_string()]).args(regions);
        command.env("MOTO_ACCOUNT_ID", ACCOUNT).env("MOTO_IAM_LOAD_MANAGED_POLICIES", "true");
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let process = command.spawn().context("cannot start moto")?;
        let emulator = Emulator { process, port };
        for _ in 0..300 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(Some(emulator));
            }
            sleep(Duration::from_millis(200));
        }
        bail!("moto did not start within a minute: see `{}`", folder.join("moto.log").display())
    }

    /// Its address.
    fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Environment variables that direct the provider to the emulator only.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AWS_ENDPOINT_URL", self.endpoint()),
            ("AWS_ACCESS_KEY_ID", "emulator".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "emulator".to_owned()),
            ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
        ]
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // It may have exited already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
