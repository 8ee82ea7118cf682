//! The emulators behind one address. They outlive the task, so that a run that was stopped continues with them; they are
//! ended by their process ID.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// What is installed, each with the hash of its wheel. Their dependencies are not pinned.
const REQUIREMENTS: [&str; 3] = [
    "moto[server]==5.2.5 --hash=sha256:eef62cdcf3bfe73e0863743511ba042dfaba04ba3d5ecdcb896a196c693ad528",
    "ministack==1.5.33 --hash=sha256:36f9158cbe7eb7a3f910ccf1c052c98204511164249b783682f7a96ef56b0bba",
    "awscli==1.46.2 --hash=sha256:d818f5a3c8e772271db67ac002c9ba2bc4ec064e5aefbf1605e23bd2cf4346c5",
];

/// The sources of the router, relative to the workspace.
const SOURCES: &str = "testing/apply/emulator.py";

/// The file that says which process runs, and where.
const RUNNING: &str = "emulators.json";

/// Running emulators.
pub(super) struct Emulators {
    programs: PathBuf,
    configuration: PathBuf,
    process: Process,
}

/// A process, and where it listens.
#[derive(Serialize, Deserialize)]
struct Process {
    id: u32,
    port: u16,
}

impl Emulators {
    /// Those of the last run, or new ones and no other trace of a last run. `None` if this machine has no Python.
    pub(super) fn continued_or_new(root: &Path, folder: &Path) -> Result<Option<Emulators>> {
        let Some(programs) = crate::tools::pip_hashed(root, "emulators", &REQUIREMENTS)? else {
            return Ok(None);
        };
        let process = match running(folder) {
            Some(process) => process,
            None => {
                if folder.exists() {
                    fs::remove_dir_all(folder).context("cannot remove the last run")?;
                }
                fs::create_dir_all(folder)?;
                start(root, folder, &programs)?
            }
        };
        let configuration = folder.join("terraform.rc");
        fs::write(&configuration, "").context("cannot write the engine's configuration")?;
        Ok(Some(Emulators { programs, configuration, process }))
    }

    /// Ends those of the last run.
    pub(super) fn end_last(folder: &Path) {
        if let Some(process) = running(folder) {
            // It may have ended by itself.
            let _ = Command::new("kill").arg(process.id.to_string()).status();
            let _ = fs::remove_file(folder.join(RUNNING));
        }
    }

    /// Environment variables that direct everything to the emulators, and nothing elsewhere.
    pub(super) fn environment(&self) -> Vec<(String, String)> {
        let path = std::env::var("PATH").unwrap_or_default();
        let plugins = crate::provider_schema::plugin_folder();
        let mut all = vec![
            ("PATH", format!("{}:{path}", self.programs.display())),
            // S3 Control puts the account before the host: names need not exist where a proxy resolves them.
            ("AWS_ENDPOINT_URL", "http://aws.emulator".to_owned()),
            ("HTTP_PROXY", format!("http://127.0.0.1:{}", self.process.port)),
            ("AWS_SECRET_ACCESS_KEY", "emulator".to_owned()),
            ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
            ("AWS_CONFIG_FILE", "/dev/null".to_owned()),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null".to_owned()),
            ("TF_CLI_CONFIG_FILE", self.configuration.display().to_string()),
            ("TF_CLI_ARGS", "-no-color".to_owned()),
            // Most of the time of a stack is waiting.
            ("TF_CLI_ARGS_apply", "-parallelism=30 -lock-timeout=10m".to_owned()),
            // The command of a run that was stopped may still be at work.
            ("TF_CLI_ARGS_plan", "-lock-timeout=10m".to_owned()),
            ("CHECKPOINT_DISABLE", "1".to_owned()),
            ("GOGC", "400".to_owned()),
        ];
        all.extend(plugins.map(|found| ("TF_CLI_ARGS_init", format!("-plugin-dir={}", found.display()))));
        all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// The process of the last run, if it still listens.
fn running(folder: &Path) -> Option<Process> {
    let process: Process = serde_json::from_str(&fs::read_to_string(folder.join(RUNNING)).ok()?).ok()?;
    TcpStream::connect(("127.0.0.1", process.port)).ok()?;
    Some(process)
}

/// Starts them and waits until they listen.
fn start(root: &Path, folder: &Path, programs: &Path) -> Result<Process> {
    // Free ports: they are unlikely to be taken so soon.
    let (one, two) = (TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?);
    let (port, other) = (one.local_addr()?.port(), two.local_addr()?.port());
    drop((one, two));
    let file = folder.join("emulators.log");
    let log = File::create(&file).with_context(|| format!("cannot write `{}`", file.display()))?;
    let mut command = Command::new(programs.join("python"));
    command.arg(root.join(SOURCES)).args([port.to_string(), other.to_string()]).current_dir(folder);
    command.env("MOTO_IAM_LOAD_MANAGED_POLICIES", "true");
    command.env("MOTO_ACM_VALIDATION_WAIT", "0").env("PYTHONDONTWRITEBYTECODE", "1");
    // It does not end with the task, and not with the signals of the task's terminal.
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    let id = command.spawn().context("cannot start the emulators")?.id();
    let process = Process { id, port };
    fs::write(folder.join(RUNNING), serde_json::to_string(&process)?)?;
    for _ in 0..300 {
        if [port, other].iter().all(|port| TcpStream::connect(("127.0.0.1", *port)).is_ok()) {
            return Ok(process);
        }
        sleep(Duration::from_millis(200));
    }
    bail!("the emulators did not start within a minute: see `{}`", file.display())
}
