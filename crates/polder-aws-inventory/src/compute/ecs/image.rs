//! Images of containers.

use polder_cloud::index::Resolved;
use polder_inventory::compute::{Image, Pinned};
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::stores::StoreId;

use crate::reader::Reader;
use crate::value::reason;

/// The image that a reference names: `${aws_ecr_repository.api.repository_url}:1.4`, `docker.io/library/redis@sha256:…`.
pub(crate) fn image<'a>(reader: &Reader<'_, 'a>, value: &Resolved<'a>) -> Image {
    let registry = match value {
        Resolved::Attribute(attribute) => reader.id::<StoreId>(attribute.resource),
        Resolved::Pattern(pieces) => pieces.iter().find_map(|piece| match piece {
            Resolved::Attribute(attribute) => reader.id::<StoreId>(attribute.resource),
            _ => None,
        }),
        Resolved::Text(text) => repository(reader, text),
        _ => None,
    };
    Image { registry: registry.map(Link::To), reference: reader.text_pattern(value), pinned: pinned(value) }
}

/// The repository of the estate with which a known reference begins.
fn repository(reader: &Reader<'_, '_>, text: &str) -> Option<StoreId> {
    if !text.contains(".dkr.ecr.") {
        return None;
    }
    let name = text.split(['@', ':']).next()?;
    let index = reader.index;
    let all = index.of_kind("aws_ecr_repository").iter().filter_map(|id| index.view(*id));
    let mut known = all.filter(|it| it.text("repository_url").is_some_and(|url| url == name));
    known.next().and_then(|it| reader.id(it.id()))
}

/// How precisely the last known part of the reference identifies the image.
fn pinned(value: &Resolved<'_>) -> Known<Pinned> {
    let pieces: Vec<Option<String>> = match value {
        Resolved::Pattern(pieces) => pieces.iter().map(|it| it.as_plain().map(Into::into)).collect(),
        one => vec![one.as_plain().map(Into::into)],
    };
    if pieces.iter().flatten().any(|text| text.contains("@sha256:") || text.ends_with('@')) {
        return Known::Value(Pinned::Digest);
    }
    match pieces.last() {
        Some(Some(text)) => match text.rsplit('/').next().and_then(|name| name.split_once(':')) {
            Some((_, "latest" | "")) => Known::Value(Pinned::Latest),
            Some(_) => Known::Value(Pinned::Tag),
            None => Known::Value(Pinned::Latest),
        },
        // An unknown tag: a variable after a colon.
        Some(None) => match pieces.len().checked_sub(2).and_then(|at| pieces[at].as_deref()) {
            Some(before) if before.ends_with(':') => Known::Value(Pinned::Tag),
            _ if matches!(value, Resolved::Attribute(attribute) if attribute.name == "repository_url") => {
                Known::Value(Pinned::Latest)
            }
            _ => Known::Unknown(reason(value)),
        },
        None => Known::Unknown(Reason::NotUnderstood),
    }
}
