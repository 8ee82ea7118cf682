//! Puts every role of the platform inside the boundary, in one place: what a file forgets, the pipeline may not make.

use polder_cloud::{Cloud, Layer};
use polder_design::Design;

use crate::pipeline::deploy_role;

/// Sets the boundary of every role but those that people make by hand with the layer `bootstrap`.
pub(crate) fn bind(cloud: &mut Cloud, design: &Design) {
    let boundary = deploy_role::boundary(design);
    for stack in cloud.stacks.iter_mut().filter(|stack| stack.key.layer != Layer::Bootstrap) {
        for resource in stack.resources.iter_mut().filter(|it| it.address.kind == "aws_iam_role") {
            resource.body.set(None, "permissions_boundary", boundary.clone());
        }
    }
}
