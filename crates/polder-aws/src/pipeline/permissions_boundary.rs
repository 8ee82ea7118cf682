//! Puts every role of the platform inside the boundary, in one place: what a file forgets, the pipeline may not make.

use std::sync::Arc;

use polder_cloud::{Layer, Stack};
use polder_design::Design;

use crate::pipeline::deploy_role;

/// Sets the boundary of every role of a stack, but for the roles of the layer `bootstrap`, which people make by hand.
pub(crate) fn bind(stack: &mut Stack, design: &Design) {
    if stack.key.layer == Layer::Bootstrap {
        return;
    }
    let boundary = deploy_role::boundary(design);
    for resource in stack.resources.iter_mut().filter(|it| it.address.kind == "aws_iam_role") {
        Arc::make_mut(&mut resource.body).set(None, "permissions_boundary", boundary.clone());
    }
}
