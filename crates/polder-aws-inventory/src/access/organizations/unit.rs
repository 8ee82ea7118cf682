//! `aws_organizations_organizational_unit`, and attributes that name a unit or an account of an organization.

use polder_cloud::index::Resolved;
use polder_cloud::{Segment, View};
use polder_inventory::access::{Unit, UnitId};
use polder_inventory::model::{Link, Reason};
use polder_inventory::{EntryId, EntryIndex};

use crate::access::organizations::organization::root;
use crate::reader::Reader;
use crate::value::given_text;

/// A unit. Its parent is set when the roots have been read.
pub(crate) fn read(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let source = reader.source(view);
    let unit =
        Unit { source, name: given_text(view, "name"), parent: Some(Link::Unknown(Reason::AfterApply)) };
    reader.inventory.access.units.push(unit);
}

/// Its parent.
pub(crate) fn read_parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let parent = unit_link(reader, view, "parent_id");
    let id: Option<UnitId> = reader.id(view.id());
    if let Some(unit) = id.and_then(|id| reader.inventory.access.units.get_mut(id)) {
        unit.parent = Some(parent);
    }
}

/// The unit that an attribute names.
pub(crate) fn unit_link<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, name: &str) -> Link<UnitId> {
    match place(reader, view, name) {
        Link::To(entry) => UnitId::from_entry(entry).map_or(Link::Unknown(Reason::NotUnderstood), Link::To),
        Link::Outside(external) => Link::Outside(external),
        Link::Unknown(reason) => Link::Unknown(reason),
    }
}

/// The root, unit or account that an attribute names.
pub(crate) fn place<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, name: &str) -> Link<EntryId> {
    if let Resolved::Attribute(attribute) = view.get(name)
        && let Some(target) = reader.index.view(attribute.resource)
        && target.kind() == "aws_organizations_organization"
        && is_root(attribute.name, &attribute.steps)
    {
        return Link::To(root(reader, target).into());
    }
    let text = view.text(name);
    if let Some(organization) = text.as_deref().and_then(|text| organization_with_root(reader, text)) {
        return Link::To(root(reader, organization).into());
    }
    if let Some(account) = text.as_deref().and_then(|text| reader.account_with_number(text)) {
        return Link::To(account.into());
    }
    let kind = match text.as_deref() {
        Some(text) if text.starts_with("r-") => "root of an organization",
        Some(text) if text.starts_with("ou-") => "organizational unit",
        _ => "account",
    };
    reader.entry_link(view, name, kind, &[]).unwrap_or(Link::Unknown(Reason::NotGiven))
}

/// `roots[0].id`, and other attributes with the ID of the root.
fn is_root(name: &str, steps: &[&Segment]) -> bool {
    match (name, steps) {
        ("roots", [Segment::Index(0), Segment::Name(id)]) => id == "id",
        _ => false,
    }
}

/// The organization whose root has this ID in a state.
fn organization_with_root<'i, 'a>(reader: &Reader<'i, 'a>, id: &str) -> Option<View<'i, 'a>> {
    let index = reader.index;
    let mut organizations = index.of_kind("aws_organizations_organization").iter();
    organizations.find_map(|organization| {
        let view = index.view(*organization)?;
        view.blocks("roots").iter().any(|root| root.text("id").as_deref() == Some(id)).then_some(view)
    })
}
