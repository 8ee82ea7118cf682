//! Member accounts of security services: the administrator account sees their findings.

use polder_cloud::View;
use polder_inventory::observability::{AggregationKind, DetectorKind};

use super::{account_of, add};
use crate::access::account_link;
use crate::reader::Reader;

/// `aws_guardduty_member`
pub(crate) fn of_guardduty<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    member(reader, view, DetectorKind::Threat);
}

/// `aws_securityhub_member`
pub(crate) fn of_security_hub<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    member(reader, view, DetectorKind::Posture);
}

/// `aws_inspector2_member_association`
pub(crate) fn of_inspector<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    member(reader, view, DetectorKind::Vulnerability);
}

/// `aws_macie2_member`
pub(crate) fn of_macie<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    member(reader, view, DetectorKind::SensitiveData);
}

fn member<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, kind: DetectorKind) {
    let account = account_link(reader, view, "account_id");
    let (source, seen_by) = (reader.source(view), account_of(reader, view));
    add(reader, source, AggregationKind::Findings(kind), Some(account), seen_by);
}
