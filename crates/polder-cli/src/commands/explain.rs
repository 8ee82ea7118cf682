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
    let Some(code) = found else { bail!("there is no code `{asked}`; `polder explain` lists all") };
    let page = code.page.trim();
    streams
        .data(&format!("{} {} ({})\n\n{}\n\n{page}\n", code.id, code.name, code.severity, code.summary))?;
    Ok(Status::Fine)
}
