//! `polder facts`: the facts and their sources.

use anyhow::bail;
use polder::facts::{Entry, Facts};

use crate::arguments;
use crate::screen;
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &arguments::Facts, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let mut entries = Facts::embedded().entries();
    entries.retain(|entry| entry.id.starts_with(&arguments.prefix));
    if entries.is_empty() {
        bail!("there is no fact whose name begins with `{}`; `polder facts` lists all", arguments.prefix);
    }
    streams.data(&if arguments.tsv { separated(&entries) } else { screen::facts(&entries) })?;
    Ok(Status::Fine)
}

fn separated(entries: &[Entry]) -> String {
    let head = "id\tvalue\tunit\tquality\tdated\tsource\tnote\n";
    let line = |entry: &Entry| {
        let quality = entry.quality.to_string();
        let cells =
            [&entry.id, &entry.value, &entry.unit, &quality, &entry.dated, &entry.source, &entry.note];
        format!("{}\n", cells.map(|cell| cell.replace(['\t', '\n'], " ")).join("\t"))
    };
    std::iter::once(head.to_owned()).chain(entries.iter().map(line)).collect()
}
