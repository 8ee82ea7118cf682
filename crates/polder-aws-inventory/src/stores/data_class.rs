//! Classes of data, from the tag `data-class`.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::model::{Known, Reason, Set, Text};
use polder_inventory::stores::DataClass;

use crate::value::reason;

const TAG: &str = "data-class";

/// The classes in the tag of a store, separated by spaces or commas. Unknown without the tag.
pub(crate) fn data_classes(view: View<'_, '_>) -> Known<Set<DataClass>> {
    match tag(view, TAG) {
        Known::Value(Some(text)) => {
            let words = text.split([' ', ',']).filter(|word| !word.is_empty());
            Known::Value(words.map(class).collect())
        }
        Known::Value(None) => Known::Unknown(Reason::NotGiven),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// A tag of a resource, its own or, as far as a plan or state contains it, a default tag of its provider.
pub(crate) fn tag(view: View<'_, '_>, key: &str) -> Known<Option<Text>> {
    let mut unknown = None;
    for attribute in ["tags", "tags_all"] {
        let tags = view.get(attribute);
        match tags.field(key) {
            Some(value) => {
                let text = value.as_plain().map(Text::from);
                return text.map_or_else(|| Known::Unknown(reason(value)), |text| Known::Value(Some(text)));
            }
            None if matches!(tags, Resolved::Absent | Resolved::Object(_)) => {}
            None => unknown = unknown.or(Some(reason(&tags))),
        }
    }
    unknown.map_or(Known::Value(None), Known::Unknown)
}

fn class(word: &str) -> DataClass {
    match word {
        "public" => DataClass::Public,
        "catalogue" => DataClass::Catalogue,
        "personal" => DataClass::Personal,
        "commercial" => DataClass::Commercial,
        "credentials" => DataClass::Credentials,
        "operational" => DataClass::Operational,
        other => DataClass::Other(other.into()),
    }
}
