//! A running function: its binary, started as Lambda starts it.
#![expect(
    clippy::disallowed_methods,
    reason = "this starts a binary and takes the time, for tests and benchmarks"
)]

use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use crate::runtime_api::{Answer, RuntimeApi};

/// The timeout of everything here. A busy machine is slow; a function that hangs is slower.
const PATIENCE: Duration = Duration::from_secs(60);

/// A function whose process has started and requested its first event.
pub struct Function {
    process: Child,
    api: RuntimeApi,
    started_in: Duration,
}

/// A function that does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The machine's fault.
    #[error("the function cannot be run")]
    Machine(#[from] std::io::Error),
    /// It exits, or hangs, before it requests an event; with its output.
    #[error("the function asks for no event: {0}")]
    Silent(String),
}

impl Function {
    /// Starts a binary with these variables and with those that Lambda always sets, and no others.
    ///
    /// # Errors
    /// If it does not request an event.
    pub fn start(binary: &Path, variables: &[(&str, &str)]) -> Result<Function, StartError> {
        let api = RuntimeApi::start()?;
        let mut command = Command::new(binary);
        command
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", api.address())
            .env("AWS_LAMBDA_FUNCTION_NAME", "local")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "local")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "local")
            .env("AWS_REGION", "eu-west-1")
            .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "hush")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let begun = Instant::now();
        let mut process = command.spawn()?;
        let mut waited = Duration::ZERO;
        let step = Duration::from_millis(250);
        while api.wait_until_asked(step).is_err() {
            waited = waited.saturating_add(step);
            if process.try_wait()?.is_some() || waited >= PATIENCE {
                return Err(StartError::Silent(end(&mut process).1));
            }
        }
        Ok(Function { process, api, started_in: begun.elapsed() })
    }

    /// From the start of the process until it requested its first event.
    pub fn started_in(&self) -> Duration {
        self.started_in
    }

    /// Its peak memory so far, in KiB, where the system reports it.
    pub fn memory_kib_max(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?
            .trim()
            .strip_suffix("kB")?
            .trim()
            .parse()
            .ok()
    }

    /// Sends it an event, with a timeout in seconds. `None` if it does not respond.
    pub fn invoke(&self, event: &str, seconds: u64) -> Option<Answer> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let deadline = now.saturating_add(Duration::from_secs(seconds));
        let milliseconds = u64::try_from(deadline.as_millis()).ok()?;
        self.api.invoke(event, milliseconds, PATIENCE).ok()
    }

    /// Stops it, and returns its output.
    pub fn end(mut self) -> (String, String) {
        end(&mut self.process)
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

fn end(process: &mut Child) -> (String, String) {
    // It may have exited already.
    let _ = process.kill();
    let _ = process.wait();
    let (mut log, mut messages) = (vec![], vec![]);
    if let Some(mut output) = process.stdout.take() {
        let _ = output.read_to_end(&mut log);
    }
    if let Some(mut errors) = process.stderr.take() {
        let _ = errors.read_to_end(&mut messages);
    }
    (String::from_utf8_lossy(&log).into_owned(), String::from_utf8_lossy(&messages).into_owned())
}
