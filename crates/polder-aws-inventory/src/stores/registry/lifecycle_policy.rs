//! `aws_ecr_lifecycle_policy`: which images are deleted.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Set, Text};
use polder_inventory::stores::{StoreId, StoreKind};

use crate::json::Json;
use crate::reader::Reader;
use crate::value::reason;

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = reader.link::<StoreId>(view, "repository", "repository").and_then(|link| link.id()) else {
        let text = "it configures a repository that is not in the estate";
        return reader.blind(view, None, Some("repository"), Reason::Elsewhere, text);
    };
    let expiry = rules(&Json::of(view, "policy"));
    if let Some(store) = reader.inventory.stores.stores.get_mut(id)
        && let StoreKind::Registry(registry) = &mut store.kind
    {
        registry.lifecycle = expiry;
        reader.contribute(view, id, &["kind.lifecycle"]);
    }
}

/// The rules in AWS's words: `1 untagged sinceImagePushed 14 days`.
fn rules(document: &Json<'_>) -> Known<Set<Text>> {
    let rules = document.get("rules");
    if rules.is_unknown() {
        return Known::Unknown(reason(&rules.one()));
    }
    let mut found: Vec<Text> = vec![];
    for rule in rules.items() {
        let selection = rule.get("selection");
        let mut words = vec![];
        let fields = ["tagStatus", "countType", "countNumber", "countUnit"].map(|name| selection.get(name));
        for field in std::iter::once(rule.get("rulePriority")).chain(fields) {
            match field.text() {
                Known::Value(word) => words.extend(word),
                Known::Unknown(reason) => return Known::Unknown(reason),
            }
        }
        for name in ["tagPrefixList", "tagPatternList"] {
            match selection.get(name).texts() {
                Known::Value(tags) => words.extend(tags.iter().cloned()),
                Known::Unknown(reason) => return Known::Unknown(reason),
            }
        }
        found.push(words.join(" ").into());
    }
    Known::Value(found.into())
}
