//! Resources by the names that people gave them: in plans and states an attribute often has the name and no reference.

use polder_cloud::View;

use crate::value::region;

/// The resource of a kind whose attribute is this text, as seen from `view`: of the same stack if there is one, else of the
/// same account and region.
pub(crate) fn by_name<'i, 'a>(
    view: View<'i, 'a>,
    kind: &str,
    attribute: &str,
    name: &str,
) -> Option<View<'i, 'a>> {
    if name.is_empty() {
        return None;
    }
    let index = view.index();
    let all = index.of_kind(kind).iter().filter_map(|id| index.view(*id));
    let named = all.filter(|it| {
        it.is_managed() && it.id() != view.id() && it.text(attribute).is_some_and(|it| it == name)
    });
    let named: Vec<View<'i, 'a>> = named.collect();
    let mut own = named.iter().filter(|it| it.id().stack == view.id().stack);
    if let Some(own) = own.next() {
        return Some(*own);
    }
    let (account, here) = (&view.stack().key.account, region(view));
    let same = |it: &&View<'i, 'a>| it.stack().key.account == *account && region(**it) == here;
    named.iter().find(same).copied()
}
