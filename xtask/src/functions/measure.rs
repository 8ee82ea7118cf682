//! The start time of a function until it requests its first event, and its memory usage then.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use polder_lambda_stand_in::Function;

/// Enough starts that outliers on a busy machine do not matter.
const STARTS: usize = 31;

/// Starts a function repeatedly.
pub(super) fn starts(binary: &Path, variables: &[(&str, &str)]) -> Result<String> {
    let (mut times, mut memory_kib_max) = (vec![], 0);
    for _ in 0..STARTS {
        let function = Function::start(binary, variables)?;
        times.push(function.started_in());
        memory_kib_max = memory_kib_max.max(function.memory_kib_max().unwrap_or(0));
    }
    times.sort_unstable();
    let at = |share: usize| times.get((STARTS - 1) * share / 100).copied().context("no start was measured");
    Ok(format!(
        "starts in {} (median of {STARTS}; best {}, 9 of 10 under {}), memory {memory_kib_max} KiB",
        milliseconds(at(50)?),
        milliseconds(at(0)?),
        milliseconds(at(90)?),
    ))
}

fn milliseconds(time: Duration) -> String {
    let micros = time.as_micros();
    format!("{}.{:02} ms", micros / 1_000, micros % 1_000 / 10)
}
