//! Functions of the edge as JavaScript.

use polder_cloud::EdgeFunction;

/// The code of a function.
pub(crate) fn javascript(function: &EdgeFunction) -> String {
    format!("// {}\n", function.name)
}
