//! The resource usage of one request.

use polder_units::Micros;

use crate::catalog::Catalog;
use crate::provenance::Provenance;
use crate::table::{Sources, TableError, toml_rows};

/// A request to Saleor, or a task that it causes.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `checkout-create`.
    pub id: String,
    /// The process that runs it: an ID of [`crate::Process`], or `api`.
    pub runs_on: String,
    /// CPU time of that process.
    pub cpu: Micros,
    /// CPU time of the reader database.
    pub database_replica_cpu: Micros,
    /// CPU time of the writer database.
    pub database_writer_cpu: Micros,
    /// Statements on the reader database.
    pub statements_replica: u64,
    /// Statements on the writer database. They run sequentially.
    pub statements_writer: u64,
    /// How many of them write.
    pub writes: u64,
    /// Where this comes from.
    pub provenance: Provenance,
}

pub(crate) fn read(sources: &Sources) -> Result<Catalog<Operation>, TableError> {
    let rows = toml_rows("operations.toml", "operation", include_str!("../data/operations.toml"))?;
    Catalog::read(&rows, sources, |row, provenance| {
        let id = row.text("id")?.to_owned();
        let key = format!("operation.{id}");
        let value = Operation {
            id,
            runs_on: row.text("runs_on")?.to_owned(),
            cpu: Micros(row.parse("cpu_us")?),
            database_replica_cpu: Micros(row.parse("database_replica_us")?),
            database_writer_cpu: Micros(row.parse("database_writer_us")?),
            statements_replica: row.parse("statements_replica")?,
            statements_writer: row.parse("statements_writer")?,
            writes: row.parse("writes")?,
            provenance,
        };
        Ok((key, value))
    })
}
