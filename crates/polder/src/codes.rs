//! All codes of all crates, for `polder explain`.

use polder_diag::Code;

/// Every code, sorted by its id.
pub fn codes() -> Vec<&'static Code> {
    let rooms = [
        polder_spec::codes(),
        polder_design::codes(),
        polder_cloud::codes(),
        polder_shop::codes(),
        polder_aws_limits::codes(),
    ];
    let mut codes: Vec<_> = rooms.into_iter().flatten().copied().collect();
    codes.sort_by_key(|code| code.id);
    codes
}
