//! Sets the permissions boundary of every role, in one place: the pipeline may not create a role without it.

use std::sync::Arc;

use polder_cloud::{Layer, Resource, Stack, Value};

/// Sets `boundary` for every role of a stack, except for the roles of the layers `bootstrap` and `state`, which engineers
/// create by hand before the boundary exists.
pub(crate) fn bind(stack: &mut Stack, boundary: Value) {
    let is_role = |it: &Resource| it.address.kind == "aws_iam_role";
    let before = matches!(stack.key.layer, Layer::Bootstrap | Layer::State);
    if before || !stack.resources.iter().any(is_role) {
        return;
    }
    let boundary = stack.settled(boundary);
    for resource in stack.resources.iter_mut().filter(|it| is_role(it)) {
        Arc::make_mut(&mut resource.body).set(None, "permissions_boundary", boundary.clone());
    }
}
