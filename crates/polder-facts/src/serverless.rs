//! Fargate sizes.

use polder_units::{Bytes, MilliCpu, PicoUsd};

use crate::provenance::Provenance;
use crate::table::{Row, Sources, TableError, csv_rows};

/// A CPU size with the memory sizes that are available with it.
#[derive(Clone, Debug)]
pub struct ServerlessSize {
    /// The processor.
    pub cpu: MilliCpu,
    /// The available memory sizes, in ascending order. The steps differ.
    pub memories: Vec<Bytes>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// Prices of a task per hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerlessPrice {
    /// For each virtual CPU.
    pub vcpu: PicoUsd,
    /// For each gigabyte of memory.
    pub gigabyte: PicoUsd,
}

impl ServerlessSize {
    /// The smallest memory size that is at least `need`.
    pub fn memory_for(&self, need: Bytes) -> Option<Bytes> {
        self.memories.iter().copied().find(|memory| *memory >= need)
    }
}

pub(crate) fn read(sources: &Sources) -> Result<Vec<ServerlessSize>, TableError> {
    let rows = csv_rows("fargate-sizes.csv", include_str!("../data/fargate-sizes.csv"))?;
    let size = |row: &Row| {
        let cell = "memories_mib";
        let memory =
            |word: &String| word.parse().map(Bytes::mib).map_err(|_| row.error(cell, "is not a number"));
        Ok(ServerlessSize {
            cpu: MilliCpu(row.parse("milli_cpu")?),
            memories: row.words(cell)?.iter().map(memory).collect::<Result<_, _>>()?,
            provenance: Provenance::read(row, sources)?,
        })
    };
    rows.iter().map(size).collect()
}
