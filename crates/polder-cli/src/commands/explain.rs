//! `polder explain`: the page of a code.

use anyhow::bail;
use polder::codes;

use crate::arguments::Explain;
use crate::screen;
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Explain, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let Some(asked) = &arguments.code else {
        streams.data(&screen::codes(&codes()))?;
        return Ok(Status::Fine);
    };
    let found = codes().into_iter().find(|code| code.id.eq_ignore_ascii_case(asked) || code.name == asked);
    let Some(code) = found else {
        bail!("there is no code `{asked}`{}; `polder explain` lists all", closest(asked))
    };
    let page = code.page.trim();
    streams
        .data(&format!("{} {} ({})\n\n{}\n\n{page}\n", code.id, code.name, code.severity, code.summary))?;
    Ok(Status::Fine)
}

/// The codes that somebody may have meant: those of the same letters or with a similar name.
fn closest(asked: &str) -> String {
    let asked = asked.to_lowercase().replace('_', "-");
    let all = codes();
    let names = all.iter().flat_map(|code| [code.name.to_owned(), code.id.to_lowercase()]);
    let near = names
        .map(|name| (strsim::damerau_levenshtein(&asked, &name), name))
        .filter(|(distance, name)| *distance * 3 <= name.chars().count())
        .min();
    let part = || {
        all.iter().find(|code| asked.len() > 3 && code.name.contains(&asked)).map(|code| code.name.to_owned())
    };
    match near.map(|(_, name)| name).or_else(part) {
        Some(name) => {
            let known = all.iter().find(|code| code.name == name || code.id.eq_ignore_ascii_case(&name));
            known.map_or(String::new(), |code| format!("; did you mean `{}` ({})", code.id, code.name))
        }
        None => String::new(),
    }
}
