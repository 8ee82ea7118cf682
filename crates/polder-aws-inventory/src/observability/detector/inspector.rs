//! Inspector: `aws_inspector2_enabler` and the configuration for new accounts.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::observability::DetectorKind;

use super::{add, change_here};
use crate::access::account_of_value;
use crate::link::elements;
use crate::reader::Reader;
use crate::value::{texts, truth_or};

/// The service in one region, for accounts by their IDs: that of the stack, or members of its organization.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let parts = texts(view, "resource_types");
    let here = reader.location_of(view).account;
    let accounts = elements(view.stack(), view.body().get("account_ids"));
    let mut others = false;
    for value in accounts {
        let account = account_of_value(reader, view, value);
        others |= account != here && matches!(account, Link::To(_) | Link::Outside(_));
    }
    if others {
        let text = "it is also enabled for other accounts; only that of the stack is modelled";
        reader.blind(view, None, Some("account_ids"), Reason::AttributeNotModelled, text);
    }
    add(reader, view, DetectorKind::Vulnerability, Known::Value(true), parts);
}

/// `aws_inspector2_organization_configuration`
pub(crate) fn organization<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(block) = view.block("auto_enable") else { return };
    let parts = ["ec2", "ecr", "lambda", "lambda_code", "code_repository"];
    let on = parts.map(|name| truth_or(block, name, false));
    let covers = if on.contains(&Known::Value(true)) {
        Known::Value(Some(true))
    } else {
        on.iter().find_map(Known::reason).map_or(Known::Value(Some(false)), Known::Unknown)
    };
    change_here(reader, view, &DetectorKind::Vulnerability, "covers_new_accounts", |detector| {
        detector.covers_new_accounts = covers;
    });
}
