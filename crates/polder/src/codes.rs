//! All codes of all crates, for `polder explain`.

use polder_diag::Code;

/// Every code, sorted by its ID.
pub fn codes() -> Vec<&'static Code> {
    let crates = [
        polder_spec::codes(),
        polder_design::codes(),
        polder_lock::codes(),
        polder_cloud::codes(),
        polder_shop_setup::codes(),
        polder_aws_limits::codes(),
        polder_aws_quotas::codes(),
        polder_aws_rights::codes(),
        polder_price::codes(),
        polder_purchase::codes(),
    ];
    let mut codes: Vec<_> = crates.into_iter().flatten().copied().collect();
    codes.sort_by_key(|code| code.id);
    codes
}
