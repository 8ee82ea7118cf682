//! How clients of a cache authenticate.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::stores::CacheLogin;

use crate::value::{is_set, reason};

/// A shared password, separate users, or nothing. The password itself is never read.
pub(super) fn login(view: View<'_, '_>, users: &str) -> CacheLogin {
    if is_set(view, users) {
        return match view.get(users) {
            value @ Resolved::Unknown(_) => CacheLogin::Unknown(reason(&value)),
            _ => CacheLogin::Users,
        };
    }
    if is_set(view, "auth_token") { CacheLogin::Token } else { CacheLogin::None }
}
