//! Resource needs of a process.

use polder_units::{Bytes, Duration};

use crate::catalog::Catalog;
use crate::provenance::Provenance;
use crate::table::{Sources, TableError, toml_rows};

/// A process that the platform runs.
#[derive(Clone, Debug)]
pub struct Process {
    /// `api-worker`.
    pub id: String,
    /// Its maximum memory.
    pub memory: Bytes,
    /// CPU time until it is ready.
    pub start_cpu: Duration,
    /// Where this comes from.
    pub provenance: Provenance,
}

pub(crate) fn read(sources: &Sources) -> Result<Catalog<Process>, TableError> {
    let rows = toml_rows("processes.toml", "process", include_str!("../data/processes.toml"))?;
    Catalog::read(&rows, sources, |row, provenance| {
        let id = row.text("id")?.to_owned();
        let key = format!("process.{id}");
        let value = Process {
            id,
            memory: Bytes::mib(row.parse("memory_mib")?),
            start_cpu: Duration::milliseconds(row.parse("start_cpu_ms")?),
            provenance,
        };
        Ok((key, value))
    })
}
