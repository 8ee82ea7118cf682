//! Builds the functions for Lambda and packages them, without Docker: the same sources yield the same bytes.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

mod measure;
pub(crate) mod package;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use polder_lambda_stand_in::{GLIBC_OF_LAMBDA, needs};
use serde_json::Value;

/// The functions, and the environment variables that each requires.
const FUNCTIONS: [(&str, &[(&str, &str)]); 5] = [
    ("polder-auditor", &[]),
    (
        "polder-event-consumer",
        &[
            ("POLDER_CELL", "de"),
            ("POLDER_PUBLIC_URL", "https://de.example.com"),
            ("POLDER_TOPIC_ARN", "arn:aws:sns:eu-west-1:123456789012:events"),
            ("POLDER_DEAD_LETTER_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/123456789012/dead"),
            ("POLDER_EVENTS_TABLE", "events"),
        ],
    ),
    ("polder-failover-controller", &[("POLDER_CELL", "de")]),
    ("polder-shop-probe", &[("POLDER_MARKETS", "de=https://de.example.com")]),
    (
        "polder-setup-runner",
        &[
            (
                "POLDER_SHOP",
                r#"{"format_version":1,"cell":"de","mail_sender":"s","mail_address":"a@example.com","channels":[]}"#,
            ),
            ("POLDER_PUBLIC_URL", "https://de.example.com"),
            ("POLDER_SHOP_TOKEN_ARN", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-token"),
            ("POLDER_EVENTS_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/123456789012/events"),
        ],
    ),
];

/// Libraries that `provided.al2023` has. Others would have to be packaged too.
const LIBRARIES_OF_LAMBDA: [&str; 4] = ["ld-linux-x86-64.so.2", "libc.so.6", "libgcc_s.so.1", "libm.so.6"];

/// Builds and packages all functions.
pub(crate) fn pack(root: &Path) -> Result<String> {
    let built = build(root)?;
    let mut lines = vec![];
    for (name, binary) in &built {
        let bytes = std::fs::read(binary).with_context(|| format!("{} cannot be read", binary.display()))?;
        let glibc = fits_lambda(name, &bytes)?;
        let packed = package::pack(&bytes)?;
        let path = Path::new("target/functions").join(format!("{name}.zip"));
        let whole = root.join(&path);
        std::fs::create_dir_all(whole.parent().unwrap_or(root))?;
        std::fs::write(&whole, &packed).with_context(|| format!("{} cannot be written", path.display()))?;
        lines.push(format!(
            "{}\n  binary {} bytes, package {} bytes, glibc {glibc}\n  sha256 {}",
            path.display(),
            bytes.len(),
            packed.len(),
            package::sha256_hex(&packed)
        ));
    }
    lines.push(format!("architecture {}", std::env::consts::ARCH));
    Ok(lines.join("\n"))
}

/// Builds, packages and measures all functions.
pub(crate) fn bench(root: &Path) -> Result<String> {
    let packed = pack(root)?;
    let mut lines = vec![packed];
    for (name, binary) in build(root)? {
        let variables = FUNCTIONS.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, set)| *set);
        let figures =
            measure::starts(&binary, variables).with_context(|| format!("{name} does not start"))?;
        lines.push(format!("{name}: {figures}"));
    }
    Ok(lines.join("\n"))
}

/// Builds the functions, and returns the path of each binary.
fn build(root: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut command = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    command.current_dir(root).args([
        "build",
        "--locked",
        "--profile",
        "function",
        "--message-format=json-render-diagnostics",
    ]);
    for (name, _) in FUNCTIONS {
        command.args(["--package", name]);
    }
    // Panic messages contain source paths: they must be the same on every machine, so that the bytes are the
    // same.
    let flags = [(root.to_owned(), "polder"), (cargo_home()?, "cargo")]
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    let ran = command.stderr(Stdio::inherit()).output().context("cargo cannot be run")?;
    ensure!(ran.status.success(), "the functions do not compile");
    let said = String::from_utf8(ran.stdout).context("cargo's output is not UTF-8")?;
    let mut built = BTreeMap::new();
    for line in said.lines() {
        let message: Value = serde_json::from_str(line).context("cargo's output is not JSON")?;
        let (name, binary) = (message["target"]["name"].as_str(), message["executable"].as_str());
        if let (Some(name), Some(binary)) = (name, binary) {
            built.insert(name.to_owned(), PathBuf::from(binary));
        }
    }
    ensure!(
        built.len() == FUNCTIONS.len(),
        "cargo has built {} of {} functions",
        built.len(),
        FUNCTIONS.len()
    );
    Ok(built)
}

/// Where cargo stores the sources of dependencies.
fn cargo_home() -> Result<PathBuf> {
    let set = std::env::var("CARGO_HOME").map(PathBuf::from);
    set.or_else(|_| std::env::var("HOME").map(|home| Path::new(&home).join(".cargo")))
        .context("neither CARGO_HOME nor HOME is set")
}

/// Rejects a binary that would not start on Lambda, and returns its requirements of glibc.
fn fits_lambda(name: &str, bytes: &[u8]) -> Result<String> {
    let needs = needs(bytes)?;
    let missing = needs.missing_on_lambda();
    if !missing.is_empty() {
        bail!(
            "{name} needs {}, and Lambda has glibc {GLIBC_OF_LAMBDA}: build it on an older system",
            missing.join(", ")
        );
    }
    let strange: Vec<&str> = needs
        .libraries
        .iter()
        .map(String::as_str)
        .filter(|library| !LIBRARIES_OF_LAMBDA.contains(library))
        .collect();
    ensure!(strange.is_empty(), "{name} needs {}, which Lambda does not have", strange.join(", "));
    Ok(needs.glibc().map_or_else(|| "none".to_owned(), |version| version.to_string()))
}
