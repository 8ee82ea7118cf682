//! `aws_iam_policy`, as a resource and as a data source.

use polder_cloud::View;
use polder_inventory::access::PolicyForm;
use polder_inventory::model::Reason;

use crate::access::document::{Read, document};
use crate::reader::Reader;
use crate::value::text;

/// A customer managed policy of the estate.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let read = document(reader, view, "policy").unwrap_or_else(|| Read::unknown(Reason::AfterApply));
    let source = reader.source(view);
    reader.add_policy(source, text(view, "name"), PolicyForm::Managed, read);
}

/// An existing policy: an AWS managed one, or one of another stack.
pub(crate) fn look_up<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let read = document(reader, view, "policy").unwrap_or_else(|| Read::unknown(Reason::Elsewhere));
    let of_provider = view.text("arn").is_some_and(|arn| arn.contains(":iam::aws:policy/"));
    let kept_by = if of_provider { PolicyForm::ProviderManaged } else { PolicyForm::Managed };
    let source = reader.source(view);
    reader.add_policy(source, text(view, "name"), kept_by, read);
}
