//! Accounts that administer a service for the whole organization.

use polder_cloud::{Value, View};
use polder_inventory::access::{AccountId, DelegatedAdministrator};
use polder_inventory::model::{Known, Link, Piece, Reason, Text};

use crate::pattern::Syntax;
use crate::reader::Reader;
use crate::value::given_text;

/// `aws_organizations_delegated_administrator`: any service.
pub(crate) fn of_any<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let service = given_text(view, "service_principal");
    add(reader, view, "account_id", service);
}

/// `aws_guardduty_organization_admin_account`
pub(crate) fn of_guardduty<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    of(reader, view, "admin_account_id", "guardduty.amazonaws.com");
}

/// `aws_securityhub_organization_admin_account`
pub(crate) fn of_securityhub<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    of(reader, view, "admin_account_id", "securityhub.amazonaws.com");
}

/// `aws_inspector2_delegated_admin_account`
pub(crate) fn of_inspector<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    of(reader, view, "account_id", "inspector2.amazonaws.com");
}

/// `aws_macie2_organization_admin_account`
pub(crate) fn of_macie<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    of(reader, view, "admin_account_id", "macie.amazonaws.com");
}

/// `aws_detective_organization_admin_account`
pub(crate) fn of_detective<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    of(reader, view, "account_id", "detective.amazonaws.com");
}

/// `aws_fms_admin_account`
pub(crate) fn of_firewall_manager<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    of(reader, view, "account_id", "fms.amazonaws.com");
}

/// `aws_cloudtrail_organization_delegated_admin_account`
pub(crate) fn of_cloudtrail<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    of(reader, view, "account_id", "cloudtrail.amazonaws.com");
}

fn of<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, account: &str, service: &'static str) {
    add(reader, view, account, Known::Value(Text::new_static(service)));
}

fn add<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, account: &str, service: Known<Text>) {
    let (account, source) = (account_link(reader, view, account), reader.source(view));
    let administrator = DelegatedAdministrator { source, account, service };
    reader.inventory.access.delegated_administrators.push(administrator);
}

/// The account whose ID an attribute is.
pub(crate) fn account_link<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    name: &str,
) -> Link<AccountId> {
    let Some(value) = view.body().get(name) else { return Link::Unknown(Reason::NotGiven) };
    account_of_value(reader, view, value)
}

/// The account whose ID a value is.
pub(crate) fn account_of_value<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    value: &'a Value,
) -> Link<AccountId> {
    let pattern = reader.value_pattern(view.stack(), value, Syntax::PLAIN);
    match pattern.pieces() {
        [Piece::Account(account)] => Link::To(*account),
        [Piece::Literal(number)] => reader.account_by_number(number),
        [Piece::Unknown(reason)] => Link::Unknown(*reason),
        _ => Link::Unknown(Reason::NotUnderstood),
    }
}
