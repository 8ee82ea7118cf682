//! Parts of a bill that are added up.

use polder_inventory::model::{Known, Text};
use polder_inventory::{Inventory, TagSetId};

use crate::bill::Line;

/// What the lines of a bill are added up by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// The service.
    Service,
    /// The service and the item.
    Item,
    /// The account.
    Account,
    /// The region.
    Region,
    /// The cell.
    Cell,
    /// The site.
    Site,
    /// The component.
    Component,
    /// The resource.
    Resource,
    /// The value of a tag.
    Tag(String),
}

impl Dimension {
    /// Its name.
    pub fn name(&self) -> String {
        match self {
            Dimension::Service => "service".to_owned(),
            Dimension::Item => "item".to_owned(),
            Dimension::Account => "account".to_owned(),
            Dimension::Region => "region".to_owned(),
            Dimension::Cell => "cell".to_owned(),
            Dimension::Site => "site".to_owned(),
            Dimension::Component => "component".to_owned(),
            Dimension::Resource => "resource".to_owned(),
            Dimension::Tag(key) => format!("tag {key}"),
        }
    }

    /// The dimension of a name; `tag:<key>` is a tag.
    pub fn from_name(name: &str) -> Option<Dimension> {
        Some(match name {
            "service" => Dimension::Service,
            "item" => Dimension::Item,
            "account" => Dimension::Account,
            "region" => Dimension::Region,
            "cell" => Dimension::Cell,
            "site" => Dimension::Site,
            "component" => Dimension::Component,
            "resource" => Dimension::Resource,
            _ => Dimension::Tag(name.strip_prefix("tag:").filter(|key| !key.is_empty())?.to_owned()),
        })
    }

    /// The part that a line belongs to; a dash where it belongs to none.
    pub fn of(&self, line: &Line, inventory: &Inventory) -> Text {
        let place = &line.place;
        let or_dash = |text: &Option<Text>| text.clone().unwrap_or(Text::new_static("-"));
        match self {
            Dimension::Service => Text::new(&line.key.service),
            Dimension::Item => format!("{}.{}", line.key.service, line.key.item).into(),
            Dimension::Account => place.account.clone(),
            Dimension::Region => Text::new(&line.key.region),
            Dimension::Cell => or_dash(&place.cell),
            Dimension::Site => or_dash(&place.site),
            Dimension::Component => or_dash(&place.component),
            Dimension::Resource => format!("{} {}", place.stack, place.address).into(),
            Dimension::Tag(key) => tag(line, key, inventory),
        }
    }
}

fn tag(line: &Line, key: &str, inventory: &Inventory) -> Text {
    let source = inventory.sources.get(line.place.source);
    let mut set: Option<TagSetId> = source.and_then(|source| source.tags);
    while let Some(tags) = set.and_then(|id| inventory.tag_sets.get(id)) {
        if let Some(tag) = tags.tags.iter().find(|tag| tag.key == key) {
            return match &tag.value {
                Known::Value(value) => value.clone(),
                Known::Unknown(reason) => reason.to_string().into(),
            };
        }
        set = tags.inherits;
    }
    Text::new_static("-")
}
