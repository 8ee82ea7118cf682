//! Breaks the platform in every named way: `polder-mutants` prints the rows as JSON, and `polder-mutants FOLDER` writes them into a
//! folder, with the files of the changed stacks before and after.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]
#![expect(clippy::disallowed_methods, reason = "it writes files for a scanner")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use polder_mutants::{Estate, Row, all, row};
use serde::Serialize;

/// A row with the folders of its files.
#[derive(Serialize)]
struct Written {
    #[serde(flatten)]
    row: Row,
    /// The folder of the changed stacks, below `stacks`.
    folder: String,
    /// The folder of the same stacks before the change.
    before: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1);
    let (estate, mut rows, mut known) = (Estate::new(), vec![], BTreeSet::new());
    let mut impossible = false;
    for (number, mutant) in all().enumerate() {
        let broken = match estate.broken(mutant) {
            Ok(broken) => broken,
            Err(error) => {
                eprintln!("{}: {error}", mutant.name);
                impossible = true;
                continue;
            }
        };
        let stacks = broken.stacks.iter().filter_map(|id| estate.compiled.cloud.stack(*id));
        let stacks: Vec<String> = stacks.map(|stack| stack.key.to_string().replace('/', "+")).collect();
        let (name, before) = (format!("{:03}", number + 1), stacks.join("++"));
        if let Some(folder) = &folder {
            let folder = Path::new(folder).join("stacks");
            write(&folder.join(&name), &broken.files())?;
            if known.insert(before.clone()) {
                write(&folder.join(&before), &estate.files(&broken.stacks))?;
            }
        }
        rows.push(Written { row: row(mutant, &broken), folder: name, before });
    }
    let rows = serde_json::to_string_pretty(&rows)?;
    match folder {
        Some(folder) => fs::write(Path::new(&folder).join("rows.json"), rows)?,
        None => println!("{rows}"),
    }
    if impossible { Err("some changes are impossible".into()) } else { Ok(()) }
}

fn write(folder: &Path, files: &BTreeMap<String, String>) -> std::io::Result<()> {
    for (path, content) in files {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, content)?;
    }
    Ok(())
}
