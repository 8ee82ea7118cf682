//! Billing: what is paid for.

use crate::kind::Read;

/// What is paid for of each kind of resource.
pub(crate) const BILLABLES: &[(&str, Read)] = &[];
