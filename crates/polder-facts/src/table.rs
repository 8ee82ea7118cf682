//! Reading the compiled-in tables. CSV rows and TOML items become the same thing: named cells of text.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::str::FromStr;

use csv::StringRecord;
use polder_units::PicoUsd;

/// What is wrong with a compiled-in table. A user never sees it: a test reads all tables.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("table `{table}`, row {row}: `{cell}` {what}")]
pub(crate) struct TableError {
    table: &'static str,
    row: usize,
    cell: String,
    what: String,
}

/// One row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    table: &'static str,
    number: usize,
    cells: Cells,
}

/// The cells of a row by name.
#[derive(Clone, Debug)]
enum Cells {
    /// The header is shared by the rows of its table.
    Csv {
        header: Rc<StringRecord>,
        cells: StringRecord,
    },
    Toml(BTreeMap<String, String>),
}

impl Cells {
    fn get(&self, cell: &str) -> Option<&str> {
        match self {
            Cells::Csv { header, cells } => {
                let at = header.iter().position(|name| name == cell)?;
                cells.get(at)
            }
            Cells::Toml(cells) => cells.get(cell).map(String::as_str),
        }
    }
}

/// The texts that tables refer to by a short key.
#[derive(Clone, Debug)]
pub(crate) struct Sources(Row);

/// The rows of a CSV file with a header.
pub(crate) fn csv_rows(table: &'static str, text: &str) -> Result<Vec<Row>, TableError> {
    let error = |row: usize, error: csv::Error| TableError {
        table,
        row,
        cell: String::new(),
        what: format!("is not CSV: {error}"),
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = Rc::new(reader.headers().map_err(|e| error(0, e))?.clone());
    let mut rows = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let number = index + 1;
        let cells = record.map_err(|e| error(number, e))?;
        rows.push(Row { table, number, cells: Cells::Csv { header: Rc::clone(&header), cells } });
    }
    Ok(rows)
}

/// The items of the array of tables `key` of a TOML file.
pub(crate) fn toml_rows(table: &'static str, key: &str, text: &str) -> Result<Vec<Row>, TableError> {
    let error = |what: &str| TableError { table, row: 0, cell: key.to_owned(), what: what.to_owned() };
    let mut file: toml::Table = text.parse().map_err(|e: toml::de::Error| error(e.message()))?;
    let Some(toml::Value::Array(items)) = file.remove(key) else {
        return Err(error("is not an array of tables"));
    };
    let rows = items.into_iter().enumerate().map(|(index, item)| {
        let toml::Value::Table(item) = item else { return Err(error("is not an array of tables")) };
        Ok(Row::from_toml(table, index + 1, item))
    });
    rows.collect()
}

/// The table `key` of a TOML file as one row.
pub(crate) fn toml_row(table: &'static str, key: &str, text: &str) -> Result<Row, TableError> {
    let error = |what: &str| TableError { table, row: 0, cell: key.to_owned(), what: what.to_owned() };
    let mut file: toml::Table = text.parse().map_err(|e: toml::de::Error| error(e.message()))?;
    let Some(toml::Value::Table(item)) = file.remove(key) else { return Err(error("is not a table")) };
    Ok(Row::from_toml(table, 1, item))
}

impl Row {
    fn from_toml(table: &'static str, number: usize, item: toml::Table) -> Row {
        let cells = item.into_iter().map(|(name, value)| (name, as_cell(value))).collect();
        Row { table, number, cells: Cells::Toml(cells) }
    }

    /// A required cell.
    pub(crate) fn text(&self, cell: &str) -> Result<&str, TableError> {
        self.cells.get(cell).ok_or_else(|| self.error(cell, "is missing"))
    }

    /// A cell that may be missing or empty.
    pub(crate) fn optional(&self, cell: &str) -> Option<&str> {
        self.cells.get(cell).filter(|text| !text.is_empty())
    }

    /// A required cell that is parsed, for example as a number.
    pub(crate) fn parse<T: FromStr>(&self, cell: &str) -> Result<T, TableError> {
        self.text(cell)?.parse().map_err(|_| self.error(cell, "cannot be parsed"))
    }

    /// A cell that is read if it is there and not empty.
    pub(crate) fn parse_optional<T: FromStr>(&self, cell: &str) -> Result<Option<T>, TableError> {
        self.optional(cell)
            .map(|text| text.parse().map_err(|_| self.error(cell, "cannot be parsed")))
            .transpose()
    }

    /// A cell with words separated by spaces.
    pub(crate) fn words(&self, cell: &str) -> Result<Vec<String>, TableError> {
        Ok(self.text(cell)?.split_whitespace().map(str::to_owned).collect())
    }

    /// A flag, off where it is missing.
    pub(crate) fn flag(&self, cell: &str) -> Result<bool, TableError> {
        Ok(self.parse_optional(cell)?.unwrap_or(false))
    }

    /// An amount of money, or `None` where the cell is empty.
    pub(crate) fn money(&self, cell: &str) -> Result<Option<PicoUsd>, TableError> {
        let money =
            |text| PicoUsd::from_decimal(text).ok_or_else(|| self.error(cell, "is not an amount of money"));
        self.optional(cell).map(money).transpose()
    }

    pub(crate) fn error(&self, cell: &str, what: &str) -> TableError {
        TableError { table: self.table, row: self.number, cell: cell.to_owned(), what: what.to_owned() }
    }
}

impl Sources {
    pub(crate) fn read(text: &str) -> Result<Sources, TableError> {
        toml_row("sources.toml", "texts", text).map(Sources)
    }

    /// The texts behind `one+two`.
    pub(crate) fn resolve(&self, row: &Row, keys: &str) -> Result<String, TableError> {
        let text = |key| self.0.cells.get(key).ok_or_else(|| row.error("source", "is not among the sources"));
        let texts: Result<Vec<&str>, TableError> = keys.split('+').map(text).collect();
        Ok(texts?.join("; "))
    }
}

fn as_cell(value: toml::Value) -> String {
    match value {
        toml::Value::String(text) => text,
        toml::Value::Array(items) => items.into_iter().map(as_cell).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
