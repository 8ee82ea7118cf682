//! `polder explain`: the page of a code or of a property.

use anyhow::bail;
use polder::check::{property_page, property_pages};
use polder::codes;
use polder::diag::{Code, visible};

use crate::arguments::Explain;
use crate::screen;
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Explain, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let Some(asked) = &arguments.asked else {
        streams.data(&screen::codes(&codes()))?;
        streams.data(&format!("\n{}", screen::properties(property_pages())))?;
        return Ok(Status::Fine);
    };
    if let Some(page) = property_page(&asked.to_ascii_lowercase()) {
        streams.data(&format!("{}\n", page.text.trim()))?;
        return Ok(Status::Fine);
    }
    let found = codes().into_iter().find(|code| code.id.eq_ignore_ascii_case(asked) || code.name == asked);
    let Some(code) = found else {
        bail!(
            "there is no code and no property `{}`{}; `polder explain` lists all",
            visible(asked),
            closest(asked)
        )
    };
    let page = code.page.trim();
    streams
        .data(&format!("{} {} ({})\n\n{}\n\n{page}\n", code.id, code.name, code.severity, code.summary))?;
    Ok(Status::Fine)
}

/// The code or property that somebody may have meant: one of the same ID or name but for a few characters, or with this word in its
/// name, or the first of these letters.
fn closest(asked: &str) -> String {
    let asked = asked.replace('_', "-");
    if let Some(id) = property(&asked) {
        return format!("; did you mean `{id}`");
    }
    let all = codes();
    let whole = all.iter().flat_map(|code| [code.id, code.name]);
    let parts = all.iter().flat_map(|code| words(code)).filter(|word| word.len() >= WORD_CHARS);
    let Some(near) = polder::spec::closest(&asked, whole.chain(parts)) else { return String::new() };
    let meant =
        all.iter().find(|code| code.id == near || code.name == near || words(code).any(|word| word == near));
    meant.map_or(String::new(), |code| format!("; did you mean `{}` ({})", code.id, code.name))
}

/// The property that somebody may have meant, by its identifier or what follows its first word: `outsiders`.
fn property(asked: &str) -> Option<&'static str> {
    let ids = || property_pages().iter().map(|page| page.id);
    if asked.contains('.') {
        return polder::spec::closest(asked, ids());
    }
    let last = |id: &'static str| id.rsplit('.').next().unwrap_or(id);
    ids().find(|id| last(id).eq_ignore_ascii_case(asked))
}

/// The least characters of a word that somebody may look for.
const WORD_CHARS: usize = 4;

/// The letters of the ID, and the words of the name.
fn words(code: &'static Code) -> impl Iterator<Item = &'static str> {
    let letters = code.id.trim_end_matches(|it: char| it.is_ascii_digit());
    std::iter::once(letters).chain(code.name.split('-'))
}
