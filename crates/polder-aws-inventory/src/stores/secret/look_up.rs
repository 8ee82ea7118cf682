//! Data sources of secrets and parameters of the estate.

use polder_cloud::{ResourceId, View};
use polder_inventory::model::Known;

use crate::reader::Reader;
use crate::value::{region, same_place};

/// A secret of the estate, or its replica in the region of the data source.
pub(super) fn secret<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<(ResourceId, u32)> {
    let secret = referred(view, &["arn", "name"], "aws_secretsmanager_secret")
        .or_else(|| copied_here(reader, view))?;
    if same_place(view, secret) {
        return Some((secret.id(), 0));
    }
    let Known::Value(here) = region(view) else { return None };
    let copies = secret.blocks("replica").into_iter();
    let mut here =
        (1..).zip(copies).filter(|(_, copy)| copy.text("region").as_deref() == Some(here.as_str()));
    here.next().map(|(number, _)| (secret.id(), number))
}

/// A parameter of the estate.
pub(super) fn parameter<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<(ResourceId, u32)> {
    let parameter = referred(view, &["name"], "aws_ssm_parameter");
    let parameter =
        parameter.or_else(|| reader.named_view(view, "aws_ssm_parameter", "name", &view.text("name")?))?;
    same_place(view, parameter).then_some((parameter.id(), 0))
}

fn referred<'i, 'a>(view: View<'i, 'a>, attributes: &[&str], kind: &str) -> Option<View<'i, 'a>> {
    let targets = attributes.iter().flat_map(|name| view.targets(name));
    targets.into_iter().find(|it| it.is_managed() && it.kind() == kind)
}

/// The secret with the name in a data source: in the account and region of the data source, or replicated there.
fn copied_here<'i, 'a>(reader: &mut Reader<'_, 'a>, view: View<'i, 'a>) -> Option<View<'i, 'a>> {
    let kind = "aws_secretsmanager_secret";
    let name = view.text("name")?;
    let (index, account) = (view.index(), &view.stack().key.account);
    reader.named_view(view, kind, "name", &name).or_else(|| {
        let all = index.of_kind(kind).iter().filter_map(|id| index.view(*id)).filter(View::is_managed);
        let mut here =
            all.filter(|it| it.stack().key.account == *account && !it.blocks("replica").is_empty());
        here.find(|it| it.text("name").is_some_and(|it| it == name))
    })
}
