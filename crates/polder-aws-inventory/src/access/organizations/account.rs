//! Accounts: `aws_organizations_account`, and the data source of the caller.

use polder_cloud::{Mode, View};
use polder_inventory::access::AccountId;
use polder_inventory::model::{Known, Link};

use crate::access::organizations::unit::unit_link;
use crate::reader::Reader;

/// Finds the accounts of all stacks, and the resources that represent them, before anything refers to them.
pub(crate) fn prepare(reader: &mut Reader<'_, '_>) {
    let index = reader.index;
    for stack in &index.cloud().stacks {
        let Link::To(account) = reader.account_of_stack(stack) else { continue };
        // In stacks that Polder writes, the account ID is a variable, whose default comes from the platform file.
        let number = stack.variables.iter().find(|variable| variable.name == "account_id");
        if let Some(number) = number.and_then(|variable| variable.default.as_text())
            && !stack.key.account.is_empty()
        {
            reader.set_account_number(account, number);
        }
    }
    for id in index.of_kind("aws_organizations_account") {
        if let Some(view) = index.view(*id).filter(|view| view.address().mode == Mode::Managed) {
            let account = account(reader, view);
            reader.set_entry(*id, account);
        }
    }
    for id in index.of_kind("aws_caller_identity") {
        if let Some(view) = index.view(*id)
            && let Link::To(account) = reader.account_of_stack(view.stack())
        {
            reader.set_entry(*id, account);
        }
    }
}

/// The account that a resource creates. In stacks that Polder writes, the resource has the account's name.
fn account(reader: &mut Reader<'_, '_>, view: View<'_, '_>) -> AccountId {
    if let Some(number) = view.text("id") {
        return reader.account_numbered(&number);
    }
    let address = view.address();
    let own = !view.stack().key.account.is_empty();
    let plain = |name: &str| name.replace(|it: char| !it.is_ascii_alphanumeric(), "_") == *address.name;
    if let Some(known) = reader.account_with_name(plain).filter(|_| own) {
        return known;
    }
    let name = view.text("name").unwrap_or_else(|| address.to_string().into());
    reader.account(&name)
}

/// The unit that contains the account.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = reader.id::<AccountId>(view.id()) else { return };
    // Without a parent, an account is created in the root. Source: provider documentation, `parent_id`.
    let unit = match view.body().get("parent_id") {
        Some(_) => unit_link(reader, view, "parent_id"),
        None => root_of_only_organization(reader),
    };
    let source = reader.source(view);
    if let Some(account) = reader.inventory.access.accounts.get_mut(id) {
        account.source = Some(source);
        account.unit = unit;
        account.management = Known::Value(false);
    }
}

fn root_of_only_organization<'a>(reader: &mut Reader<'_, 'a>) -> Link<polder_inventory::access::UnitId> {
    let index = reader.index;
    match index.of_kind("aws_organizations_organization") {
        [one] => match index.view(*one) {
            Some(view) => Link::To(super::organization::root(reader, view)),
            None => Link::Unknown(polder_inventory::model::Reason::NotGiven),
        },
        _ => Link::Unknown(polder_inventory::model::Reason::NotGiven),
    }
}
