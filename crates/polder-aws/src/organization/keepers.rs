//! The principals of an account that the policies of the organization exempt.

use polder_design::Design;
use polder_design::delivery::Phase;

use crate::iam::break_glass;

/// The principals that manage an account: the break-glass role, and the role that Organizations creates in
/// the account.
pub(super) fn keepers(design: &Design) -> Vec<String> {
    roles([
        break_glass::name(design),
        "OrganizationAccountAccessRole".into(),
        "aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Administrator_*".into(),
    ])
}

/// Those, and the pipeline.
pub(super) fn keepers_and_pipeline(design: &Design) -> Vec<String> {
    let mut all = keepers(design);
    all.extend(roles([Phase::Apply.role(design)]));
    all
}

fn roles(names: impl IntoIterator<Item = String>) -> Vec<String> {
    names.into_iter().map(|name| format!("arn:aws:iam::*:role/{name}")).collect()
}
