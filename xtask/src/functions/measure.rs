//! How long a function takes until it asks for its first event, and how much memory it has then.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use polder_lambda_stand_in::Function;

/// So many starts that one on a busy machine does not matter.
const STARTS: usize = 31;

/// Starts a function again and again.
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
