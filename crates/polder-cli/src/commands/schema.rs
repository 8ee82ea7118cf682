//! `polder schema`: the JSON Schema of the platform file.

use crate::streams::{Status, Streams};

pub(crate) fn run(streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    streams.data(&format!("{:#}\n", polder::spec::schema()))?;
    Ok(Status::Fine)
}
